// parser_targets.cc — what may be assigned to or deleted.

#include "analysis/syntax/parser_state.h"

namespace av::syntax {

namespace {

// refusal says why a node of this kind is no target; nullptr if it may be one.
const char* refusal(NodeKind kind) {
  using enum NodeKind;
  switch (kind) {
    case Name:
    case Attribute:
    case Subscript:
    case Tuple:
    case List:
    case Starred:
    case Error:
      return nullptr;
    case None:
    case Ellipsis:
      return "a constant of the language cannot be assigned to";
    case Int:
    case Float:
    case Imaginary:
    case String:
    case StringGroup:
    case FString:
      return "a literal cannot be assigned to";
    case Call:
      return "a call cannot be assigned to";
    case Compare:
      return "a comparison cannot be assigned to";
    default:
      return "an expression cannot be assigned to";
  }
}

}  // namespace

// is_name_of_python2: Python 2 assigns to True and False, and deletes None as well.
bool Parser::is_name_of_python2(NodeKind kind, TargetUse use) const {
  return kind == NodeKind::True || kind == NodeKind::False ||
         (kind == NodeKind::None && use == TargetUse::Delete && dialect_ == Dialect::Python2);
}

// check_target reports what in `node` cannot be a target.
void Parser::check_target(const Node& node, TargetUse use) {
  if (is_name_of_python2(node.kind, use)) {
    return feature(Feature::KeywordAsName2, node.start);
  }
  if (const char* why = refusal(node.kind)) {
    return problem_at(node, why);
  }
  if (node.kind == NodeKind::Starred && use == TargetUse::Delete) {
    feature(Feature::StarDeleted, node.start);
  }
  const bool nested =
      node.kind == NodeKind::Tuple || node.kind == NodeKind::List || node.kind == NodeKind::Starred;
  if (nested) {
    return check_inner_targets(node, use);
  }
  if (dialect_ == Dialect::Python2 && node.kind == NodeKind::Attribute &&
      use == TargetUse::Assign) {
    check_attribute_name(nodes_[node.first + 1]);
  }
}

// check_attribute_name: Python 2 reads a.None, and assigns nothing to it.
void Parser::check_attribute_name(const Node& name) {
  if (text_.substr(name.start, name.end - name.start) == "None") {
    problem_at(name, "None cannot be assigned to");
  }
}

void Parser::check_inner_targets(const Node& node, TargetUse use) {
  for (const Node& inner : children_of(node)) {
    if (node.kind == NodeKind::Starred && inner.kind == NodeKind::Starred &&
        !inner.has(flag::kParenthesized)) {
      problem_at(inner, "a starred target cannot be starred again");
    }
    check_target(inner, use);
  }
}

// check_tuple_parameter: a parameter in parentheses is made of names.
void Parser::check_tuple_parameter(const Node& node) {
  const bool is_name =
      node.kind == NodeKind::Name || is_name_of_python2(node.kind, TargetUse::Assign);
  if (is_name || node.kind == NodeKind::Error) {
    return;
  }
  const std::span<const Node> parts = children_of(node);
  if (node.kind != NodeKind::Tuple || parts.empty()) {
    return problem_at(node, "only names can be parameters");
  }
  for (const Node& part : parts) {
    check_tuple_parameter(part);
  }
}

std::span<const Node> Parser::children_of(const Node& node) const {
  const bool is_few = node.small_count < Node::kCountElsewhere;
  return {nodes_.data() + node.first, is_few ? node.small_count : nodes_[node.first - 1].first};
}

// check_single_target: of an augmented or annotated assignment, which takes no tuple.
void Parser::check_single_target(const Node& node) {
  if (node.kind == NodeKind::Tuple || node.kind == NodeKind::List ||
      node.kind == NodeKind::Starred) {
    return problem_at(node, "only a name, attribute or subscript can stand here");
  }
  check_target(node, TargetUse::Assign);
}

}  // namespace av::syntax
