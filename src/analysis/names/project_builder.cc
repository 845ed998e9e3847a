#include "analysis/names/project_builder.h"

#include "analysis/names/name_hash.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace av::names {
namespace {

// The folder that a module's submodules are in.
std::string_view folder_of(const ModuleSource& source) {
  const std::string_view path = source.path;
  return source.is_namespace ? path : path.substr(0, std::min(path.find_last_of('/'), path.size()));
}

// Where the module itself lies: a package in the folder around its own.
std::string_view place_of(const ModuleSource& source) {
  const std::string_view path = source.is_package ? folder_of(source) : source.path;
  return path.substr(0, std::min(path.find_last_of('/'), path.size()));
}

std::string_view own_name(const ModuleSource& source) {
  std::string_view path = source.is_package ? folder_of(source) : source.path;
  path.remove_prefix(path.find_last_of('/') + 1);
  return source.is_package ? path : path.substr(0, std::min(path.find('.'), path.size()));
}

std::uint32_t size_of(const auto& table) {
  return static_cast<std::uint32_t>(table.size());
}

// TextTable keeps each text once: an open hash table of the ids of texts in the tables.
class TextTable {
 public:
  explicit TextTable(ProjectTables& tables) : tables_(tables), slots_(kFirstSlots) {}

  TextId intern(std::string_view text) {
    std::size_t slot = slot_of(text);
    if (slots_[slot].exists()) {
      return slots_[slot];
    }
    if ((tables_.text_ends.size() + 1) * 2 > slots_.size()) {
      grow();
      slot = slot_of(text);
    }
    return slots_[slot] = tables_.add_text(text);
  }

 private:
  static constexpr std::size_t kFirstSlots = 1024;  // a power of two

  [[nodiscard]] std::size_t slot_of(std::string_view text) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = name_hash(text) & mask;
    while (slots_[slot].exists() && tables_.text_of(slots_[slot]) != text) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  void grow() {
    slots_.assign(slots_.size() * 2, TextId::none());
    for (std::uint32_t i = 0; i < tables_.text_ends.size(); ++i) {
      slots_[slot_of(tables_.text_of(TextId(i)))] = TextId(i);
    }
  }

  ProjectTables& tables_;
  std::vector<TextId> slots_;
};

// Joiner appends module after module.
class Joiner {
 public:
  explicit Joiner(std::vector<ModuleSource> sources)
      : sources_(std::move(sources)), place_(sources_.size()) {}

  Project run() {
    sort_sources();
    for (ModuleSource& source : sources_) {
      add(source);
      source.tables = {};
    }
    link_packages();
    return Project(std::move(out_));
  }

 private:
  void sort_sources() {
    std::vector<std::uint32_t> order(sources_.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [this](std::uint32_t i) {
      return std::pair<const std::string&, const std::string&>(sources_[i].shown_path,
                                                               sources_[i].path);
    });
    std::vector<ModuleSource> sorted;
    sorted.reserve(sources_.size());
    for (const std::uint32_t i : order) {
      place_[i] = size_of(sorted);
      sorted.push_back(std::move(sources_[i]));
    }
    sources_ = std::move(sorted);
  }

  TextId text(std::string_view added) { return texts_.intern(added); }

  void add(const ModuleSource& source) {
    Module row = source.tables.modules.empty() ? Module() : source.tables.modules[0];
    take_bases();
    add_tables(source.tables);
    row.name = text(source.name);
    row.path = text(source.shown_path);
    row.is_package = source.is_package;
    row.is_stub = source.is_stub;
    row.is_namespace = source.is_namespace;
    row.is_standard = source.is_standard;
    row.is_of_library = source.is_of_library;
    row.members.first += base_.members;
    row.stars.first += base_.targets;
    row.exports.first += base_.names;
    row.loads.first += base_.names;
    row.imports = {size_of(out_.links), size_of(source.imports)};
    for (const auto& [written, target] : source.imports) {
      out_.links.push_back({text(written), ModuleId(place_[target])});
    }
    out_.modules.push_back(row);
  }

