#include "analysis/match/pattern_glance.h"

#include "analysis/match/pattern_shape.h"

#include <algorithm>

namespace av::match {

using knowledge::PatternOp;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// A variable is followed to what it stands for, so that it may be of any kind.
bool is_followed(NodeKind kind) {
  return kind == NodeKind::Name || kind == NodeKind::NamedExpr;
}

// Made is what an expression is known to make; Any of most.
enum class Made : unsigned char { Any, Text, Number, List, Dict, None, Code };

Made made_by(NodeKind kind) {
  switch (kind) {
    case NodeKind::String:
    case NodeKind::StringGroup:
    case NodeKind::FString:
      return Made::Text;
    case NodeKind::Int:
    case NodeKind::Float:
    case NodeKind::Imaginary:
    case NodeKind::True:
    case NodeKind::False:
      return Made::Number;
    case NodeKind::List:
    case NodeKind::Tuple:
    case NodeKind::Set:
    case NodeKind::ListComp:
    case NodeKind::SetComp:
      return Made::List;
    case NodeKind::Dict:
    case NodeKind::DictComp:
      return Made::Dict;
    case NodeKind::None:
      return Made::None;
    case NodeKind::Lambda:
      return Made::Code;
    default:
      return Made::Any;
  }
}

bool may_be(NodeKind kind, Made wanted) {
  const Made is = made_by(kind);
  return is == Made::Any || is == wanted;
}

bool has_gap(std::span<const knowledge::PatternNode> nodes) {
  return std::ranges::any_of(nodes, is_gap);
}

NodeId part_of(const syntax::Tree& tree, NodeId node, NodeKind kind) {
  for (const NodeId part : tree.children(node)) {
    if (tree.is(part, kind)) {
      return part;
    }
  }
  return NodeId::none();
}

}  // namespace

bool PatternGlance::may_match(const Node& wanted, NodeId node) const {
  const NodeKind kind = tree_.kind(node);
  switch (wanted.op) {
    case PatternOp::Text:
      return may_be(kind, Made::Text);
    case PatternOp::Number:
    case PatternOp::Bool:
      return may_be(kind, Made::Number);
    case PatternOp::None:
      return may_be(kind, Made::None);
    case PatternOp::List:
      return may_be(kind, Made::List);
    case PatternOp::Dict:
      return may_be_dict(wanted, node);
    case PatternOp::Bound:
      return is_spelled(wanted, node);
    case PatternOp::Member:
      return may_be_member(wanted, node);
    case PatternOp::Call:
      return is_followed(kind) || (kind == NodeKind::Call &&
                                   may_match(pattern_.children(wanted)[0], tree_.child(node, 0)));
    case PatternOp::Node:
      return may_be_node(wanted, node);
    case PatternOp::Assign:
      return (kind == NodeKind::Assign || kind == NodeKind::AnnAssign) &&
             may_be_assigned(wanted, node);
    case PatternOp::Function:
      return kind == NodeKind::FunctionDef && may_be_function(wanted, node);
    case PatternOp::Class:
      return kind == NodeKind::ClassDef && may_be_class(wanted, node);
    case PatternOp::Block:
      return kind == NodeKind::Block && may_be_block(wanted, node);
    default:
      return true;
  }
}

bool PatternGlance::is_spelled(const Node& wanted, NodeId name) const {
  const NodeKind kind = tree_.kind(name);
  return (kind == NodeKind::Identifier || kind == NodeKind::Name) &&
         (wanted.text.empty() || names_.spelling(name) == wanted.text);
}

bool PatternGlance::may_be_member(const Node& wanted, NodeId node) const {
  if (!tree_.is(node, NodeKind::Attribute)) {
    return is_followed(tree_.kind(node));
  }
  const Children parts = tree_.children(node);
  return parts.size() == 2 && is_spelled(wanted, parts[1]) &&
         may_match(pattern_.children(wanted)[0], parts[0]);
}

// Of the entries that are wanted the first is looked for; most dictionaries have no such.
bool PatternGlance::may_be_dict(const Node& wanted, NodeId node) const {
  if (!tree_.is(node, NodeKind::Dict)) {
    return may_be(tree_.kind(node), Made::Dict);
  }
  const Nodes entries = pattern_.children(wanted);
  const auto first = std::ranges::find(entries, PatternOp::Entry, &Node::op);
  return first == entries.end() || has_entry(*first, node);
}

