#include "analysis/taint/told_by_name.h"

#include "analysis/taint/around.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace av::taint {
namespace {

using knowledge::SinkKind;
using knowledge::SinkSet;
using When = Told::When;
using Words = std::span<const std::string_view>;

constexpr std::size_t kMostWords = 10;
constexpr std::size_t kLongestWord = 16;

constexpr SinkSet kFiles = set_of(SinkKind::Path) | set_of(SinkKind::Archive);
constexpr SinkSet kRedirect = set_of(SinkKind::Redirect);

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// Name is a name's words, in lower_letter case: `_safe_path`, `safePath`.
class Name {
 public:
  explicit Name(std::string_view text) {
    for (std::size_t i = 0; i < text.size() && count_ < kMostWords; ++i) {
      const bool starts = is_upper(text[i]) && i > 0 && !is_upper(text[i - 1]);
      if (text[i] == '_' || starts) {
        end_word();
      }
      if (text[i] != '_' && size_ < kLongestWord) {
        words_[count_][size_++] = lower_letter(text[i]);
      }
    }
    end_word();
  }

  [[nodiscard]] bool has(Words list) const {
    return std::ranges::any_of(std::span(words_).first(count_), [&](const Word& word) {
      return std::ranges::find(list, std::string_view(word.data())) != list.end();
    });
  }
  [[nodiscard]] bool starts(Words list) const {
    return std::ranges::find(list, word(0)) != list.end();
  }
  [[nodiscard]] bool ends(Words list) const {
    return count_ > 1 && std::ranges::find(list, word(count_ - 1)) != list.end();
  }

 private:
  using Word = std::array<char, kLongestWord + 1>;  // ends with a zero

  [[nodiscard]] std::string_view word(std::size_t at) const {
    return at < count_ ? std::string_view(words_[at].data()) : std::string_view();
  }

  void end_word() {
    count_ += size_ > 0 && count_ < kMostWords ? 1U : 0U;
    size_ = 0;
  }

  std::array<Word, kMostWords> words_ = {};
  std::size_t count_ = 0;
  std::size_t size_ = 0;
};

template <class... Text>
constexpr auto words(Text... all) {
  return std::array{std::string_view(all)...};
}

// What turns a text into one that shows nothing of it.
constexpr auto kSeals =
    words("hash", "encrypt", "seal", "fingerprint", "anonymize", "pseudonymize");
constexpr auto kCleans = words("sanitize", "sanitise", "sanitized", "sanitised", "sanitizer",
                               "escape", "escaped", "scrub", "scrubbed", "redact", "redacted");
constexpr auto kQuotes = words("quote", "quoted", "escape", "escaped", "sanitize", "sanitise");
constexpr auto kSafe = words("safe", "secure", "sanitize", "sanitise", "sanitized", "sanitised");
constexpr auto kFileWords = words("filename", "file", "path", "segment", "component", "basename");
constexpr auto kSqlWords = words("identifier", "identifiers", "ident", "idents", "sql", "literal");
constexpr auto kShellWords = words("shell", "arg", "args", "argument", "arguments", "cmd");
constexpr auto kMarkupWords = words("html", "xml", "markup");
constexpr auto kUrlWords = words("url", "uri", "path", "query", "component");
constexpr auto kPatternWords = words("regex", "regexp", "pattern");
constexpr auto kAddressWords =
    words("url", "urls", "uri", "uris", "redirect", "redirects", "origin", "host", "domain",
          "return", "next", "target", "callback", "location", "authorize");
constexpr auto kRedirectWords = words("redirect", "next", "return");
constexpr auto kGives = words("get", "make", "to");
constexpr auto kRaises =
    words("validate", "validated", "ensure", "ensured", "enforce", "assert", "verify", "verified");
constexpr auto kGood = words("valid", "safe", "allowed", "trusted", "same", "permitted",
                             "whitelisted", "allowlisted", "local", "internal", "check", "matches");
constexpr auto kBad = words("invalid", "unsafe", "reject", "rejected", "disallowed", "untrusted",
                            "forbidden", "blocked");
// … which say whom the program trusts: that an address is valid says nothing of its host.
constexpr auto kJudges = words("allowed", "trusted", "permitted", "whitelisted", "allowlisted",
                               "disallowed", "untrusted", "forbidden", "blocked", "ssrf");
constexpr auto kOpens = words("decrypt", "unseal", "unsign");
constexpr auto kAsks = words("get", "find", "fetch", "lookup", "retrieve", "query", "select",
                             "delete", "update", "remove", "pop", "lock");
constexpr auto kOrElse = words("404", "raise", "throw", "fail", "error", "abort");
constexpr auto kHolds = words("has", "contains", "exists", "knows");
constexpr auto kIsThere = words("exists", "exist", "registered", "known", "loaded", "member");

Told cleaning(const Name& name) {
  SinkSet clears = name.has(kCleans) ? kLines : 0;
  clears |= name.has(kSafe) && name.has(kFileWords) ? kLines | kFiles : 0;
  if (name.has(kQuotes)) {
    clears |= name.has(kSqlWords) ? set_of(SinkKind::Sql) : 0;
    clears |= name.has(kShellWords) ? set_of(SinkKind::Command) : 0;
    clears |= name.has(kMarkupWords) ? set_of(SinkKind::Html) : 0;
    clears |= name.has(kUrlWords) ? kLines | set_of(SinkKind::Html) : 0;  // with percent signs
    clears |= name.has(kPatternWords) ? set_of(SinkKind::Regex) : 0;
  }
  return {clears == 0 ? When::Never : When::Made, clears};
}

Told address_check(const Name& name) {
  if (!name.has(kAddressWords)) {
    return {};
  }
  // safe_redirect_url(x, fallback) gives one, is_safe_redirect_url(x) asks
  const bool gives = name.starts(kSafe) || (name.starts(kGives) && name.has(kSafe));
  if (gives && name.has(kRedirectWords)) {
    return {When::Made, kRedirect};
  }
  const bool is_asked = name.has(kJudges) && !name.has(kRedirectWords);
  const SinkSet clears = kRedirect | (is_asked ? set_of(SinkKind::Url) : 0);
  if (name.has(kBad)) {
    return {When::False, clears};
  }
  if (name.has(kRaises)) {
    return {When::Passed, clears};
  }
  return {name.has(kGood) ? When::True : When::Never, clears};
}

// What is there was not made up by whoever asks for it.
Told look_up(const Name& name) {
  constexpr SinkSet kLog = set_of(SinkKind::Log);
  if (name.starts(kAsks)) {
    return {name.ends(kOrElse) ? When::Passed : When::Found, kLog};
  }
  return {name.starts(kHolds) || name.ends(kIsThere) ? When::True : When::Never, kLog};
}

}  // namespace

Told told_by_name(std::string_view text) {
  const Name name(text);
  if (name.starts(kSeals)) {
    return {When::Made, knowledge::kAllSinks & ~set_of(SinkKind::Token)};
  }
  if (name.starts(kOpens)) {  // the program's own, as it wrote it
    return {When::Made, kRedirect | set_of(SinkKind::Header)};
  }
  const Told check = address_check(name);
  if (check.when != When::Never) {
    return check;
  }
  const Told clean = cleaning(name);
  return clean.when != When::Never ? clean : look_up(name);
}

}  // namespace av::taint
