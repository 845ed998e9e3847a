// solver_classes.cc — classes: their bases, the order of look-up, what making one runs.

#include "analysis/calls/solver.h"

#include <algorithm>

namespace av::calls {

namespace {

// Longer orders of look-up are cut, further bases left out.
constexpr std::size_t kMaxOrder = 128;
constexpr std::size_t kMaxBasesOfOne = 4;
// Of a class with more heirs than this, methods are not called on instances of each.
constexpr std::size_t kMaxHeirs = 32;

// What classes of the library hold, for classes made from them.
constexpr std::pair<std::string_view, Shape> kContainers[] = {
    {"builtins.list", Shape::List},
    {"builtins.dict", Shape::Dict},
    {"builtins.set", Shape::Set},
    {"builtins.frozenset", Shape::Set},
    {"builtins.tuple", Shape::Tuple},
    {"collections.deque", Shape::List},
    {"collections.UserList", Shape::List},
    {"collections.UserDict", Shape::Dict},
    {"collections.OrderedDict", Shape::Dict},
    {"collections.defaultdict", Shape::Dict}};

// Orders is lists being merged, and how much of each is.
struct Orders {
  enum class Wanted : std::uint8_t { InNoTail, Any };
  std::vector<std::vector<ObjectId>> lists;
  std::vector<std::size_t> next;

  [[nodiscard]] bool is_in_tail(ObjectId candidate) const {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      const std::size_t tail = std::min(next[i] + 1, lists[i].size());
      const auto first = lists[i].begin() + static_cast<std::ptrdiff_t>(tail);
      if (std::find(first, lists[i].end(), candidate) != lists[i].end()) {
        return true;
      }
    }
    return false;
  }

  // first is the first head of a list that may come next; none when there is none.
  [[nodiscard]] ObjectId first(Wanted wanted) const {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      if (next[i] < lists[i].size() && (wanted == Wanted::Any || !is_in_tail(lists[i][next[i]]))) {
        return lists[i][next[i]];
      }
    }
    return ObjectId::none();
  }

  void pass(ObjectId chosen) {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      if (next[i] < lists[i].size() && lists[i][next[i]] == chosen) {
        ++next[i];
      }
    }
  }
};

}  // namespace

// set_class_name: a name that a class's body does not bind is set on the class.
void Solver::set_class_name(ClassInfo& info, StringId name) {
  if (!members_.contains(key_of(info.callable, name.index())) &&
      info.dynamic_names.insert(name).second) {
    class_names_.insert(name.index());
    relink(info);
  }
}

// defines says whether a class of the project among a class and its bases has a name.
bool Solver::defines(const ClassInfo& info, StringId name) {
  if (!class_names_.contains(name.index())) {
    return false;
  }
  auto& mutable_info = class_info(info.callable);
  return std::ranges::any_of(order_of(mutable_info), [&](ObjectId at) {
    return kind(at) == Kind::Class && (members_.contains(key_of(objects_[at].a, name.index())) ||
                                       class_info(objects_[at].a).dynamic_names.contains(name));
  });
}

Solver::ClassInfo& Solver::class_info(std::uint32_t callable) {
  const auto [slot, is_new] =
      class_of_callable_.try_emplace(callable, static_cast<std::uint32_t>(classes_.size()));
  if (is_new) {
    classes_.emplace_back().callable = callable;
  }
  return classes_[slot->second];
}

void Solver::class_row(std::uint32_t file, const Row& row) {
  const std::uint32_t callable = first_callable_[file] + row.c;
  ClassInfo& info = class_info(callable);
  const Node made = node(file, row.a);
  add_object(made, objects_.of(Kind::Class, callable));
  for (std::uint32_t i = 0; i < row.item_count; ++i) {
    const Item& item = files_[file]->items[row.first_item + i];
    if (item.kind == Item::Kind::Value) {
      info.bases.emplace_back();
      add_use(node(file, item.var), UseKind::Base, callable,
              static_cast<std::uint32_t>(info.bases.size() - 1));
    } else if (item.kind == Item::Kind::Named && files_[file]->word(item.word) == "metaclass") {
      has_metaclasses_ = true;
      add_use(node(file, item.var), UseKind::Metaclass, callable);
    }
  }
  const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
  add_use(made, UseKind::Created, index, file);
}

void Solver::add_base(std::uint32_t class_callable, std::uint32_t place, ObjectId base) {
  const Object what = objects_[base];
  const bool is_class = what.kind == Kind::Class ||
                        (what.kind == Kind::External && base != external("builtins.object"));
  ClassInfo& info = class_info(class_callable);
  if (!is_class || what.a == class_callable || info.bases[place].size() >= kMaxBasesOfOne) {
    return;
  }
  info.bases[place].push_back(base);
  if (what.kind == Kind::Class) {
    class_info(what.a).subclasses.push_back(class_of_callable_.at(class_callable));
  }
  relink(info);
}

