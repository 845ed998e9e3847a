#include "analysis/taint/number_types.h"

#include "analysis/names/checked_field.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace av::taint {

using syntax::NodeId;
using syntax::NodeKind;

bool is_number(const syntax::Tree& tree, Callees& callees, NodeId type) {
  if (!tree.is(type, NodeKind::Tuple)) {
    return names::is_number_type(callees.path_of(type));
  }
  for (const NodeId one : tree.children(type)) {
    if (!is_number(tree, callees, one)) {
      return false;
    }
  }
  return true;
}

bool is_called_number(std::string_view parameter) {
  constexpr std::string_view kNumbers[] = {"fd", "fileno", "gid", "pgid", "pid", "ppid", "uid"};
  return std::ranges::find(kNumbers, parameter) != std::end(kNumbers);
}

bool is_number_field(const syntax::Tree& tree, NodeId field) {
  const syntax::Children parts = tree.children(field);
  if (parts.size() < 2) {
    return false;
  }
  const std::string_view spec = tree.text_of(parts[1]);
  return !spec.empty() && std::string_view("bdoxXeEfFgGn%").find(spec.back()) != spec.npos &&
         spec.find('{') == spec.npos;
}

}  // namespace av::taint