  // Where the rows of the module at hand begin.
  struct Bases {
    std::uint32_t members, targets, classes, functions, parameters, constants, names;
  };

  void take_bases() {
    base_ = {size_of(out_.members),   size_of(out_.targets),    size_of(out_.classes),
             size_of(out_.functions), size_of(out_.parameters), size_of(out_.constants),
             size_of(out_.names)};
  }

  void add_tables(const ProjectTables& from) {
    texts_here_.clear();
    for (std::uint32_t i = 0; i < from.text_ends.size(); ++i) {
      texts_here_.push_back(text(from.text_of(TextId(i))));
    }
    for (Member row : from.members) {
      row.name = moved(row.name);
      row.first_target += base_.targets;
      row.value = moved(row.value);
      out_.members.push_back(row);
    }
    for (Target row : from.targets) {
      row.ref = row.kind == Target::Kind::Path    ? moved(TextId(row.ref)).index()
                : row.kind == Target::Kind::Class ? row.ref + base_.classes
                                                  : row.ref + base_.functions;
      out_.targets.push_back(row);
    }
    add_definitions(from);
    for (Constant row : from.constants) {
      const bool is_container = row.kind >= ValueKind::List;
      row.ref = row.kind == ValueKind::Text ? moved(TextId(row.ref)).index()
                                            : row.ref + (is_container ? base_.constants : 0);
      out_.constants.push_back(row);
    }
    for (const TextId name : from.names) {
      out_.names.push_back(moved(name));
    }
  }

  void add_definitions(const ProjectTables& from) {
    const ModuleId module(size_of(out_.modules));
    for (ProjectClass row : from.classes) {
      row.name = moved(row.name);
      row.module = module;
      row.bases.first += base_.targets;
      row.members.first += base_.members;
      out_.classes.push_back(row);
    }
    for (ProjectFunction row : from.functions) {
      row.name = moved(row.name);
      row.module = module;
      row.owner = row.owner.exists() ? ClassId(row.owner.index() + base_.classes) : row.owner;
      row.parameters.first += base_.parameters;
      row.returns.first += base_.targets;
      row.value = moved(row.value);
      out_.functions.push_back(row);
    }
    for (ProjectParameter row : from.parameters) {
      row.name = moved(row.name);
      out_.parameters.push_back(row);
    }
  }

  [[nodiscard]] TextId moved(TextId id) const { return texts_here_[id.index()]; }
  [[nodiscard]] ConstantId moved(ConstantId id) const {
    return id.exists() ? ConstantId(id.index() + base_.constants) : id;
  }

  // A module belongs to the package whose folder it lies in.
  void link_packages() {
    std::unordered_map<std::string_view, std::uint32_t> by_folder;
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      if (sources_[i].is_package) {
        by_folder.emplace(folder_of(sources_[i]), i);
      }
    }
    std::vector<std::vector<ModuleLink>> children(sources_.size());
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      const auto package = by_folder.find(place_of(sources_[i]));
      if (package != by_folder.end()) {
        out_.modules[i].package = ModuleId(package->second);
        children[package->second].push_back({text(own_name(sources_[i])), ModuleId(i)});
      }
    }
    for (std::uint32_t i = 0; i < children.size(); ++i) {
      std::ranges::stable_sort(children[i], {},
                               [this](const ModuleLink& link) { return out_.text_of(link.name); });
      out_.modules[i].children = {size_of(out_.links), size_of(children[i])};
      out_.links.insert(out_.links.end(), children[i].begin(), children[i].end());
    }
  }

  std::vector<ModuleSource> sources_;
  std::vector<std::uint32_t> place_;  // by source as given: its ModuleId
  ProjectTables out_;
  TextTable texts_{out_};
  std::vector<TextId> texts_here_;  // by TextId of the module at hand
  Bases base_ = {};
};

}  // namespace

Project build_project(std::vector<ModuleSource> sources) {
  return Joiner(std::move(sources)).run();
}

}  // namespace av::names
