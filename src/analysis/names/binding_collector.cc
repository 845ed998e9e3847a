#include "analysis/names/binding_collector.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

namespace {

// Methods of list, dict, set, bytearray and deque that change their object.
constexpr std::array<std::string_view, 16> kMutators = {
    "add",     "append", "appendleft", "clear",  "discard",    "extend", "insert", "pop",
    "popitem", "remove", "reverse",    "rotate", "setdefault", "sort",   "update", "extendleft"};

// A bit for each of them by size and first letter, which tell most other names apart.
constexpr std::uint64_t mark_of(std::string_view method) {
  return std::uint64_t{1} << ((static_cast<unsigned char>(method.front()) + 5 * method.size()) %
                              64);
}
constexpr std::uint64_t kMutatorMarks = [] {
  std::uint64_t marks = 0;
  for (const std::string_view method : kMutators) {
    marks |= mark_of(method);
  }
  return marks;
}();

bool is_mutator(std::string_view method) {
  return !method.empty() && (kMutatorMarks & mark_of(method)) != 0 &&
         std::find(kMutators.begin(), kMutators.end(), method) != kMutators.end();
}

// The kinds that most nodes are of, and that visit() has nothing to do with.
constexpr auto kBindsNothing = [] {
  std::array<bool, 256> out = {};
  for (const NodeKind kind :
       {NodeKind::Name, NodeKind::Identifier, NodeKind::Attribute, NodeKind::String, NodeKind::Int,
        NodeKind::None, NodeKind::True, NodeKind::False, NodeKind::ExprStmt, NodeKind::Tuple,
        NodeKind::Keyword, NodeKind::BinOp, NodeKind::Compare, NodeKind::CompareOp,
        NodeKind::Subscript, NodeKind::Block, NodeKind::If}) {
    out[static_cast<std::size_t>(kind)] = true;
  }
  return out;
}();

}  // namespace

// BindingCollector goes once over the nodes and fills a Bindings.
class BindingCollector {
 public:
  explicit BindingCollector(Bindings& out)
      : out_(out), outline_(*out.outline_), tree_(outline_.tree()) {}

