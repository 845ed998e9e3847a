#include "analysis/match/issued_key.h"

#include "analysis/match/words.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace av::match {
namespace {

// Form is how a key begins, and how many characters of which kind come behind.
struct Form {
  // Rest is the characters that may come behind the beginning.
  enum class Rest : std::uint8_t {
    Alnum,
    Upper,  // capitals and digits
    Hex,
    Word,  // letters, digits, `_`, `-` and `.`
    Path,  // and `/`, `:`
  };
  std::string_view start;
  std::size_t least;
  std::size_t most;
  Rest rest;
  const char* what;
  bool is_public = false;
};

constexpr std::size_t kAny = 400;
constexpr Form kForms[] = {
    {"AKIA", 16, 16, Form::Rest::Upper, "the id of a key of AWS", true},
    {"ASIA", 16, 16, Form::Rest::Upper, "the id of a key of AWS", true},
    {"AIza", 35, 35, Form::Rest::Word, "a key of Google", true},
    {"ghp_", 36, 36, Form::Rest::Alnum, "a token of GitHub"},
    {"gho_", 36, 36, Form::Rest::Alnum, "a token of GitHub"},
    {"ghu_", 36, 36, Form::Rest::Alnum, "a token of GitHub"},
    {"ghs_", 36, 36, Form::Rest::Alnum, "a token of GitHub"},
    {"ghr_", 36, 76, Form::Rest::Alnum, "a token of GitHub"},
    {"github_pat_", 60, 100, Form::Rest::Word, "a token of GitHub"},
    {"glpat-", 20, 60, Form::Rest::Word, "a token of GitLab"},
    {"xoxb-", 20, kAny, Form::Rest::Word, "a token of Slack"},
    {"xoxp-", 20, kAny, Form::Rest::Word, "a token of Slack"},
    {"xoxa-", 20, kAny, Form::Rest::Word, "a token of Slack"},
    {"xapp-", 20, kAny, Form::Rest::Word, "a token of Slack"},
    {"sk_live_", 20, kAny, Form::Rest::Alnum, "a key of Stripe"},
    {"rk_live_", 20, kAny, Form::Rest::Alnum, "a key of Stripe"},
    {"sk-proj-", 40, kAny, Form::Rest::Word, "a key of OpenAI"},
    {"sk-ant-", 40, kAny, Form::Rest::Word, "a key of Anthropic"},
    {"sk-or-v1-", 40, kAny, Form::Rest::Word, "a key of OpenRouter"},
    {"SG.", 60, 70, Form::Rest::Word, "a key of SendGrid"},
    {"hf_", 34, 40, Form::Rest::Alnum, "a token of Hugging Face"},
    {"npm_", 36, 36, Form::Rest::Alnum, "a token of npm"},
    {"pypi-AgEIcHlwaS5vcmc", 50, kAny, Form::Rest::Word, "a token of PyPI"},
    {"dop_v1_", 64, 64, Form::Rest::Hex, "a token of DigitalOcean"},
    {"dckr_pat_", 20, 40, Form::Rest::Word, "a token of Docker"},
    {"shpat_", 32, 32, Form::Rest::Hex, "a token of Shopify"},
    {"gsk_", 40, 60, Form::Rest::Alnum, "a key of Groq"},
    {"https://hooks.slack.com/services/T", 36, 60, Form::Rest::Path, "a web hook of Slack"},
    {"https://discord.com/api/webhooks/", 70, 100, Form::Rest::Path, "a web hook of Discord"},
};

constexpr std::string_view kStorage = "DefaultEndpointsProtocol=";

bool is_of(Form::Rest rest, char c) {
  switch (rest) {
    case Form::Rest::Alnum:
      return is_letter(c) || is_digit(c);
    case Form::Rest::Upper:
      return (c >= 'A' && c <= 'Z') || is_digit(c);
    case Form::Rest::Hex:
      return (c >= 'a' && c <= 'f') || is_digit(c);
    case Form::Rest::Path:
      if (c == '/' || c == ':') {
        return true;
      }
      [[fallthrough]];
    case Form::Rest::Word:
      return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  }
  return false;
}

// is_filled: many different characters, as chance makes them; no XXXX, no abcabc, no 1234567890.
bool is_filled(std::string_view rest) {
  constexpr int kLeastDifferent = 10;
  constexpr int kLongestRun = 6;
  std::array<bool, 256> seen = {};
  int different = 0;
  int run = 1;
  int longest = 1;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    bool& known = seen[static_cast<unsigned char>(rest[i])];
    different += known ? 0 : 1;
    known = true;
    const bool goes_on = i > 0 && (rest[i] == rest[i - 1] || rest[i] == rest[i - 1] + 1);
    run = goes_on ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return different >= kLeastDifferent && longest < kLongestRun;
}

// stands_for_one: words that say that no key is meant.
bool stands_for_one(std::string_view text) {
  constexpr std::string_view kPlace[] = {"example", "sample", "test", "fake", "dummy",
                                         "your",    "token",  "key",  "xxxx", "placeholder"};
  return text.find("EXAMPLE") != std::string_view::npos || Words(text).has_any(kPlace);
}

// A private key, with more in it than its first line.
bool holds_private_key(std::string_view text) {
  constexpr std::size_t kLeastBody = 100;
  constexpr std::string_view kEnd = "PRIVATE KEY-----";
  const std::size_t begin = text.find("-----BEGIN ");
  const std::size_t head = begin == std::string_view::npos ? begin : text.find(kEnd, begin);
  if (head == std::string_view::npos || head - begin > 40) {
    return false;
  }
  const std::string_view body = text.substr(head + kEnd.size());
  const std::string_view inner = body.substr(0, body.find("-----END"));
  const auto letters =
      std::count_if(inner.begin(), inner.end(), [](char c) { return is_letter(c) || is_digit(c); });
  return static_cast<std::size_t>(letters) >= kLeastBody &&
         inner.find("...") == std::string_view::npos && inner.find('{') == std::string_view::npos;
}

// is_of_storage: the address of an account of Azure's storage, with its key.
bool is_of_storage(std::string_view text) {
  constexpr std::string_view kKey = "AccountKey=";
  constexpr std::size_t kLength = 88;
  const std::size_t at = text.starts_with(kStorage) ? text.find(kKey) : std::string_view::npos;
  const std::string_view rest =
      at == std::string_view::npos ? std::string_view() : text.substr(at + kKey.size());
  // The emulator's key is known to all.
  const std::string_view key = rest.substr(0, rest.find(';'));
  return key.size() == kLength && key.ends_with("==") && !key.starts_with("Eby8vdM02xNOcqFlqUwJ");
}

constexpr std::uint32_t bit_of(char c) {
  return 1U << (static_cast<unsigned char>(c) & 31U);
}

// may_begin says whether one of the forms may begin with these two characters: few texts do.
bool may_begin(char first, char second) {
  static constexpr auto kSeconds = [] {
    std::array<std::uint32_t, 256> seconds = {};
    for (const Form& form : kForms) {
      seconds[static_cast<unsigned char>(form.start[0])] |= bit_of(form.start[1]);
    }
    seconds[static_cast<unsigned char>(kStorage[0])] |= bit_of(kStorage[1]);
    return seconds;
  }();
  return (kSeconds[static_cast<unsigned char>(first)] & bit_of(second)) != 0;
}

}  // namespace

