#include "analysis/names/checked_field.h"

#include "analysis/names/project_resolver.h"

#include <algorithm>
#include <array>
#include <span>

namespace av::names {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

using Paths = std::span<const std::string_view>;

constexpr std::array<std::string_view, 4> kModels = {"pydantic.BaseModel", "pydantic.RootModel",
                                                     "pydantic.BaseSettings",
                                                     "pydantic_settings.BaseSettings"};
constexpr std::array<std::string_view, 5> kEnums = {"enum.Enum", "enum.IntEnum", "enum.StrEnum",
                                                    "enum.Flag", "enum.IntFlag"};
constexpr int kMaxFieldBases = 6;

bool is_among(std::string_view path, Paths paths) {
  return std::ranges::find(paths, path) != paths.end();
}

// inherits says whether a type is one of `bases`, or a class below one.
bool inherits(FileNames& names, const Meaning& type, Paths bases, int depth) {
  if (type.entity.is(Entity::Kind::Class) && names.project() != nullptr) {
    return std::ranges::any_of(bases, [&](std::string_view base) {
      return names.project()->is_subclass(type.entity.class_id(), base);
    });
  }
  if (is_among(type.path, bases)) {
    return true;
  }
  if (depth == 0 || !type.definition.exists() ||
      !names.tree().is(type.definition, NodeKind::ClassDef)) {
    return false;
  }
  for (const NodeId part : names.tree().children(type.definition)) {
    if (!names.tree().is(part, NodeKind::Arguments)) {
      continue;
    }
    for (const NodeId base : names.tree().children(part)) {
      const auto all = names.meanings(base).all();
      if (std::ranges::any_of(
              all, [&](const Meaning& one) { return inherits(names, one, bases, depth - 1); })) {
        return true;
      }
    }
  }
  return false;
}

template <class Fits>
bool holds_only(FileNames& names, NodeId value, Fits fits) {
  const auto all = names.meanings(value).all();
  return !all.empty() && std::ranges::all_of(all, [&](const Meaning& one) {
    return one.kind == Meaning::Kind::Instance && fits(one);
  });
}

// member.value, member.name: nothing else that may be passed for an enum's member has both.
bool is_part_of_enum(FileNames& names, NodeId attribute) {
  const std::string_view name = names.spelling(names.tree().child(attribute, 1));
  return (name == "value" || name == "name") &&
         holds_only(names, names.tree().child(attribute, 0), [&](const Meaning& object) {
           return inherits(names, object, kEnums, kMaxFieldBases);
         });
}

}  // namespace

bool is_number_type(std::string_view path) {
  constexpr std::array<std::string_view, 14> kNumberTypes = {
      "builtins.int",      "builtins.float",  "builtins.bool",      "builtins.complex",
      "uuid.UUID",         "decimal.Decimal", "fractions.Fraction", "datetime.date",
      "datetime.datetime", "datetime.time",   "datetime.timedelta", "datetime.timezone",
      "enum.Enum",         "typing.Literal"};
  return is_among(path, kNumberTypes);
}

bool is_closed_type(FileNames& names, const Meaning& type) {
  return is_number_type(type.path) || inherits(names, type, kEnums, kMaxFieldBases);
}

bool is_model_type(FileNames& names, const Meaning& type) {
  return inherits(names, type, kModels, kMaxFieldBases);
}

bool is_checked_number(FileNames& names, NodeId attribute) {
  const bool is_attribute = names.tree().is(attribute, NodeKind::Attribute) &&
                            names.tree().children(attribute).size() > 1;
  return is_attribute &&
         (is_part_of_enum(names, attribute) ||
          (holds_only(names, attribute,
                      [&](const Meaning& type) { return is_closed_type(names, type); }) &&
           holds_only(names, names.tree().child(attribute, 0),
                      [&](const Meaning& object) { return is_model_type(names, object); })));
}

NodeId declared_field(FileNames& names, NodeId attribute) {
  const syntax::Tree& tree = names.tree();
  if (!tree.is(attribute, NodeKind::Attribute) || tree.children(attribute).size() < 2) {
    return NodeId::none();
  }
  const auto all = names.meanings(tree.child(attribute, 0)).all();
  const bool is_model = all.size() == 1 && all[0].kind == Meaning::Kind::Instance &&
                        all[0].definition.exists() && !all[0].entity.exists() &&
                        tree.is(all[0].definition, NodeKind::ClassDef) &&
                        is_model_type(names, all[0]);
  if (!is_model) {
    return NodeId::none();
  }
  const std::string_view field = names.spelling(tree.child(attribute, 1));
  for (const NodeId statement : tree.children(tree.children(all[0].definition).back())) {
    if (tree.is(statement, NodeKind::AnnAssign) &&
        tree.is(tree.child(statement, 0), NodeKind::Name) &&
        names.spelling(tree.child(statement, 0)) == field) {
      return statement;
    }
  }
  return NodeId::none();
}

// field: str = Field(pattern="…"), field: constr(regex="…")
bool has_pattern(FileNames& names, NodeId attribute) {
  const syntax::Tree& tree = names.tree();
  const NodeId field = declared_field(names, attribute);
  for (std::uint32_t i = 1; field.exists() && i < tree.children(field).size(); ++i) {
    const NodeId call = tree.child(field, i);
    for (const NodeId part :
         tree.is(call, NodeKind::Call) ? tree.children(call) : syntax::Children(0, 0)) {
      const std::string_view name =
          tree.is(part, NodeKind::Keyword) ? names.spelling(tree.child(part, 0)) : "";
      if (name == "pattern" || name == "regex") {
        return true;
      }
    }
  }
  return false;
}

}  // namespace av::names
