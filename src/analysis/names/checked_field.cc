#include "analysis/names/checked_field.h"

#include "analysis/names/project_resolver.h"

#include <algorithm>
#include <array>

namespace av::names {

using syntax::NodeId;
using syntax::NodeKind;

namespace {

constexpr std::string_view kModel = "pydantic.BaseModel";
constexpr int kMaxBases = 6;

bool is_model(FileNames& names, const Meaning& type, int depth) {
  if (type.path == kModel) {
    return true;
  }
  if (type.entity.is(Entity::Kind::Class) && names.project() != nullptr) {
    return names.project()->is_subclass(type.entity.class_id(), kModel);
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
              all, [&](const Meaning& one) { return is_model(names, one, depth - 1); })) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool is_number_type(std::string_view path) {
  constexpr std::array<std::string_view, 9> kNumberTypes = {
      "builtins.int",    "builtins.float", "builtins.bool",     "builtins.complex", "uuid.UUID",
      "decimal.Decimal", "datetime.date",  "datetime.datetime", "enum.Enum"};
  return std::ranges::find(kNumberTypes, path) != kNumberTypes.end();
}

bool is_checked_number(FileNames& names, NodeId attribute) {
  if (!names.tree().is(attribute, NodeKind::Attribute)) {
    return false;
  }
  const auto types = names.meanings(attribute).all();
  const bool is_number = !types.empty() && std::ranges::all_of(types, [](const Meaning& type) {
    return type.kind == Meaning::Kind::Instance && is_number_type(type.path);
  });
  const auto objects = names.meanings(names.tree().child(attribute, 0)).all();
  return is_number && !objects.empty() && std::ranges::all_of(objects, [&](const Meaning& object) {
           return object.kind == Meaning::Kind::Instance && is_model(names, object, kMaxBases);
         });
}

}  // namespace av::names