// relink looks up again what was looked up in a class and those below it, as it has changed.  What
// was found before stays.
void Solver::relink(ClassInfo& changed) {
  std::vector<std::uint32_t> below = {class_of_callable_.at(changed.callable)};
  std::unordered_set<std::uint32_t> seen(below.begin(), below.end());
  for (std::size_t i = 0; i < below.size(); ++i) {
    classes_[below[i]].order.clear();
    for (const std::uint32_t subclass : classes_[below[i]].subclasses) {
      if (seen.insert(subclass).second) {
        below.push_back(subclass);
      }
    }
  }
  for (const std::uint32_t at : below) {
    ClassInfo& info = classes_[at];
    if (info.lookups.empty() && info.instance_lookups.empty()) {
      continue;
    }
    const std::span<const ObjectId> order = order_of(info);
    for (const auto& [name, to] : info.lookups) {
      link_lookup(to, order, name);
    }
    for (const auto& [name, to] : info.instance_lookups) {
      for (const ObjectId ancestor : order) {
        if (kind(ancestor) == Kind::Class) {
          add_edge_once(field(objects_.of(Kind::Instance, objects_[ancestor].a), name), to);
        }
      }
    }
  }
}

// order_of is the order in which names are looked up, worked out from the bases' up, without
// recursion.
std::span<const ObjectId> Solver::order_of(ClassInfo& info) {
  std::vector<ClassInfo*> open = {&info};
  std::unordered_set<std::uint32_t> entered;
  while (!open.empty()) {
    ClassInfo& at = *open.back();
    if (!at.order.empty()) {
      open.pop_back();
      continue;
    }
    const bool is_second = !entered.insert(at.callable).second;
    const std::size_t count = open.size();
    for (const auto& place : at.bases) {
      for (const ObjectId base : place) {
        const Object& what = objects_[base];
        if (!is_second && what.kind == Kind::Class && class_info(what.a).order.empty() &&
            !entered.contains(what.a)) {
          open.push_back(&class_info(what.a));
        }
      }
    }
    if (open.size() == count) {
      work_out_order(at);
      open.pop_back();
    }
  }
  return info.order;
}

// work_out_order merges the bases' orders (C3).  Where that fails, which Python would refuse, or a
// base may be several things, the next class is taken as it comes.
void Solver::work_out_order(ClassInfo& info) {
  Orders orders;
  std::vector<ObjectId> bases;
  for (const auto& place : info.bases) {
    for (const ObjectId base : place) {
      orders.lists.push_back(kind(base) == Kind::Class ? class_info(objects_[base].a).order
                                                       : std::vector<ObjectId>{base});
      bases.push_back(base);
    }
  }
  orders.lists.push_back(std::move(bases));
  orders.next.resize(orders.lists.size());
  info.order = {objects_.of(Kind::Class, info.callable)};
  while (info.order.size() < kMaxOrder) {
    ObjectId chosen = orders.first(Orders::Wanted::InNoTail);
    if (!chosen.exists()) {
      chosen = orders.first(Orders::Wanted::Any);
    }
    if (!chosen.exists()) {
      return;
    }
    if (std::ranges::find(info.order, chosen) == info.order.end()) {
      info.order.push_back(chosen);
    }
    orders.pass(chosen);
  }
}

// metaclass_of is the class of a class, when the project defines it; its own or a base's.
Solver::ClassInfo* Solver::metaclass_of(ClassInfo& info) {
  if (!has_metaclasses_) {
    return nullptr;
  }
  for (const ObjectId at : order_of(info)) {
    if (kind(at) == Kind::Class && class_info(objects_[at].a).metaclass.exists()) {
      return &class_info(objects_[class_info(objects_[at].a).metaclass].a);
    }
  }
  return nullptr;
}

// created runs what making a class runs: the metaclass, __init_subclass__ of its bases,
// __set_name__ of its attributes.
void Solver::created(std::uint32_t file, const Row& row, ObjectId object) {
  const std::uint32_t callable = first_callable_[file] + row.c;
  if (object != objects_.of(Kind::Class, callable)) {
    return;
  }
  ClassInfo& info = class_info(callable);
  if (ClassInfo* const made_by = metaclass_of(info); made_by != nullptr) {
    for (const std::string_view method : {"__prepare__", "__new__", "__init__"}) {
      if (defines(*made_by, strings_.of(method))) {
        const ObjectId self =
            method == "__init__" ? object : objects_.of(Kind::Class, made_by->callable);
        add_use(lookup(*made_by, strings_.of(method)), UseKind::CallOn, implicit_shape(file, row),
                self.index());
      }
    }
  }
  const StringId hook = strings_.of("__init_subclass__");
  const std::span<const ObjectId> order = order_of(info);
  const bool has_hook = std::ranges::any_of(order.subspan(1), [&](ObjectId at) {
    return kind(at) == Kind::Class && members_.contains(key_of(objects_[at].a, hook.index()));
  });
  if (has_hook) {
    const ObjectId bases = objects_.of(Kind::Super, callable, object.index());
    add_use(attribute(bases, hook), UseKind::Call, implicit_shape(file, row));
  }
  if (methods_.contains(strings_.of("__set_name__").index())) {
    const FunctionFact& body = fact(callable);
    for (std::uint32_t i = 0; i < body.member_count; ++i) {
      const MemberFact& member = files_[file]->members[body.first_member + i];
      dunder_of(implicit_shape(file, row), node(file, member.cell), "__set_name__", kNoNode);
    }
  }
}

