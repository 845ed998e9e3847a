// Names that look like others.  Page: catalog/rules/validation/look-alike-name.md
#include "analysis/match/rule_code.h"
#include "base/utf8.h"
#include "lexis/identifiers.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

struct Twin {
  char32_t letter;
  char latin;
};

// Letters of Cyrillic and Greek that common fonts draw as Latin ones (Unicode's confusables.txt).
// Small Greek letters that formulas use, such as α and ν, are not among them.
constexpr auto kTwins = std::to_array<Twin>({
    {U'\u0391', 'A'}, {U'\u0392', 'B'}, {U'\u0395', 'E'}, {U'\u0396', 'Z'}, {U'\u0397', 'H'},
    {U'\u0399', 'I'}, {U'\u039A', 'K'}, {U'\u039C', 'M'}, {U'\u039D', 'N'}, {U'\u039F', 'O'},
    {U'\u03A1', 'P'}, {U'\u03A4', 'T'}, {U'\u03A5', 'Y'}, {U'\u03A7', 'X'}, {U'\u03BF', 'o'},
    {U'\u0405', 'S'}, {U'\u0406', 'I'}, {U'\u0408', 'J'}, {U'\u0410', 'A'}, {U'\u0412', 'B'},
    {U'\u0415', 'E'}, {U'\u041A', 'K'}, {U'\u041C', 'M'}, {U'\u041D', 'H'}, {U'\u041E', 'O'},
    {U'\u0420', 'P'}, {U'\u0421', 'C'}, {U'\u0422', 'T'}, {U'\u0425', 'X'}, {U'\u0430', 'a'},
    {U'\u0435', 'e'}, {U'\u043E', 'o'}, {U'\u0440', 'p'}, {U'\u0441', 'c'}, {U'\u0443', 'y'},
    {U'\u0445', 'x'}, {U'\u0455', 's'}, {U'\u0456', 'i'}, {U'\u0458', 'j'}, {U'\u04BB', 'h'},
    {U'\u0501', 'd'}, {U'\u051B', 'q'}, {U'\u051D', 'w'},
});
static_assert(std::ranges::is_sorted(kTwins, {}, &Twin::letter));

bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Look is what a name looks like in Latin letters.
struct Look {
  std::string latin;
  bool is_mixed = false;  // a word of it has Latin letters and twins
  bool is_twin = true;    // all that is not ASCII are twins
};

Look look_of(std::string_view name) {
  Look look;
  bool has_latin = false;
  bool has_twin = false;
  while (!name.empty()) {
    const base::Utf8Step step = base::decode_utf8(name);
    const char32_t c = step.code_point;
    name.remove_prefix(step.length);
    const auto at = std::ranges::lower_bound(kTwins, c, {}, &Twin::letter);
    const bool is_twin = at != kTwins.end() && at->letter == c;
    has_latin = (has_latin && c != '_') || is_latin(c);
    has_twin = (has_twin && c != '_') || is_twin;
    look.is_mixed = look.is_mixed || (has_latin && has_twin);
    look.is_twin = look.is_twin && (is_twin || c < 0x80);
    look.latin += is_twin ? at->latin : static_cast<char>(c);
  }
  return look;
}

void look_at(CheckContext& check, NodeId module) {
  const syntax::Tree& tree = check.tree();
  if (lexis::is_ascii(tree.text())) {
    return;
  }
  const auto is_name = [&tree](NodeId id) {
    return tree.is(id, NodeKind::Name) || tree.is(id, NodeKind::Identifier);
  };
  std::vector<NodeId> others;
  for (NodeId id(0); id != module; id = NodeId(id.index() + 1)) {
    if (is_name(id) && !lexis::is_ascii(check.names().spelling(id))) {
      others.push_back(id);
    }
  }
  // Where texts and comments alone are not ASCII, nothing looks like anything.
  std::unordered_set<std::string_view> plain;
  for (NodeId id(0); id != module && !others.empty(); id = NodeId(id.index() + 1)) {
    if (is_name(id) && lexis::is_ascii(check.names().spelling(id))) {
      plain.insert(check.names().spelling(id));
    }
  }
  std::ranges::sort(others, {}, [&tree](NodeId id) { return tree[id].start; });
  std::unordered_set<std::string_view> seen;
  for (const NodeId id : others) {
    const std::string_view name = check.names().spelling(id);
    const Look look = seen.insert(name).second ? look_of(name) : Look{{}, false, false};
    const bool is_copy = look.is_twin && plain.contains(look.latin);
    if (!is_copy && !(look.is_twin && look.is_mixed)) {
      continue;
    }
    check.report({.at = id,
                  .severity = is_copy ? Severity::High : Severity::Medium,
                  .confidence = Confidence::High,
                  .message = check.quoted(id) + " looks like `" + look.latin + "`" +
                             (is_copy ? ", which this file has too" : "") + ", and is another name",
                  .mend = "write the name in one script"});
  }
}

}  // namespace

namespace rules {
extern constinit const RuleCode look_alike_name = {"look-alike-name",
                                                   {on(NodeKind::Module, look_at)}};
}  // namespace rules

}  // namespace av::match
