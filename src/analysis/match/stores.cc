#include "analysis/match/stores.h"

#include <algorithm>
#include <string_view>

namespace av::match {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;

namespace {

// Stores of one variable that are kept; one with more of them is worth what these are.
constexpr std::size_t kMostStores = 60;

// Methods that put each of their arguments in.
constexpr std::string_view kPutting[] = {"add",    "append", "appendleft", "extend",
                                         "insert", "push",   "setdefault", "update"};

}  // namespace

std::span<const Store> Stores::of(names::SymbolId variable) {
  if (!variable.exists() || !names_->bindings().is_mutated(variable)) {
    return {};
  }
  gather();
  const auto found = known_.find(variable.index());
  return found == known_.end() ? std::span<const Store>() : found->second;
}

void Stores::gather() {
  if (gathered_) {
    return;
  }
  gathered_ = true;
  const Tree& tree = names_->tree();
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeId id(i);
    if (tree.is(id, NodeKind::Assign)) {
      note_assign(id);
    } else if (tree.is(id, NodeKind::Call)) {
      note_call(id);
    }
  }
}

void Stores::note_assign(NodeId statement) {
  const Tree& tree = names_->tree();
  const Children parts = tree.children(statement);
  for (std::uint32_t i = 0; i + 1 < parts.size(); ++i) {
    if (tree.is(parts[i], NodeKind::Subscript)) {
      add(tree.child(parts[i], 0), {tree.child(parts[i], 1), parts.back()});
    }
  }
}

void Stores::note_call(NodeId call) {
  const Tree& tree = names_->tree();
  const Children parts = tree.children(call);
  const Children callee = tree.children(parts[0]);
  if (!tree.is(parts[0], NodeKind::Attribute) || callee.size() != 2 ||
      !tree.is(callee[0], NodeKind::Name) ||
      std::ranges::find(kPutting, names_->spelling(callee[1])) == std::end(kPutting)) {
    return;
  }
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    add(callee[0], {NodeId::none(), parts[i]});
  }
}

void Stores::add(NodeId object, Store store) {
  if (!names_->tree().is(object, NodeKind::Name)) {
    return;
  }
  const names::SymbolId symbol = names_->reaching(object).symbol();
  if (!symbol.exists()) {
    return;
  }
  std::vector<Store>& stores = known_[symbol.index()];
  if (stores.size() < kMostStores) {
    stores.push_back(store);
  }
}

}  // namespace av::match
