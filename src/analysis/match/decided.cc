#include "analysis/match/decided.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

// Of the rules those about a repository's own code, which is run because somebody trusts it.
bool is_of_trust(const knowledge::Rule& rule) {
  const auto has = [&rule](std::uint16_t cwe) {
    return std::ranges::find(rule.cwes, cwe) != rule.cwes.end();
  };
  return has(94) && has(494);
}

// asks_for_leave: check_code_allowed(), ensure_trusted(): a statement of its own, which raises
// where it is not so.
bool asks_for_leave(CheckContext& check, NodeId statement) {
  constexpr std::string_view kAsks[] = {"check",  "ensure", "require",
                                        "assert", "verify", "validate"};
  constexpr std::string_view kLeave[] = {"allow",     "allowed", "enabled", "permission",
                                         "permitted", "trust",   "trusted"};
  const syntax::Tree& tree = check.tree();
  if (!tree.is(statement, NodeKind::ExprStmt) ||
      !tree.is(tree.child(statement, 0), NodeKind::Call)) {
    return false;
  }
  const Words words(target_name(check, tree.child(tree.child(statement, 0), 0)));
  return words.has_any(kAsks) && words.has_any(kLeave);
}

}  // namespace

bool is_decided(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  const syntax::Tree& tree = check.tree();
  if (!is_of_trust(rule)) {
    return false;
  }
  // Statements of the blocks around, before the place: those of other branches do not count.
  NodeId below = at;
  for (NodeId around = check.outline().parent(at); around.exists();
       below = around, around = check.outline().parent(around)) {
    if (tree.is(around, NodeKind::FunctionDef)) {
      return false;
    }
    if (!tree.is(around, NodeKind::Block)) {
      continue;
    }
    for (const NodeId statement : tree.children(around)) {
      if (statement == below) {
        break;
      }
      if (asks_for_leave(check, statement)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace av::match
