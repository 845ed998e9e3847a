// solver_containers.cc — lists, tuples, sets and dicts, with constant keys told apart.

#include "analysis/calls/solve.h"
#include "analysis/calls/solver.h"

#include <algorithm>
#include <charconv>

namespace av::calls {

namespace {

// Names of nodes of a container that are no keys.
constexpr std::string_view kAny = "\x02any";    // what is under keys that are not known
constexpr std::string_view kAll = "\x02all";    // what is under any key
constexpr std::string_view kKeys = "\x02keys";  // the keys themselves, of a dict

// More constant keys than this at one place read or write are taken for any key; more names than
// this for no attribute.
constexpr std::size_t kMostKeysRead = 16;
constexpr std::size_t kMostNamesRead = 64;

// A view is in Object::b of a container, above its shape.
constexpr std::uint32_t kViewShift = 2;

std::uint64_t item_key(ObjectId container, StringId key) {
  return (std::uint64_t{container.index()} << 32U) | key.index();
}

}  // namespace

ObjectId Solver::container(Node maker, Shape shape) {
  return objects_.of(Kind::Container, maker, static_cast<std::uint32_t>(shape));
}

// is_plain says whether an object holds items and has no method of its own for that.
bool Solver::is_plain(ObjectId object, std::string_view method) {
  return holds_items(object) && (kind(object) == Kind::Container ||
                                 !defines(class_info(objects_[object].a), strings_.of(method)));
}

StringId Solver::number(std::int64_t value) {
  return strings_.of(kNumber + std::to_string(value));
}

bool Solver::read_number(StringId key, std::int64_t& value) const {
  const std::string_view text = strings_[key];
  if (text.empty() || text[0] != kNumber) {
    return false;
  }
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 1, end, value);
  return error == std::errc() && stop == end;
}

ObjectId Solver::key_object(StringId key) {
  const bool is_number = strings_[key].starts_with(kNumber);
  return objects_.of(is_number ? Kind::Integer : Kind::Text, key.index());
}

void Solver::build_row(std::uint32_t file, const Row& row) {
  const Node made = node(file, row.a);
  const ObjectId object = container(made, static_cast<Shape>(row.flags & row_flag::kShape));
  add_object(made, object);
  if (is_dict(object)) {
    for (std::uint32_t i = 0; i < row.item_count; ++i) {
      const Item& item = files_[file]->items[row.first_item + i];
      if (item.kind == Item::Kind::Named) {
        set_item(object, string(file, item.word), node(file, item.var));
      } else if (item.kind == Item::Kind::DoubleStar) {
        add_use(node(file, item.var), UseKind::Merge, object.index());
      } else if (item.kind == Item::Kind::Keyed && i + 1 < row.item_count) {
        Access access;
        access.object = new_node();
        add_object(access.object, object);
        access.key = node(file, item.var);
        access.value = node(file, files_[file]->items[++i + row.first_item].var);
        add_access(access);
        hash_of(implicit_shape(file, row), access.key);
      }
    }
    return;
  }
  add_elements(row, file, object);
}

void Solver::add_elements(const Row& row, std::uint32_t file, ObjectId object) {
  bool spreads = false;
  const bool has_order = static_cast<Shape>(row.flags & row_flag::kShape) != Shape::Set;
  for (std::uint32_t i = 0; i < row.item_count; ++i) {
    const Item& item = files_[file]->items[row.first_item + i];
    const Node value = node(file, item.var);
    if (!has_order) {
      hash_of(implicit_shape(file, row), value);
    }
    if (item.kind != Item::Kind::Value) {
      spreads = true;
      add_edge(elements_of(implicit_shape(file, row), value), any_item(object));
    } else {
      add_edge(value, spreads || !has_order ? any_item(object) : item_field(object, number(i)));
    }
  }
  if (!spreads && has_order && row.item_count > 0) {
    sizes_.emplace(object.index(), row.item_count);
  }
}

Solver::Node Solver::all_items(ObjectId container) {
  return field(container, strings_.of(kAll));
}

Solver::Node Solver::keys(ObjectId container) {
  return field(container, strings_.of(kKeys));
}

