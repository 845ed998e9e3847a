#include "analysis/match/foreign_codes.h"

#include "analysis/match/words.h"

#include <algorithm>
#include <array>

namespace av::match {
namespace {

struct Row {
  unsigned number;
  std::string_view rule;
};

// The numbers of bandit's checks, which ruff took over.
constexpr auto kRows = std::to_array<Row>({
    {101, "assert-as-guard"},
    {102, "dynamic-code"},
    {103, "open-permissions"},
    {104, "all-interfaces"},
    {105, "hardcoded-secret"},
    {106, "hardcoded-secret"},
    {107, "hardcoded-secret"},
    {108, "temporary-file-race"},
    {110, "ignored-exception"},
    {112, "ignored-exception"},
    {113, "request-without-timeout"},
    {201, "debug-server"},
    {202, "unsafe-extraction"},
    {301, "unsafe-pickle"},
    {302, "unsafe-pickle"},
    {303, "weak-hash"},
    {304, "weak-cipher"},
    {305, "ecb-mode"},
    {306, "temporary-file-race"},
    {307, "dynamic-code"},
    {308, "unescaped-markup"},
    {310, "any-scheme-address"},
    {312, "cleartext-protocol"},
    {313, "entity-bomb"},
    {314, "entity-bomb"},
    {315, "entity-bomb"},
    {316, "entity-bomb"},
    {317, "entity-bomb"},
    {318, "entity-bomb"},
    {319, "entity-bomb"},
    {321, "cleartext-protocol"},
    {323, "unverified-certificate"},
    {324, "weak-hash"},
    {401, "cleartext-protocol"},
    {402, "cleartext-protocol"},
    {411, "xml-rpc"},
    {412, "httpoxy"},
    {413, "abandoned-crypto-library"},
    {415, "ipmi-import"},
    {501, "unverified-certificate"},
    {502, "old-tls-version"},
    {503, "old-tls-version"},
    {504, "wrap-socket"},
    {505, "short-asymmetric-key"},
    {506, "unsafe-yaml"},
    {507, "unknown-host-key"},
    {508, "cleartext-protocol"},
    {509, "cleartext-protocol"},
    {601, "shell-command"},
    {602, "shell-command"},
    {604, "shell-by-wrapper"},
    {605, "shell-command"},
    {606, "opened-by-system"},
    {608, "formatted-sql"},
    {609, "shell-wildcard"},
    {610, "formatted-sql"},
    {611, "formatted-sql"},
    {612, "listening-configuration"},
    {613, "reordered-source"},
    {614, "unsafe-pickle"},
    {615, "unpinned-download"},
    {701, "autoescape-off"},
    {702, "autoescape-off"},
    {703, "unescaped-markup"},
    {704, "unescaped-markup"},
});
static_assert(std::ranges::is_sorted(kRows, {}, &Row::number));

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// number_of is the digits behind B or S; 0 for what is no such code.
unsigned number_of(std::string_view code) {
  constexpr std::size_t kLength = 4;
  const bool is_code = code.size() == kLength && (code[0] == 'B' || code[0] == 'S') &&
                       std::all_of(code.begin() + 1, code.end(), is_digit);
  unsigned number = 0;
  for (const char c : is_code ? code.substr(1) : std::string_view()) {
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

}  // namespace

std::vector<std::string_view> codes_in(std::string_view comment) {
  std::vector<std::string_view> codes;
  for (std::size_t at = 0; at < comment.size();) {
    if (!is_word(comment[at])) {
      ++at;
      continue;
    }
    const auto end =
        std::find_if_not(comment.begin() + static_cast<std::ptrdiff_t>(at), comment.end(), is_word);
    const auto size = static_cast<std::size_t>(end - comment.begin()) - at;
    if (number_of(comment.substr(at, size)) != 0) {
      codes.push_back(comment.substr(at, size));
    }
    at += size;
  }
  return codes;
}

bool stands_for(std::string_view code, std::string_view rule) {
  const unsigned number = number_of(code);
  const auto at = std::ranges::lower_bound(kRows, number, {}, &Row::number);
  return at != kRows.end() && at->number == number && at->rule == rule;
}

}  // namespace av::match
