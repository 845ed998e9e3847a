#include "analysis/names/reaching.h"

#include <algorithm>

namespace av::names {

using syntax::NodeId;
using syntax::NodeKind;

// Reacher answers one question.
class Reacher {
 public:
  Reacher(const Outline& outline, const Bindings& bindings, NodeId use)
      : outline_(outline), bindings_(bindings), tree_(outline.tree()), use_(use) {}

  // find looks outwards through the scopes.
  Reaching find() {
    const ScopeId scope = outline_.scope(use_);
    const HashedName name(bindings_.spelling().of(use_));
    for (ScopeId at = scope; at.exists(); at = outline_[at].parent) {
      if (outline_[at].kind == ScopeKind::Class && at != scope) {
        continue;
      }
      const SymbolId symbol = bindings_.find(at, name);
      if (symbol.exists() && look_at(symbol)) {
        return out_;
      }
    }
    return {};
  }

  Reaching all(SymbolId symbol) {
    out_ = {};
    out_.symbol_ = symbol;
    for (const Binding& binding : bindings_.of(symbol)) {
      if (binding.kind != BindingKind::Delete) {
        add(binding);
      }
      if (!out_.complete_) {
        break;
      }
    }
    return out_;
  }

  // at_end: what `symbol` means behind the last statement of the scope that binds it.
  Reaching at_end(SymbolId symbol) {
    const ScopeId home = bindings_.scope_of(symbol);
    before(symbol, tree_[use_].end);
    for (const Binding& binding : bindings_.of(symbol)) {
      const bool later = outline_.without_comprehensions(outline_.scope(binding.name)) != home;
      const auto known = out_.bindings();
      if (later && std::ranges::find(known, &binding) == known.end()) {
        add(binding);
      }
    }
    return out_;
  }

  // before: what `symbol` means just before byte `position`, in the scope that binds it.
  Reaching before(SymbolId symbol, std::uint32_t position) {
    out_ = {};
    out_.symbol_ = symbol;
    walk_back(bindings_.of(symbol), position);
    return out_;
  }

 private:
  // look_at returns false when the search must go on outwards: a class or module that has not bound
  // the name yet looks further, a function does not.
  bool look_at(SymbolId symbol) {
    const ScopeId home = bindings_.scope_of(symbol);
    if (!runs_in(home)) {
      all(symbol);
      return true;
    }
    before(symbol, tree_[use_].start);
    const ScopeKind kind = outline_[home].kind;
    return out_.count_ > 0 || (kind != ScopeKind::Module && kind != ScopeKind::Class);
  }

  // runs_in: the use is evaluated while the code of `home` runs, not when some function is called.
  [[nodiscard]] bool runs_in(ScopeId home) const {
    ScopeId at = outline_.scope(use_);
    while (at != home && outline_[at].kind == ScopeKind::Comprehension) {
      at = outline_[at].parent;
    }
    return at == home;
  }

  void walk_back(std::span<const Binding> all, std::uint32_t position) {
    const auto later = std::upper_bound(
        all.begin(), all.end(), position,
        [](std::uint32_t at, const Binding& binding) { return at < binding.position; });
    for (auto it = later; it != all.begin() && out_.complete_;) {
      if (take(*--it)) {
        break;
      }
    }
    for (auto it = later; it != all.end() && out_.complete_ && is_repeated(*it); ++it) {
      take(*it);
    }
  }

  // take adds a binding if the use may see it; true when earlier ones cannot be seen past it.
  bool take(const Binding& binding) {
    const bool certain = outline_.encloses(binding.region, use_);
    if (binding.kind == BindingKind::Delete) {
      deleted_ = &binding;
      out_.may_be_deleted_ = out_.may_be_deleted_ || !certain;
      return certain;
    }
    if (is_gone(binding) && !is_repeated(binding)) {
      return false;
    }
    if (!certain && (is_exclusive(binding) || has_left(binding)) && !is_repeated(binding)) {
      return false;
    }
    add(binding);
    return certain && binding.kind != BindingKind::Annotation;
  }

