// solver_attributes.cc — what `object.name` is, and what reading or setting it runs.

#include "analysis/calls/solver.h"
#include "analysis/names/library.h"

#include <algorithm>

namespace av::calls {

namespace {

std::string_view type_of_shape(Shape shape) {
  switch (shape) {
    case Shape::Tuple:
      return "builtins.tuple.";
    case Shape::Set:
      return "builtins.set.";
    case Shape::Dict:
      return "builtins.dict.";
    default:
      return "builtins.list.";
  }
}

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
  const bool is_own =
      kind(module) == Kind::Module && objects_[module].a == files_[file]->module.index();
  const names::ModuleId child =
      is_own ? project_.find_child(files_[file]->module, name) : names::ModuleId::none();
  if (child.exists()) {  // a package that imports its own parts
    add_object(to, objects_.of(Kind::Module, child.index()));
  }
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
      add_use(lookup(info, name), UseKind::Bind, to, object.index());
      if (ClassInfo* const made_by = metaclass_of(info); made_by != nullptr) {
        add_use(lookup(*made_by, name), UseKind::BindToClass, to, object.index());
      }
      return;
    }
    case Kind::Instance:
      return link_instance_attribute(to, class_info(what.a), name);
    case Kind::Super:
      return add_use(super_lookup(object, name), UseKind::Bind, to, what.b);
    case Kind::External:
      if (what.b != kNoNumber && strings_[name] == "param") {  // of a fixture's request
        return add_edge_once(elements_of(what.b, argument(shapes_[what.b], kNoNumber, "params")),
                             to);
      }
      return add_object(to, external_part(object, "." + std::string(strings_[name])));
    case Kind::Bound:
      return kind(ObjectId(what.a)) == Kind::External ? link_attribute(to, ObjectId(what.a), name)
                                                      : add_edge(field(object, name), to);
    case Kind::Generator:
      return link_method_of(to, object, "builtins.generator.", name);
    case Kind::Container: {
      const auto shape = static_cast<Shape>(what.b & row_flag::kShape);
      return link_method_of(to, object, type_of_shape(shape), name);
    }
    case Kind::Text:
      return link_method_of(to, object, "builtins.str.", name);
    case Kind::Integer:
      return add_object(to, external("builtins.int." + std::string(strings_[name])));
    case Kind::Property:
      return link_method_of(to, object, "builtins.property.", name);
    default:
      return add_edge(field(object, name), to);
  }
}

