// solver_protocols.cc — methods that Python itself runs: of operators, loops, `with`, hashing,
// text.

#include "analysis/calls/solver.h"

#include <algorithm>

namespace av::calls {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// What Python runs for want of a method.
constexpr Pair kInstead[] = {{"__bool__", "__len__"},     {"__format__", "__str__"},
                             {"__str__", "__repr__"},     {"__ne__", "__eq__"},
                             {"__iter__", "__getitem__"}, {"__contains__", "__iter__"}};
constexpr Pair kSwapped[] = {{"__lt__", "__gt__"},
                             {"__gt__", "__lt__"},
                             {"__le__", "__ge__"},
                             {"__ge__", "__le__"},
                             {"__eq__", "__eq__"}};
// What a built-in container's own method runs on its elements.
constexpr Pair kOfElements[] = {
    {"__str__", "__repr__"}, {"__format__", "__repr__"}, {"__repr__", "__repr__"},
    {"__eq__", "__eq__"},    {"__ne__", "__eq__"},       {"__contains__", "__eq__"},
    {"__lt__", "__lt__"},    {"__gt__", "__gt__"},       {"__hash__", "__hash__"}};

std::string_view find(std::span<const Pair> pairs, std::string_view first) {
  const auto found = std::ranges::find(pairs, first, &Pair::first);
  return found == pairs.end() ? std::string_view() : found->second;
}

// plain_of is "__add__" of "__iadd__"; empty for others.
std::string plain_of(std::string_view method) {
  constexpr std::string_view kNoOperators[] = {"__iter__", "__init__", "__invert__", "__int__",
                                               "__index__"};
  const bool is_in_place = method.starts_with("__i") &&
                           std::ranges::find(kNoOperators, method) == std::end(kNoOperators);
  return is_in_place ? "__" + std::string(method.substr(3)) : std::string();
}

std::string instead_of(std::string_view method) {
  const std::string plain = plain_of(method);
  return plain.empty() ? std::string(find(kInstead, method)) : plain;
}

// reflected_of is what the right operand may have for a method of the left one.
std::string reflected_of(std::string_view method) {
  if (const std::string_view swapped = find(kSwapped, method); !swapped.empty()) {
    return std::string(swapped);
  }
  const std::string plain = plain_of(method);
  return "__r" + (plain.empty() ? std::string(method) : plain).substr(2);
}

}  // namespace

// has_methods says whether Python may find methods of the project in an object's class.
bool Solver::has_methods(ObjectId object) const {
  const Kind sort = kind(object);
  return sort == Kind::Instance || sort == Kind::Generator || sort == Kind::Coroutine ||
         (sort == Kind::Class && has_metaclasses_);
}

// run_method calls a method that Python looks up in an object's class; false when no class of the
// project defines it.
bool Solver::run_method(Ref shape, ObjectId object, std::string_view name) {
  const Object what = objects_[object];
  switch (what.kind) {
    case Kind::Instance: {
      const StringId method = strings_.of(name);
      if (!defines(class_info(what.a), method)) {
        return false;
      }
      add_use(attribute(object, method), UseKind::Call, shape);
      return true;
    }
    case Kind::Class: {
      ClassInfo* const made_by = metaclass_of(class_info(what.a));
      const StringId method = strings_.of(name);
      if (made_by == nullptr || !defines(*made_by, method)) {
        return false;
      }
      add_use(lookup(*made_by, method), UseKind::CallOn, shape, object.index());
      return true;
    }
    case Kind::Generator:
    case Kind::Coroutine:
      resume(shape, what, name);
      return false;
    default:
      return false;
  }
}

// run_for_row does so for a row; false also when there can be no such method.
bool Solver::run_for_row(std::uint32_t file, const Row& row, ObjectId object,
                         std::string_view name) {
  return has_methods(object) && run_method(implicit_shape(file, row), object, name);
}

// resume: the body of a generator or coroutine runs when somebody first asks for what it gives.
void Solver::resume(Ref shape, const Object& what, std::string_view name) {
  constexpr std::string_view kAsking[] = {"__next__", "__iter__", "__anext__", "__aiter__"};
  const bool runs = what.kind == Kind::Coroutine
                        ? name == "__await__"
                        : std::ranges::find(kAsking, name) != std::end(kAsking);
  if (runs) {
    found(shapes_[shape], what.a, false);
  }
}

// run_operator calls a method, or what Python runs for want of it.
void Solver::run_operator(Ref shape, ObjectId object, std::string_view method) {
  const Kind sort = kind(object);
  if (sort == Kind::Container) {
    return run_on_elements(shape, object, method);
  }
  if (sort != Kind::Instance && sort != Kind::Class) {
    run_method(shape, object, method);
    return;
  }
  std::string next(method);
  while (!next.empty() && !run_method(shape, object, next)) {
    next = instead_of(next);
  }
}

