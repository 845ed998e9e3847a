#pragma once
// project_resolver.h — follows a file's imports into the index of its project.
//
// In: a frozen Project and the module that the file is.  Out: meanings whose `entity` says what a
// module, class or function of the project is, followed through re-exports, star imports,
// alternatives and base classes (C3); and constants of other modules.
// What a library's model knows by its path stays that path: a project may be a library itself.
// Cycles end: what is asked for while it is being answered is unknown.  Answers are remembered, so
// one resolver belongs to one thread.

#include "analysis/names/meaning.h"
#include "analysis/names/path_pool.h"
#include "analysis/names/project.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace av::names {

// ProjectResolver answers for one file.  `project` must outlive it.
class ProjectResolver {
 public:
  ProjectResolver(const Project& project, ModuleId home) : project_(project), home_(home) {}

  [[nodiscard]] const Project& project() const { return project_; }
  // home is the module that asks.
  [[nodiscard]] ModuleId home() const { return home_; }

  // module is what `import dotted` leads to; empty when it leaves the project.
  Meanings module(std::string_view dotted);
  // attribute, call: what `object.name` and a call are, of a meaning that has an entity.
  const Meanings& attribute(const Meaning& object, std::string_view name);
  const Meanings& call(const Meaning& callee);
  // value is the constant that `object.name` has; nullptr when there is none, or several.
  const Constant* value(const Meaning& object, std::string_view name);
  // result_value is the constant that every call of a function returns; nullptr when none is.
  const Constant* result_value(const Meaning& callee) const;
  // is_subclass says whether a class is, or inherits from, what rules know by `path`.
  bool is_subclass(ClassId id, std::string_view path);

 private:
  // Ancestor is a class of an order of look-up: of the project, or known by its path.
  struct Ancestor {
    ClassId own;
    std::string_view path;
    friend bool operator==(const Ancestor&, const Ancestor&) = default;
  };
  using Order = std::vector<Ancestor>;
  using Key = std::pair<std::uint64_t, std::string_view>;

  Meanings find_attribute(const Meaning& object, std::string_view name);
  Meanings module_attribute(const Meaning& object, std::string_view name);
  Meanings class_attribute(const Meaning& object, std::string_view name);
  Meanings from_stars(const Module& module, ModuleId id, std::string_view name);
  Meanings find_call(const Meaning& callee);
  Meanings of_member(const Member& member, ModuleId module);
  Meanings of_targets(std::span<const Target> targets, ModuleId module);
  Meanings follow(std::string_view path, ModuleId from);
  Meanings step(const Meanings& objects, std::string_view part);
  Meaning entity(Entity entity, Meaning::Kind kind);
  const Constant* class_value(ClassId id, std::string_view name);
  const Constant* module_value(ModuleId id, std::string_view name);
  const Constant* member_value(const Member& member, ModuleId module);
  const Order& order_of(ClassId id);
  Order linearized(ClassId id);

  const Project& project_;
  ModuleId home_;
  PathPool paths_;
  std::map<Key, Meanings> attributes_;
  std::unordered_map<std::uint64_t, Meanings> calls_;
  std::map<Key, const Constant*> values_;            // of modules
  std::unordered_map<std::uint32_t, Order> orders_;  // by class
  std::unordered_map<std::uint64_t, std::string_view> entity_paths_;
  int depth_ = 0;
};

// path_attribute, path_call: the same of things that are known by their path only.
Meaning path_attribute(PathPool& paths, const Meaning& object, std::string_view name);
Meaning path_call(PathPool& paths, const Meaning& callee);

}  // namespace av::names
