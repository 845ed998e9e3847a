// solver_calls.cc — what a call does: arguments to parameters, what is returned to the result.

#include "analysis/calls/solver.h"

#include <algorithm>

namespace av::calls {

namespace {

// Partials of partials, deeper than this, are cut.
constexpr unsigned kMaxDepth = 4;
// So are those beyond this number at one site: each has arguments of its own, so that partials that
// keep partials multiply.
constexpr std::uint32_t kMaxPartials = 64;

}  // namespace

Solver::CallShape Solver::shape_at(std::uint32_t file, const Row& row, Manner manner) const {
  const FileFacts& facts = *files_[file];
  const auto index = static_cast<std::uint32_t>(&row - facts.rows.data());
  const auto behind =
      std::ranges::upper_bound(facts.functions, index, {}, &FunctionFact::first_row);
  CallShape shape;
  shape.caller =
      first_callable_[file] + static_cast<std::uint32_t>(behind - facts.functions.begin()) - 1;
  shape.instr = row.site;
  shape.manner = manner;
  shape.result = node(file, row.a);
  return shape;
}

Solver::Ref Solver::shape_of_row(std::uint32_t file, const Row& row) {
  std::vector<Argument> given;
  for (std::uint32_t i = 0; i < row.item_count; ++i) {
    const Item& item = files_[file]->items[row.first_item + i];
    Argument& argument = given.emplace_back();
    argument.kind = item.kind;
    argument.name = item.word.exists() ? string(file, item.word) : StringId::none();
    argument.node = node(file, item.var);
  }
  CallShape shape = shape_at(file, row, Manner::Call);
  shape.is_decorator = (row.flags & row_flag::kDecorator) != 0;
  return add_shape(shape, given);
}

// implicit_shape is how a row that is no call runs a method.
Solver::Ref Solver::implicit_shape(std::uint32_t file, const Row& row) {
  const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
  const auto [slot, is_new] =
      implicit_shapes_.try_emplace((std::uint64_t{file} << 32U) | index, kNoNumber);
  if (is_new) {
    CallShape shape = shape_at(file, row, Manner::Implicit);
    const bool is_write = row.kind == RowKind::SetItem || row.kind == RowKind::SetItemBy ||
                          row.kind == RowKind::SetAttr || row.kind == RowKind::Exit ||
                          row.kind == RowKind::Class;
    shape.result = is_write ? kNoNode : shape.result;
    slot->second = add_shape(shape, implicit_arguments(file, row));
  }
  return slot->second;
}

std::vector<Solver::Argument> Solver::implicit_arguments(std::uint32_t file, const Row& row) {
  std::vector<Argument> given;
  const auto add = [&](Node value) { given.emplace_back().node = value; };
  switch (row.kind) {
    case RowKind::GetItem:
    case RowKind::SetItem:
    case RowKind::GetAttr:
    case RowKind::SetAttr:
    case RowKind::DelAttr:
      add(new_node());
      add_object(given.back().node, key_object(string(file, row.word)));
      break;
    case RowKind::GetItemBy:
    case RowKind::SetItemBy:
      add(node(file, row.c));
      break;
    case RowKind::Operator:
      for (std::uint32_t i = 0; i < row.item_count; ++i) {
        add(node(file, files_[file]->items[row.first_item + i].var));
      }
      break;
    case RowKind::Class:
      for (std::uint32_t i = 0; i < row.item_count; ++i) {
        const Item& item = files_[file]->items[row.first_item + i];
        if (item.kind == Item::Kind::Named && files_[file]->word(item.word) != "metaclass") {
          given.push_back({item.kind, string(file, item.word), node(file, item.var)});
        }
      }
      break;
    default:
      break;
  }
  if (row.kind == RowKind::SetItem || row.kind == RowKind::SetItemBy ||
      row.kind == RowKind::SetAttr) {
    add(node(file, row.b));
  }
  return given;
}

// key_shape is how a row runs the methods of its key.
Solver::Ref Solver::key_shape(std::uint32_t file, const Row& row) {
  const auto index = static_cast<std::uint32_t>(&row - files_[file]->rows.data());
  const auto [slot, is_new] =
      key_shapes_.try_emplace((std::uint64_t{file} << 32U) | index, kNoNumber);
  if (is_new) {
    CallShape shape = shape_at(file, row, Manner::Implicit);
    shape.result = kNoNode;
    slot->second = add_shape(shape, {});
  }
  return slot->second;
}

Solver::Ref Solver::add_shape(CallShape shape, std::span<const Argument> arguments) {
  shape.first_argument = static_cast<std::uint32_t>(arguments_.size());
  shape.argument_count = static_cast<std::uint32_t>(arguments.size());
  arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
  shapes_.push_back(shape);
  return static_cast<Ref>(shapes_.size() - 1);
}

std::vector<Solver::Argument> Solver::copy_arguments(const CallShape& shape) const {
  const auto first = arguments_.begin() + shape.first_argument;
  return {first, first + shape.argument_count};
}

void Solver::found(const CallShape& shape, std::uint32_t callee, bool is_external) {
  if (!shape.instr.exists()) {
    return;
  }
  found_.push_back(
      {shape.caller, shape.instr.index(), callee, is_external, shape.manner, confidence_});
}

void Solver::call(Ref shape, ObjectId callee) {
  const Object what = objects_[callee];
  switch (what.kind) {
    case Kind::Function:
      return call_function(shape, what.a, ObjectId::none());
    case Kind::Bound: {
      const Object inner = objects_[ObjectId(what.a)];
      if (inner.kind == Kind::Function) {
        return call_function(shape, inner.a, ObjectId(what.b));
      }
      if (inner.kind == Kind::External) {
        return call_external(shape, ObjectId(what.a), ObjectId(what.b));
      }
      return inner.kind == Kind::Partial ? call_partial(shape, inner) : void();
    }
    case Kind::Class:
      return call_class(shape, callee);
    case Kind::Instance:
      run_method(shape, callee, "__call__");
      return;
    case Kind::Partial:
      return call_partial(shape, what);
    case Kind::External:
      return call_external(shape, callee, ObjectId::none());
    case Kind::StaticMethod:
    case Kind::ClassMethod:
      return objects_[ObjectId(what.a)].kind == Kind::Function
                 ? call_function(shape, objects_[ObjectId(what.a)].a, ObjectId::none())
                 : void();
    default:
      return;
  }
}

void Solver::call_function(Ref shape_ref, std::uint32_t callable, ObjectId receiver) {
  const CallShape shape = shapes_[shape_ref];
  const FunctionFact& function = fact(callable);
  const std::uint32_t file = file_of(callable);
  if (receiver.exists() && function.parameter_count > 0) {
    const ParameterFact& self = files_[file]->parameters[function.first_parameter];
    if (self.kind == ParameterFact::Kind::Rest) {
      add_object(item_field(rest_of(file, self), number(0)), receiver);
    } else {
      add_object(node(file, self.var), receiver);
    }
    if (self.is_returned) {
      add_object(shape.result, receiver);
    }
  }
  const std::uint64_t key = (std::uint64_t{shape_ref} << 32U) | callable;
  if (linked_[receiver.exists() ? 1 : 0].insert(key).second) {
    found(shape, callable, false);
    give_arguments(shape, callable, receiver.exists() ? 1 : 0);
    take_result(shape, callable);
  }
}

void Solver::take_result(const CallShape& shape, std::uint32_t callable) {
  const FunctionFact& function = fact(callable);
  if (function.is_generator) {
    add_object(shape.result, objects_.of(Kind::Generator, callable));
  } else if (function.is_async) {
    add_object(shape.result, objects_.of(Kind::Coroutine, callable));
  } else {
    add_edge(node(file_of(callable), function.returned), shape.result);
  }
}

// give_arguments links arguments to the parameters, of which the first `given` have theirs.
void Solver::give_arguments(const CallShape& shape, std::uint32_t callable, std::uint32_t given) {
  using Sort = ParameterFact::Kind;
  const FunctionFact& function = fact(callable);
  const std::uint32_t file = file_of(callable);
  std::uint32_t position = given;
  std::uint32_t next = 0;  // the parameter of that position, or *rest
  bool behind_star = false;
  for (const Argument& argument : copy_arguments(shape)) {
    if (argument.kind == Item::Kind::Named || argument.kind == Item::Kind::DoubleStar) {
      give_named(shape, argument, callable);
      continue;
    }
    if (argument.kind == Item::Kind::Star || behind_star) {
      give_star(shape, argument, callable, position);
      behind_star = true;
      continue;
    }
    while (next < position && next < function.parameter_count &&
           files_[file]->parameters[function.first_parameter + next].kind < Sort::Rest) {
      ++next;
    }
    ++position;
    if (next == function.parameter_count) {
      continue;
    }
    const ParameterFact& parameter = files_[file]->parameters[function.first_parameter + next];
    if (parameter.kind == Sort::Rest) {
      const ObjectId rest = rest_of(file, parameter);
      add_edge_once(argument.node, item_field(rest, number(position - 1 - next)));
    } else if (parameter.kind < Sort::Rest) {
      give(argument.node, parameter, file, shape);
    }
  }
}

void Solver::give(Node from, const ParameterFact& parameter, std::uint32_t file,
                  const CallShape& shape) {
  add_edge_once(from, node(file, parameter.var));
  if (parameter.is_returned) {
    add_edge_once(from, shape.result);
  }
}

// give_named gives name=value, or the values of **dict by their keys.
void Solver::give_named(const CallShape& shape, const Argument& argument, std::uint32_t callable) {
  using Sort = ParameterFact::Kind;
  const FunctionFact& function = fact(callable);
  const std::uint32_t file = file_of(callable);
  bool is_taken = false;
  for (std::uint32_t i = 0; i < function.parameter_count; ++i) {
    const ParameterFact& parameter = files_[file]->parameters[function.first_parameter + i];
    const bool has_name = parameter.kind == Sort::Either || parameter.kind == Sort::Name;
    if (has_name && parameter.name.exists() && argument.kind == Item::Kind::DoubleStar) {
      const Node value = new_node();
      add_use(argument.node, UseKind::Item, value, string(file, parameter.name).index());
      give(value, parameter, file, shape);
    } else if (has_name && parameter.name.exists() &&
               string(file, parameter.name) == argument.name) {
      give(argument.node, parameter, file, shape);
      is_taken = true;
    } else if (parameter.kind == Sort::Names && !is_taken) {
      const Node names = node(file, parameter.var);
      if (argument.kind == Item::Kind::DoubleStar) {
        add_use(argument.node, UseKind::Dicts, names);
        continue;
      }
      const ObjectId all = container(names, Shape::Dict);
      add_object(names, all);
      set_item(all, argument.name, argument.node);
    }
  }
}

// rest_of is the tuple that a *rest parameter is.
ObjectId Solver::rest_of(std::uint32_t file, const ParameterFact& parameter) {
  const Node rest = node(file, parameter.var);
  const ObjectId all = container(rest, Shape::Tuple);
  add_object(rest, all);
  return all;
}

// give_star gives the elements of *sequence, from `position` on, or what stands behind one.
void Solver::give_star(const CallShape& shape, const Argument& argument, std::uint32_t callable,
                       std::uint32_t position) {
  using Sort = ParameterFact::Kind;
  const FunctionFact& function = fact(callable);
  const std::uint32_t file = file_of(callable);
  for (std::uint32_t i = 0; i < function.parameter_count; ++i) {
    const ParameterFact& parameter = files_[file]->parameters[function.first_parameter + i];
    const bool is_taking =
        parameter.kind == Sort::Rest || (parameter.kind < Sort::Rest && i >= position);
    if (is_taking && argument.kind != Item::Kind::Star) {
      parameter.kind == Sort::Rest
          ? add_edge_once(argument.node, any_item(rest_of(file, parameter)))
          : give(argument.node, parameter, file, shape);
    } else if (parameter.kind == Sort::Rest) {
      if (i == position) {
        add_use(argument.node, UseKind::Sequences, node(file, parameter.var));
      }
      add_use(argument.node, UseKind::Elements, any_item(rest_of(file, parameter)));
    } else if (is_taking) {
      const Node value = new_node();
      add_use(argument.node, UseKind::Item, value, number(i - position).index());
      give(value, parameter, file, shape);
    }
  }
}

// call_class runs the metaclass's __call__, which makes the instance, or makes one.
void Solver::call_class(Ref shape, ObjectId class_object) {
  if (run_method(shape, class_object, "__call__")) {
    const Node result = shapes_[shape].result;
    return add_object(result, objects_.of(Kind::Instance, objects_[class_object].a));
  }
  construct(shape, class_object);
}

void Solver::construct(Ref shape_ref, ObjectId class_object) {
  const std::uint32_t callable = objects_[class_object].a;
  const ObjectId instance = objects_.of(Kind::Instance, callable);
  const CallShape shape = shapes_[shape_ref];
  add_object(shape.result, instance);
  const StringId make = strings_.of("__new__");
  if (defines(class_info(callable), make)) {
    add_use(lookup(class_info(callable), make), UseKind::CallOn, shape_ref, class_object.index());
  }
  if (!defines(class_info(callable), strings_.of("__init__"))) {
    give_fields(shape, instance);
  }
  add_use(attribute(instance, strings_.of("__init__")), UseKind::Call, quiet(shape_ref));
}

// quiet is the same call without a result.
Solver::Ref Solver::quiet(Ref ref) {
  const auto [slot, is_new] = quiet_shapes_.try_emplace(ref, kNoNumber);
  if (is_new) {
    CallShape shape = shapes_[ref];
    shape.result = kNoNode;
    slot->second = add_shape(shape, copy_arguments(shape));
  }
  return slot->second;
}

// call_partial calls what a partial keeps, with its arguments before those of the call.
void Solver::call_partial(Ref shape_ref, const Object& partial) {
  CallShape shape = shapes_[shape_ref];
  const CallShape kept = shapes_[partial.a];
  if (kept.argument_count == 0) {
    return;
  }
  if (shape.depth + kept.depth >= kMaxDepth) {
    ++limits_.deep_shapes;
    return;
  }
  const std::uint64_t site = (std::uint64_t{shape.caller} << 32U) | shape.instr.index();
  const auto [slot, is_new] =
      partial_shapes_.try_emplace((std::uint64_t{partial.a} << 32U) | shape_ref, kNoNumber);
  if (!is_new) {
    return;
  }
  if (++partials_at_[site] > kMaxPartials) {
    ++limits_.deep_shapes;
    return;
  }
  std::vector<Argument> all = copy_arguments(kept);
  const Node callee = all[0].node;
  all.erase(all.begin());
  const std::vector<Argument> given = copy_arguments(shape);
  all.insert(all.end(), given.begin(), given.end());
  shape.depth = static_cast<std::uint8_t>(shape.depth + kept.depth + 1);
  slot->second = add_shape(shape, all);
  add_use(callee, UseKind::Call, slot->second);
}

}  // namespace av::calls
