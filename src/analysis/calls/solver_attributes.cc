// solver_attributes.cc — modules, classes and instances: what `object.name` is.

#include "analysis/calls/solver.h"
#include "analysis/names/library.h"

#include <algorithm>

namespace av::calls {

namespace {

// Longer orders of look-up are cut, further bases left out.
constexpr std::size_t kMaxOrder = 128;
constexpr std::size_t kMaxBasesOfOne = 4;

std::uint64_t key_of(std::uint32_t high, std::uint32_t low) {
  return (std::uint64_t{high} << 32U) | low;
}

std::string_view type_of_shape(Shape shape) {
  switch (shape) {
    case Shape::Tuple:
      return "builtins.tuple";
    case Shape::Set:
      return "builtins.set";
    case Shape::Dict:
      return "builtins.dict";
    default:
      return "builtins.list";
  }
}

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

ObjectId Solver::module_or_external(std::uint32_t file, std::string_view written) {
  const names::ModuleId module = project_.find_import(files_[file]->module, written);
  if (module.exists()) {
    return objects_.of(Kind::Module, module.index());
  }
  const std::size_t dots = std::min(written.find_first_not_of('.'), written.size());
  return external(written.substr(dots));
}

void Solver::import_row(std::uint32_t file, const Row& row) {
  const FileFacts& facts = *files_[file];
  const Node to = node(file, row.a);
  const std::string_view name = facts.word(row.word);
  if (row.kind == RowKind::Import) {
    return add_object(to, module_or_external(file, name));
  }
  const std::string_view from = facts.word(facts.items[row.first_item].word);
  const ObjectId module = module_or_external(file, from);
  add_edge(attribute(module, strings_.of(name)), to);
}

// A name that the file binds nowhere comes from a star import, or is a builtin.
void Solver::builtin_row(std::uint32_t file, const Row& row) {
  const Node to = node(file, row.a);
  const StringId name = string(file, row.word);
  const bool is_builtin = names::is_builtin(strings_[name]);
  for (const Node star : star_modules_[file]) {
    const Object& module = objects_[nodes_[star].objects[0]];
    const bool is_taken = module.kind == Kind::External
                              ? !is_builtin && !strings_[name].starts_with('_')
                              : project_.exports(names::ModuleId(module.a), strings_[name]);
    if (is_taken) {
      add_use(star, UseKind::Attribute, to, name.index());
    }
  }
  if (is_builtin) {
    add_object(to, external("builtins." + std::string(strings_[name])));
  }
}

// attribute is the node of all that `object.name` may be.
Solver::Node Solver::attribute(ObjectId object, StringId name) {
  const auto [slot, is_new] =
      attributes_.try_emplace(key_of(object.index(), name.index()), kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node made = new_node();
  slot->second = made;
  link_attribute(made, object, name);
  return made;
}

void Solver::link_attribute(Node to, ObjectId object, StringId name) {
  const Object what = objects_[object];
  switch (what.kind) {
    case Kind::Module:
      return link_module_attribute(to, object, name);
    case Kind::Class: {
      ClassInfo& info = class_info(what.a);
      return add_use(lookup(info, name), UseKind::Bind, to, object.index());
    }
    case Kind::Instance:
      return link_instance_attribute(to, class_info(what.a), name);
    case Kind::Super: {
      const Object receiver = objects_[ObjectId(what.b)];
      const std::span<const ObjectId> order = order_of(class_info(receiver.a));
      const auto own = std::ranges::find(order, objects_.of(Kind::Class, what.a));
      if (own != order.end()) {
        const Node found = new_node();
        link_lookup(found, {own + 1, order.end()}, name);
        add_use(found, UseKind::Bind, to, what.b);
      }
      return;
    }
    case Kind::External:
      return add_object(to, external_part(object, "." + std::string(strings_[name])));
    case Kind::Container: {
      const auto shape = static_cast<Shape>(what.b & row_flag::kShape);
      const ObjectId method =
          external(std::string(type_of_shape(shape)) + "." + std::string(strings_[name]));
      return add_object(to, objects_.of(Kind::Bound, method.index(), object.index()));
    }
    case Kind::Text:
    case Kind::Integer:
      return add_object(to, external((what.kind == Kind::Text ? "builtins.str." : "builtins.int.") +
                                     std::string(strings_[name])));
    case Kind::Property: {
      const ObjectId method = external("builtins.property." + std::string(strings_[name]));
      return add_object(to, objects_.of(Kind::Bound, method.index(), object.index()));
    }
    default:
      return add_edge(field(object, name), to);
  }
}

void Solver::link_module_attribute(Node to, ObjectId object, StringId name) {
  const names::ModuleId module(objects_[object].a);
  const std::uint32_t file = file_of_module_[module.index()];
  const names::ModuleId child = project_.find_child(module, strings_[name]);
  add_edge(field(object, name), to);
  const bool is_own =
      file != kNoNumber && members_.contains(key_of(first_callable_[file], name.index()));
  if (is_own) {
    return;
  }
  if (child.exists()) {
    add_object(to, objects_.of(Kind::Module, child.index()));
  }
  if (file == kNoNumber) {
    if (!child.exists() && !project_[module].is_namespace) {
      add_object(to, external(std::string(project_.text(project_[module].name)) + "." +
                              std::string(strings_[name])));
    }
    return;
  }
  for (const Node star : star_modules_[file]) {
    const Object& from = objects_[nodes_[star].objects[0]];
    if (from.kind == Kind::Module && project_.exports(names::ModuleId(from.a), strings_[name])) {
      add_use(star, UseKind::Attribute, to, name.index());
    }
  }
}

// An instance has what was set on instances of its class and its bases, and what its class has.
void Solver::link_instance_attribute(Node to, ClassInfo& info, StringId name) {
  const ObjectId instance = objects_.of(Kind::Instance, info.callable);
  if (strings_[name] == "__class__") {
    return add_object(to, objects_.of(Kind::Class, info.callable));
  }
  info.instance_lookups.emplace_back(name, to);
  for (const ObjectId ancestor : order_of(info)) {
    if (kind(ancestor) == Kind::Class) {
      add_edge_once(field(objects_.of(Kind::Instance, objects_[ancestor].a), name), to);
    }
  }
  add_use(lookup(info, name), UseKind::Bind, to, instance.index());
}

// field is the node of what is kept in an object itself under a name.
Solver::Node Solver::field(ObjectId object, StringId name) {
  const Object& what = objects_[object];
  std::uint32_t callable = kNoNumber;
  if (what.kind == Kind::Class) {
    callable = what.a;
  } else if (what.kind == Kind::Module && file_of_module_[what.a] != kNoNumber) {
    callable = first_callable_[file_of_module_[what.a]];
  }
  if (callable != kNoNumber) {
    const auto member = members_.find(key_of(callable, name.index()));
    if (member != members_.end()) {
      return member->second;
    }
  }
  const auto [slot, is_new] = fields_.try_emplace(key_of(object.index(), name.index()), kNoNode);
  if (is_new) {
    slot->second = new_node();
  }
  return slot->second;
}

// lookup is the node of what a class or its bases have under a name, before it is bound.
Solver::Node Solver::lookup(ClassInfo& info, StringId name) {
  const auto [slot, is_new] = lookups_.try_emplace(key_of(info.callable, name.index()), kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node made = new_node();
  slot->second = made;
  info.lookups.emplace_back(name, made);
  link_lookup(made, order_of(info), name);
  return made;
}

// link_lookup links the first of the classes that has the name; of a class from outside the
// project, which may have any, what it has, unless a method sets the name on its instances.
void Solver::link_lookup(Node to, std::span<const ObjectId> order, StringId name) {
  bool is_on_self = false;
  for (const ObjectId at : order) {
    const Object& what = objects_[at];
    if (what.kind != Kind::Class) {
      continue;
    }
    const FileFacts& file = *files_[file_of(what.a)];
    const FunctionFact& body = fact(what.a);
    for (std::uint32_t i = 0; i < body.self_name_count && !is_on_self; ++i) {
      is_on_self = string(file_of(what.a), file.self_names[body.first_self_name + i]) == name;
    }
  }
  for (const ObjectId at : order) {
    const Object what = objects_[at];
    if (what.kind == Kind::External) {
      if (!is_on_self) {
        add_object(to, external_part(at, "." + std::string(strings_[name])));
      }
      continue;
    }
    const auto member = members_.find(key_of(what.a, name.index()));
    if (member != members_.end()) {
      return add_edge_once(member->second, to);
    }
    if (class_info(what.a).dynamic_names.contains(name)) {
      add_edge_once(field(at, name), to);
    }
  }
}

// bind is what `receiver.name` makes of what was found in the receiver's class.
void Solver::bind(Node to, ObjectId found, ObjectId receiver) {
  const Object what = objects_[found];
  const Object owner = objects_[receiver];
  const bool is_instance = owner.kind == Kind::Instance;
  switch (what.kind) {
    case Kind::Function: {
      const FunctionFact& function = fact(what.a);
      const bool is_bound = is_instance ? !function.is_static : function.is_class_method;
      return add_object(
          to, is_bound ? objects_.of(Kind::Bound, found.index(), receiver.index()) : found);
    }
    case Kind::StaticMethod:
      return add_object(to, ObjectId(what.a));
    case Kind::ClassMethod:
      return add_object(
          to, objects_.of(Kind::Bound, what.a, objects_.of(Kind::Class, owner.a).index()));
    case Kind::Property: {
      if (!is_instance) {
        return add_object(to, found);
      }
      CallShape shape;
      shape.result = to;
      const Ref made = add_shape(shape, {});
      return call(made, objects_.of(Kind::Bound, what.a, receiver.index()));
    }
    default:
      return add_object(to, found);
  }
}

void Solver::get_attr(const Row& row, std::uint32_t file, ObjectId object) {
  const StringId name = string(file, row.word);
  add_edge(attribute(object, name), node(file, row.a));
  const Object what = objects_[object];
  if (what.kind != Kind::Instance || !row.site.exists()) {
    return;
  }
  ClassInfo& info = class_info(what.a);
  if (defines(info, name)) {
    CallShape shape = shapes_[implicit_shape(file, row)];
    shape.result = kNoNode;
    add_use(lookup(info, name), UseKind::Getter, add_shape(shape, {}));
  } else if (defines(info, strings_.of("__getattr__"))) {
    run_method(implicit_shape(file, row), object, "__getattr__");
  }
}

void Solver::set_attr(const Row& row, std::uint32_t file, ObjectId object) {
  const StringId name = string(file, row.word);
  const Object what = objects_[object];
  const Node value = node(file, row.b);
  if (what.kind == Kind::Class) {
    set_class_name(class_info(what.a), name);
  }
  if (what.kind == Kind::External || what.kind == Kind::Container || what.kind == Kind::Text ||
      what.kind == Kind::Integer) {
    return;
  }
  if (what.kind != Kind::Instance || !defines(class_info(what.a), name)) {
    return add_edge(value, field(object, name));
  }
  const std::vector<ObjectId>& in_class = nodes_[lookup(class_info(what.a), name)].objects;
  const bool is_property = !in_class.empty() && std::ranges::all_of(in_class, [this](ObjectId at) {
    return kind(at) == Kind::Property;
  });
  if (!is_property) {
    add_edge(value, field(object, name));
  }
  CallShape shape = shapes_[implicit_shape(file, row)];
  shape.result = kNoNode;
  Argument self;
  self.node = new_node();
  add_object(self.node, object);
  Argument given;
  given.node = value;
  const Argument both[] = {self, given};
  add_use(lookup(class_info(what.a), name), UseKind::Setter, add_shape(shape, both));
}

// set_class_name: a name that a class's body does not bind is set on the class.
void Solver::set_class_name(ClassInfo& info, StringId name) {
  if (!members_.contains(key_of(info.callable, name.index())) &&
      info.dynamic_names.insert(name).second) {
    relink(info);
  }
}

void Solver::super_for(Node to, std::uint32_t class_callable, ObjectId receiver) {
  const Kind kind = objects_[receiver].kind;
  if (kind == Kind::Instance || kind == Kind::Class) {
    add_object(to, objects_.of(Kind::Super, class_callable, receiver.index()));
  }
}

// defines says whether a class of the project among a class and its bases has a name.
bool Solver::defines(const ClassInfo& info, StringId name) {
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
  add_object(node(file, row.a), objects_.of(Kind::Class, callable));
  for (std::uint32_t i = 0; i < row.item_count; ++i) {
    const Item& item = files_[file]->items[row.first_item + i];
    if (item.kind == Item::Kind::Value) {
      info.bases.emplace_back();
      add_use(node(file, item.var), UseKind::Base, callable,
              static_cast<std::uint32_t>(info.bases.size() - 1));
    }
  }
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

}  // namespace av::calls
