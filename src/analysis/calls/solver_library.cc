// solver_library.cc — what functions outside the project do with what they are given.

#include "analysis/calls/solver.h"
#include "analysis/names/module_finder.h"

#include <algorithm>
#include <array>

namespace av::calls {

namespace {

// Longer paths are cut: x = x.next() would make one without end.
constexpr std::size_t kMaxPath = 120;

enum class What : std::uint8_t {
  StaticMethod,
  ClassMethod,
  Property,
  Accessor,
  Super,
  ClassOf,
  GetAttr,
  HasAttr,
  SetAttr,
  ImportModule,
  Partial,
  Configured,   // what it returns keeps its arguments
  Fixture,      // a decorator: parameters of the function's name get what it gives
  Parametrize,  // a decorator: parameters get the values listed
  Map,          // calls the argument that is a function with the elements of the others
  StarMap,      // the same, with the elements of the elements
  Filter,       // the same, and gives those elements
  Reduce,       // calls with two elements, or with what it returned
  Keyed,        // key=
  DefaultDict,  // calls to make elements
  CallFirst,    // calls the first with the rest
  Target,       // target=, args=
  CallEach,     // calls whichever is a function
  First,
  Second,
  TupleOf,  // makes a tuple of its arguments
  Nothing,
  Awaited,
  Iterated,
  Hashed,  // the same, and keeps the elements in a set
  IteratedAll,
  Flattened,
  Repeated,
  Element,
  Enumerated,
  Zipped,
  Dict,
  Method,
  MethodOfAll,
};

struct Model {
  std::string_view path;
  What what;
  std::string_view word;
};

constexpr Model kModels[] = {
#define AV_LIBRARY(path, what, word) {path, What::what, word},
#include "analysis/calls/library.def"
#undef AV_LIBRARY
};

}  // namespace

ObjectId Solver::external(std::string_view path, Ref made_by) {
  return objects_.of(Kind::External, strings_.of(path).index(), made_by);
}

// external_part is the path with something behind it, or the path itself when that is too long.
ObjectId Solver::external_part(ObjectId object, std::string_view part) {
  const std::string_view path = strings_[StringId(objects_[object].a)];
  if (path.size() + part.size() > kMaxPath || (part == "[]" && path.ends_with("[]"))) {
    limits_.long_paths += part == "[]" ? 0U : 1U;
    return object;
  }
  return external(std::string(path) + std::string(part));
}

// argument is the node of an argument by position or name.
Solver::Node Solver::argument(const CallShape& shape, std::uint32_t position,
                              std::string_view name) const {
  for (std::uint32_t i = 0; i < shape.argument_count; ++i) {
    const Argument& given = arguments_[shape.first_argument + i];
    const bool is_named = given.kind == Item::Kind::Named;
    if (is_named ? !name.empty() && strings_[given.name] == name
                 : given.kind == Item::Kind::Value && i == position) {
      return given.node;
    }
    if (given.kind == Item::Kind::Star && i <= position) {
      return kNoNode;
    }
  }
  return kNoNode;
}

void Solver::call_external(Ref shape_ref, ObjectId callee, ObjectId receiver) {
  if (models_.empty()) {
    for (std::uint32_t i = 0; i < std::size(kModels); ++i) {
      models_.emplace(strings_.of(kModels[i].path).index(), i);
    }
  }
  const CallShape shape = shapes_[shape_ref];
  const auto model = models_.find(objects_[callee].a);
  const bool is_wrapper = model != models_.end() && kModels[model->second].what <= What::Accessor;
  if (!is_wrapper &&
      called_.insert((std::uint64_t{shape_ref} << 32U) | objects_[callee].a).second) {
    found(shape, objects_[callee].a, true);
  }
  if (model != models_.end()) {
    return call_modelled(shape_ref, model->second, receiver.exists() ? receiver : callee);
  }
  const std::string_view path = strings_[StringId(objects_[callee].a)];
  const std::string_view method = path.substr(path.rfind('.') + 1);
  if (method == "__new__") {
    return add_use(argument(shape, 0), UseKind::Instances, shape.result);
  }
  if (!receiver.exists()) {
    return call_unknown(shape_ref, callee);
  }
  if (kind(receiver) == Kind::Class && method == "__call__") {
    return construct(shape_ref, receiver);
  }
  if (kind(receiver) == Kind::Text) {
    return call_text_method(shape_ref, method, receiver);
  }
  if (kind(receiver) == Kind::Generator) {
    resume(shape_ref, objects_[receiver], "__next__");
    return elements(receiver, shape.result);
  }
  return holds_items(receiver) ? call_container_method(shape_ref, method, receiver)
                               : call_unknown(shape_ref, callee);
}

// call_unknown calls something outside the project that no model tells of.
void Solver::call_unknown(Ref ref, ObjectId callee) {
  const CallShape shape = shapes_[ref];
  const std::string_view path = strings_[StringId(objects_[callee].a)];
  if (shape.is_decorator) {  // most hand the function on, or something that calls it
    add_edge_once(argument(shape, 0), shape.result);
  } else if (shape.argument_count > 0 && !path.starts_with("builtins.") &&
             !path.starts_with("inspect.")) {
    handed_.push_back(ref);
  }
  if (!shape.is_decorator || !names::is_standard_module(path.substr(0, path.find('.')))) {
    add_object(shape.result, external_part(callee, "()"));
  }
}

void Solver::call_modelled(Ref ref, std::uint32_t index, ObjectId receiver) {
  const Model& model = kModels[index];
  const CallShape shape = shapes_[ref];
  const Node first = argument(shape, 0);
  switch (model.what) {
    case What::StaticMethod:
      return add_use(first, UseKind::Wrap, shape.result,
                     static_cast<std::uint32_t>(Kind::StaticMethod));
    case What::ClassMethod:
      return add_use(first, UseKind::Wrap, shape.result,
                     static_cast<std::uint32_t>(Kind::ClassMethod));
    case What::Property:
      return add_use(argument(shape, 0, "fget"), UseKind::Wrap, shape.result,
                     static_cast<std::uint32_t>(Kind::Property));
    case What::Accessor:
      if (receiver.exists()) {
        add_edge_once(first, field(receiver, strings_.of(model.word)));
        add_object(shape.result, receiver);
      }
      return;
    case What::Super:
      return shape.argument_count == 0 ? zero_argument_super(shape)
                                       : add_use(first, UseKind::SuperOfClass, ref);
    case What::ClassOf:
      return add_use(first, UseKind::ClassOf, shape.result);
    case What::GetAttr:
    case What::HasAttr:
    case What::SetAttr: {
      Access access;
      access.object = first;
      access.key = argument(shape, 1);
      access.is_attribute = true;
      const bool is_read = model.what != What::SetAttr;
      (is_read ? access.result : access.value) =
          !is_read ? argument(shape, 2) : (model.what == What::GetAttr ? shape.result : new_node());
      if (is_read) {
        CallShape getter = shape;
        getter.manner = Manner::Implicit;
        const Argument name{Item::Kind::Value, StringId::none(), access.key};
        access.shape = add_shape(getter, {&name, 1});
      }
      if (access.object != kNoNode && access.key != kNoNode) {
        add_access(access);
      }
      return model.what == What::GetAttr ? add_edge_once(argument(shape, 2), shape.result) : void();
    }
    case What::ImportModule:
      return add_use(first, UseKind::Import, shape.result, file_of(shape.caller));
    case What::Partial:
      return add_object(shape.result, objects_.of(Kind::Partial, ref));
    case What::Configured:
      return add_object(shape.result, external(std::string(model.path) + "()", ref));
    case What::Fixture:
    case What::Parametrize: {
      if (!shape.is_decorator) {  // pytest.fixture(…), which is the decorator
        return add_object(shape.result, external(std::string(model.path) + "()", ref));
      }
      const Ref made_by = kind(receiver) == Kind::External ? objects_[receiver].b : kNoNumber;
      add_use(first, model.what == What::Fixture ? UseKind::Fixture : UseKind::Parametrized,
              made_by);
      return add_edge_once(first, shape.result);
    }
    default:
      return call_calling(ref, index);
  }
}

// call_calling is what calls its arguments.
void Solver::call_calling(Ref ref, std::uint32_t index) {
  const Model& model = kModels[index];
  const CallShape shape = shapes_[ref];
  switch (model.what) {
    case What::Map:
    case What::StarMap:
    case What::Filter:
    case What::Reduce:
      return call_over(ref, index);
    case What::Keyed: {
      const Node element = elements_of(ref, argument(shape, 0));
      Argument given;
      given.node = element;
      const Node key = argument(shape, kNoNumber, "key");
      const Node compared = key == kNoNode ? element : new_node();
      call_back(ref, key, {&given, 1}, compared);
      compare(ref, compared,
              shapes_[ref].argument_count > 0 && model.path.ends_with("max") ? "__gt__" : "__lt__");
      if (model.word == "element") {
        for (std::uint32_t i = 0; i < shape.argument_count && shape.argument_count > 1; ++i) {
          add_edge_once(argument(shape, i), shape.result);
        }
        return add_edge_once(element, shape.result);
      }
      return give_list(shape, element);
    }
    case What::DefaultDict: {
      const ObjectId made = container(new_node(), Shape::Dict);
      add_object(shape.result, made);
      return call_back(ref, argument(shape, 0), {}, any_item(made));
    }
    case What::CallFirst: {
      std::vector<Argument> rest = copy_arguments(shape);
      const Node callee = argument(shape, 0);
      if (!rest.empty()) {
        rest.erase(rest.begin());
      }
      call_back(ref, callee, rest, kNoNode);
      return add_edge_once(callee, shape.result);
    }
    case What::Target: {
      Argument all;
      all.kind = Item::Kind::Star;
      all.node = argument(shape, 3, "args");
      const std::size_t count = all.node == kNoNode ? 0 : 1;
      return call_back(ref, argument(shape, 1, "target"), {&all, count}, kNoNode);
    }
    case What::CallEach:
      for (const Argument& each : copy_arguments(shape)) {
        call_back(ref, each.node, {}, kNoNode);
      }
      return;
    default:
      return call_iterating(ref, index);
  }
}

// call_over calls whichever argument is a function with the elements of the others.
void Solver::call_over(Ref ref, std::uint32_t index) {
  const What what = kModels[index].what;
  const CallShape shape = shapes_[ref];
  const std::vector<Argument> all = copy_arguments(shape);
  const Node result = what == What::Reduce ? shape.result : new_node();
  for (std::size_t callee = 0; callee < all.size(); ++callee) {
    std::vector<Argument> given;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i != callee && all[i].kind == Item::Kind::Value) {
        Argument& argument = given.emplace_back();
        argument.node = elements_of(ref, all[i].node);
        argument.kind = what == What::StarMap ? Item::Kind::Star : Item::Kind::Value;
      }
    }
    if (what == What::Reduce && !given.empty()) {
      Argument before;
      before.node = result;
      add_edge_once(given[0].node, result);
      given = {before, given[0]};
    }
    call_back(ref, all[callee].node, given, what == What::Filter ? kNoNode : result);
    if (what == What::Filter && !given.empty()) {
      add_edge_once(given.back().node, result);
    }
  }
  if (what != What::Reduce) {
    give_list(shape, result);
  }
}

