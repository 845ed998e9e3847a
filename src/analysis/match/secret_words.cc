#include "analysis/match/secret_words.h"

#include "analysis/match/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace av::match {
namespace {

// What may stand behind the word for a secret in the name of one: `password_default`.
constexpr std::string_view kTails[] = {
    "admin", "bytes", "db",  "default", "dev",  "local", "new",     "old",    "plain", "prod",
    "raw",   "root",  "str", "string",  "user", "value", "staging", "master", "1",     "2"};

// First words of names that say what to do with a secret: `update_password`, `has_token`.
constexpr std::string_view kVerbs[] = {
    "bad",   "expired", "incorrect", "invalid", "missing", "wrong",    "allow", "ask",
    "can",   "change",  "check",     "disable", "enable",  "has",      "hide",  "is",
    "needs", "no",      "on",        "prompt",  "require", "requires", "reset", "show",
    "skip",  "update",  "use",       "uses",    "with"};

constexpr std::string_view kPasswordWords[] = {"password", "passwd",   "passphrase", "passcode",
                                               "pwd",      "passwort", "userpass",   "dbpass"};

constexpr std::string_view kTokenOwners[] = {
    "access", "admin",    "api",    "app",      "auth",   "aws",     "azure",  "bearer",
    "bot",    "client",   "deploy", "discord",  "github", "gitlab",  "heroku", "hf",
    "jwt",    "npm",      "oauth",  "personal", "pypi",   "refresh", "secret", "service",
    "slack",  "telegram", "user",   "vault",    "webhook"};

constexpr std::string_view kKeyOwners[] = {
    "access", "api",        "auth",    "aws",        "cipher", "client", "crypt",
    "crypto", "decryption", "encrypt", "encryption", "fernet", "hmac",   "jwt",
    "master", "private",    "secret",  "sign",       "signing"};

// Words of names that say of themselves that no secret is behind them.
constexpr std::string_view kNotSecret[] = {"placeholder", "sentinel", "metadata", "header",
                                           "dummy",       "example",  "fake",     "sample",
                                           "mock",        "primary"};

// Words of texts that nobody uses as a secret, or that only stand for one.
constexpr std::string_view kPlaceholderWords[] = {
    "bar",         "baz",       "dummy",   "example", "fake", "foo",    "foobar", "hidden",
    "insert",      "invalid",   "lorem",   "masked",  "mock", "mocked", "none",   "null",
    "placeholder", "redacted",  "replace", "sample",  "stub", "test",   "tested", "testing",
    "tests",       "undefined", "unknown", "unset",   "your", "xxx",    "xxxx",   "todo",
    "tbd",         "notset",    "empty",   "blank"};

// Words that schemas, forms and protocols put where a secret would stand.
constexpr std::string_view kGenericWords[] = {
    "api",        "app",     "auth",     "aws",       "basic",       "bearer",   "bool",
    "char",       "client",  "code",     "cookie",    "credentials", "csrf",     "db",
    "default",    "field",   "header",   "id",        "int",         "jwt",      "key",
    "keys",       "login",   "name",     "oauth",     "oauth2",      "optional", "pass",
    "passphrase", "passwd",  "password", "passwords", "pwd",         "required", "secret",
    "secrets",    "session", "str",      "string",    "text",        "token",    "tokens",
    "type",       "user",    "username", "value",     "varchar",     "x",        "access",
    "refresh",    "private", "public",   "my",        "new",         "old",      "current",
    "confirm",    "hash"};

// What classes are called: PasswordField, SecretStr, V1SecretProjection.
constexpr std::string_view kEndsOfClasses[] = {
    "action",    "adapter",   "auth",       "authentication", "authenticator", "backend",
    "base",      "bearer",    "builder",    "bytes",          "client",        "command",
    "component", "config",    "credential", "credentials",    "dialog",        "entity",
    "error",     "event",     "exception",  "extractor",      "factory",       "field",
    "filter",    "flow",      "form",       "generator",      "grant",         "handler",
    "hasher",    "info",      "input",      "interface",      "kind",          "list",
    "loader",    "manager",   "middleware", "mixin",          "model",         "object",
    "option",    "parameter", "params",     "policy",         "projection",    "provider",
    "reader",    "ref",       "reference",  "request",        "resolver",      "resource",
    "response",  "result",    "schema",     "serializer",     "service",       "settings",
    "source",    "spec",      "state",      "status",         "store",         "str",
    "string",    "template",  "tool",       "type",           "validator",     "view",
    "volume",    "widget",    "writer"};

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_private_key(std::string_view text) {
  return text.find("-----BEGIN") != std::string_view::npos &&
         text.find("PRIVATE KEY-----") != std::string_view::npos;
}

// Bits per character.
double entropy_of(std::string_view text) {
  std::array<unsigned, 256> counts = {};
  for (const char c : text) {
    ++counts[static_cast<unsigned char>(c)];
  }
  double bits = 0;
  for (const unsigned count : counts) {
    if (count > 0) {
      const double share = static_cast<double>(count) / static_cast<double>(text.size());
      bits -= share * std::log2(share);
    }
  }
  return bits;
}

// is_scrambled: capitals at random, so that what look like words are too short to be some.
bool is_scrambled(std::string_view text) {
  constexpr std::size_t kMostLetters = 3;  // a word on average
  const Words words(text);
  return std::any_of(text.begin(), text.end(), is_lower) &&
         text.size() <= kMostLetters * words.all().size();
}

bool is_random(std::string_view text) {
  constexpr std::size_t kShortest = 16;
  constexpr double kLeastBits = 3.2;
  constexpr auto kFewestDigits = 2;
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const bool has_letter = std::any_of(text.begin(), text.end(), is_letter);
  return text.size() >= kShortest && has_letter && entropy_of(text) >= kLeastBits &&
         (digits >= kFewestDigits || is_scrambled(text));
}

// is_chosen: three or more of small letters, capitals, digits and signs, or digits in place of
// letters (tr0ub4dor): nobody calls a field so.  A hyphen or a dot joins words, too, so that it
// only counts beside all the others.
bool is_chosen(std::string_view text) {
  constexpr std::size_t kShortest = 8;
  constexpr int kFewestSwaps = 2;
  bool has_sign = false;
  bool has_joint = false;
  int swaps = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_joint = c == '_' || c == '-' || c == '.' || c == '/' || c == ':';
    has_joint = has_joint || c == '-' || c == '.';
    has_sign = has_sign || (!is_letter(c) && !is_digit(c) && !is_joint);
    swaps += i > 0 && i + 1 < text.size() && is_digit(c) && is_letter(text[i - 1]) &&
                     is_lower(text[i + 1])
                 ? 1
                 : 0;
  }
  const auto has = [text](bool (*is)(char)) { return std::any_of(text.begin(), text.end(), is); };
  const int kinds = (has(is_lower) ? 1 : 0) + (has(is_upper) ? 1 : 0) + (has(is_digit) ? 1 : 0);
  return text.size() >= kShortest &&
         (swaps >= kFewestSwaps || (has_sign && kinds >= 2) || (has_joint && kinds == 3));
}

