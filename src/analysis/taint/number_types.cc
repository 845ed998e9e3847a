#include "analysis/taint/number_types.h"

#include "analysis/names/checked_field.h"
#include "analysis/names/project_resolver.h"
#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace av::taint {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

// How many types one type may be made of.
constexpr std::size_t kMostTypes = 64;

std::string_view last_part(std::string_view path) {
  return path.substr(path.find_last_of('.') + 1);
}

// What stands in the brackets is all that a value of the type is made of.
bool is_made_of_arguments(std::string_view path) {
  constexpr std::string_view kGenerics[] = {
      "ClassVar", "Collection", "Dict",      "Final",    "FrozenSet", "Iterable",
      "List",     "Mapping",    "Optional",  "Sequence", "Set",       "Tuple",
      "Union",    "dict",       "frozenset", "list",     "set",       "tuple"};
  constexpr std::string_view kModules[] = {"builtins.", "typing.", "typing_extensions.",
                                           "collections.abc."};
  return std::ranges::any_of(kModules, [&](auto module) { return path.starts_with(module); }) &&
         std::ranges::find(kGenerics, last_part(path)) != std::end(kGenerics);
}

bool is_closed(names::FileNames& names, std::span<const names::Meaning> types,
               names::Meaning::Kind kind) {
  return !types.empty() && std::ranges::all_of(types, [&](const names::Meaning& type) {
    return type.kind == kind && names::is_closed_type(names, type);
  });
}

// Types takes a type apart.
class Types {
 public:
  explicit Types(names::FileNames& names) : names_(names), tree_(names.tree()) {}

  bool are_closed(NodeId type) {
    open_.push_back(type);
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (i == kMostTypes || !is_closed_or_open(open_[i])) {
        return false;
      }
    }
    return true;
  }

 private:
  bool is_closed_or_open(NodeId type) {
    using Kind = names::Meaning::Kind;
    switch (tree_.kind(type)) {
      case NodeKind::None:
      case NodeKind::Ellipsis:
        return true;
      case NodeKind::Tuple:
      case NodeKind::BinOp:
        for (const NodeId one : tree_.children(type)) {
          open_.push_back(one);
        }
        return true;
      case NodeKind::String:
        return is_closed(names_, names_.meanings_of_annotation(type).all(), Kind::Instance);
      case NodeKind::Subscript:
        return is_generic(type);
      default:
        return is_closed(names_, names_.meanings(type).all(), Kind::Object);
    }
  }

  bool is_generic(NodeId type) {
    const auto generic = names_.meanings(tree_.child(type, 0)).all();
    const std::string_view path = generic.size() == 1 ? generic[0].path : "";
    const NodeId given = tree_.child(type, 1);
    const bool is_annotated = last_part(path) == "Annotated" && tree_.is(given, NodeKind::Tuple);
    if (is_annotated || is_made_of_arguments(path)) {
      open_.push_back(is_annotated ? tree_.child(given, 0) : given);
      return true;
    }
    return path == "typing.Literal" || path == "typing_extensions.Literal";
  }

  names::FileNames& names_;
  const syntax::Tree& tree_;
  std::vector<NodeId> open_;
};

// Query(pattern="^[a-z]+$"), of FastAPI, django-ninja or pydantic.
bool says_safe_pattern(names::FileNames& names, NodeId call) {
  constexpr std::string_view kCheckers[] = {
      "Body",  "Cookie", "Field", "Form", "Header", "Path", "Query", "Param", "StringConstraints",
      "constr"};
  constexpr std::string_view kLibraries[] = {"fastapi.", "ninja.", "pydantic."};
  const syntax::Tree& tree = names.tree();
  const auto called = names.meanings(tree.child(call, 0)).all();
  const std::string_view path = called.size() == 1 ? called[0].path : "";
  if (std::ranges::find(kCheckers, last_part(path)) == std::end(kCheckers) ||
      std::ranges::none_of(kLibraries, [&](auto library) { return path.starts_with(library); })) {
    return false;
  }
  for (const NodeId part : tree.children(call)) {
    const bool is_pattern =
        tree.is(part, NodeKind::Keyword) && (names.spelling(tree.child(part, 0)) == "pattern" ||
                                             names.spelling(tree.child(part, 0)) == "regex");
    const auto text = is_pattern ? names.value(tree.child(part, 1)).text() : std::nullopt;
    if (text && is_safe_pattern(*text, false)) {
      return true;
    }
  }
  return false;
}

// is_closed_form_type: what comes out of such a field holds no text that anybody chose.
bool is_closed_form_type(std::string_view path) {
  constexpr std::string_view kTypes[] = {
      "BooleanField", "ChoiceField",      "DateField",           "DateTimeField",
      "DecimalField", "DurationField",    "FloatField",          "GenericIPAddressField",
      "IntegerField", "ModelChoiceField", "MultipleChoiceField", "NullBooleanField",
      "SlugField",    "TimeField",        "TypedChoiceField",    "UUIDField"};
  return path.starts_with("django.forms.") &&
         std::ranges::find(kTypes, last_part(path)) != std::end(kTypes);
}