// call_iterating is what goes over its arguments, hands them on or runs methods of theirs.
void Solver::call_iterating(Ref ref, std::uint32_t index) {
  const Model& model = kModels[index];
  const CallShape shape = shapes_[ref];
  const Node first = argument(shape, 0);
  switch (model.what) {
    case What::First:
      add_edge_once(first, shape.result);
      return dunder_of(ref, first, model.word, shape.result);
    case What::Second:
      return add_edge_once(argument(shape, 1), shape.result);
    case What::TupleOf:
      return give_tuple(shape);
    case What::Nothing:
      return add_object(shape.result, external(std::string(model.path) + "()"));
    case What::Awaited:
      return add_use(first, UseKind::Awaited, shape.result);
    case What::Hashed:
      hash_of(ref, elements_of(ref, first));
      [[fallthrough]];
    case What::Iterated:
      dunder_of(ref, first, model.word, kNoNode);
      if (model.word != "__reversed__") {
        add_use(first, UseKind::Sequences, shape.result);
      }
      return give_list(shape, elements_of(ref, first));
    case What::IteratedAll:
      for (const Argument& each : copy_arguments(shape)) {
        give_list(shape, elements_of(ref, each.node));
      }
      return;
    case What::Flattened:
      return give_list(shape, elements_of(ref, elements_of(ref, first)));
    case What::Repeated:
      return give_list(shape, first);
    case What::Element:
      dunder_of(ref, first, model.word, shape.result);
      return add_edge_once(elements_of(ref, first), shape.result);
    case What::Enumerated:
    case What::Zipped:
      return give_pairs(ref, model.what == What::Enumerated ? 1 : 0);
    case What::Dict:
      return give_dict(ref);
    case What::Method:
      return dunder_of(ref, first, model.word, model.word == "__str__" ? kNoNode : shape.result);
    case What::MethodOfAll:
      for (const Argument& each : copy_arguments(shape)) {
        dunder_of(ref, each.node, model.word, kNoNode);
      }
      return;
    default:
      return;
  }
}

