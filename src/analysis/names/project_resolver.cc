#include "analysis/names/project_resolver.h"

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/module_names.h"
#include "analysis/knowledge/taint_model.h"

#include <algorithm>

namespace av::names {

using Kind = Meaning::Kind;

namespace {

// How far one question may lead, and how many classes an order of look-up may have.
constexpr int kMaxResolverDepth = 40;
constexpr std::size_t kMostAncestors = 64;

std::uint64_t key_of(const Meaning& meaning) {
  return std::uint64_t{meaning.entity.index} << 8U |
         static_cast<std::uint64_t>(meaning.entity.kind) << 1U |
         static_cast<std::uint64_t>(meaning.kind);
}

// By convention classes start with a capital, functions do not.
bool looks_like_class(std::string_view path) {
  std::string_view last = path.substr(path.find_last_of('.') + 1);
  last.remove_prefix(std::min(last.find_first_not_of('_'), last.size()));
  return !last.empty() && last[0] >= 'A' && last[0] <= 'Z' && !last.ends_with("()") &&
         !last.ends_with("[]");
}

bool is_known(std::string_view path) {
  return knowledge::find_function(path) != nullptr;
}

}  // namespace

Meaning path_attribute(PathPool& paths, const Meaning& object, std::string_view name) {
  const std::string_view path = paths.join(object.path, name);
  const bool may_be_any =
      looks_like_class(object.path) && !is_known(path) && knowledge::find_taint(path) == nullptr;
  const std::string_view type =
      may_be_any ? knowledge::returns(paths.join(object.path, "__getattr__")) : "";
  return {type.empty() ? Kind::Object : Kind::Instance,
          type.empty() ? path : type,
          syntax::NodeId::none(),
          {}};
}

Meaning path_call(PathPool& paths, const Meaning& callee) {
  const bool is_type = callee.kind == Kind::Object;
  const std::string_view called = paths.with_suffix(callee.path, "()");
  const std::string_view type = knowledge::returns(is_type ? callee.path : called);
  if (!type.empty()) {
    return {Kind::Instance, type, syntax::NodeId::none(), {}};
  }
  const bool is_new = is_type && looks_like_class(callee.path);
  return {is_new ? Kind::Instance : Kind::Object,
          is_new ? callee.path : called,
          syntax::NodeId::none(),
          {}};
}

Meaning ProjectResolver::entity(Entity entity, Meaning::Kind kind) {
  const auto [slot, is_new] = entity_paths_.try_emplace(std::uint64_t{entity.index} << 8U |
                                                        static_cast<std::uint64_t>(entity.kind));
  if (is_new) {
    slot->second = paths_.canonical(project_.path(entity));
  }
  return {kind, slot->second, syntax::NodeId::none(), entity};
}

Meanings ProjectResolver::module(std::string_view dotted) {
  Meanings out;
  const ModuleId found = project_.find_import(home_, dotted);
  if (found.exists() && !project_[found].is_standard) {
    out.add(entity({Entity::Kind::Module, found.index()}, Kind::Object));
  }
  return out;
}

const Meanings& ProjectResolver::attribute(const Meaning& object, std::string_view name) {
  const auto [slot, is_new] = attributes_.emplace(Key(key_of(object), name), unknown());
  Meanings& kept = slot->second;
  if (is_new && depth_ < kMaxResolverDepth) {
    ++depth_;
    const Meanings found = find_attribute(object, name);
    --depth_;
    kept = found;
  }
  return kept;
}

Meanings ProjectResolver::find_attribute(const Meaning& object, std::string_view name) {
  switch (object.entity.kind) {
    case Entity::Kind::Module:
      return module_attribute(object, name);
    case Entity::Kind::Class:
      return class_attribute(object, name);
    case Entity::Kind::Function:
    case Entity::Kind::None:
      break;
  }
  return unknown();
}

Meanings ProjectResolver::module_attribute(const Meaning& object, std::string_view name) {
  const ModuleId id = object.entity.module();
  const Module& module = project_[id];
  const Meaning named = path_attribute(paths_, object, name);
  Meanings out;
  const bool is_renamed = !named.path.ends_with(name) || !named.path.starts_with(object.path);
  if (is_renamed || is_known(named.path)) {
    out.add(named);
    return out;
  }
  if (const Member* member = project_.find_member(id, name)) {
    out = of_member(*member, id);
    if (out.empty()) {
      out.add(named);
    }
    return out;
  }
  const ModuleId child = project_.find_child(id, name);
  if (child.exists()) {
    out.add(entity({Entity::Kind::Module, child.index()}, Kind::Object));
    return out;
  }
  out = from_stars(module, id, name);
  if (out.empty()) {
    out.add(named);
  }
  return out;
}

// The first star import that brings the name; the last one would win, but two seldom do.
Meanings ProjectResolver::from_stars(const Module& module, ModuleId id, std::string_view name) {
  for (const Target& star : project_.targets(module.stars)) {
    const Meanings sources = follow(project_.text(TextId(star.ref)), id);
    for (const Meaning& source : sources.all()) {
      if (!source.entity.is(Entity::Kind::Module)) {
        if (knowledge::has_hidden_name(source.path, name)) {
          Meanings found;
          found.add({Kind::Object,
                     paths_.join(paths_.canonical(source.path), name),
                     syntax::NodeId::none(),
                     {}});
          return found;
        }
        continue;
      }
      const ModuleId from = source.entity.module();
      const bool has =
          project_.find_member(from, name) != nullptr || project_[from].stars.count > 0;
      if (!has || !project_.exports(from, name)) {
        continue;
      }
      const Meanings found = attribute(source, name);
      if (!found.empty() &&
          (found.all()[0].entity.exists() || project_.find_member(from, name) != nullptr)) {
        return found;
      }
    }
  }
  return {};
}

Meanings ProjectResolver::of_member(const Member& member, ModuleId module) {
  Meanings out = of_targets(project_.targets(member), module);
  if (!member.is_complete) {
    out.set_incomplete();
  }
  return out;
}

Meanings ProjectResolver::of_targets(std::span<const Target> targets, ModuleId module) {
  Meanings out;
  for (const Target& target : targets) {
    const auto add = [&](Entity defined) {
      Meaning made = entity(defined, target.is_instance ? Kind::Instance : Kind::Object);
      made.is_partial = target.is_partial;
      out.add(made);
    };
    if (target.kind == Target::Kind::Class) {
      add({Entity::Kind::Class, target.ref});
    } else if (target.kind == Target::Kind::Function) {
      add({Entity::Kind::Function, target.ref});
    } else {
      const Meanings found = follow(project_.text(TextId(target.ref)), module);
      for (Meaning meaning : found.all()) {
        meaning.kind = target.is_instance ? Kind::Instance : meaning.kind;
        meaning.is_partial |= target.is_partial;
        out.add(meaning);
      }
      if (!found.is_complete()) {
        out.set_incomplete();
      }
    }
  }
  return out;
}

// A path begins with the longest import that the file has: "..a.b" of "..a.b.f().x[]".
Meanings ProjectResolver::follow(std::string_view path, ModuleId from) {
  const std::size_t dots = std::min(path.find_first_not_of('.'), path.size());
  std::size_t end = std::min(path.find_first_of(".([", dots), path.size());
  ModuleId found = project_.find_import(from, path.substr(0, end));
  if (!found.exists() && dots > 0) {
    end = dots;
    found = project_.find_import(from, path.substr(0, end));
  }
  Meanings out;
  if (!found.exists() || project_[found].is_standard) {
    out.add({Kind::Object, paths_.keep(path), syntax::NodeId::none(), {}});
    return out;
  }
  out.add(entity({Entity::Kind::Module, found.index()}, Kind::Object));
  std::string_view rest = path.substr(end);
  while (!rest.empty() && depth_ < kMaxResolverDepth) {
    const std::size_t next =
        rest[0] == '(' || rest[0] == '[' ? 2 : std::min(rest.find_first_of(".([", 1), rest.size());
    out = step(out, rest.substr(0, next));
    rest.remove_prefix(next);
  }
  return out;
}

Meanings ProjectResolver::step(const Meanings& objects, std::string_view part) {
  Meanings out;
  if (!objects.is_complete()) {
    out.set_incomplete();
  }
  const std::string_view name = part[0] == '.' ? part.substr(1) : part;
  for (const Meaning& object : objects.all()) {
    if (part == "[]") {
      if (object.path.empty()) {
        out.set_incomplete();
      } else {
        out.add({object.kind, paths_.with_suffix(object.path, part), syntax::NodeId::none(), {}});
      }
    } else if (part == "()") {
      object.entity.exists() ? out.add(call(object)) : out.add(path_call(paths_, object));
    } else {
      object.entity.exists() ? out.add(attribute(object, name))
                             : out.add(path_attribute(paths_, object, name));
    }
  }
  return out;
}

Meanings ProjectResolver::class_attribute(const Meaning& object, std::string_view name) {
  Meanings out;
  for (const Ancestor& ancestor : order_of(object.entity.class_id())) {
    if (!ancestor.own.exists()) {
      out.add({Kind::Object, paths_.join(ancestor.path, name), syntax::NodeId::none(), {}});
      continue;
    }
    const Member* member = project_.find_member(ancestor.own, name);
    if (member == nullptr) {
      continue;
    }
    const ModuleId module = project_[ancestor.own].module;
    const Meanings found = of_member(*member, module);
    for (const Meaning& meaning : found.all()) {
      const bool is_property = object.kind == Kind::Instance &&
                               meaning.entity.is(Entity::Kind::Function) &&
                               project_[meaning.entity.function()].is_property;
      is_property ? out.add(call(meaning)) : out.add(meaning);
    }
    if (!found.is_complete() || found.empty()) {
      out.set_incomplete();
    }
    return out;
  }
  out.set_incomplete();
  return out;
}

const Meanings& ProjectResolver::call(const Meaning& callee) {
  const auto [slot, is_new] = calls_.emplace(key_of(callee), unknown());
  Meanings& kept = slot->second;
  if (is_new && depth_ < kMaxResolverDepth) {
    ++depth_;
    const Meanings found = find_call(callee);
    --depth_;
    kept = found;
  }
  return kept;
}

Meanings ProjectResolver::find_call(const Meaning& callee) {
  if (callee.kind == Kind::Instance || callee.entity.is(Entity::Kind::Module)) {
    return unknown();
  }
  Meanings out;
  if (callee.entity.is(Entity::Kind::Class)) {
    out.add(entity(callee.entity, Kind::Instance));
    return out;
  }
  const ProjectFunction& function = project_[callee.entity.function()];
  out = of_targets(project_.targets(function.returns), function.module);
  if (out.empty()) {
    out.add({Kind::Object, paths_.with_suffix(callee.path, "()"), syntax::NodeId::none(), {}});
  }
  if (!function.returns_all) {
    out.set_incomplete();
  }
  return out;
}

const Constant* ProjectResolver::value(const Meaning& object, std::string_view name) {
  if (object.entity.is(Entity::Kind::Class)) {
    return class_value(object.entity.class_id(), name);
  }
  if (!object.entity.is(Entity::Kind::Module)) {
    return nullptr;
  }
  const auto [slot, is_new] = values_.emplace(Key(key_of(object), name), nullptr);
  const Constant*& kept = slot->second;
  if (is_new && depth_ < kMaxResolverDepth) {
    ++depth_;
    const Constant* found = module_value(object.entity.module(), name);
    --depth_;
    kept = found;
  }
  return kept;
}

// Where an ancestor is not of the project the value may be another.
const Constant* ProjectResolver::class_value(ClassId id, std::string_view name) {
  for (const Ancestor& ancestor : order_of(id)) {
    const Member* member =
        ancestor.own.exists() ? project_.find_member(ancestor.own, name) : nullptr;
    if (member != nullptr) {
      return member_value(*member, project_[ancestor.own].module);
    }
    if (!ancestor.own.exists()) {
      return nullptr;
    }
  }
  return nullptr;
}

const Constant* ProjectResolver::module_value(ModuleId id, std::string_view name) {
  if (const Member* member = project_.find_member(id, name)) {
    return member_value(*member, id);
  }
  for (const Target& star : project_.targets(project_[id].stars)) {
    const Meanings sources = follow(project_.text(TextId(star.ref)), id);
    for (const Meaning& source : sources.all()) {
      const bool may_have =
          source.entity.is(Entity::Kind::Module) && project_.exports(source.entity.module(), name);
      const Constant* found = may_have ? value(source, name) : nullptr;
      if (found != nullptr) {
        return found;
      }
    }
  }
  return nullptr;
}

// A name that is only imported has the value that it has there.
const Constant* ProjectResolver::member_value(const Member& member, ModuleId module) {
  if (member.value.exists()) {
    return &project_[member.value];
  }
  const auto targets = project_.targets(member);
  if (!member.is_imported || targets.size() != 1 || targets[0].kind != Target::Kind::Path) {
    return nullptr;
  }
  const std::string_view path = project_.text(TextId(targets[0].ref));
  const std::size_t dot = path.find_last_of('.');
  if (dot == std::string_view::npos || dot + 1 == path.size()) {
    return nullptr;
  }
  // "..a.NAME" is in "..a", but ".NAME" in "."
  const bool only_dots = path.find_first_not_of('.') == dot + 1;
  const Meanings objects = follow(path.substr(0, only_dots ? dot + 1 : dot), module);
  if (objects.all().size() != 1) {
    return nullptr;
  }
  return value(objects.all()[0], path.substr(dot + 1));
}

const Constant* ProjectResolver::result_value(const Meaning& callee) const {
  if (!callee.entity.is(Entity::Kind::Function)) {
    return nullptr;
  }
  const ProjectFunction& function = project_[callee.entity.function()];
  return function.value.exists() && !function.is_decorated ? &project_[function.value] : nullptr;
}

bool ProjectResolver::is_subclass(ClassId id, std::string_view path) {
  return std::ranges::any_of(order_of(id), [&](const Ancestor& ancestor) {
    return ancestor.path == path ||
           (ancestor.own.exists() &&
            entity({Entity::Kind::Class, ancestor.own.index()}, Kind::Object).path == path);
  });
}

const ProjectResolver::Order& ProjectResolver::order_of(ClassId id) {
  const auto known = orders_.find(id.index());
  if (known != orders_.end()) {
    return known->second;
  }
  orders_.emplace(id.index(), Order{{id, {}}});  // for a class that is its own ancestor
  Order order = linearized(id);
  return orders_[id.index()] = std::move(order);
}

// C3: the class, then the merged orders of its bases, then the bases.  Where that contradicts
// itself, bases in the order they are written.
ProjectResolver::Order ProjectResolver::linearized(ClassId id) {
  Order order = {{id, {}}};
  std::vector<Order> lists;
  Order direct;
  const Meanings bases = of_targets(project_.targets(project_[id].bases), project_[id].module);
  for (const Meaning& base : bases.all()) {
    const bool own = base.entity.is(Entity::Kind::Class);
    direct.push_back(own ? Ancestor{base.entity.class_id(), {}} : Ancestor{{}, base.path});
    lists.push_back(own && depth_ < kMaxResolverDepth ? order_of(base.entity.class_id())
                                                      : Order{direct.back()});
  }
  lists.push_back(direct);
  const auto is_late = [&](const Ancestor& one) {
    return std::ranges::any_of(lists, [&](const Order& list) {
      return list.size() > 1 && std::find(list.begin() + 1, list.end(), one) != list.end();
    });
  };
  while (order.size() < kMostAncestors) {
    const Order* next = nullptr;
    const Order* first = nullptr;
    for (const Order& list : lists) {
      first = first == nullptr && !list.empty() ? &list : first;
      if (!list.empty() && !is_late(list[0])) {
        next = &list;
        break;
      }
    }
    next = next == nullptr ? first : next;
    if (next == nullptr) {
      break;
    }
    const Ancestor taken = (*next)[0];
    order.push_back(taken);
    for (Order& list : lists) {
      std::erase(list, taken);
    }
  }
  return order;
}

}  // namespace av::names