bool may_be_issued(std::string_view text) {
  // Where a private key begins, if one does: behind a line end or a comment.
  constexpr std::size_t kHead = 200;
  if (text.size() < 2) {
    return false;
  }
  if (may_begin(text[0], text[1]) &&
      (text.starts_with(kStorage) || std::ranges::any_of(kForms, [&](const Form& form) {
         return text.starts_with(form.start);
       }))) {
    return true;
  }
  return text.size() > kHead && text.substr(0, kHead).find("-----BEGIN ") != std::string_view::npos;
}

IssuedKey issued_key_of(std::string_view text) {
  if (holds_private_key(text)) {
    return {"a private key"};
  }
  if (is_of_storage(text)) {
    return {"a key of Azure's storage"};
  }
  for (const Form& form : kForms) {
    if (!text.starts_with(form.start)) {
      continue;
    }
    const std::string_view rest = text.substr(form.start.size());
    const bool fits =
        rest.size() >= form.least && rest.size() <= form.most &&
        std::all_of(rest.begin(), rest.end(), [&](char c) { return is_of(form.rest, c); }) &&
        std::any_of(rest.begin(), rest.end(), is_digit);
    if (fits && is_filled(rest) && !stands_for_one(text)) {
      return {form.what, form.is_public};
    }
  }
  return {};
}

}  // namespace av::match
