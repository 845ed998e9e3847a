// The part of PatternMatcher that deals with statements.
#include "analysis/match/pattern_matcher.h"
#include "analysis/match/pattern_shape.h"

#include <algorithm>

namespace av::match {

using knowledge::PatternOp;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

namespace {

// How many base classes of base classes are followed.
constexpr int kMostBases = 4;

NodeId find_child(const syntax::Tree& tree, NodeId node, NodeKind kind) {
  for (const NodeId child : tree.children(node)) {
    if (tree.is(child, kind)) {
      return child;
    }
  }
  return NodeId::none();
}

template <class Fits>
bool any_child(const Children& children, Fits fits) {
  for (const NodeId child : children) {
    if (fits(child)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool PatternMatcher::match_statement(const Node& pattern, NodeId node) {
  switch (pattern.op) {
    case PatternOp::Assign:
      return match_assign(pattern, node);
    case PatternOp::Import:
    case PatternOp::ImportOf:
      return match_import(pattern, node);
    case PatternOp::Function:
      return match_function(pattern, node);
    case PatternOp::Class:
      return match_class(pattern, node);
    case PatternOp::Handler:
      return match_handler(pattern, node);
    case PatternOp::With:
      return match_with(pattern, node);
    case PatternOp::Block:
      return match_block(pattern, node);
    default:
      return false;
  }
}

// Of `a = b = value` one target is enough; `a: type = value` assigns too.  The target comes first:
// its name costs less to look at than a value.
bool PatternMatcher::match_assign(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  const Children parts = tree.children(node);
  const bool is_annotated = tree.is(node, NodeKind::AnnAssign);
  if ((!is_annotated && !tree.is(node, NodeKind::Assign)) || (is_annotated && parts.size() < 3)) {
    return false;
  }
  const std::uint32_t targets = is_annotated ? 1 : parts.size() - 1;
  for (std::uint32_t i = 0; i < targets; ++i) {
    const BoundItems::State before = bound_.state();
    if (match(children(pattern)[0], item(parts[i])) &&
        match(children(pattern)[1], item(parts.back()))) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

bool PatternMatcher::match_import(const Node& pattern, NodeId alias) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(alias, NodeKind::Alias)) {
    return false;
  }
  const NodeId statement = check_.outline().parent(alias);
  const bool is_from = tree.is(statement, NodeKind::ImportFrom);
  const std::string_view wanted = pattern.text;
  const auto is_below = [wanted](std::string_view path) {
    return path.starts_with(wanted) && (path.size() == wanted.size() || path[wanted.size()] == '.');
  };
  const NodeId name = tree.child(alias, 0);
  if (!is_from) {
    return pattern.op == PatternOp::Import && is_below(check_.names().spelling(name));
  }
  const std::string_view module = check_.names().module_of(statement);
  if (pattern.op == PatternOp::ImportOf) {
    return match_path(pattern, alias);
  }
  return is_below(module) || match_path(pattern, alias);
}

bool PatternMatcher::match_function(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(node, NodeKind::FunctionDef)) {
    return false;
  }
  const Nodes parts = children(pattern);
  const NodeId name = find_child(tree, node, NodeKind::Identifier);
  const NodeId decorators = find_child(tree, node, NodeKind::Decorators);
  place_ = name;
  if (!match(parts[0], item(name))) {
    return false;
  }
  std::size_t i = 2;
  for (; i < parts.size() && parts[i].op != PatternOp::Parameter && !is_gap(parts[i]); ++i) {
    if (!decorators.exists() || !match_decorator(parts[i], decorators)) {
      return false;
    }
  }
  return match_parameters(parts.subspan(i), find_child(tree, node, NodeKind::Parameters)) &&
         match(parts[1], item(tree.children(node).back()));
}

bool PatternMatcher::match_decorator(const Node& pattern, NodeId decorators) {
  for (const NodeId decorator : check_.tree().children(decorators)) {
    const BoundItems::State before = bound_.state();
    if (match(pattern, item(decorator))) {
      place_ = decorator;
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

// With a ... in the pattern its parameters may stand anywhere; without, they are all there are.
bool PatternMatcher::match_parameters(Nodes patterns, NodeId parameters) {
  const syntax::Tree& tree = check_.tree();
  const Children given = tree.children(parameters);
  const bool has_gap = std::any_of(patterns.begin(), patterns.end(), is_gap);
  if (!has_gap && given.size() != patterns.size()) {
    return false;
  }
  const auto fits = [this, &tree](const Node& pattern, NodeId parameter) {
    if (!tree.is(parameter, NodeKind::Parameter) ||
        !match_bound(pattern, tree.child(parameter, 0))) {
      return false;
    }
    return pattern.count == 0 ||
           (tree[parameter].has(flag::kDefault) &&
            match(children(pattern)[0], item(tree.children(parameter).back())));
  };
  return std::all_of(patterns.begin(), patterns.end(), [&](const Node& pattern) {
    return is_gap(pattern) || any_child(given, [&](NodeId parameter) {
             const BoundItems::State before = bound_.state();
             const bool fit = fits(pattern, parameter);
             if (!fit) {
               bound_.go_back_to(before);
             }
             place_ = fit ? parameter : place_;
             return fit;
           });
  });
}

bool PatternMatcher::match_class(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(node, NodeKind::ClassDef)) {
    return false;
  }
  const Nodes parts = children(pattern);
  const Nodes bases = parts.subspan(2);
  const NodeId name = find_child(tree, node, NodeKind::Identifier);
  const NodeId arguments = find_child(tree, node, NodeKind::Arguments);
  const std::size_t given = arguments.exists() ? tree.children(arguments).size() : 0;
  const bool has_gap = std::any_of(bases.begin(), bases.end(), is_gap);
  place_ = name;
  if ((!has_gap && given != bases.size()) || !match(parts[0], item(name))) {
    return false;
  }
  for (const Node& base : bases) {
    if (!is_gap(base) && (!arguments.exists() || !match_base(base, arguments))) {
      return false;
    }
  }
  return match(parts[1], item(tree.children(node).back()));
}

bool PatternMatcher::match_base(const Node& pattern, NodeId arguments) {
  const syntax::Tree& tree = check_.tree();
  for (const NodeId base : tree.children(arguments)) {
    const BoundItems::State before = bound_.state();
    const bool is_keyword = tree.is(base, NodeKind::Keyword);
    const bool fit = pattern.op == PatternOp::Keyword
                         ? is_keyword && match_bound(pattern, tree.child(base, 0)) &&
                               match(children(pattern)[0], item(tree.child(base, 1)))
                         : !is_keyword && derives(base, pattern, kMostBases);
    if (fit) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

// derives: the class `base` is what the pattern says, or a class of this file that derives from it.
bool PatternMatcher::derives(NodeId base, const Node& pattern, int depth) {
  if (match(pattern, item(base))) {
    return true;
  }
  for (const names::Meaning& meaning : check_.meanings(base).all()) {
    const bool is_here = meaning.path.empty() && depth > 0 &&
                         check_.tree().is(meaning.definition, NodeKind::ClassDef);
    const NodeId arguments =
        is_here ? find_child(check_.tree(), meaning.definition, NodeKind::Arguments)
                : NodeId::none();
    const Children bases = arguments.exists() ? check_.tree().children(arguments) : Children(0, 0);
    for (const NodeId one : bases) {
      if (!check_.tree().is(one, NodeKind::Keyword) && derives(one, pattern, depth - 1)) {
        return true;
      }
    }
  }
  return false;
}

// except (A, B): each of the two counts.
bool PatternMatcher::match_handler(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(node, NodeKind::Handler)) {
    return false;
  }
  const Node& type = children(pattern)[0];
  const Children parts = tree.children(node);
  const bool is_bare = parts.size() == 1;
  if (type.op == PatternOp::Nothing || is_bare) {
    return type.op == PatternOp::Nothing && is_bare && match(children(pattern)[1], item(parts[0]));
  }
  bool fit = match(type, item(parts[0]));
  if (!fit && tree.is(parts[0], NodeKind::Tuple)) {
    fit = any_child(tree.children(parts[0]), [&](NodeId one) { return match(type, item(one)); });
  }
  return fit && match(children(pattern)[1], item(parts.back()));
}

bool PatternMatcher::match_with(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(node, NodeKind::With)) {
    return false;
  }
  const Nodes wanted = children(pattern);
  for (const NodeId one : tree.children(tree.child(node, 0))) {
    const Children parts = tree.children(one);
    const BoundItems::State before = bound_.state();
    const bool has_target = parts.size() == 2;
    if (match(wanted[0], item(parts[0])) &&
        (has_target ? match(wanted[1], item(parts[1])) : wanted[1].op == PatternOp::Anything)) {
      place_ = parts[0];
      return match(wanted[2], item(tree.child(node, 1)));
    }
    bound_.go_back_to(before);
  }
  return false;
}

bool PatternMatcher::match_block(const Node& pattern, NodeId block) {
  const syntax::Tree& tree = check_.tree();
  if (!tree.is(block, NodeKind::Block)) {
    return false;
  }
  const Children statements = tree.children(block);
  const bool in_class = tree.is(check_.outline().parent(block), NodeKind::ClassDef);
  return sequence(children(pattern), statements.size(),
                  [this, &statements, in_class](const Node& one, std::size_t i) {
                    const NodeId statement = statements[static_cast<std::uint32_t>(i)];
                    const bool fit = match(one, item(statement));
                    place_ = fit && in_class ? statement : place_;
                    return fit;
                  });
}

}  // namespace av::match