// DB_PASSWORD: what an environment variable is called.
bool is_variable_name(std::string_view text) {
  const auto count = [text](bool (*is)(char)) {
    return std::count_if(text.begin(), text.end(), is);
  };
  return text.find('_') != std::string_view::npos && is_upper(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_upper(c) || is_digit(c) || c == '_'; }) &&
         count(is_digit) * 4 <= count(is_upper);
}

// {name}, %s, ${VAR}, <name>, (snip), {{ x }}: something else will stand there.
bool is_format(std::string_view text) {
  const auto within = [text](char first, char last) {
    return text.front() == first && text.back() == last;
  };
  const bool braces =
      text.find('{') != std::string_view::npos && text.find('}') != std::string_view::npos;
  const bool percent =
      text.find("%s") != std::string_view::npos || text.find("%(") != std::string_view::npos;
  return braces || percent || within('<', '>') || within('(', ')') || within('[', ']') ||
         text.starts_with("${") || text.starts_with("$(") ||
         (text[0] == '$' && is_variable_name(text.substr(1)));
}

// settings.secret, package.module_2:Class: parts that are names, and few digits.
bool is_dotted_name(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  constexpr std::size_t kLongestPart = 30;
  std::size_t digits = 0;
  std::size_t part = 0;
  bool has_dot = false;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != '.' && c != '-' && c != ':') {
      return false;
    }
    digits += is_digit(c) ? 1U : 0U;
    part = c == '.' || c == ':' ? 0 : part + 1;
    has_dot = has_dot || c == '.';
    if (part > kLongestPart) {
      return false;
    }
  }
  return has_dot && is_letter(text[0]) && digits <= kMostDigits;
}