// give_list gives the result a list, of its own, with the elements of a node.
void Solver::give_list(const CallShape& shape, Node element) {
  if (shape.result == kNoNode) {
    return;
  }
  const ObjectId made = container(shape.result, Shape::List);
  add_object(shape.result, made);
  add_edge_once(element, any_item(made));
}

// give_pairs gives a list of tuples, with the arguments' elements from place `first` on.
void Solver::give_pairs(Ref ref, std::uint32_t first) {
  const CallShape shape = shapes_[ref];
  const Node pairs = new_node();
  const ObjectId pair = container(pairs, Shape::Tuple);
  add_object(pairs, pair);
  std::uint32_t place = first;
  for (const Argument& each : copy_arguments(shape)) {
    if (each.kind == Item::Kind::Value) {
      add_edge_once(elements_of(ref, each.node), item_field(pair, number(place++)));
    }
  }
  sizes_.emplace(pair.index(), place);
  give_list(shape, pairs);
}

// give_dict is dict(mapping, name=value).
void Solver::give_dict(Ref ref) {
  const Node result = shapes_[ref].result;
  if (result == kNoNode) {
    return;
  }
  const ObjectId made = container(result, Shape::Dict);
  add_object(result, made);
  update_dict(ref, made);
}

// give_tuple gives a tuple of the arguments.
void Solver::give_tuple(const CallShape& shape) {
  if (shape.result == kNoNode) {
    return;
  }
  const ObjectId made = container(shape.result, Shape::Tuple);
  add_object(shape.result, made);
  for (std::uint32_t i = 0; i < shape.argument_count; ++i) {
    add_edge_once(argument(shape, i), item_field(made, number(i)));
  }
}

