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

// check_target reports what in `node` cannot be a target.
void Parser::check_target(const Node& node, TargetUse use) {
  if (node.kind == NodeKind::True || node.kind == NodeKind::False) {
    return feature(Feature::KeywordAsName2, node.start);
  }
  if (const char* why = refusal(node.kind)) {
    return problem_at(node, why);
  }
  if (node.kind == NodeKind::Starred && use == TargetUse::Delete) {
    return problem_at(node, "a starred value cannot be deleted");
  }
  const bool nested =
      node.kind == NodeKind::Tuple || node.kind == NodeKind::List || node.kind == NodeKind::Starred;
  if (!nested) {
    return;
  }
  const std::uint32_t first = node.first;
  const std::uint32_t count =
      node.small_count == Node::kCountElsewhere ? nodes_[first - 1].first : node.small_count;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (node.kind == NodeKind::Starred && nodes_[first + i].kind == NodeKind::Starred) {
      problem_at(nodes_[first + i], "a starred target cannot be starred again");
    }
    check_target(nodes_[first + i], use);
  }
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
