#include "analysis/match/callers.h"

namespace av::match {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Tree;
namespace flag = syntax::flag;

namespace {

// Calls of one function that are looked at; one with more of them has too many to be sure.
constexpr std::size_t kMostCalls = 40;

NodeId part_of_kind(const Tree& tree, NodeId definition, NodeKind kind) {
  for (const NodeId part : tree.children(definition)) {
    if (tree.is(part, kind)) {
      return part;
    }
  }
  return NodeId::none();
}

// A decorator may call the function with anything; these two are known not to.
bool has_foreign_decorator(const Tree& tree, NodeId function) {
  const NodeId decorators = part_of_kind(tree, function, NodeKind::Decorators);
  for (const NodeId one : decorators.exists() ? tree.children(decorators) : Children(0, 0)) {
    const std::string_view text = tree.text_of(one);
    if (text != "staticmethod" && text != "classmethod") {
      return true;
    }
  }
  return false;
}

bool is_static(const Tree& tree, NodeId function) {
  const NodeId decorators = part_of_kind(tree, function, NodeKind::Decorators);
  for (const NodeId one : decorators.exists() ? tree.children(decorators) : Children(0, 0)) {
    if (tree.text_of(one) == "staticmethod") {
      return true;
    }
  }
  return false;
}

// Place is where a parameter stands: kNone for those that only a name reaches.
struct Place {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t position = kNone;
  std::string_view name;
};

std::optional<Place> place_of(const Tree& tree, NodeId parameters, NodeId wanted) {
  std::uint32_t position = 0;
  bool keyword_only = false;
  for (const NodeId one : tree.children(parameters)) {
    const bool is_starred = tree.is(one, NodeKind::StarMarker) ||
                            (tree.is(one, NodeKind::Parameter) && tree[one].has(flag::kStar));
    keyword_only = keyword_only || is_starred;
    if (one == wanted) {
      const bool is_one_value = !tree[one].has(flag::kStar) && !tree[one].has(flag::kDoubleStar);
      return is_one_value ? std::optional(Place{keyword_only ? Place::kNone : position,
                                                tree.text_of(tree.child(one, 0))})
                          : std::nullopt;
    }
    position += tree.is(one, NodeKind::Parameter) ? 1U : 0U;
  }
  return std::nullopt;
}

// argument_of is what a call gives for a place, none when it leaves it out; nullopt when a starred
// argument may hide it.
std::optional<NodeId> argument_of(const Tree& tree, NodeId call, const Place& place) {
  const Children parts = tree.children(call);
  std::uint32_t position = 0;
  bool hidden = false;
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeId part = parts[i];
    if (tree.is(part, NodeKind::Keyword)) {
      if (tree.text_of(tree.child(part, 0)) == place.name) {
        return tree.child(part, 1);
      }
    } else if (tree.is(part, NodeKind::Starred) || tree.is(part, NodeKind::DoubleStarred)) {
      hidden = true;
    } else if (position++ == place.position && !hidden) {
      return part;
    }
  }
  return hidden ? std::nullopt : std::optional(NodeId::none());
}

}  // namespace

std::optional<std::vector<NodeId>> Callers::given(NodeId function, NodeId parameter) {
  const Tree& tree = names_->tree();
  const names::Outline& outline = names_->outline();
  const NodeId around = outline[outline.scope(function)].node;
  const bool is_method = tree.is(around, NodeKind::ClassDef);
  const Uses* uses = uses_of(function, is_method);
  const NodeId parameters = part_of_kind(tree, function, NodeKind::Parameters);
  std::optional<Place> place = place_of(tree, parameters, parameter);
  if (uses == nullptr || !place) {
    return std::nullopt;
  }
  if (is_method && !is_static(tree, function) && place->position != Place::kNone) {
    if (place->position == 0) {
      return std::nullopt;  // self
    }
    --place->position;
  }
  std::vector<NodeId> all;
  for (const NodeId call : uses->calls) {
    const std::optional<NodeId> argument = argument_of(tree, call, *place);
    const bool is_default = argument && !argument->exists();
    if (!argument || (is_default && !tree[parameter].has(flag::kDefault))) {
      return std::nullopt;
    }
    all.push_back(is_default ? tree.children(parameter).back() : *argument);
  }
  return all;
}

std::vector<NodeId> Callers::calls_of(NodeId function) {
  const Tree& tree = names_->tree();
  const names::Outline& outline = names_->outline();
  const NodeId identifier = part_of_kind(tree, function, NodeKind::Identifier);
  if (!identifier.exists() || outline.scope(function) != outline.module_scope()) {
    return {};
  }
  gather();
  const auto found = plain_.find(names_->spelling(identifier));
  const bool is_known =
      found != plain_.end() && !found->second.escapes && found->second.calls.size() <= kMostCalls;
  return is_known ? found->second.calls : std::vector<NodeId>();
}

const Callers::Uses* Callers::uses_of(NodeId function, bool is_method) {
  const Tree& tree = names_->tree();
  const names::Outline& outline = names_->outline();
  const NodeId identifier = part_of_kind(tree, function, NodeKind::Identifier);
  if (!identifier.exists()) {
    return nullptr;
  }
  const std::string_view name = names_->spelling(identifier);
  const bool is_nested = outline[outline.without_comprehensions(outline.scope(function))].kind ==
                         names::ScopeKind::Function;
  const bool says_so = name.starts_with('_') && !name.ends_with("__");
  if ((!is_nested && !says_so) || has_foreign_decorator(tree, function)) {
    return nullptr;
  }
  gather();
  const Table& table = is_method ? attributes_ : plain_;
  const auto found = table.find(name);
  const bool is_known = found != table.end() && !found->second.escapes &&
                        !found->second.calls.empty() && found->second.calls.size() <= kMostCalls;
  return is_known ? &found->second : nullptr;
}

void Callers::gather() {
  if (gathered_) {
    return;
  }
  gathered_ = true;
  const Tree& tree = names_->tree();
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeId id(i);
    if (tree.is(id, NodeKind::Name)) {
      note_use(id, names_->spelling(id), plain_);
    } else if (tree.is(id, NodeKind::Attribute) && tree.children(id).size() == 2) {
      note_use(id, names_->spelling(tree.child(id, 1)), attributes_);
    }
  }
}

void Callers::note_use(NodeId mention, std::string_view name, Table& table) {
  const Tree& tree = names_->tree();
  const NodeId around = names_->outline().parent(mention);
  const bool is_called =
      around.exists() && tree.is(around, NodeKind::Call) && tree.child(around, 0) == mention;
  Uses& uses = table[name];
  uses.escapes = uses.escapes || !is_called;
  if (is_called && uses.calls.size() <= kMostCalls) {
    uses.calls.push_back(around);
  }
}

}  // namespace av::match
