#pragma once
// secrets.h — the stretches of a file that no report may show.
//
// A finding of a rule about secrets (by its CWEs) marks the literals it covers; wherever else in
// the file the same value stands, it is hidden too, so that the excerpt of another finding, or a
// comment beside, does not show it.

#include "analysis/match/finding.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/span.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::engine {

// kMask stands for a secret, whatever its length.
inline constexpr std::string_view kMask = "********";

// is_about_secrets says whether the places a rule marks hold secrets.
bool is_about_secrets(const knowledge::Rule& rule);

// Secrets is the secret stretches of one file's text.
class Secrets {
 public:
  // Takes the secrets that `findings` name, or else the string literals within the places of those
  // that are about secrets; and the passwords in addresses.  `tree` is read now, its text must
  // outlive this.
  Secrets(const syntax::Tree& tree, std::span<const match::Finding> findings);

  // spans are ascending and disjoint.
  [[nodiscard]] std::span<const text::Span> spans() const { return spans_; }
  // masked is a message with every secret value in it replaced.
  [[nodiscard]] std::string masked(std::string message) const;

 private:
  void add_literals(const syntax::Tree& tree, std::span<const text::Span> within);
  void add_address_passwords(std::string_view text);
  void add_repetitions(std::string_view text);

  std::vector<text::Span> spans_;
  // The telling values, by their first bytes.
  std::unordered_multimap<std::uint64_t, std::string_view> values_;
};

}  // namespace av::engine