// has_entry: what a dictionary takes from another one, and a key that is not written as one text,
// may be any.
bool PatternGlance::has_entry(const Node& wanted, NodeId dict) const {
  const Node& key = pattern_.children(wanted)[0];
  const Node& value = pattern_.children(wanted)[1];
  const auto may_be_key = [this, &key](NodeId node) {
    const std::string_view written = tree_.text_of(node);
    const bool is_plain =
        tree_.is(node, NodeKind::String) && written.find('\\') == std::string_view::npos;
    return key.op == PatternOp::Text && is_plain ? written.find(key.text) != std::string_view::npos
                                                 : may_match(key, node);
  };
  for (const NodeId entry : tree_.children(dict)) {
    if (!tree_.is(entry, NodeKind::DictItem) ||
        (may_be_key(tree_.child(entry, 0)) && may_match(value, tree_.child(entry, 1)))) {
      return true;
    }
  }
  return false;
}

bool PatternGlance::may_be_node(const Node& wanted, NodeId node) const {
  const NodeKind kind = tree_.kind(node);
  if (kind != wanted.kind()) {
    return is_followed(kind) || (wanted.kind() == NodeKind::BinOp && kind == NodeKind::FString);
  }
  if (kind == NodeKind::Compare) {
    return may_be_compared(wanted, node);
  }
  if (has_operator(kind) && static_cast<std::uint8_t>(tree_[node].op()) != wanted.operation) {
    return false;
  }
  const Nodes parts = pattern_.children(wanted);
  const Children given = tree_.children(node);
  const std::size_t count = std::min<std::size_t>(parts.size(), given.size());
  for (std::size_t i = 0; i < count && !is_gap(parts[i]); ++i) {
    if (!may_match(parts[i], given[static_cast<std::uint32_t>(i)])) {
      return false;
    }
  }
  return true;
}

// a == b is b == a.
bool PatternGlance::may_be_compared(const Node& wanted, NodeId node) const {
  const Nodes parts = pattern_.children(wanted);
  const Children given = tree_.children(node);
  if (parts.size() != 3 || given.size() != 3) {
    return parts.size() == given.size();
  }
  if (!may_match(parts[1], given[1])) {
    return false;
  }
  const syntax::Operator op = tree_[given[1]].op();
  const bool is_either = op == syntax::Operator::Eq || op == syntax::Operator::NotEq;
  return (may_match(parts[0], given[0]) && may_match(parts[2], given[2])) ||
         (is_either && may_match(parts[0], given[2]) && may_match(parts[2], given[0]));
}

bool PatternGlance::may_be_assigned(const Node& wanted, NodeId node) const {
  const Children parts = tree_.children(node);
  const Node& value = pattern_.children(wanted)[1];
  return parts.size() > 1 && may_match(value, parts.back());
}

bool PatternGlance::may_be_function(const Node& wanted, NodeId node) const {
  const Nodes parts = pattern_.children(wanted);
  const NodeId name = part_of(tree_, node, NodeKind::Identifier);
  if (!name.exists() || !may_match(parts[0], name)) {
    return false;
  }
  const NodeId decorators = part_of(tree_, node, NodeKind::Decorators);
  for (const Node& part : parts.subspan(2)) {
    if (part.op == PatternOp::Parameter || is_gap(part)) {
      break;  // decorators come first
    }
    if (!decorators.exists() || !has_child(part, decorators)) {
      return false;
    }
  }
  return may_match(parts[1], tree_.children(node).back());
}

// has_child: one of the children of `node` may match.
bool PatternGlance::has_child(const Node& wanted, NodeId node) const {
  for (const NodeId one : tree_.children(node)) {
    if (may_match(wanted, one)) {
      return true;
    }
  }
  return false;
}

bool PatternGlance::may_be_class(const Node& wanted, NodeId node) const {
  const Nodes parts = pattern_.children(wanted);
  const bool has_bases = !std::ranges::all_of(parts.subspan(2), is_gap);
  return (!has_bases || part_of(tree_, node, NodeKind::Arguments).exists()) &&
         may_match(parts[1], tree_.children(node).back());
}

bool PatternGlance::may_be_block(const Node& wanted, NodeId node) const {
  const Nodes statements = pattern_.children(wanted);
  const Children given = tree_.children(node);
  if (!has_gap(statements) && statements.size() != given.size()) {
    return false;
  }
  return std::ranges::all_of(statements, [&](const Node& statement) {
    return is_gap(statement) || has_child(statement, node);
  });
}

}  // namespace av::match
