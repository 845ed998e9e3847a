#include "analysis/names/project.h"

#include <algorithm>

namespace av::names {

TextId ProjectTables::add_text(std::string_view added) {
  text += added;
  text_ends.push_back(static_cast<std::uint32_t>(text.size()));
  return TextId(static_cast<std::uint32_t>(text_ends.size() - 1));
}

ModuleId Project::find_file(std::string_view path) const {
  const auto at = std::ranges::lower_bound(tables_.modules, path, {},
                                           [this](const Module& row) { return text(row.path); });
  return at != tables_.modules.end() && text(at->path) == path
             ? ModuleId(static_cast<std::uint32_t>(at - tables_.modules.begin()))
             : ModuleId::none();
}

ModuleId Project::find_link(Rows rows, std::string_view name) const {
  const auto all = links(rows);
  const auto at = std::ranges::lower_bound(
      all, name, {}, [this](const ModuleLink& row) { return text(row.name); });
  return at != all.end() && text(at->name) == name ? at->module : ModuleId::none();
}

ModuleId Project::find_import(ModuleId from, std::string_view dotted) const {
  return from.exists() ? find_link((*this)[from].imports, dotted) : ModuleId::none();
}

ModuleId Project::find_child(ModuleId package, std::string_view name) const {
  return find_link((*this)[package].children, name);
}

const Member* Project::find(Rows rows, std::string_view name) const {
  const auto all = members(rows);
  const auto at =
      std::ranges::lower_bound(all, name, {}, [this](const Member& row) { return text(row.name); });
  return at != all.end() && text(at->name) == name ? &*at : nullptr;
}

const Member* Project::find_member(ModuleId module, std::string_view name) const {
  return find((*this)[module].members, name);
}

const Member* Project::find_member(ClassId owner, std::string_view name) const {
  return find((*this)[owner].members, name);
}

bool Project::exports(ModuleId module, std::string_view name) const {
  const Module& row = (*this)[module];
  if (!row.has_all) {
    return !name.starts_with('_');
  }
  return std::ranges::any_of(names(row.exports), [&](TextId id) { return text(id) == name; });
}

std::string Project::path(const Entity& entity) const {
  const auto within = [this](ModuleId module, TextId name) {
    return std::string(text((*this)[module].name)) + '.' + std::string(text(name));
  };
  switch (entity.kind) {
    case Entity::Kind::Module:
      return std::string(text((*this)[entity.module()].name));
    case Entity::Kind::Class:
      return within((*this)[entity.class_id()].module, (*this)[entity.class_id()].name);
    case Entity::Kind::Function:
      return within((*this)[entity.function()].module, (*this)[entity.function()].name);
    case Entity::Kind::None:
      break;
  }
  return {};
}

}  // namespace av::names