void Solver::run_on_elements(Ref shape, ObjectId container, std::string_view method) {
  const std::string_view of_element = find(kOfElements, method);
  if (of_element.empty()) {
    return;
  }
  // Once, as a container may hold itself.
  const Node items = all_items(container);
  if (run_on_.insert((std::uint64_t{items} << 32U) | shape).second) {
    add_use(items, UseKind::Dunder, shape, strings_.of(of_element).index());
  }
}

// dunder_of runs a method of what a node holds, when the project defines it.
void Solver::dunder_of(Ref ref, Node object, std::string_view method, Node result) {
  if (method.empty() || object == kNoNode) {
    return;
  }
  CallShape shape = shapes_[ref];
  shape.manner = Manner::Implicit;
  shape.is_decorator = false;
  shape.result = result;
  add_use(object, UseKind::Dunder, add_shape(shape, {}), strings_.of(method).index());
}

// hash_of runs what keeping a node's objects in a set or dict, or looking for them there, runs.
void Solver::hash_of(Ref ref, Node object) {
  if (!hashed_.insert((std::uint64_t{ref} << 32U) | object).second) {
    return;
  }
  dunder_of(ref, object, "__hash__", kNoNode);
  dunder_of(ref, object, "__eq__", kNoNode);
}

// run_hash does the same for a key that is no constant.
void Solver::run_hash(const Use& use, ObjectId object) {
  if (kind(object) == Kind::Instance || kind(object) == Kind::Container) {
    const Ref shape = key_shape(use.b, files_[use.b]->rows[use.a]);
    run_operator(shape, object, "__hash__");
    run_operator(shape, object, "__eq__");
  }
}

