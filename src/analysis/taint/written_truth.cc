#include "analysis/taint/written_truth.h"

namespace av::taint {

using syntax::NodeKind;

Truth written_truth(names::FileNames& names, syntax::NodeId node) {
  switch (node.exists() ? names.tree().kind(node) : NodeKind::Error) {
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::None:
    case NodeKind::Int:
    case NodeKind::Float:
    case NodeKind::String:
    case NodeKind::StringGroup:
    case NodeKind::Name:
    case NodeKind::Attribute:
    case NodeKind::List:
    case NodeKind::Tuple:
    case NodeKind::Dict: {
      const auto truth = names.value(node).truth();
      return !truth ? Truth::Unknown : *truth ? Truth::True : Truth::False;
    }
    default:
      return Truth::Unknown;
  }
}

bool is_with_none(const syntax::Tree& tree, const flow::File& code, const flow::Instr& compare) {
  const auto op = static_cast<syntax::Operator>(compare.flags & syntax::flag::kOperatorMask);
  const flow::ValueId other = compare.value_b();
  return (op == syntax::Operator::Is || op == syntax::Operator::IsNot) && other.exists() &&
         tree.is(code[other].node, NodeKind::None);
}

}  // namespace av::taint