// is_class_name: V1SecretVolumeSource, OAuth2Bearer: words joined by capitals that end as names of
// classes do.  People make secrets so, too: SuperSecretKey.
bool is_class_name(std::string_view text) {
  constexpr auto kMostDigits = 2;
  const bool has_other =
      std::any_of(text.begin(), text.end(), [](char c) { return !is_letter(c) && !is_digit(c); });
  if (!is_upper(text[0]) || has_other || std::none_of(text.begin(), text.end(), is_lower) ||
      std::count_if(text.begin(), text.end(), is_digit) > kMostDigits) {
    return false;
  }
  const Words words(text);
  const auto& all = words.all();
  const auto short_ones = std::count_if(all.begin(), all.end(),
                                        [](const std::string& word) { return word.size() < 3; });
  return all.size() >= 2 && short_ones <= 1 && is_one_of(kEndsOfClasses, words.last());
}

// is_type: a class, also as List[Secret] or Optional[str].
bool is_type(std::string_view text) {
  const std::size_t open = text.find('[');
  const bool is_generic =
      open != std::string_view::npos && open > 0 && text.back() == ']' &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open),
                  [](char c) { return is_letter(c) || c == '.' || c == '_'; });
  return is_generic || is_class_name(text);
}

// users/tok_123: words between slashes, and few digits.
bool is_relative_path(std::string_view text) {
  constexpr auto kMostDigits = 4;
  return text.find('/') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) {
                       return is_lower(c) || is_digit(c) || c == '/' || c == '_' || c == '-';
                     }) &&
         std::count_if(text.begin(), text.end(), is_digit) <= kMostDigits;
}

// 1.2.840.113556.1.4.90, >=4.7.0: an object's identifier, an address, a version.
bool is_number_of_parts(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("<>=~!v"), text.size()));
  return std::count(text.begin(), text.end(), '.') >= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

// vpc.amazonaws.com/efa: what is called after a host.
bool is_of_host(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_dotted_name(text.substr(0, slash)) &&
         is_relative_path(text.substr(slash));
}

// C:\, D:/work
bool is_drive(std::string_view text) {
  return text.size() >= 3 && is_letter(text[0]) && text[1] == ':' &&
         (text[2] == '\\' || text[2] == '/');
}

// A path, a URL, a regular expression, a dotted name.
bool is_location_or_pattern(std::string_view text) {
  if (is_number_of_parts(text) || is_of_host(text) || is_drive(text)) {
    return true;
  }
  if (text.starts_with('/') || text.starts_with('.') || text.starts_with("~/") ||
      text.starts_with("urn:") || text.find("://") != std::string_view::npos ||
      is_relative_path(text)) {
    return true;
  }
  constexpr std::string_view kPatterns[] = {"\\d", "\\w", "\\s", "a-z", "A-Z", "[^", "(?", ".*"};
  const bool is_pattern = std::any_of(
      std::begin(kPatterns), std::end(kPatterns),
      [text](std::string_view pattern) { return text.find(pattern) != std::string_view::npos; });
  return is_pattern || is_dotted_name(text);
}

// begins_with says whether a name begins with `root`, which is lower case, in any case.
bool begins_with(std::string_view name, std::string_view root) {
  return name.size() >= root.size() && std::equal(root.begin(), root.end(), name.begin(),
                                                  [](char a, char b) { return a == (b | 0x20); });
}

// has_root: one of the roots is in the name that every name of a secret has.  Nearly none has.
bool has_root(std::string_view name) {
  for (; !name.empty(); name.remove_prefix(1)) {
    switch (name.front() | 0x20) {
      case 'k':
        if (begins_with(name, "key")) {
          return true;
        }
        break;
      case 'p':
        if (begins_with(name, "pass") || begins_with(name, "pwd")) {
          return true;
        }
        break;
      case 's':
        if (begins_with(name, "secret")) {
          return true;
        }
        break;
      case 't':
        if (begins_with(name, "token")) {
          return true;
        }
        break;
      default:
        break;
    }
  }
  return false;
}

// $2b$…, pbkdf2_sha256$…, {SHA}…: the hash of a password is stored on purpose.
bool is_stored_hash(std::string_view text) {
  return (text.starts_with('$') && std::count(text.begin(), text.end(), '$') >= 3) ||
         text.starts_with("pbkdf2") || text.starts_with("{SHA") || text.starts_with("sha256$") ||
         text.starts_with("bcrypt");
}

