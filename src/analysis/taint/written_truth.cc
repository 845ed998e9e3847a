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

}  // namespace av::taint