// compare runs a method of objects with others of them.
void Solver::compare(Ref ref, Node objects, std::string_view method) {
  CallShape shape = shapes_[ref];
  shape.manner = Manner::Implicit;
  shape.result = kNoNode;
  Argument other;
  other.node = objects;
  add_use(objects, UseKind::Dunder, add_shape(shape, {&other, 1}), strings_.of(method).index());
}

void Solver::call_back(Ref ref, Node callee, std::span<const Argument> with, Node result) {
  CallShape shape = shapes_[ref];
  shape.manner = Manner::Callback;
  shape.is_decorator = false;
  shape.result = result;
  add_use(callee, UseKind::Callback, add_shape(shape, with));
}

// zero_argument_super stands for the first parameter of the method, in the bases of its class.
void Solver::zero_argument_super(const CallShape& shape) {
  const std::uint32_t file = file_of(shape.caller);
  const FunctionFact* method = &fact(shape.caller);
  while (method->around.exists()) {
    const FunctionFact& around = files_[file]->functions[method->around.index()];
    if (around.kind == FunctionFact::Kind::Class) {
      const ParameterFact& self = files_[file]->parameters[method->first_parameter];
      if (method->parameter_count > 0) {
        add_use(node(file, self.var), UseKind::SuperFor, shape.result,
                first_callable_[file] + method->around.index());
      }
      return;
    }
    method = &around;
  }
}

}  // namespace av::calls