Solver::Node Solver::any_item(ObjectId container) {
  const auto [slot, is_new] =
      item_fields_.try_emplace(item_key(container, strings_.of(kAny)), kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node made = new_node();
  slot->second = made;
  add_edge(made, all_items(container));
  for (const ObjectId follower : followers_[container.index()]) {
    to_merge_.emplace_back(container, strings_.of(kAny), follower);
  }
  return made;
}

// item_field is the node of what is written under a key.
Solver::Node Solver::item_field(ObjectId container, StringId key) {
  const auto known = item_fields_.find(item_key(container, key));
  if (known != item_fields_.end()) {
    return known->second;
  }
  std::vector<StringId>& keys = keys_[container.index()];
  if (keys.size() >= kMaxKeys) {
    ++limits_.cut_lists;
    return any_item(container);
  }
  keys.push_back(key);
  const Node made = new_node();
  item_fields_.emplace(item_key(container, key), made);
  add_edge(made, all_items(container));
  for (const ObjectId follower : followers_[container.index()]) {
    to_merge_.emplace_back(container, key, follower);
  }
  return made;
}

// item is the node of what a key reads.
Solver::Node Solver::item(ObjectId container, StringId key) {
  std::int64_t index = 0;
  const bool is_number = read_number(key, index);
  const auto size = sizes_.find(container.index());
  if (is_number && index < 0 && !is_dict(container)) {
    if (size == sizes_.end() || -index > static_cast<std::int64_t>(size->second)) {
      return all_items(container);
    }
    key = number(index + size->second);
  }
  const auto [slot, is_new] = items_.try_emplace(item_key(container, key), kNoNode);
  if (!is_new) {
    return slot->second;
  }
  const Node made = new_node();
  slot->second = made;
  add_edge(item_field(container, key), made);
  add_edge_once(any_item(container), made);
  return made;
}

void Solver::set_item(ObjectId object, StringId key, Node value) {
  if (!is_plain(object, "__setitem__")) {
    return;
  }
  add_edge_once(value, item_field(object, key));
  if (is_dict(object)) {
    add_object(keys(object), key_object(key));
  }
}

void Solver::elements(ObjectId object, Node to) {
  const Object what = objects_[object];
  switch (what.kind) {
    case Kind::Container:
    case Kind::Instance:
      return is_plain(object, "__iter__")
                 ? add_edge_once(is_dict(object) ? keys(object) : all_items(object), to)
                 : void();
    case Kind::Class:  // an enumeration goes over its members
      return is_enum(class_info(what.a)) ? add_object(to, member_of(what, object)) : void();
    case Kind::Generator:
      return add_edge_once(node(file_of(what.a), fact(what.a).yielded), to);
    case Kind::External:
      return add_object(to, external_part(object, "[]"));
    case Kind::Text:
      return add_object(to, objects_.of(Kind::Text, kNoNumber));
    default:
      return;
  }
}

void Solver::get_item(ObjectId object, StringId key, Node to) {
  switch (kind(object)) {
    case Kind::Container:
    case Kind::Instance:
      return is_plain(object, "__getitem__") ? add_edge_once(item(object, key), to) : void();
    case Kind::Generator:  // unpacked, or given as *generator
    case Kind::External:
    case Kind::Text:
      return elements(object, to);
    case Kind::Class:  // Base[T] is as good as Base
      return add_object(to, object);
    default:
      return;
  }
}

// slice makes a new container of a stretch of the old.
void Solver::slice(const Row& row, std::uint32_t file, ObjectId object) {
  const Node to = node(file, row.a);
  if (kind(object) == Kind::Instance) {
    run_method(implicit_shape(file, row), object, "__getitem__");
    return;
  }
  if (kind(object) != Kind::Container) {
    return kind(object) == Kind::Text || kind(object) == Kind::External ? add_object(to, object)
                                                                        : void();
  }
  const ObjectId made = container(to, static_cast<Shape>(objects_[object].b & row_flag::kShape));
  add_object(to, made);
  const auto size = sizes_.find(object.index());
  const auto read = [&](const Item& bound, std::int64_t otherwise) -> std::int64_t {
    std::int64_t value = otherwise;
    if (bound.kind != Item::Kind::Constant ||
        (bound.word.exists() && !read_number(string(file, bound.word), value))) {
      return -1;
    }
    return value < 0 && size != sizes_.end() ? value + size->second : value;
  };
  const std::span items(files_[file]->items.data() + row.first_item, row.item_count);
  const std::int64_t first = read(items[0], 0);
  std::int64_t end = read(items[1], size == sizes_.end() ? -1 : std::int64_t{size->second});
  end = size == sizes_.end() ? end : std::min<std::int64_t>(end, size->second);
  if (first < 0 || end < first || end - first > static_cast<std::int64_t>(kMaxKeys)) {
    return add_edge_once(all_items(object), any_item(made));
  }
  for (std::int64_t i = first; i < end; ++i) {
    add_edge_once(item(object, number(i)), item_field(made, number(i - first)));
  }
}

void Solver::unpack(const Row& row, std::uint32_t file, ObjectId object) {
  const Node to = node(file, row.a);
  if (kind(object) == Kind::Instance || kind(object) == Kind::Generator) {
    go_over(implicit_shape(file, row), object, to);
  }
  const std::uint32_t index = row.c & 0xFFFFU;
  const std::uint32_t behind = row.c >> 16U;
  const auto size = sizes_.find(object.index());
  const bool is_known = kind(object) == Kind::Container && size != sizes_.end();
  if ((row.flags & row_flag::kStar) != 0) {
    const ObjectId made = container(to, Shape::List);
    add_object(to, made);
    if (!is_known || size->second < index + behind) {
      return elements(object, any_item(made));
    }
    const std::uint32_t count = size->second - index - behind;
    for (std::uint32_t i = 0; i < count; ++i) {
      add_edge_once(item(object, number(index + i)), item_field(made, number(i)));
    }
    return;
  }
  if ((row.flags & row_flag::kBehindStar) != 0) {
    return is_known && size->second > behind
               ? get_item(object, number(size->second - behind - 1), to)
               : elements(object, to);
  }
  return kind(object) == Kind::Container && is_dict(object) ? elements(object, to)
                                                            : get_item(object, number(index), to);
}

Solver::Ref Solver::add_access(Access access) {
  accesses_.push_back(access);
  const auto made = static_cast<Ref>(accesses_.size() - 1);
  add_use(access.object, UseKind::Object, made);
  add_use(access.key, UseKind::Key, made);
  return made;
}

// wake_access joins all objects and keys that have arrived so far.
void Solver::wake_access(Ref ref) {
  const Access at = accesses_[ref];
  const std::vector<ObjectId> objects = nodes_[at.object].objects;
  const std::vector<ObjectId> keys_read = nodes_[at.key].objects;
  const std::size_t most = at.is_attribute ? kMostNamesRead : kMostKeysRead;
  const bool is_blind = at.is_blind || keys_read.size() > most;
  for (const ObjectId object : objects) {
    if (is_blind) {
      access_blindly(at, object);
      continue;
    }
    for (const ObjectId key : keys_read) {
      access(at, object, key);
    }
  }
}

void Solver::access(const Access& at, ObjectId object, ObjectId key_read) {
  const Object key = objects_[key_read];
  const bool is_constant = key.kind == Kind::Text || key.kind == Kind::Integer;
  if (is_constant && key.a == kNoNumber && key.b != kNoNumber && at.is_attribute) {
    return access_by_beginning(at, object, StringId(key.b));
  }
  if (!is_constant || key.a == kNoNumber) {
    return access_blindly(at, object);
  }
  const StringId name(key.a);
  if (at.is_attribute) {
    return access_attribute(at, object, name);
  }
  return at.result != kNoNode ? get_item(object, name, at.result)
                              : set_item(object, name, at.value);
}

void Solver::access_attribute(const Access& at, ObjectId object, StringId name) {
  const Kind sort = kind(object);
  const bool has_names = sort == Kind::Class || sort == Kind::Instance || sort == Kind::Module;
  if (at.result != kNoNode) {
    const Node of = attribute(object, name);
    add_edge_once(of, at.result);
    const bool is_new =
        at.shape != kNoNumber && read_.insert((std::uint64_t{at.shape} << 32U) | of).second;
    if (is_new) {
      run_getters({at.shape, kNoNumber}, object, name);
    }
    return;
  }
  if (sort == Kind::Class) {
    set_class_name(class_info(objects_[object].a), name);
  }
  if (has_names) {
    add_edge_once(at.value, field(object, name));
  }
}

// access_by_beginning reads whatever the object's classes, or the module, have under such a name.
void Solver::access_by_beginning(const Access& at, ObjectId object, StringId start) {
  const Object what = objects_[object];
  std::vector<std::uint32_t> bodies;
  if (what.kind == Kind::Instance || what.kind == Kind::Class) {
    for (const ObjectId of : order_of(class_info(what.a))) {
      if (kind(of) == Kind::Class) {
        bodies.push_back(objects_[of].a);
      }
    }
  } else if (what.kind == Kind::Module && file_of_module_[what.a] != kNoNumber) {
    bodies.push_back(first_callable_[file_of_module_[what.a]]);
  }
  std::size_t count = 0;
  for (const std::uint32_t callable : bodies) {
    const std::uint32_t file = file_of(callable);
    const FunctionFact& body = fact(callable);
    for (std::uint32_t i = 0; i < body.member_count && at.result != kNoNode; ++i) {
      const StringId name = string(file, files_[file]->members[body.first_member + i].name);
      if (!strings_[name].starts_with(strings_[start])) {
        continue;
      }
      if (++count > kMaxKeys) {
        ++limits_.cut_lists;
        return;
      }
      access_attribute(at, object, name);
    }
  }
}

void Solver::access_blindly(const Access& at, ObjectId object) {
  if (at.is_attribute) {
    return;
  }
  if (at.result != kNoNode) {
    if (!holds_items(object)) {
      return get_item(object, StringId(), at.result);
    }
    return is_plain(object, "__getitem__") ? add_edge_once(all_items(object), at.result) : void();
  }
  if (is_plain(object, "__setitem__")) {
    add_edge_once(at.value, any_item(object));
    if (is_dict(object)) {
      add_edge_once(at.key, keys(object));
    }
  }
}

// merge gives all of a dict to another, now and later.
void Solver::merge(ObjectId into, ObjectId from) {
  if (!holds_items(from) || from == into) {
    return;
  }
  if (!is_dict(from)) {
    return add_edge_once(all_items(from), any_item(into));
  }
  std::vector<ObjectId>& followers = followers_[from.index()];
  if (std::ranges::find(followers, into) != followers.end()) {
    return;
  }
  followers.push_back(into);
  add_edge_once(keys(from), keys(into));
  to_merge_.emplace_back(from, strings_.of(kAny), into);
  for (const StringId key : keys_[from.index()]) {
    to_merge_.emplace_back(from, key, into);
  }
}

void Solver::merge_noted() {
  while (!to_merge_.empty()) {
    const auto [from, key, into] = to_merge_.back();
    to_merge_.pop_back();
    const bool is_any = strings_[key] == kAny;
    add_edge_once(is_any ? any_item(from) : item_field(from, key),
                  is_any ? any_item(into) : item_field(into, key));
  }
}

// view is what a dict's items(), values() and keys() give.
ObjectId Solver::view(ObjectId of, View what) {
  const auto made = [&](Shape shape, View as) {
    const std::uint32_t sort = static_cast<std::uint32_t>(shape) | static_cast<std::uint32_t>(as)
                                                                       << kViewShift;
    return objects_.of(Kind::Container, of.index(), sort);
  };
  const ObjectId list = made(Shape::List, what);
  if (what != View::Items) {
    add_edge_once(what == View::Values ? all_items(of) : keys(of), any_item(list));
    return list;
  }
  const ObjectId pair = made(Shape::Tuple, View::Pair);
  add_object(any_item(list), pair);
  add_edge_once(keys(of), item_field(pair, number(0)));
  add_edge_once(all_items(of), item_field(pair, number(1)));
  sizes_.emplace(pair.index(), 2);
  return list;
}

}  // namespace av::calls
