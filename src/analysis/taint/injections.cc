#include "analysis/taint/injections.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace av::taint {

using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

namespace {

// Whose classes hold what a caller sends; an object of another library's class is made by the
// program or its framework.
constexpr std::array<std::string_view, 10> kDataModules = {
    "builtins", "collections", "datetime", "decimal", "enum",
    "pathlib",  "pydantic",    "typing",   "uuid",    "typing_extensions"};

// parts_of is X and the rest of Annotated[X, …]; none of another annotation.
syntax::Children parts_of(const syntax::Tree& tree, NodeId annotation) {
  const bool has_parts = tree.is(annotation, NodeKind::Subscript) &&
                         tree.is(tree.child(annotation, 1), NodeKind::Tuple);
  return has_parts ? tree.children(tree.child(annotation, 1)) : syntax::Children(0, 0);
}

// Objects of a framework's classes hold what it puts there; what of it is input, models say.
bool is_of_framework(const names::Meanings& types) {
  return std::ranges::any_of(types.all(), [](const names::Meaning& type) {
    const std::string_view root = type.path.substr(0, type.path.find('.'));
    const knowledge::TaintModel* model = knowledge::find_taint(type.path);
    const bool is_input = model != nullptr && !model->sources.empty();
    return !type.path.empty() && !type.entity.exists() && !is_input &&
           std::ranges::find(kDataModules, root) == kDataModules.end();
  });
}

}  // namespace

// UserDep = Annotated[User, Depends(f)] may be written once and used by its name.
NodeId Injections::annotation_of(NodeId parameter) {
  const syntax::Tree& tree = names_.tree();
  const NodeId annotation = tree.child(parameter, 1);
  if (!tree.is(annotation, NodeKind::Name)) {
    return annotation;
  }
  const auto all = names_.meanings(annotation).all();
  if (!all.empty() && all[0].path.starts_with("typing.Annotated")) {
    const names::Binding* binding = names_.reaching(annotation).only();
    if (binding != nullptr && binding->kind == names::BindingKind::Value &&
        tree.is(binding->value, NodeKind::Subscript)) {
      return binding->value;
    }
  }
  return annotation;
}

// A parameter without an annotation is what everybody who imports the framework expects of its
// name.
bool Injections::is_given(NodeId parameter) {
  const syntax::Tree& tree = names_.tree();
  if (find_injection(parameter).exists()) {
    return true;
  }
  if (tree[parameter].has(flag::kAnnotated)) {
    return is_made_by_framework(annotation_of(parameter));
  }
  return tree.is(tree.child(parameter, 0), NodeKind::Identifier) &&
         is_of_framework(names_.meanings_of_parameter(parameter));
}

// find_injection is the call of Depends that a parameter has.
NodeId Injections::find_injection(NodeId parameter) {
  const syntax::Tree& tree = names_.tree();
  if (tree[parameter].has(flag::kDefault)) {
    const NodeId value = tree.children(parameter).back();
    if (entry_of(value) != nullptr) {
      return value;
    }
  }
  if (tree[parameter].has(flag::kAnnotated)) {
    for (const NodeId part : parts_of(tree, annotation_of(parameter))) {
      if (entry_of(part) != nullptr) {
        return part;
      }
    }
  }
  return NodeId::none();
}

// session: Session, request: Request
bool Injections::is_made_by_framework(NodeId annotation) {
  const syntax::Children parts = parts_of(names_.tree(), annotation);
  return is_of_framework(names_.meanings_of_annotation(parts.empty() ? annotation : parts[0]));
}

// Depends(f): the framework calls f, and passes what it returns.
const knowledge::TaintEntry* Injections::entry_of(NodeId value) {
  if (!names_.tree().is(value, NodeKind::Call)) {
    return nullptr;
  }
  const auto* model = knowledge::find_taint(callees_.path_of(names_.tree().child(value, 0)));
  return model != nullptr && !model->entries.empty() ? model->entries.data() : nullptr;
}

// Depends() calls the class that the parameter is annotated with.
std::optional<Provider> Injections::find_provider(NodeId parameter) {
  const syntax::Tree& tree = names_.tree();
  const NodeId call = find_injection(parameter);
  if (!call.exists()) {
    return std::nullopt;
  }
  NodeId given;
  const syntax::Children parts = tree.children(call);
  if (parts.size() > 1 && !tree.is(parts[1], NodeKind::Starred)) {
    given = parts[1];
    const bool is_named = tree.is(given, NodeKind::Keyword);
    if (is_named) {
      const bool is_it = names_.spelling(tree.child(given, 0)) == "dependency";
      given = is_it ? tree.child(given, 1) : NodeId::none();
    }
  }
  if (!given.exists() && tree[parameter].has(flag::kAnnotated)) {
    const NodeId annotation = annotation_of(parameter);
    const syntax::Children annotated = parts_of(tree, annotation);
    given = annotated.empty() ? annotation : annotated[0];
  }
  if (!given.exists()) {
    return std::nullopt;
  }
  std::optional<Target> target = callees_.find_function(given);
  target = target ? target : callees_.find_class(given);
  return target ? std::optional(Provider{*target, entry_of(call)}) : std::nullopt;
}

}  // namespace av::taint
