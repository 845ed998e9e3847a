#include "analysis/match/chosen.h"

#include "analysis/match/nearby.h"

#include <algorithm>

namespace av::match {

using names::Value;
using names::ValueKind;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Operator;

namespace {

// Statements before a place, in its own block, that are looked at.
constexpr std::uint32_t kMostBefore = 40;

bool is_constant_choice(const Value& choice) {
  switch (choice.kind) {
    case ValueKind::List:
    case ValueKind::Tuple:
    case ValueKind::Set:
      return !choice.is_open && std::ranges::all_of(choice.items, [](const names::Item& item) {
        return item.value->is_constant();
      });
    case ValueKind::Dict:
      return !choice.is_open && std::ranges::all_of(choice.entries, [](const names::Entry& entry) {
        return entry.key != nullptr && entry.key->is_constant();
      });
    default:
      return false;
  }
}

class Conditions {
 public:
  Conditions(names::FileNames& names, NodeId use)
      : names_(names), tree_(names.tree()), use_(use), reached_(names.reaching(use)) {}

  bool decide() {
    NodeId below = use_;
    for (NodeId at = names_.outline().parent(use_); at.exists();
         below = at, at = names_.outline().parent(at)) {
      switch (tree_.kind(at)) {
        case NodeKind::FunctionDef:
        case NodeKind::Lambda:
        case NodeKind::ClassDef:
          return false;
        case NodeKind::If:
        case NodeKind::Elif:
          if (tree_.is(below, NodeKind::Block) && holds(tree_.child(at, 0), true)) {
            return true;
          }
          break;
        case NodeKind::IfExp:
          if (tree_.child(at, 0) == below && holds(tree_.child(at, 1), true)) {
            return true;
          }
          break;
        case NodeKind::Block:
          if (is_left_before(at, below)) {
            return true;
          }
          break;
        default:
          break;
      }
    }
    return false;
  }

 private:
  // if x not in MODES: raise …
  bool is_left_before(NodeId block, NodeId statement) {
    std::uint32_t looked = 0;
    for (const NodeId before : tree_.children(block)) {
      if (before == statement || ++looked > kMostBefore) {
        return false;
      }
      if (tree_.is(before, NodeKind::If) && leaves(tree_, tree_.child(before, 1)) &&
          holds(tree_.child(before, 0), false)) {
        return true;
      }
    }
    return false;
  }

  // holds says whether the name is one of some constants where `test` comes out as `truth`.
  bool holds(NodeId test, bool truth) {
    const Children parts = tree_.children(test);
    if (tree_.is(test, NodeKind::BoolOp) && truth && tree_[test].op() == Operator::And) {
      for (const NodeId part : parts) {
        if (holds(part, true)) {
          return true;
        }
      }
      return false;
    }
    if (!tree_.is(test, NodeKind::Compare) || parts.size() != 3 || !is_same(parts[0])) {
      return false;
    }
    const Operator op = tree_[parts[1]].op();
    const Value& other = names_.value(parts[2]);
    if (op == (truth ? Operator::In : Operator::NotIn)) {
      return is_constant_choice(other);
    }
    return op == (truth ? Operator::Eq : Operator::NotEq) && other.text().has_value();
  }

  // is_same: the same variable, which nothing has bound anew since.
  bool is_same(NodeId name) {
    if (!tree_.is(name, NodeKind::Name) || names_.spelling(name) != names_.spelling(use_)) {
      return false;
    }
    const names::Reaching there = names_.reaching(name);
    return there.symbol() == reached_.symbol() &&
           std::ranges::equal(there.bindings(), reached_.bindings());
  }

  names::FileNames& names_;
  const syntax::Tree& tree_;
  NodeId use_;
  names::Reaching reached_;
};

}  // namespace

bool is_chosen(names::FileNames& names, NodeId use) {
  return Conditions(names, use).decide();
}

}  // namespace av::match
