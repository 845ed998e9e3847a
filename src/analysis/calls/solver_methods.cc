// solver_methods.cc — what methods of the built-in types do.

#include "analysis/calls/solver.h"

#include <algorithm>
#include <array>

namespace av::calls {

namespace {

// Methods of texts that give a text.
constexpr std::array<std::string_view, 16> kTextMethods = {
    "capitalize", "casefold", "decode", "expandtabs", "format", "join",  "lower",     "lstrip",
    "replace",    "rstrip",   "strip",  "title",      "upper",  "zfill", "translate", "encode"};

}  // namespace

void Solver::call_text_method(Ref ref, std::string_view method, ObjectId text) {
  const CallShape shape = shapes_[ref];
  if (method == "format") {
    for (const Argument& each : copy_arguments(shape)) {
      dunder_of(ref, each.node, "__format__", kNoNode);
    }
    return add_object(shape.result, text_beginning(StringId(objects_[text].a), '{'));
  }
  if (method == "join") {
    elements_of(ref, argument(shape, 0));
  }
  if (std::ranges::find(kTextMethods, method) != kTextMethods.end()) {
    add_object(shape.result, objects_.of(Kind::Text, kNoNumber));
  }
}

void Solver::call_container_method(Ref ref, std::string_view method, ObjectId of) {
  const CallShape shape = shapes_[ref];
  const Node first = argument(shape, 0);
  constexpr std::string_view kLooking[] = {"add",   "discard", "remove", "index",
                                           "count", "get",     "pop",    "setdefault"};
  if (std::ranges::find(kLooking, method) != std::end(kLooking)) {
    hash_of(ref, first);
  }
  if (method == "append" || method == "add" || method == "appendleft") {
    return add_edge_once(first, any_item(of));
  }
  if (method == "insert") {
    return add_edge_once(argument(shape, 1), any_item(of));
  }
  if ((method == "update" || method == "__init__") && is_dict(of)) {
    return update_dict(ref, of);
  }
  if (method == "__setitem__") {
    add_edge_once(argument(shape, 1), any_item(of));
    return is_dict(of) ? add_edge_once(first, keys(of)) : void();
  }
  if (method == "extend" || method == "__init__" || method == "extendleft" || method == "update" ||
      method == "union") {
    add_edge_once(elements_of(ref, first), any_item(of));
    return method == "union" ? add_object(shape.result, of) : void();
  }
  if (method == "sort") {
    Argument given;
    given.node = all_items(of);
    const Node key = argument(shape, kNoNumber, "key");
    const Node compared = key == kNoNode ? given.node : new_node();
    call_back(ref, key, {&given, 1}, compared);
    return compare(ref, compared, "__lt__");
  }
  read_container(shape, method, of);
}

// update_dict gives a dict what dict(…) would be made of.
void Solver::update_dict(Ref ref, ObjectId dict) {
  for (const Argument& each : copy_arguments(shapes_[ref])) {
    if (each.kind == Item::Kind::Named) {
      set_item(dict, each.name, each.node);
    } else {
      add_use(each.node, UseKind::Merge, dict.index());
      elements_of(ref, each.node);
    }
  }
}

// read_container is the methods that give parts of a container.
void Solver::read_container(const CallShape& shape, std::string_view method, ObjectId of) {
  if (method == "items") {
    return add_object(shape.result, view(of, View::Items));
  }
  if (method == "values" || method == "keys") {
    return add_object(shape.result, view(of, method == "keys" ? View::Keys : View::Values));
  }
  if (method == "copy" || method == "__iter__") {
    return add_object(shape.result, of);
  }
  if (method == "popitem") {
    return add_edge_once(any_item(view(of, View::Items)), shape.result);
  }
  if (method == "__getitem__" && kind(of) == Kind::Instance) {  // of super()
    return add_edge_once(all_items(of), shape.result);
  }
  if (method == "get" || method == "pop" || method == "setdefault" || method == "__getitem__" ||
      method == "popleft") {
    get_by_key(shape, method, of);
  }
}

// get_by_key reads what is under the first argument, or else is the second.
void Solver::get_by_key(const CallShape& shape, std::string_view method, ObjectId of) {
  Access access;
  access.key = argument(shape, 0);
  if (access.key == kNoNode) {
    return add_edge_once(all_items(of), shape.result);
  }
  access.object = new_node();
  add_object(access.object, of);
  access.result = shape.result;
  if (shape.result != kNoNode) {
    add_access(access);
  }
  const Node otherwise = argument(shape, 1, "default");
  add_edge_once(otherwise, shape.result);
  if (method == "setdefault" && otherwise != kNoNode) {
    access.result = kNoNode;
    access.value = otherwise;
    add_access(access);
  }
}

}  // namespace av::calls
