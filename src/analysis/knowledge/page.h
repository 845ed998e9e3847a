#pragma once
// page.h — reads one rule page: TOML front matter between +++ lines, then Markdown under seven
// fixed headings, whose Python blocks are examples that run as tests.
//
// In: the text of catalog/rules/<chapter>/<name>.md, or of a user's page of the same form.
// Failure: Error with `path:line:` and how to mend it.  Strict: whatever is unknown, missing,
// repeated or out of order is an Error, so that a slip never silently turns part of a rule off.
// catalog/README.md describes the form for authors.

#include "analysis/knowledge/owned_pattern.h"
#include "analysis/knowledge/rule.h"
#include <antivenom/result.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// Heading is one of a page's parts, in the order they must have.
enum class Heading : std::uint8_t { What, Why, Vulnerable, Safe, Misses, Mend, References };
inline constexpr std::size_t kHeadingCount = 7;

// title_of is a heading's text, without the leading ##.
std::string_view title_of(Heading heading);

// Slice is a part of a page's text, in bytes.
struct Slice {
  std::uint32_t start = 0;
  std::uint32_t size = 0;
};

// ExampleSlice is one fenced block of a page.
struct ExampleSlice {
  Slice code;
  std::uint32_t line = 0;  // of its first line, from 1
  bool vulnerable = false;
};

// OwnedFlow is one [[flow]], read; its sentences are beside it, so that it may move.
struct OwnedFlow {
  FlowRule rule;
  std::string message, mend;
  std::vector<std::string> calls, other_calls;

  // view is the rule with its texts, which live as long as this and `kept`.
  [[nodiscard]] FlowRule view(std::vector<std::string_view>& kept) const {
    kept.assign(calls.begin(), calls.end());
    kept.insert(kept.end(), other_calls.begin(), other_calls.end());
    FlowRule made = rule;
    made.message = message;
    made.mend = mend;
    made.calls = std::span(kept).first(calls.size());
    made.other_calls = std::span(kept).subspan(calls.size());
    return made;
  }
};

// RulePage is one page, read.  Owns its text.
struct RulePage {
  std::string path;
  std::string text;
  std::string id, name, chapter, title, guide, since;
  std::string message, mend;        // of patterns and flows that have none
  std::vector<std::uint16_t> cwes;  // ascending
  Severity severity = Severity::Medium;
  Confidence confidence = Confidence::Medium;
  Status status = Status::Stable;
  bool is_spelling = false;
  std::vector<OwnedPattern> patterns;
  std::vector<OwnedFlow> flows;
  Slice sections[kHeadingCount];  // without the heading and surrounding blank lines
  std::vector<ExampleSlice> examples;

  [[nodiscard]] std::string_view text_of(Slice slice) const {
    return std::string_view(text).substr(slice.start, slice.size);
  }
  [[nodiscard]] std::string_view section(Heading heading) const {
    return text_of(sections[static_cast<std::size_t>(heading)]);
  }
};

// read_page reads the page `text` that was found at `path`.  Chapter and name must agree with the
// last two parts of the path.  Linear.
Result<RulePage> read_page(std::string path, std::string text);

// find_clash is the Error of two pages that share an id or a name; pages are told apart by both.
Result<void> find_clash(const std::vector<RulePage>& pages);

}  // namespace av::knowledge