// link_method_of gives a built-in type's method, bound to the object.
void Solver::link_method_of(Node to, ObjectId object, std::string_view type, StringId name) {
  const ObjectId method = external(std::string(type) + std::string(strings_[name]));
  add_object(to, objects_.of(Kind::Bound, method.index(), object.index()));
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

// super_lookup is the node of what the classes behind one have under a name.
Solver::Node Solver::super_lookup(ObjectId object, StringId name) {
  const auto [slot, is_new] =
      super_lookups_.try_emplace(key_of(object.index(), name.index()), kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node made = new_node();
  slot->second = made;
  const Object what = objects_[object];
  const Object receiver = objects_[ObjectId(what.b)];
  ClassInfo& info = class_info(receiver.a);
  ClassInfo* const made_by = receiver.kind == Kind::Class ? metaclass_of(info) : nullptr;
  for (ClassInfo* const start : {&info, made_by}) {
    if (start == nullptr) {
      continue;
    }
    const std::span<const ObjectId> order = order_of(*start);
    const auto own = std::ranges::find(order, objects_.of(Kind::Class, what.a));
    if (own != order.end()) {
      link_lookup(made, {own + 1, order.end()}, name);
      break;
    }
  }
  return made;
}

// is_on_self says whether a method of a class or its bases sets a name on its first parameter.
bool Solver::is_on_self(std::span<const ObjectId> order, StringId name) const {
  return std::ranges::any_of(order, [&](ObjectId at) {
    if (kind(at) != Kind::Class) {
      return false;
    }
    const std::uint32_t file = file_of(objects_[at].a);
    const FunctionFact& body = fact(objects_[at].a);
    const auto first = files_[file]->self_names.begin() + body.first_self_name;
    return std::any_of(first, first + body.self_name_count,
                       [&](WordId word) { return string(file, word) == name; });
  });
}

// link_lookup links the first of the classes that has the name; of a class from outside the
// project, which may have any, what it has, unless a method sets the name on its instances.
void Solver::link_lookup(Node to, std::span<const ObjectId> order, StringId name) {
  const bool is_of_instances = is_on_self(order, name);
  bool has_external = false;
  for (const ObjectId at : order) {
    const Object what = objects_[at];
    if (what.kind == Kind::External) {
      has_external = true;
      if (!is_of_instances) {
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
  if (!has_external && strings_[name] == "__new__") {
    add_object(to, external("builtins.object.__new__"));
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
    case Kind::Instance:
      return bind_descriptor(to, found, receiver);
    case Kind::External:
      return bind_external(to, found, receiver);
    default:
      return add_object(to, member_of(owner, found));
  }
}

// member_of is what a class has where its body binds `found`: of an enumeration, an instance.
ObjectId Solver::member_of(const Object& owner, ObjectId found) {
  const bool has_class = owner.kind == Kind::Class || owner.kind == Kind::Instance;
  return has_class && is_enum(class_info(owner.a)) ? objects_.of(Kind::Instance, owner.a) : found;
}

void Solver::bind_descriptor(Node to, ObjectId found, ObjectId receiver) {
  if (!defines(class_info(objects_[found].a), strings_.of("__get__"))) {
    return add_object(to, member_of(objects_[receiver], found));
  }
  const bool is_instance = kind(receiver) == Kind::Instance;
  Argument both[2];
  both[0].node = new_node();
  both[1].node = new_node();
  if (is_instance) {
    add_object(both[0].node, receiver);
  }
  add_object(both[1].node, objects_.of(Kind::Class, objects_[receiver].a));
  CallShape shape;
  shape.result = to;
  run_method(add_shape(shape, both), found, "__get__");
}

// A method of a library's class, where what it does to the object is known.
void Solver::bind_external(Node to, ObjectId found, ObjectId receiver) {
  const bool makes =
      kind(receiver) == Kind::Class && strings_[StringId(objects_[found].a)].ends_with(".__call__");
  const bool is_method = makes || (kind(receiver) == Kind::Instance && holds_items(receiver));
  add_object(to, is_method ? objects_.of(Kind::Bound, found.index(), receiver.index())
                           : member_of(objects_[receiver], found));
}

// bind_to_class is what `class.name` makes of what was found in the class's metaclass.
void Solver::bind_to_class(Node to, ObjectId found, ObjectId receiver) {
  const Object what = objects_[found];
  if (what.kind == Kind::Property) {
    CallShape shape;
    shape.result = to;
    return call(add_shape(shape, {}), objects_.of(Kind::Bound, what.a, receiver.index()));
  }
  add_object(to, what.kind == Kind::Function
                     ? objects_.of(Kind::Bound, found.index(), receiver.index())
                     : found);
}

void Solver::get_attr(const Row& row, std::uint32_t file, ObjectId object) {
  const StringId name = string(file, row.word);
  add_edge(attribute(object, name), node(file, row.a));
  if (row.site.exists()) {
    const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
    run_getters({index, file}, object, name);
  }
}

// run_getters runs what reading `object.name` runs: properties, descriptors, __getattr__.
void Solver::run_getters(Origin origin, ObjectId object, StringId name) {
  const Object what = objects_[object];
  switch (what.kind) {
    case Kind::Instance: {
      ClassInfo& info = class_info(what.a);
      run_hook(origin, object, "__getattribute__");
      if (defines(info, name)) {
        add_use(lookup(info, name), UseKind::Getter, origin.at, origin.file);
      } else if (!is_on_self(order_of(info), name)) {
        run_hook(origin, object, "__getattr__");
      }
      return;
    }
    case Kind::Class: {
      ClassInfo& info = class_info(what.a);
      ClassInfo* const made_by = metaclass_of(info);
      if (defines(info, name)) {
        add_use(lookup(info, name), UseKind::ClassGetter, origin.at, origin.file);
      } else if (made_by != nullptr && defines(*made_by, name)) {
        add_use(lookup(*made_by, name), UseKind::Getter, origin.at, origin.file);
      } else {
        run_hook(origin, object, "__getattr__");
      }
      return;
    }
    case Kind::Super:
      return add_use(super_lookup(object, name), UseKind::Getter, origin.at, origin.file);
    case Kind::Module:
      return run_module_getter(origin, names::ModuleId(what.a), name);
    default:
      return;
  }
}

// A module's own __getattr__ is asked for what is not there.
void Solver::run_module_getter(Origin origin, names::ModuleId module, StringId name) {
  const std::uint32_t file = file_of_module_[module.index()];
  if (file == kNoNumber) {
    return;
  }
  const auto find = [&](StringId wanted) {
    return members_.find(key_of(first_callable_[file], wanted.index()));
  };
  const auto hook = find(strings_.of("__getattr__"));
  if (hook != members_.end() && find(name) == members_.end() &&
      !project_.find_child(module, strings_[name]).exists()) {
    add_use(hook->second, UseKind::Call, shape_of(origin));
  }
}

void Solver::run_hook(Origin origin, ObjectId object, std::string_view name) {
  if (class_names_.contains(strings_.of(name).index())) {
    run_method(shape_of(origin), object, name);
  }
}

// run_getter runs a property or descriptor that was found in the class of what is read from.
void Solver::run_getter(const Use& use, ObjectId found) {
  const Object what = objects_[found];
  const bool is_property = what.kind == Kind::Property && use.kind == UseKind::Getter;
  if (!is_property && what.kind != Kind::Instance) {
    return;
  }
  const Ref shape = use.b == kNoNumber ? use.a : key_shape(use.b, files_[use.b]->rows[use.a]);
  if (is_property) {
    return call(shape, ObjectId(what.a));
  }
  run_method(shape, found, "__get__");
}

Solver::Ref Solver::shape_of(Origin origin) {
  return origin.file == kNoNumber
             ? origin.at
             : implicit_shape(origin.file, files_[origin.file]->rows[origin.at]);
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
  if (what.kind == Kind::Instance) {
    const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
    run_hook({index, file}, object, "__setattr__");
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
  Argument self;
  self.node = new_node();
  add_object(self.node, object);
  Argument given;
  given.node = value;
  const Argument both[] = {self, given};
  const Ref shape = add_shape(shapes_[implicit_shape(file, row)], both);
  add_use(lookup(class_info(what.a), name), UseKind::Setter, shape, strings_.of("fset").index());
}

// del_attr runs what `del object.name` runs.
void Solver::del_attr(const Row& row, std::uint32_t file, ObjectId object) {
  if (kind(object) != Kind::Instance) {
    return;
  }
  run_method(implicit_shape(file, row), object, "__delattr__");
  Argument self;
  self.node = new_node();
  add_object(self.node, object);
  const Ref shape = add_shape(shapes_[implicit_shape(file, row)], {&self, 1});
  add_use(lookup(class_info(objects_[object].a), string(file, row.word)), UseKind::Setter, shape,
          strings_.of("fdel").index());
}

// run_setter runs the function that a property keeps for setting or deleting, or a descriptor's.
void Solver::run_setter(Ref shape, ObjectId found, StringId which) {
  if (kind(found) == Kind::Property) {
    add_use(field(found, which), UseKind::Call, shape);
  } else if (kind(found) == Kind::Instance) {
    run_method(shape, found, strings_[which] == "fset" ? "__set__" : "__delete__");
  }
}

void Solver::super_for(Node to, std::uint32_t class_callable, ObjectId receiver) {
  const Kind kind = objects_[receiver].kind;
  if (kind == Kind::Instance || kind == Kind::Class) {
    add_object(to, objects_.of(Kind::Super, class_callable, receiver.index()));
  }
}

}  // namespace av::calls
