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
    "allow", "ask",  "can",    "change", "check",  "disable", "enable",   "has",
    "hide",  "is",   "needs",  "no",     "prompt", "require", "requires", "reset",
    "show",  "skip", "update", "use",    "uses",   "with"};

constexpr std::string_view kPasswordWords[] = {"password", "passwd",   "passphrase", "passcode",
                                               "pwd",      "passwort", "userpass",   "dbpass"};

constexpr std::string_view kTokenOwners[] = {"access", "api",      "app",     "auth",    "bearer",
                                             "bot",    "client",   "discord", "github",  "gitlab",
                                             "hf",     "jwt",      "oauth",   "refresh", "secret",
                                             "slack",  "telegram", "user",    "webhook"};

constexpr std::string_view kKeyOwners[] = {
    "access", "api",        "auth",    "aws",        "cipher", "client", "crypt",
    "crypto", "decryption", "encrypt", "encryption", "fernet", "hmac",   "jwt",
    "master", "private",    "secret",  "sign",       "signing"};

// Words of texts that nobody uses as a secret, or that only stand for one.
constexpr std::string_view kPlaceholderWords[] = {
    "bar",    "baz",     "dummy",       "example",   "fake",    "foo",    "foobar",
    "hidden", "insert",  "invalid",     "lorem",     "masked",  "mock",   "mocked",
    "none",   "null",    "placeholder", "redacted",  "replace", "sample", "test",
    "tested", "testing", "tests",       "undefined", "unknown", "unset",  "your",
    "xxx",    "xxxx",    "todo",        "tbd",       "notset",  "empty",  "blank"};

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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}

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

bool is_random(std::string_view text) {
  constexpr std::size_t kShortest = 16;
  constexpr double kLeastBits = 3.2;
  constexpr auto kFewestDigits = 2;
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const bool has_letter = std::any_of(text.begin(), text.end(), is_letter);
  return text.size() >= kShortest && digits >= kFewestDigits && has_letter &&
         entropy_of(text) >= kLeastBits;
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
         text.starts_with("${") || text.starts_with("$(");
}

// settings.secret, package.module_2.Class: parts that are names, and few digits.
bool is_dotted_name(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  constexpr std::size_t kLongestPart = 30;
  std::size_t digits = 0;
  std::size_t part = 0;
  bool has_dot = false;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != '.' && c != '-') {
      return false;
    }
    digits += is_digit(c) ? 1U : 0U;
    part = c == '.' ? 0 : part + 1;
    has_dot = has_dot || c == '.';
    if (part > kLongestPart) {
      return false;
    }
  }
  return has_dot && is_letter(text[0]) && digits <= kMostDigits;
}

// A path, a URL, a regular expression, a dotted name.
bool is_location_or_pattern(std::string_view text) {
  if (text.starts_with('/') || text.starts_with("./") || text.starts_with("~/") ||
      text.find("://") != std::string_view::npos) {
    return true;
  }
  constexpr std::string_view kPatterns[] = {"\\d", "\\w", "\\s", "a-z", "A-Z", "[^", "(?", ".*"};
  const bool is_pattern = std::any_of(
      std::begin(kPatterns), std::end(kPatterns),
      [text](std::string_view pattern) { return text.find(pattern) != std::string_view::npos; });
  return is_pattern || is_dotted_name(text);
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

// $2b$…, pbkdf2_sha256$…, {SHA}…: the hash of a password is stored on purpose.
bool is_stored_hash(std::string_view text) {
  return (text.starts_with('$') && std::count(text.begin(), text.end(), '$') >= 3) ||
         text.starts_with("pbkdf2") || text.starts_with("{SHA") || text.starts_with("sha256$") ||
         text.starts_with("bcrypt");
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
  // A key of a dictionary may be any text; one with such characters is no name.
  if (name.find_first_of(":/.,;()[]{}<>$%&=?!*+ ") != std::string_view::npos) {
    return SecretKind::None;
  }
  Words words(name);
  if (words.empty() || is_one_of(kVerbs, words.all().front())) {
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
      is_location_or_pattern(text) || is_variable_name(text) || is_stored_hash(text)) {
    return SecretLook::No;
  }
  if (is_random(text)) {
    const bool stands_for =
        Words(text).has_any(kPlaceholderWords) || text.find("EXAMPLE") != std::string_view::npos;
    return stands_for ? SecretLook::No : SecretLook::Random;
  }
  if (Words(text).has_any(kPlaceholderWords) || is_name(text, name)) {
    return SecretLook::No;
  }
  // A token is long and random; anything else with that name is a word of some language.
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  return kind == SecretKind::Token && (!has_digit || text.size() < 12) ? SecretLook::No
                                                                       : SecretLook::Plausible;
}

}  // namespace av::match
