#include "analysis/match/decided.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <vector>

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

// is_question: validate_url(), is_trusted(), _check_path().
bool is_question(std::string_view name) {
  constexpr std::string_view kAsks[] = {
      "allow",     "allowed",   "authorize", "authorized", "ensure",  "permitted", "permission",
      "safe",      "sanitise",  "sanitize",  "sanitized",  "trusted", "unsafe",    "validate",
      "validated", "validator", "whitelist", "allowlist",  "verify"};
  constexpr std::string_view kRuns[] = {"call", "output", "returncode"};
  // Where a path leads: is_path_inside(), is_within_directory(), is_subpath().
  constexpr std::string_view kPlaces[] = {"below",  "beneath", "contained", "contains", "escapes",
                                          "inside", "subpath", "traversal", "under",    "within"};
  const Words words(name);
  return !words.has_pair("model", "validate") &&
         (words.has_any(kAsks) || (words.has("check") && !words.has_any(kRuns)) ||
          (words.has_any(kPlaces) && words.all().size() > 1));
}

// is_in_safe_block: with block_private_addresses(), with make_safe_connect(): what is called in
// there is watched.
bool is_in_safe_block(CheckContext& check, NodeId at) {
  constexpr std::string_view kSafe[] = {"safe",       "guard",   "guarded",
                                        "restricted", "sandbox", "sandboxed"};
  const syntax::Tree& tree = check.tree();
  for (NodeId around = check.outline().parent(at); around.exists();
       around = check.outline().parent(around)) {
    if (tree.is(around, NodeKind::FunctionDef)) {
      return false;
    }
    if (!tree.is(around, NodeKind::With)) {
      continue;
    }
    for (const NodeId item : tree.children(tree.child(around, 0))) {
      const NodeId call = tree.child(item, 0);
      if (tree.is(call, NodeKind::Call) &&
          Words(target_name(check, tree.child(call, 0))).has_any(kSafe)) {
        return true;
      }
    }
  }
  return false;
}

// shares_names: both are given the same variable, or parts of it.
bool shares_names(CheckContext& check, NodeId one, NodeId other) {
  const std::vector<std::string_view> names = names_in(check, one);
  const syntax::Tree& tree = check.tree();
  for (const NodeId given : tree.children(other)) {
    if (given == tree.child(other, 0)) {
      continue;
    }
    for (const std::string_view name : names_in(check, given)) {
      if (std::ranges::find(names, name) != names.end()) {
        return true;
      }
    }
  }
  return false;
}

// is_verification: _verify(), unsign(), compare_digest()
bool is_verification(std::string_view name) {
  constexpr std::string_view kVerifies[] = {"unsign", "verified", "verify"};
  const Words words(name);
  return words.has_any(kVerifies) || words.has_pair("compare", "digest");
}

// is_called_before: the function around calls one of such a name with something that is also given
// at `at`, a call.
bool is_called_before(CheckContext& check, NodeId at, bool (*is_such)(std::string_view)) {
  constexpr std::uint32_t kMostNodes = 2000;
  const syntax::Tree& tree = check.tree();
  const NodeId function = check.outline().function_of(at);
  if (!function.exists() || !tree.is(at, NodeKind::Call)) {
    return false;
  }
  for (std::uint32_t i = at.index() - std::min(at.index(), kMostNodes); i < at.index(); ++i) {
    const NodeId call(i);
    if (tree.is(call, NodeKind::Call) && tree[call].end <= tree[at].start &&
        check.outline().encloses(function, call) &&
        is_such(target_name(check, tree.child(call, 0))) && shares_names(check, at, call)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_asked_before(CheckContext& check, NodeId at) {
  const bool is_call =
      check.outline().function_of(at).exists() && check.tree().is(at, NodeKind::Call);
  return is_call && (is_in_safe_block(check, at) || is_called_before(check, at, is_question));
}

bool is_verified_before(CheckContext& check, NodeId at) {
  return is_called_before(check, at, is_verification);
}

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
