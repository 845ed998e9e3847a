// Characters that change the order in which text is shown.
// Page: catalog/rules/validation/reordered-source.md
#include "analysis/match/rule_code.h"
#include "analysis/text/test_path.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// All of them are three bytes in UTF-8.
constexpr std::size_t kBytes = 3;

enum class Turn : std::uint8_t {
  None,
  Embeds,     // U+202A, U+202B: closed by U+202C
  Overrides,  // U+202D, U+202E: the same
  Isolates,   // U+2066 to U+2068: closed by U+2069
  Closes,     // U+202C
  ClosesIsolate,
};

Turn turn_at(std::string_view text) {
  if (text.size() < kBytes || text[0] != '\xE2') {
    return Turn::None;
  }
  const auto last = static_cast<unsigned char>(text[2]);
  if (text[1] == '\x80') {
    return last == 0xAA || last == 0xAB   ? Turn::Embeds
           : last == 0xAD || last == 0xAE ? Turn::Overrides
           : last == 0xAC                 ? Turn::Closes
                                          : Turn::None;
  }
  if (text[1] != '\x81') {
    return Turn::None;
  }
  return last >= 0xA6 && last <= 0xA8 ? Turn::Isolates
         : last == 0xA9               ? Turn::ClosesIsolate
                                      : Turn::None;
}

// find_turn is where the first of them is; few texts have even its first byte.
std::size_t find_turn(std::string_view text) {
  std::size_t at = text.find('\xE2');
  while (at != text.npos && turn_at(text.substr(at)) == Turn::None) {
    at = text.find('\xE2', at + 1);
  }
  return at;
}

std::size_t line_start(std::string_view text, std::size_t at) {
  return text.substr(0, at).find_last_of("\r\n") + 1;  // 0 when there is none
}

// Line is what the characters of one line do: open turns, and whether letters are overridden.
struct Line {
  std::size_t first = std::string_view::npos;
  int embedded = 0;
  int isolated = 0;
  bool overrides = false;
  bool are_alone = true;

  void take(Turn turn, std::size_t at) {
    first = std::min(first, at);
    overrides = overrides || turn == Turn::Overrides;
    embedded += turn == Turn::Embeds || turn == Turn::Overrides ? 1 : 0;
    embedded -= turn == Turn::Closes ? 1 : 0;
    isolated += turn == Turn::Isolates ? 1 : 0;
    isolated -= turn == Turn::ClosesIsolate ? 1 : 0;
  }
  [[nodiscard]] bool is_open() const { return overrides || embedded != 0 || isolated != 0; }
};

// LongTexts is the texts of several lines, which do not overlap.
class LongTexts {
 public:
  explicit LongTexts(const syntax::Tree& tree) {
    for (const syntax::Node& node : tree.nodes()) {
      if (node.kind == NodeKind::String &&
          tree.text().substr(node.start, node.end - node.start).find_first_of("\r\n") !=
              std::string_view::npos) {
        spans_.push_back({node.start, node.end});
      }
    }
    std::ranges::sort(spans_, {}, &text::Span::start);
  }

  // has says whether all of a line is a part of one of them, with other lines before and after:
  // nothing that runs is shown in another place.
  [[nodiscard]] bool has(text::Span line) const {
    const auto behind = std::ranges::lower_bound(spans_, line.start, {}, &text::Span::start);
    return behind != spans_.begin() && std::prev(behind)->end > line.end;
  }

 private:
  std::vector<text::Span> spans_;  // ascending
};

// is_alone: between quotes there is nothing else, which an editor shows as it is.
bool is_alone(std::string_view text, std::size_t at) {
  return at > 0 && at + kBytes < text.size() && (text[at - 1] == '"' || text[at - 1] == '\'') &&
         text[at + kBytes] == text[at - 1];
}

// is_comment: the line begins with its `#`, before any turn, and is shown so: nothing of it runs,
// nor seems to.
bool is_comment(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t\f");
  return start != line.npos && line[start] == '#';
}

void report(CheckContext& check, NodeId module, const Line& line, bool is_shown_so) {
  const auto start = static_cast<std::uint32_t>(line.first);
  const Severity open = is_shown_so ? Severity::Low : Severity::High;
  check.report({.at = module,
                .severity = line.is_open() ? open : Severity::Note,
                .confidence = Confidence::High,
                .message = line.is_open()
                               ? "this line is shown in another order than Python reads it"
                               : "a part of this line is shown in another direction",
                .mend = "write the character as an escape (`\"\\u202e\"`), or leave it out",
                .span = text::Span{start, start + static_cast<std::uint32_t>(kBytes)}});
}

void look_at(CheckContext& check, NodeId module) {
  const std::string_view text = check.tree().text();
  std::size_t at = find_turn(text);
  if (at == text.npos) {
    return;
  }
  const bool is_test = text::is_test_path(check.path());
  const LongTexts texts(check.tree());
  at = line_start(text, at);
  auto start = static_cast<std::uint32_t>(at);
  for (Line line; at <= text.size(); ++at) {
    if (at == text.size() || text[at] == '\n' || text[at] == '\r') {
      const auto end = static_cast<std::uint32_t>(at);
      if (line.first != std::string_view::npos) {
        report(check, module, line,
               is_test || line.are_alone || texts.has({start, end}) ||
                   is_comment(text.substr(start, end - start)));
      }
      line = {};
      start = end + 1;
    } else if (const Turn turn = turn_at(text.substr(at)); turn != Turn::None) {
      line.take(turn, at);
      line.are_alone &= is_alone(text, at);
    }
  }
}

}  // namespace

namespace rules {
extern constinit const RuleCode reordered_source = {"reordered-source",
                                                    {on(NodeKind::Module, look_at)}};
}  // namespace rules

}  // namespace av::match