  // is_gone: a `del` in the same block follows the binding, or it was the name of a handler that
  // has ended.
  [[nodiscard]] bool is_gone(const Binding& binding) const {
    if (deleted_ != nullptr && outline_.encloses(deleted_->region, binding.region)) {
      return true;
    }
    return tree_.is(binding.node, NodeKind::Handler) && !outline_.encloses(binding.node, use_) &&
           tree_.dialect() != syntax::Dialect::Python2;
  }

  // is_repeated: a loop around both leads from the binding to the use, wherever they stand in it.
  [[nodiscard]] bool is_repeated(const Binding& binding) {
    if (!loop_known_) {
      loop_ = outermost_loop();
      loop_known_ = true;
    }
    return loop_.exists() && outline_.encloses(loop_, binding.name);
  }

  void add(const Binding& binding) {
    if (out_.count_ == kMaxReaching) {
      out_.complete_ = false;
      return;
    }
    out_.bindings_[out_.count_++] = &binding;
  }

  // is_exclusive: binding and use are in different branches of one statement.
  [[nodiscard]] bool is_exclusive(const Binding& binding) const {
    NodeId inside = binding.region;
    NodeId around = outline_.parent(inside);
    while (around.exists() && !outline_.encloses(around, use_)) {
      inside = around;
      around = outline_.parent(around);
    }
    if (!around.exists()) {
      return false;
    }
    const NodeKind kind = tree_.kind(around);
    const NodeKind branch = tree_.kind(inside);
    if (kind == NodeKind::If) {
      return branch == NodeKind::Block || branch == NodeKind::Elif || branch == NodeKind::Else;
    }
    return (kind == NodeKind::Match && branch == NodeKind::Case) ||
           (kind == NodeKind::Try && branch == NodeKind::Handler && !in_finally(around));
  }

  [[nodiscard]] bool in_finally(NodeId statement) const {
    const NodeId last = tree_.children(statement).back();
    return tree_.is(last, NodeKind::Finally) && outline_.encloses(last, use_);
  }

  // has_left: the block of the binding ends in leaving the code that the use is in.
  [[nodiscard]] bool has_left(const Binding& binding) const {
    if (!tree_.is(binding.region, NodeKind::Block) || tree_.children(binding.region).empty()) {
      return false;
    }
    const NodeKind last = tree_.kind(tree_.children(binding.region).back());
    return last == NodeKind::Return || last == NodeKind::Raise;
  }

  [[nodiscard]] NodeId outermost_loop() const {
    NodeId loop = NodeId::none();
    NodeId inside = use_;
    for (NodeId at = outline_.parent(use_); at.exists(); at = outline_.parent(at)) {
      const NodeKind kind = tree_.kind(at);
      if (kind == NodeKind::FunctionDef || kind == NodeKind::Lambda || kind == NodeKind::ClassDef) {
        break;
      }
      if (kind == NodeKind::While || (kind == NodeKind::For && tree_.is(inside, NodeKind::Block))) {
        loop = at;
      }
      inside = at;
    }
    return loop;
  }

  const Outline& outline_;
  const Bindings& bindings_;
  const syntax::Tree& tree_;
  NodeId use_;
  NodeId loop_;
  const Binding* deleted_ = nullptr;  // the last `del` passed
  bool loop_known_ = false;
  Reaching out_;
};

Reaching reaching(const Outline& outline, const Bindings& bindings, NodeId use) {
  return Reacher(outline, bindings, use).find();
}

Reaching reaching_before(const Outline& outline, const Bindings& bindings,
                         const Binding& augmented) {
  const std::uint32_t start = outline.tree()[augmented.node].start;
  return Reacher(outline, bindings, augmented.name).before(augmented.symbol, start);
}

Reaching reaching_end(const Bindings& bindings, SymbolId symbol) {
  const Outline& outline = bindings.outline();
  const NodeId scope = outline[bindings.scope_of(symbol)].node;
  return Reacher(outline, bindings, scope).at_end(symbol);
}

Reaching all_of(const Bindings& bindings, SymbolId symbol) {
  return Reacher(bindings.outline(), bindings, NodeId::none()).all(symbol);
}

}  // namespace av::names