// elements_of is the node of what going over a node's objects gives.
Solver::Node Solver::elements_of(Ref ref, Node from) {
  const auto [slot, is_new] = elements_of_.try_emplace((std::uint64_t{ref} << 32U) | from, kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node element = new_node();
  slot->second = element;
  const Node iterator = new_node();
  add_use(from, UseKind::Elements, element);
  dunder_of(ref, from, "__iter__", iterator);
  add_use(iterator, UseKind::Elements, element);
  dunder_of(ref, iterator, "__next__", element);
  return element;
}

// go_over gives a node what going over one object gives, when it has methods for that.
void Solver::go_over(Ref ref, ObjectId object, Node to) {
  CallShape shape = shapes_[ref];
  const Node iterator = new_node();
  shape.result = iterator;
  run_operator(add_shape(shape, {}), object, "__iter__");
  if (kind(object) == Kind::Instance) {
    add_use(iterator, UseKind::Elements, to);
    dunder_of(ref, iterator, "__next__", to);
  }
}

void Solver::operator_row(const Use& use, ObjectId object) {
  const std::uint32_t file = use.b;
  const Row& row = files_[file]->rows[use.a];
  if (use.kind == UseKind::Reflected) {
    return reflected_row(row, file, object);
  }
  const std::string_view method = files_[file]->word(row.word);
  switch (kind(object)) {
    case Kind::Text:
      return text_row(row, file, object);
    case Kind::Container:
      join_row(row, file, object);
      return find(kOfElements, method).empty()
                 ? void()
                 : run_on_elements(implicit_shape(file, row), object, method);
    case Kind::Instance:
    case Kind::Class:
      return run_operator(implicit_shape(file, row), object, method);
    default:
      return;
  }
}

void Solver::reflected_row(const Row& row, std::uint32_t file, ObjectId object) {
  const std::string_view method = files_[file]->word(row.word);
  const Kind sort = kind(object);
  if (method == "__contains__" || method == "__delitem__") {  // the key
    const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
    return run_hash({UseKind::Hashed, index, file, kNoNumber}, object);
  }
  if (sort == Kind::Container) {
    return join_row(row, file, object);
  }
  if (sort != Kind::Instance) {
    return;
  }
  const std::string reflected = reflected_of(method);
  if (defines(class_info(objects_[object].a), strings_.of(reflected))) {
    run_method(reflected_shape(file, row), object, reflected);
  }
}

// reflected_shape is how an operator runs the right operand's method.
Solver::Ref Solver::reflected_shape(std::uint32_t file, const Row& row) {
  const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
  const auto [slot, is_new] =
      reflected_shapes_.try_emplace((std::uint64_t{file} << 32U) | index, kNoNumber);
  if (is_new) {
    Argument left;
    left.node = node(file, row.b);
    slot->second = add_shape(shape_at(file, row, Manner::Implicit), {&left, 1});
  }
  return slot->second;
}

// join_row is `list + list`, `list * 2`, `dict | dict`, and the like in place.
void Solver::join_row(const Row& row, std::uint32_t file, ObjectId object) {
  constexpr std::string_view kJoining[] = {"__add__", "__iadd__", "__or__",
                                           "__ior__", "__mul__",  "__imul__"};
  const std::string_view method = files_[file]->word(row.word);
  if (std::ranges::find(kJoining, method) == std::end(kJoining)) {
    return;
  }
  const Node to = node(file, row.a);
  const bool is_in_place = method.starts_with("__i");
  const ObjectId made = is_in_place ? object : container(to, *shape_of(object));
  add_object(to, made);
  if (is_in_place && row.item_count > 0) {
    const Node right = node(file, files_[file]->items[row.first_item].var);
    is_dict(object) ? add_use(right, UseKind::Merge, object.index())
                    : add_use(right, UseKind::Elements, any_item(object));
  } else {
    merge(made, object);
  }
}

// text_row is `text + …` and `text % …`: how the text begins is kept.
void Solver::text_row(const Row& row, std::uint32_t file, ObjectId object) {
  const std::string_view method = files_[file]->word(row.word);
  const Object what = objects_[object];
  const StringId start(what.a != kNoNumber ? what.a : what.b);
  if (method == "__mod__") {
    add_object(node(file, row.a), text_beginning(start, '%'));
    if (row.item_count > 0) {
      const Node right = node(file, files_[file]->items[row.first_item].var);
      show(implicit_shape(file, row), right);
    }
  } else if (method == "__add__" || method == "__iadd__") {
    add_object(node(file, row.a), text_beginning(start, '\0'));
  } else if (method == "__mul__") {
    add_object(node(file, row.a), objects_.of(Kind::Text, kNoNumber));
  }
}

// show makes texts of a node's objects, or of a tuple's parts.
void Solver::show(Ref shape, Node objects) {
  if (!shown_.insert((std::uint64_t{shape} << 32U) | objects).second) {
    return;
  }
  dunder_of(shape, objects, "__str__", kNoNode);
  const Node part = new_node();
  add_use(objects, UseKind::Elements, part);
  dunder_of(shape, part, "__str__", kNoNode);
}

// text_beginning is a text of which only the beginning is known, up to `end`.  Beginnings that are
// of no name are not kept.
ObjectId Solver::text_beginning(StringId known, char end) {
  if (!known.exists()) {
    return objects_.of(Kind::Text, kNoNumber);
  }
  const std::string_view whole = strings_[known];
  const std::string_view start = whole.substr(0, std::min(whole.find(end), whole.size()));
  const bool is_name = start.size() > 1 && std::ranges::all_of(start, [](char c) {
                         return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9');
                       });
  return is_name ? objects_.of(Kind::Text, kNoNumber, strings_.of(start).index())
                 : objects_.of(Kind::Text, kNoNumber);
}

// loop_row is `for` and `with`.
void Solver::loop_row(const Row& row, std::uint32_t file, ObjectId object) {
  const bool is_async = (row.flags & row_flag::kAsync) != 0;
  const bool is_instance = kind(object) == Kind::Instance;
  const Node to = node(file, row.a);
  switch (row.kind) {
    case RowKind::Iterate:
      if (is_instance || kind(object) == Kind::Class) {
        run_operator(implicit_shape(file, row), object, is_async ? "__aiter__" : "__iter__");
      }
      return is_instance && !holds_items(object) ? void() : add_object(to, object);
    case RowKind::Next:
      run_for_row(file, row, object, is_async ? "__anext__" : "__next__");
      return elements(object, to);
    case RowKind::Enter:
      if (run_for_row(file, row, object, is_async ? "__aenter__" : "__enter__")) {
        return;
      }
      return kind(object) == Kind::Generator ? elements(object, to) : add_object(to, object);
    default:
      run_for_row(file, row, object, is_async ? "__aexit__" : "__exit__");
      return;
  }
}

// statement_row is loops, `with`, `await`, `raise` and the like.
void Solver::statement_row(const Row& row, std::uint32_t file, ObjectId object) {
  const Node to = node(file, row.a);
  switch (row.kind) {
    case RowKind::Await:
      run_for_row(file, row, object, "__await__");
      return use({UseKind::Awaited, to, kNoNumber, kNoNumber}, object);
    case RowKind::YieldFrom:
      elements(object, node(file, row.c));
      if (has_methods(object)) {
        go_over(implicit_shape(file, row), object, node(file, row.c));
      }
      if (kind(object) == Kind::Generator) {
        add_edge_once(node(file_of(objects_[object].a), fact(objects_[object].a).returned), to);
      }
      return;
    case RowKind::Raise:
      return kind(object) == Kind::Class ? construct(implicit_shape(file, row), object) : void();
    case RowKind::Collect:
      return collect_row(row, file, object);
    default:
      return loop_row(row, file, object);
  }
}

// collect_row adds to a comprehension's container.
void Solver::collect_row(const Row& row, std::uint32_t file, ObjectId object) {
  if (kind(object) != Kind::Container) {
    return;
  }
  const Node value = node(file, row.b);
  if (row.item_count > 0) {
    const Node key = node(file, files_[file]->items[row.first_item].var);
    add_edge_once(key, keys(object));
    hash_of(implicit_shape(file, row), key);
  } else if (shape_of(object) == Shape::Set) {
    hash_of(implicit_shape(file, row), value);
  }
  if ((row.flags & row_flag::kStar) != 0) {
    return add_use(value, UseKind::Elements, any_item(object));
  }
  add_edge_once(value, any_item(object));
}

}  // namespace av::calls