// __cost__: a name that marks something within a program.
bool is_marker(std::string_view text) {
  return text.size() > 4 && text.starts_with("__") && text.ends_with("__");
}

// not-set, api-key-not-set, not_needed: says that there is none.
bool denies(std::string_view text) {
  constexpr std::string_view kMissing[] = {"set",      "needed",     "required",   "used",
                                           "provided", "configured", "applicable", "available"};
  const Words words(text);
  const auto& all = words.all();
  for (std::size_t i = 1; i < all.size(); ++i) {
    if ((all[i - 1] == "not" || all[i - 1] == "no") && is_one_of(kMissing, all[i])) {
      return true;
    }
  }
  return false;
}

// counts_up: most of it goes up by one, 1234567890 or abcdefgh, as nobody's random text does.
bool counts_up(std::string_view text) {
  constexpr std::size_t kLeast = 6;
  std::size_t run = 1;
  std::size_t longest = 1;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool is_next = (is_digit(text[i]) || is_letter(text[i])) && text[i] == text[i - 1] + 1;
    const bool goes_on = is_next || (text[i - 1] == '9' && text[i] == '0');
    run = goes_on ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest >= kLeast;
}

// is_own_word: "ssword", which is looked for in a prompt; "__temp_PK", a name of the program's own.
bool is_own_word(std::string_view text) {
  constexpr std::string_view kPrompts[] = {"assword", "ssword", "asswd", "assphrase"};
  return text.starts_with("__") || is_one_of(kPrompts, text);
}

// byok_session_cookie, user_api_key_groups: words in lower case joined by underscores, what a
// field or a kind of thing is called.  People who think up a secret join words by hyphens.
bool is_identifier(std::string_view text) {
  return std::count(text.begin(), text.end(), '_') >= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || c == '_'; });
}

// repeats: a short piece over and over, asdfasdfasdf.
bool repeats(std::string_view text) {
  constexpr std::size_t kLongestPiece = 4;
  constexpr std::size_t kFewestTimes = 3;
  for (std::size_t size = 1; size <= kLongestPiece && size * kFewestTimes <= text.size(); ++size) {
    if (std::equal(text.begin() + static_cast<std::ptrdiff_t>(size), text.end(), text.begin())) {
      return true;
    }
  }
  return false;
}

// says_public: notasecret, not-a-secret: a password that everybody may know.  So are those by which
// programs pass on samples of malware, and that of workbooks which open by themselves.
bool says_public(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (is_letter(c)) {
      letters += static_cast<char>(c | 0x20);
    }
  }
  return letters == "infected" || letters == "velvetsweatshop" ||
         letters.find("notasecret") != std::string::npos ||
         letters.find("notsecret") != std::string::npos;
}

// is_refused: what is called LEGACY_DEFAULT_PASSWORD or LEAKED_PASSWORD is there to be turned away.
bool is_refused(std::string_view name) {
  constexpr std::string_view kRefused[] = {"banned",   "blocked", "deprecated", "forbidden",
                                           "insecure", "leaked",  "refused",    "rejected"};
  const Words words(name);
  return words.has_any(kRefused) || (words.has("legacy") && words.has("default"));
}

// is_header: x-goog-api-key, what a header of a request is called.
bool is_header(std::string_view text) {
  return (text.starts_with("x-") || text.starts_with("X-")) &&
         std::none_of(text.begin(), text.end(), is_digit);
}

// is_issued: an API's key is made by a service, at random; people think up passwords and signing
// keys, never this.  So words alone are none.
bool is_issued(std::string_view name) {
  const Words words(name);
  return words.has("apikey") || words.has_pair("api", "key") || words.has_pair("access", "key");
}

// ****, ......, xxxxxxxx, 00000000
bool is_filler(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [text](char c) { return c == text[0]; });
}

bool all_generic(const Words& words, const Words& name) {
  const auto& all = words.all();
  return std::all_of(all.begin(), all.end(), [&name](const std::string& word) {
    return is_one_of(kGenericWords, word) || (word.size() > 2 && name.has(word));
  });
}

// "my_secret" is a secret somebody thought up; "secret" and "auth_token" are names.
bool is_name(std::string_view text, std::string_view name) {
  const Words words(text);
  const bool chosen = words.has("my") && words.all().size() > 1;
  return words.empty() || (!chosen && all_generic(words, Words(name)));
}

}  // namespace