  void collect() {
    const auto count = static_cast<std::uint32_t>(tree_.nodes().size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!kBindsNothing[static_cast<std::size_t>(tree_.kind(NodeId(i)))]) {
        visit(NodeId(i));
      }
    }
    follow_nonlocals();
    sort_bindings();
    mark_mutations();
  }

 private:
  // How the targets of one statement are bound.
  struct Manner {
    BindingKind kind;
    NodeId node;
    NodeId value;
    NodeId region;
    std::uint32_t position;
  };

  void visit(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::Import:
        return visit_import(id);
      case NodeKind::ImportFrom:
        return visit_import_from(id);
      case NodeKind::Assign:
        return visit_assign(id);
      case NodeKind::AnnAssign:
        return visit_annotated_assign(id);
      case NodeKind::AugAssign:
        return bind_target(child(id, 0), after(id, BindingKind::Augment, child(id, 1)));
      case NodeKind::NamedExpr:
        return bind_target(child(id, 0), after(id, BindingKind::Value, child(id, 1)));
      case NodeKind::For:
        return visit_for(id);
      case NodeKind::ComprehensionFor:
        return visit_comprehension_for(id);
      case NodeKind::WithItem:
        return visit_with_item(id);
      case NodeKind::Handler:
        return visit_handler(id);
      case NodeKind::Delete:
        return visit_delete(id);
      default:
        return visit_definition(id);
    }
  }

  void visit_definition(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::FunctionDef:
        return bind_identifier(id, after(id, BindingKind::Function, NodeId::none()));
      case NodeKind::ClassDef:
        return bind_identifier(id, after(id, BindingKind::Class, NodeId::none()));
      case NodeKind::TypeAlias:
        return bind_target(child(id, 0), after(id, BindingKind::Other, NodeId::none()));
      case NodeKind::Parameter:
        return visit_parameter(id);
      case NodeKind::TypeParam:
        return bind_identifier(id, whole_scope(id, BindingKind::Other, NodeId::none()));
      case NodeKind::MatchAs:
      case NodeKind::MatchStar:
        return visit_capture(id);
      case NodeKind::Global:
        return visit_global(id);
      case NodeKind::Nonlocal:
        nonlocals_.push_back(id);
        return;
      case NodeKind::Return:
        return visit_return(id);
      case NodeKind::Call:
        return visit_call(id);
      default:
        return;
    }
  }

  [[nodiscard]] NodeId child(NodeId id, std::uint32_t i) const {
    const Children children = tree_.children(id);
    return i < children.size() ? children[i] : NodeId::none();
  }

  // after: in force behind the statement or expression `id`, wherever its block goes on.
  [[nodiscard]] Manner after(NodeId id, BindingKind kind, NodeId value) const {
    const NodeId statement = outline_.statement_of(id);
    const NodeId region = statement.exists() ? outline_.parent(statement) : outline_.parent(id);
    return {kind, id, value, region.exists() ? region : id, tree_[id].end};
  }

  // whole_scope: in force everywhere in the scope of `id`.
  [[nodiscard]] Manner whole_scope(NodeId id, BindingKind kind, NodeId value) const {
    const NodeId scope = outline_[outline_.scope(id)].node;
    return {kind, id, value, scope, tree_[scope].start};
  }

  void visit_import(NodeId id) {
    out_.imports_.push_back(id);
    for (const NodeId alias : tree_.children(id)) {
      const Children parts = tree_.children(alias);
      if (parts.size() > 1) {
        bind(parts[1], out_.spelling_.of(parts[1]), after_alias(alias, id, BindingKind::ImportAs));
      } else if (parts.size() == 1) {
        const std::string_view dotted = out_.spelling_.dotted(parts[0]);
        bind(parts[0], dotted.substr(0, dotted.find('.')),
             after_alias(alias, id, BindingKind::Import));
      }
    }
  }

  void visit_import_from(NodeId id) {
    out_.imports_.push_back(id);
    for (const NodeId alias : tree_.children(id)) {
      if (!tree_.is(alias, NodeKind::Alias) || tree_.children(alias).empty()) {
        continue;
      }
      const Children parts = tree_.children(alias);
      if (tree_.is(parts[0], NodeKind::StarMarker)) {
        out_.star_imports_.push_back(id);
        continue;
      }
      bind(parts.back(), out_.spelling_.of(parts.back()),
           after_alias(alias, id, BindingKind::ImportFrom));
    }
  }

  [[nodiscard]] Manner after_alias(NodeId alias, NodeId statement, BindingKind kind) const {
    Manner manner = after(statement, kind, NodeId::none());
    manner.node = alias;
    manner.position = tree_[alias].end;
    return manner;
  }

  void visit_assign(NodeId id) {
    const Children children = tree_.children(id);
    for (std::uint32_t i = 0; i + 1 < children.size(); ++i) {
      bind_target(children[i], after(id, BindingKind::Value, children.back()));
    }
  }

  void visit_annotated_assign(NodeId id) {
    const Children children = tree_.children(id);
    if (children.size() < 2) {
      return;
    }
    const BindingKind kind = children.size() > 2 ? BindingKind::Value : BindingKind::Annotation;
    bind_target(children[0], after(id, kind, children.size() > 2 ? children[2] : NodeId::none()));
  }

  // The target is certain within the body only: the iterable may be empty.
  void visit_for(NodeId id) {
    const Children children = tree_.children(id);
    if (children.size() < 3) {
      return;
    }
    bind_target(children[0],
                {BindingKind::Element, id, children[1], children[2], tree_[children[1]].end});
  }

  void visit_comprehension_for(NodeId id) {
    const Children children = tree_.children(id);
    if (children.size() < 2) {
      return;
    }
    bind_target(children[0], whole_scope(id, BindingKind::Element, children[1]));
  }

  void visit_with_item(NodeId id) {
    const Children children = tree_.children(id);
    if (children.size() < 2) {
      return;
    }
    Manner manner = after(id, BindingKind::Enter, children[0]);
    manner.position = tree_[id].end;
    bind_target(children[1], manner);
  }

  void visit_handler(NodeId id) {
    const Children children = tree_.children(id);
    if (!tree_[id].has(flag::kAs) || children.size() < 3) {
      return;
    }
    const Manner manner = {BindingKind::Other, id, NodeId::none(), id, tree_[children[1]].end};
    if (tree_.is(children[1], NodeKind::Identifier)) {
      return bind(children[1], out_.spelling_.of(children[1]), manner);
    }
    bind_target(children[1], manner);
  }

  void visit_delete(NodeId id) {
    for (const NodeId target : tree_.children(id)) {
      bind_target(target, after(id, BindingKind::Delete, NodeId::none()));
    }
  }

  void visit_parameter(NodeId id) {
    const Children children = tree_.children(id);
    if (children.empty()) {
      return;
    }
    const bool has_default = tree_[id].has(flag::kDefault);
    const Manner manner =
        whole_scope(id, BindingKind::Parameter, has_default ? children.back() : NodeId::none());
    if (tree_.is(children[0], NodeKind::Identifier)) {
      return bind(children[0], out_.spelling_.of(children[0]), manner);
    }
    bind_target(children[0], whole_scope(id, BindingKind::Other, NodeId::none()));
  }

  void visit_capture(NodeId id) {
    NodeId region = outline_.parent(id);
    while (region.exists() && !tree_.is(region, NodeKind::Case)) {
      region = outline_.parent(region);
    }
    bind_identifier(
        id, {BindingKind::Other, id, NodeId::none(), region.exists() ? region : id, tree_[id].end});
  }

  void visit_global(NodeId id) {
    for (const NodeId name : tree_.children(id)) {
      const std::string_view text = out_.spelling_.of(name);
      const SymbolId target = symbol(outline_.module_scope(), text, Space::Names);
      const SymbolId here = symbol(outline_.scope(id), text, Space::Names);
      out_.redirects_[here.index()] = target;
    }
  }

  void visit_return(NodeId id) {
    const NodeId function = outline_.function_of(id);
    if (function.exists() && !tree_.children(id).empty()) {
      out_.returns_[function.index()].push_back(id);
    }
  }

  // name.append(…) changes what the name means without binding it.
  void visit_call(NodeId id) {
    const NodeId callee = child(id, 0);
    if (!callee.exists() || !tree_.is(callee, NodeKind::Attribute)) {
      return;
    }
    const Children parts = tree_.children(callee);
    if (is_mutator(tree_.text_of(parts.back()))) {
      note_mutation(parts.front());
    }
  }

  void note_mutation(NodeId object) {
    if (tree_.is(object, NodeKind::Name) || tree_.is(object, NodeKind::Attribute)) {
      mutated_.push_back(object);
    }
  }

  // bind_identifier binds the node's own name: the child that is an Identifier.
  void bind_identifier(NodeId id, const Manner& manner) {
    for (const NodeId part : tree_.children(id)) {
      if (tree_.is(part, NodeKind::Identifier)) {
        return bind(part, out_.spelling_.of(part), manner);
      }
    }
  }

  // bind_target binds every name in a target, however nested.
  void bind_target(NodeId target, const Manner& manner) {
    targets_.assign(1, {target, manner});
    while (!targets_.empty()) {
      const auto [id, how] = targets_.back();
      targets_.pop_back();
      bind_one_target(id, how);
    }
  }

  void bind_one_target(NodeId id, const Manner& manner) {
    if (!id.exists()) {
      return;
    }
    switch (tree_.kind(id)) {
      case NodeKind::Name:
        return bind(id, out_.spelling_.of(id), manner);
      case NodeKind::Tuple:
      case NodeKind::List:
        return push_elements(id, manner);
      case NodeKind::Starred:
        return push(child(id, 0), element_of(manner));
      case NodeKind::Attribute:
        return bind_member(id, manner);
      case NodeKind::Subscript:
        return note_mutation(child(id, 0));
      default:
        return;
    }
  }

  // a, b = x, y pairs them; any other unpacking makes each name an element of the value.
  void push_elements(NodeId target, const Manner& manner) {
    const Children names = tree_.children(target);
    const bool paired = manner.kind == BindingKind::Value && is_display(manner.value) &&
                        tree_.children(manner.value).size() == names.size() && !has_star(target) &&
                        !has_star(manner.value);
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      Manner one = element_of(manner);
      if (paired) {
        one.kind = BindingKind::Value;
        one.value = tree_.child(manner.value, i);
      }
      push(names[i], one);
    }
  }

  [[nodiscard]] bool is_display(NodeId id) const {
    return id.exists() && (tree_.is(id, NodeKind::Tuple) || tree_.is(id, NodeKind::List));
  }

  [[nodiscard]] bool has_star(NodeId display) const {
    for (const NodeId item : tree_.children(display)) {
      if (tree_.is(item, NodeKind::Starred)) {
        return true;
      }
    }
    return false;
  }

  static Manner element_of(Manner manner) {
    if (manner.kind == BindingKind::Value || manner.kind == BindingKind::Enter) {
      manner.kind = BindingKind::Element;
    }
    return manner;
  }

  void push(NodeId id, const Manner& manner) { targets_.push_back({id, manner}); }

  // self.name = value, in a method.
  void bind_member(NodeId id, const Manner& manner) {
    const ScopeId class_scope = class_of_self(child(id, 0));
    if (class_scope.exists()) {
      const NodeId name = child(id, 1);
      add(symbol(class_scope, out_.spelling_.of(name), Space::Members), name, manner);
    }
  }

  [[nodiscard]] ScopeId class_of_self(NodeId object) const { return out_.class_of_self(object); }

  void bind(NodeId name, std::string_view text, const Manner& manner) {
    ScopeId scope = outline_.scope(name);
    if (tree_.is(manner.node, NodeKind::NamedExpr)) {
      scope = outline_.without_comprehensions(scope);
    }
    add(symbol(scope, text, Space::Names), name, manner);
  }

  void add(SymbolId symbol, NodeId name, const Manner& manner) {
    out_.bindings_.push_back(
        {manner.kind, symbol, name, manner.node, manner.value, manner.region, manner.position});
  }

  SymbolId symbol(ScopeId scope, std::string_view name, Space space) {
    const SymbolId found = out_.symbols_.intern(scope, name, space);
    if (found.index() == out_.scopes_.size()) {
      out_.scopes_.push_back(scope);
      out_.redirects_.push_back(found);
    }
    return found;
  }

  // nonlocal means the nearest function around that binds the name.
  void follow_nonlocals() {
    for (const NodeId id : nonlocals_) {
      for (const NodeId name : tree_.children(id)) {
        follow_nonlocal(outline_.scope(id), out_.spelling_.of(name));
      }
    }
  }

  void follow_nonlocal(ScopeId scope, std::string_view name) {
    const SymbolId here = symbol(scope, name, Space::Names);
    const HashedName hashed(name);
    for (ScopeId at = outline_[scope].parent; at.exists(); at = outline_[at].parent) {
      const SymbolId there = out_.symbols_.find(at, hashed, Space::Names);
      if (there.exists() && outline_[at].kind == ScopeKind::Function) {
        out_.redirects_[here.index()] = there;
        return;
      }
    }
  }

  // By symbol, then by position: the bindings are counted into their symbols, in each of which they
  // are nearly in order already.
  void sort_bindings() {
    out_.first_.assign(out_.symbols_.size() + 1, 0);
    for (Binding& binding : out_.bindings_) {
      binding.symbol = out_.target_of(binding.symbol);
      ++out_.first_[binding.symbol.index() + 1];
    }
    for (std::size_t i = 1; i < out_.first_.size(); ++i) {
      out_.first_[i] += out_.first_[i - 1];
    }
    std::vector<std::uint32_t> next(out_.first_.begin(), out_.first_.end() - 1);
    std::vector<Binding> sorted(out_.bindings_.size());
    for (const Binding& binding : out_.bindings_) {
      sorted[next[binding.symbol.index()]++] = binding;
    }
    out_.bindings_ = std::move(sorted);
    for (std::size_t i = 0; i + 1 < out_.first_.size(); ++i) {
      sort_symbol(
          std::span(out_.bindings_).subspan(out_.first_[i], out_.first_[i + 1] - out_.first_[i]));
    }
  }

  static void sort_symbol(std::span<Binding> bindings) {
    const auto is_before = [](const Binding& a, const Binding& b) {
      return std::pair(a.position, a.name) < std::pair(b.position, b.name);
    };
    if (!std::is_sorted(bindings.begin(), bindings.end(), is_before)) {
      std::sort(bindings.begin(), bindings.end(), is_before);
    }
  }

  void mark_mutations() {
    out_.mutated_.assign(out_.symbols_.size(), false);
    for (const NodeId object : mutated_) {
      const SymbolId symbol = symbol_of_object(object);
      if (symbol.exists()) {
        out_.mutated_[symbol.index()] = true;
      }
    }
  }

  [[nodiscard]] SymbolId symbol_of_object(NodeId object) const {
    if (tree_.is(object, NodeKind::Name)) {
      return out_.resolve(outline_.scope(object), out_.spelling_.of(object));
    }
    const ScopeId class_scope = class_of_self(child(object, 0));
    return class_scope.exists() ? out_.find_member(class_scope, out_.spelling_.of(child(object, 1)))
                                : SymbolId::none();
  }

  Bindings& out_;
  const Outline& outline_;
  const syntax::Tree& tree_;
  std::vector<std::pair<NodeId, Manner>> targets_;
  std::vector<NodeId> nonlocals_;
  std::vector<NodeId> mutated_;  // Name or Attribute nodes
};

void collect_bindings(Bindings& out) {
  BindingCollector(out).collect();
}

}  // namespace av::names
