#include "analysis/engine/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>

namespace av::engine {
namespace {

using syntax::NodeKind;
using text::Span;

// Hard-coded credentials, passwords and keys.
constexpr std::array<std::uint16_t, 3> kSecretCwes = {259, 321, 798};

// inside_quotes is a string token's span without prefix and quotes.
Span inside_quotes(std::string_view text, Span token) {
  const std::string_view literal = text.substr(token.start, token.end - token.start);
  const std::size_t quote = literal.find_first_of("'\"");
  if (quote == std::string_view::npos) {
    return token;
  }
  const std::string_view triple(literal.substr(quote, 3));
  const bool tripled = triple.size() == 3 && triple[0] == triple[1] && triple[1] == triple[2];
  const auto width = static_cast<std::uint32_t>(tripled ? 3 : 1);
  const std::uint32_t start = token.start + static_cast<std::uint32_t>(quote) + width;
  const bool closed = literal.size() >= quote + std::size_t{2} * width &&
                      literal.ends_with(literal.substr(quote, width));
  const std::uint32_t end = closed ? token.end - width : token.end;
  return {std::min(start, end), end};
}

constexpr std::size_t kPrefixBytes = 6;
// More values than this are masked only where they are literals: the search must stay linear.
constexpr std::size_t kMostValues = 1000;

std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t prefix = 0;
  std::memcpy(&prefix, text.data(), kPrefixBytes);
  return prefix;
}

// is_telling says that a value is peculiar enough to be the secret wherever it stands: "password"
// is a word of its own, "hunter22" is not.
bool is_telling(std::string_view value) {
  return value.size() >= kPrefixBytes && !std::ranges::all_of(value, [](char c) {
           return std::islower(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ' ';
         });
}

using Values = std::unordered_multimap<std::uint64_t, std::string_view>;

// value_at is the longest of `values` that `text` begins with, or empty.
std::string_view value_at(std::string_view text, const Values& values) {
  std::string_view longest;
  const auto [first, last] = values.equal_range(prefix_of(text));
  for (auto candidate = first; candidate != last; ++candidate) {
    if (candidate->second.size() > longest.size() && text.starts_with(candidate->second)) {
      longest = candidate->second;
    }
  }
  return longest;
}

std::vector<Span> sorted_and_joined(std::vector<Span> spans) {
  std::ranges::sort(spans, {}, &Span::start);
  std::size_t kept = 0;
  for (const Span span : spans) {
    if (kept > 0 && span.start < spans[kept - 1].end) {
      spans[kept - 1].end = std::max(spans[kept - 1].end, span.end);
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
  return spans;
}

// is_within says that one of the disjoint spans `outer` encloses `inner`.
bool is_within(std::span<const Span> outer, Span inner) {
  const auto after = std::ranges::upper_bound(outer, inner.start, {}, &Span::start);
  return after != outer.begin() && inner.end <= std::prev(after)->end;
}

}  // namespace

bool is_about_secrets(const knowledge::Rule& rule) {
  return std::ranges::any_of(rule.cwes, [](std::uint16_t cwe) {
    return std::ranges::find(kSecretCwes, cwe) != kSecretCwes.end();
  });
}

Secrets::Secrets(const syntax::Tree& tree, std::span<const match::Finding> findings) {
  std::vector<Span> within;
  for (const match::Finding& finding : findings) {
    if (!is_about_secrets(*finding.rule)) {
      continue;
    }
    // A rule that knows which literal is the secret says so; of others all literals are hidden.
    if (!finding.secrets.empty()) {
      within.insert(within.end(), finding.secrets.begin(), finding.secrets.end());
      continue;
    }
    within.push_back(finding.span);
    for (const match::RelatedPlace& place : finding.related) {
      within.push_back(place.span);
    }
  }
  if (!within.empty()) {
    add_literals(tree, sorted_and_joined(std::move(within)));
  }
  add_address_passwords(tree.text());
  if (!spans_.empty()) {
    add_repetitions(tree.text());
    spans_ = sorted_and_joined(std::move(spans_));
  }
}

// add_address_passwords hides the password of scheme://user:password@host wherever it stands; what
// is filled in at run time ({password}, %s, $PASSWORD, <password>) is none.
void Secrets::add_address_passwords(std::string_view text) {
  constexpr std::string_view kMark = "://";
  constexpr std::string_view kEnd = "@/ \t\r\n'\"\\";
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark, at)) {
    at += kMark.size();
    const std::size_t end = std::min(text.find_first_of(kEnd, at), text.size());
    const std::string_view login = text.substr(at, end - at);
    const std::size_t colon = login.find(':');
    if (end == text.size() || text[end] != '@' || colon == std::string_view::npos) {
      continue;
    }
    const std::string_view password = login.substr(colon + 1);
    if (!password.empty() && password.find_first_of("{}%$<>*") == std::string_view::npos) {
      spans_.push_back(
          {static_cast<std::uint32_t>(at + colon + 1), static_cast<std::uint32_t>(end)});
    }
  }
}

void Secrets::add_literals(const syntax::Tree& tree, std::span<const Span> within) {
  for (const syntax::Node& node : tree.nodes()) {
    const bool is_token = node.kind == NodeKind::String;
    const Span token = {node.start, node.end};
    if ((!is_token && node.kind != NodeKind::FStringText) || !is_within(within, token)) {
      continue;
    }
    const Span content = is_token ? inside_quotes(tree.text(), token) : token;
    if (content.start < content.end) {
      spans_.push_back(content);
    }
  }
}

void Secrets::add_repetitions(std::string_view text) {
  for (const Span span : spans_) {
    const std::string_view value = text.substr(span.start, span.end - span.start);
    if (is_telling(value) && values_.size() < kMostValues &&
        value_at(value, values_).size() != value.size()) {
      values_.emplace(prefix_of(value), value);
    }
  }
  if (values_.empty()) {
    return;
  }
  for (std::size_t at = 0; at + kPrefixBytes <= text.size(); ++at) {
    const std::string_view value = value_at(text.substr(at), values_);
    if (!value.empty()) {
      const auto start = static_cast<std::uint32_t>(at);
      spans_.push_back({start, start + static_cast<std::uint32_t>(value.size())});
      at += value.size() - 1;
    }
  }
}

std::string Secrets::masked(std::string message) const {
  if (values_.empty()) {
    return message;
  }
  for (std::size_t at = 0; at + kPrefixBytes <= message.size(); ++at) {
    const std::string_view value = value_at(std::string_view(message).substr(at), values_);
    if (!value.empty()) {
      message.replace(at, value.size(), kMask);
      at += kMask.size() - 1;
    }
  }
  return message;
}

}  // namespace av::engine