SecretKind secret_kind_of(std::string_view name) {
  if (!has_root(name)) {
    return SecretKind::None;
  }
  // A key of a dictionary may be any text; one with such characters is no name.
  if (name.find_first_of(":/.,;()[]{}<>$%&=?!*+ ") != std::string_view::npos) {
    return SecretKind::None;
  }
  Words words(name);
  if (words.empty() || is_one_of(kVerbs, words.all().front()) || words.has_any(kNotSecret)) {
    return SecretKind::None;
  }
  if (words.all().size() > 1 && is_one_of(kTails, words.last())) {
    words.drop_last();
  }
  const std::string_view last = words.last();
  if (is_one_of(kPasswordWords, last) || (last == "pass" && words.all().size() > 1)) {
    return SecretKind::Password;
  }
  const bool is_key = last == "secret" || last == "secrets" || last == "apikey" ||
                      last == "secretkey" ||
                      ((last == "key" || last == "keys") && words.has_any(kKeyOwners));
  if (is_key && !words.has("public") && !words.has("name")) {
    return SecretKind::Key;
  }
  const bool is_token = last == "token" && (words.all().size() == 1 || words.has_any(kTokenOwners));
  return is_token || last == "authtoken" ? SecretKind::Token : SecretKind::None;
}

bool is_made_up(std::string_view name) {
  constexpr std::string_view kMadeUp[] = {"dummy",  "example", "examples", "fake",   "mock",
                                          "mocked", "mocks",   "sample",   "samples"};
  const Words words(name);
  const bool denies_it = words.has("not") && (words.has("secret") || words.has("private"));
  return words.has_any(kMadeUp) || denies_it;
}

bool is_imitation(std::string_view path) {
  constexpr std::string_view kKnown[] = {"localstack", "moto"};
  const Words words(path);
  return words.has_any(kKnown) || std::ranges::any_of(words.all(), [](const std::string& word) {
           return word.starts_with("fake") || word.starts_with("mock") || word.ends_with("mock");
         });
}

// is_element: `descriptors[0],`, a piece of code that takes one of several.
bool is_element(std::string_view text) {
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', open == std::string_view::npos ? 0 : open);
  if (open == 0 || open == std::string_view::npos || close == std::string_view::npos ||
      close == open + 1 || text.find_first_not_of(",;", close + 1) != std::string_view::npos) {
    return false;
  }
  const std::string_view index = text.substr(open + 1, close - open - 1);
  const std::string_view list = text.substr(0, open);
  return list.find('_') != std::string_view::npos && std::ranges::all_of(index, is_digit) &&
         std::ranges::all_of(list, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

SecretLook secret_look_of(std::string_view text, SecretKind kind, std::string_view name) {
  constexpr std::size_t kShortestPassword = 3;
  constexpr std::size_t kShortestKey = 6;
  constexpr std::size_t kLongest = 4096;
  if (is_private_key(text)) {
    return SecretLook::Random;
  }
  const std::size_t shortest = kind == SecretKind::Password ? kShortestPassword : kShortestKey;
  if (text.size() < shortest || text.size() > kLongest || is_filler(text) ||
      text.find_first_of(" \t\r\n") != std::string_view::npos || is_format(text) ||
      is_location_or_pattern(text) || is_variable_name(text) || is_stored_hash(text) ||
      is_marker(text) || denies(text) || is_header(text) || is_type(text) || is_element(text)) {
    return SecretLook::No;
  }
  if (kind != SecretKind::Password && (counts_up(text) || is_identifier(text))) {
    const bool stands_for = Words(text).has_any(kPlaceholderWords) || is_name(text, name);
    return stands_for ? SecretLook::No : SecretLook::Doubtful;
  }
  if (text.find("EXAMPLE") != std::string_view::npos || says_public(text)) {
    return SecretLook::No;
  }
  if (is_random(text)) {
    return Words(text).has_any(kPlaceholderWords) ? SecretLook::No : SecretLook::Random;
  }
  if (Words(text).has_any(kPlaceholderWords) || is_name(text, name)) {
    return SecretLook::No;
  }
  // A token is long and random; anything else with that name is a word of some language.
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (kind == SecretKind::Token && (!has_digit || text.size() < 12)) {
    return SecretLook::No;
  }
  const bool is_doubtful =
      (is_issued(name) && !has_digit) || repeats(text) || is_refused(name) || is_own_word(text);
  if (is_doubtful) {
    return SecretLook::Doubtful;
  }
  return is_chosen(text) ? SecretLook::Chosen : SecretLook::Word;
}

}  // namespace av::match