// seed_heirs: what is outside the project may call an inherited method on an instance of any class
// that has it.
void Solver::seed_heirs() {
  std::unordered_map<std::uint32_t, std::size_t> heirs;  // by callable
  for (ClassInfo& info : classes_) {
    for (const ObjectId ancestor : order_of(info)) {
      if (kind(ancestor) == Kind::Class) {
        ++heirs[objects_[ancestor].a];
      }
    }
  }
  for (std::uint32_t i = 0; i < file_of_callable_.size(); ++i) {
    const auto known = class_of_callable_.find(i);
    if (known == class_of_callable_.end()) {
      continue;
    }
    std::unordered_set<std::uint32_t> taken;  // names
    for (const ObjectId ancestor : order_of(classes_[known->second])) {
      if (kind(ancestor) != Kind::Class) {
        continue;
      }
      const std::uint32_t owner = objects_[ancestor].a;
      const bool is_narrow = heirs[owner] <= kMaxHeirs;
      limits_.wide_classes += owner == i && !is_narrow ? 1U : 0U;
      const FunctionFact& body = fact(owner);
      const FileFacts& file = *files_[file_of(owner)];
      for (std::uint32_t m = 0; m < body.member_count; ++m) {
        const MemberFact& member = file.members[body.first_member + m];
        const bool is_first = taken.insert(string(file_of(owner), member.name).index()).second;
        if (is_first && (is_narrow || owner == i)) {
          add_use(node(file_of(owner), member.cell), UseKind::Seed, i);
        }
      }
    }
  }
}

// seed gives a method's first parameter an instance of a class, or the class.
void Solver::seed(std::uint32_t callable, std::uint32_t class_callable) {
  const FunctionFact& function = fact(callable);
  if (function.parameter_count == 0) {
    return;
  }
  const std::uint32_t file = file_of(callable);
  const ParameterFact& self = files_[file]->parameters[function.first_parameter];
  const bool has_self =
      self.kind == ParameterFact::Kind::Either || self.kind == ParameterFact::Kind::Position;
  const bool is_new = files_[file]->word(function.name) == "__new__";
  if (!has_self || (function.is_static && !is_new)) {
    return;
  }
  add_object(node(file, self.var),
             objects_.of(function.is_class_method || is_new ? Kind::Class : Kind::Instance,
                         class_callable));
}

// shape_of is what sort of built-in container an object is or is made from.
std::optional<Shape> Solver::shape_of(ObjectId object) {
  const Object what = objects_[object];
  if (what.kind == Kind::Container) {
    return static_cast<Shape>(what.b & row_flag::kShape);
  }
  if (what.kind != Kind::Instance) {
    return std::nullopt;
  }
  for (const ObjectId at : order_of(class_info(what.a))) {
    if (kind(at) != Kind::External) {
      continue;
    }
    const std::string_view path = strings_[StringId(objects_[at].a)];
    const auto* const known =
        std::ranges::find(kContainers, path, &std::pair<std::string_view, Shape>::first);
    if (known != std::end(kContainers)) {
      return known->second;
    }
  }
  return std::nullopt;
}

// is_enum says whether what a class's body binds are instances of it.
bool Solver::is_enum(ClassInfo& info) {
  return std::ranges::any_of(order_of(info), [this](ObjectId at) {
    return kind(at) == Kind::External && strings_[StringId(objects_[at].a)].starts_with("enum.");
  });
}

// give_fields: a class without __init__ gets its arguments as the annotated names of its body, the
// bases' first, as dataclasses and named tuples do.
void Solver::give_fields(const CallShape& shape, ObjectId instance) {
  std::vector<StringId> fields;
  const std::span<const ObjectId> order = order_of(class_info(objects_[instance].a));
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    if (kind(*at) != Kind::Class) {
      continue;
    }
    const FunctionFact& body = fact(objects_[*at].a);
    const std::uint32_t file = file_of(objects_[*at].a);
    for (std::uint32_t i = 0; i < body.field_count; ++i) {
      const StringId name = string(file, files_[file]->fields[body.first_field + i]);
      if (std::ranges::find(fields, name) == fields.end()) {
        fields.push_back(name);
      }
    }
  }
  std::size_t position = 0;
  for (const Argument& argument : copy_arguments(shape)) {
    if (argument.kind == Item::Kind::Named &&
        std::ranges::find(fields, argument.name) != fields.end()) {
      add_edge_once(argument.node, field(instance, argument.name));
    } else if (argument.kind == Item::Kind::Value && position < fields.size()) {
      add_edge_once(argument.node, field(instance, fields[position++]));
    } else if (argument.kind == Item::Kind::Star) {
      return;
    }
  }
}

}  // namespace av::calls
