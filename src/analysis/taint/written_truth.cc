#include "analysis/taint/written_truth.h"

#include <algorithm>

namespace av::taint {

using syntax::NodeKind;

namespace {

// truth_of_display: whatever the elements are, there are some.
Truth truth_of_display(const syntax::Tree& tree, syntax::NodeId display) {
  const syntax::Children elements = tree.children(display);
  bool are_all_stars = true;
  for (const syntax::NodeId element : elements) {
    are_all_stars &=
        tree.is(element, NodeKind::Starred) || tree.is(element, NodeKind::DoubleStarred);
  }
  return elements.empty() ? Truth::False : are_all_stars ? Truth::Unknown : Truth::True;
}

}  // namespace

Truth written_truth(names::FileNames& names, syntax::NodeId node) {
  switch (node.exists() ? names.tree().kind(node) : NodeKind::Error) {
    case NodeKind::True:
      return Truth::True;
    case NodeKind::False:
    case NodeKind::None:
      return Truth::False;
    case NodeKind::List:
    case NodeKind::Tuple:
    case NodeKind::Dict:
      return truth_of_display(names.tree(), node);
    case NodeKind::Int:
    case NodeKind::Float:
    case NodeKind::String:
    case NodeKind::StringGroup:
    case NodeKind::Name:
    case NodeKind::Attribute: {
      const auto truth = names.value(node).truth();
      return !truth ? Truth::Unknown : *truth ? Truth::True : Truth::False;
    }
    default:
      return Truth::Unknown;
  }
}

bool depends_on_truth(const Callee& callee, const CallCheck& check) {
  const bool calls_other =
      check.kind == CallCheck::Kind::Deferred || check.kind == CallCheck::Kind::Partial;
  return !callee.has_path || !callee.targets.empty() || calls_other ||
         (callee.model != nullptr && std::ranges::any_of(callee.model->sinks, [](const auto& sink) {
            return !sink.when.empty();
          }));
}

bool is_with_none(const syntax::Tree& tree, const flow::File& code, const flow::Instr& compare) {
  const auto op = static_cast<syntax::Operator>(compare.flags & syntax::flag::kOperatorMask);
  const flow::ValueId other = compare.value_b();
  return (op == syntax::Operator::Is || op == syntax::Operator::IsNot) && other.exists() &&
         tree.is(code[other].node, NodeKind::None);
}

}  // namespace av::taint