// is_closed_form_field: the class of a form says that its field is of such a type.
bool is_closed_form_field(names::FileNames& names, const names::Meaning& form,
                          std::string_view field) {
  const syntax::Tree& tree = names.tree();
  if (form.kind != names::Meaning::Kind::Instance) {
    return false;
  }
  if (form.entity.exists() && names.project() != nullptr) {
    const auto types = names.project()->attribute(form, field).all();
    return !types.empty() && std::ranges::all_of(types, [](const names::Meaning& type) {
      return is_closed_form_type(type.path);
    });
  }
  if (!form.definition.exists() || !tree.is(form.definition, NodeKind::ClassDef)) {
    return false;
  }
  for (const NodeId statement : tree.children(tree.children(form.definition).back())) {
    if (tree.is(statement, NodeKind::Assign) && tree.is(tree.child(statement, 0), NodeKind::Name) &&
        names.spelling(tree.child(statement, 0)) == field &&
        tree.is(tree.children(statement).back(), NodeKind::Call)) {
      const auto types = names.meanings(tree.child(tree.children(statement).back(), 0)).all();
      return types.size() == 1 && is_closed_form_type(types[0].path);
    }
  }
  return false;
}

std::optional<std::int64_t> integer(names::FileNames& names, NodeId expr) {
  const names::Value& value = names.value(expr);
  return value.is(names::ValueKind::Int) ? std::optional(value.integer) : std::nullopt;
}

}  // namespace

bool is_number(names::FileNames& names, NodeId type) {
  return Types(names).are_closed(type);
}

bool is_checked_text(names::FileNames& names, NodeId type_or_default) {
  const syntax::Tree& tree = names.tree();
  if (tree.is(type_or_default, NodeKind::Call)) {
    return says_safe_pattern(names, type_or_default);
  }
  const NodeId given = tree.is(type_or_default, NodeKind::Subscript)
                           ? tree.child(type_or_default, 1)
                           : NodeId::none();
  if (!given.exists() || !tree.is(given, NodeKind::Tuple)) {
    return false;
  }
  // Annotated[str, Query(pattern="^[a-z]+$")]
  for (const NodeId one : tree.children(given)) {
    if (tree.is(one, NodeKind::Call) && says_safe_pattern(names, one)) {
      return true;
    }
  }
  return false;
}

bool is_checked_field(names::FileNames& names, NodeId attribute) {
  const syntax::Tree& tree = names.tree();
  const NodeId field = names::declared_field(names, attribute);
  return field.exists() && (is_checked_text(names, tree.child(field, 1)) ||
                            is_checked_text(names, tree.children(field).back()));
}

bool is_checked_entry(names::FileNames& names, NodeId element) {
  const syntax::Tree& tree = names.tree();
  if (!tree.is(element, NodeKind::Subscript) ||
      !tree.is(tree.child(element, 0), NodeKind::Attribute) ||
      names.spelling(tree.children(tree.child(element, 0)).back()) != "cleaned_data") {
    return false;
  }
  const auto key = names.value(tree.child(element, 1)).text();
  const auto forms = names.meanings(tree.child(tree.child(element, 0), 0)).all();
  return key && !forms.empty() && std::ranges::all_of(forms, [&](const names::Meaning& form) {
           return is_closed_form_field(names, form, *key);
         });
}

bool is_called_number(std::string_view parameter) {
  constexpr std::string_view kNumbers[] = {"fd", "fileno", "gid", "pgid", "pid", "ppid", "uid"};
  return std::ranges::find(kNumbers, parameter) != std::end(kNumbers);
}

bool is_number_pattern(names::FileNames& names, NodeId pattern) {
  const syntax::Tree& tree = names.tree();
  return tree.is(pattern, NodeKind::MatchClass) && is_number(names, tree.child(pattern, 0));
}

bool is_constant_pattern(names::FileNames& names, NodeId pattern) {
  const syntax::Tree& tree = names.tree();
  return tree.is(pattern, NodeKind::MatchValue) || tree.is(pattern, NodeKind::MatchSingleton) ||
         is_number_pattern(names, pattern);
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

bool is_short_slice(names::FileNames& names, NodeId slice) {
  constexpr std::int64_t kMost = 8;
  const syntax::Node& node = names.tree()[slice];
  const syntax::Children bounds = names.tree().children(slice);
  const bool has_lower = node.has(syntax::flag::kLower);
  const bool has_upper = node.has(syntax::flag::kUpper);
  const auto lower = has_lower ? integer(names, bounds[0]) : std::optional<std::int64_t>(0);
  const auto upper =
      has_upper ? integer(names, bounds[has_lower ? 1 : 0]) : std::optional<std::int64_t>(0);
  const bool counts_from_one_end = lower && upper && ((*lower < 0) == (*upper < 0 || !has_upper));
  return counts_from_one_end && *upper > *lower && *upper - *lower <= kMost;
}

}  // namespace av::taint
