// collect_rows.cc — what each instruction says.

#include "analysis/calls/collector.h"

#include <algorithm>
#include <array>

namespace av::calls {

namespace {

using flow::Op;
using flow::ValueId;
using syntax::NodeId;
using syntax::Operator;

// The methods behind operators, in the order of syntax::Operator up to RShift.
constexpr std::array<std::string_view, 13> kBinary = {
    "add", "sub", "mul", "truediv", "floordiv", "mod",   "matmul",
    "pow", "and", "or",  "xor",     "lshift",   "rshift"};

std::string_view unary_method(Operator op) {
  switch (op) {
    case Operator::Invert:
      return "__invert__";
    case Operator::UAdd:
      return "__pos__";
    case Operator::USub:
      return "__neg__";
    default:
      return "__bool__";
  }
}

std::string_view compare_method(Operator op) {
  switch (op) {
    case Operator::Eq:
      return "__eq__";
    case Operator::NotEq:
      return "__ne__";
    case Operator::Lt:
      return "__lt__";
    case Operator::LtE:
      return "__le__";
    case Operator::Gt:
      return "__gt__";
    case Operator::GtE:
      return "__ge__";
    case Operator::In:
    case Operator::NotIn:
      return "__contains__";
    default:
      return "";
  }
}

// By conversion: none, !s, !r, !a.
std::string_view format_method(std::uint8_t conversion) {
  if (conversion == 0) {
    return "__format__";
  }
  return conversion == 1 ? "__str__" : "__repr__";
}

}  // namespace

VarId Collector::Memory::find(VarId container, WordId key) const {
  const auto found = items.find({container.index(), key.index()});
  return found == items.end() ? VarId::none() : found->second;
}

void Collector::Memory::set(VarId container, WordId key, VarId value) {
  if (!knows(container)) {
    std::erase_if(items, [&](const auto& item) { return item.first.second == key.index(); });
    return;
  }
  items[{container.index(), key.index()}] = value;
}

void Collector::instruction(ValueId id) {
  const Instr& one = instr(id);
  switch (one.op) {
    case Op::Parameter: {
      if (one.a < here().parameter_count) {
        alias(id, facts_.parameters[here().first_parameter + one.a].var);
      }
      return;
    }
    case Op::Load:
      return load(id);
    case Op::Store:
      return store(id);
    case Op::GetAttr:
      add_row(RowKind::GetAttr, id, var_of(id), var_of(one.value_a())).word =
          word(spelled(children(one.node).back()));
      return;
    case Op::SetAttr:
      return set_attr(id);
    case Op::DeleteAttr:
      add_row(RowKind::DelAttr, id, VarId::none(), var_of(one.value_a())).word =
          word(spelled(children(one.node).back()));
      return;
    case Op::Call:
      return call(id);
    case Op::MakeFunction:
      return make_function(id);
    case Op::MakeClass:
      return make_class(id);
    case Op::Import:
      return import_module(id);
    case Op::ImportName:
      return import_name(id);
    case Op::ImportStar:
      return import_star(id);
    case Op::Return:
      return return_value(id);
    case Op::Caught:
      return caught(id);
    default:
      return container_instruction(id);
  }
}

void Collector::container_instruction(ValueId id) {
  const Instr& one = instr(id);
  switch (one.op) {
    case Op::GetItem:
      return get_item(id);
    case Op::SetItem:
      return set_item(id);
    case Op::DeleteItem:
      memory_.forget();
      return operate(id, "__delitem__", one.value_a(), one.value_b());
    case Op::Build:
      return build(id);
    case Op::BuildDict:
      return build_dict(id);
    case Op::Collect:
      return collect_element(id);
    case Op::Unpack:
      return unpack(id);
    case Op::MatchPart: {
      Row& row = add_row(RowKind::GetItemBy, id, var_of(id), var_of(one.value_a()));
      row.c = new_var().index();
      return;
    }
    default:
      return effect_instruction(id);
  }
}

void Collector::effect_instruction(ValueId id) {
  const Instr& one = instr(id);
  const std::uint8_t async = (one.flags & flow::flag::kAsync) != 0 ? row_flag::kAsync : 0;
  const auto add = [&](RowKind kind) {
    add_row(kind, id, var_of(id), var_of(one.value_a())).flags = async;
    memory_.forget();
  };
  switch (one.op) {
    case Op::Iterate:
      return add(RowKind::Iterate);
    case Op::Next:
      return add(RowKind::Next);
    case Op::Enter:
      return add(RowKind::Enter);
    case Op::Exit:
      return add(RowKind::Exit);
    case Op::Await:
      return add(RowKind::Await);
    case Op::YieldFrom:
      add(RowKind::YieldFrom);
      facts_.rows.back().c = yielded_by(function_).index();
      return;
    case Op::Yield:
      memory_.forget();
      return copy(yielded_by(function_), var_of(one.value_a()));
    case Op::Raise:
      if (one.value_a().exists()) {
        add_row(RowKind::Raise, id, VarId::none(), var_of(one.value_a()));
      }
      return;
    case Op::Exec:
    case Op::Opaque:
      return memory_.forget();
    default:
      return operator_instruction(id);
  }
}

void Collector::operator_instruction(ValueId id) {
  const Instr& one = instr(id);
  const auto op = static_cast<Operator>(one.flags & syntax::flag::kOperatorMask);
  switch (one.op) {
    case Op::InPlace:
      memory_.forget();
      [[fallthrough]];
    case Op::Binary:
      if (one.flags < kBinary.size()) {
        const std::string sign =
            (one.op == Op::InPlace ? "i" : "") + std::string(kBinary[one.flags]);
        operate(id, "__" + sign + "__", one.value_a(), one.value_b());
      }
      return;
    case Op::Unary:
      return operate(id, unary_method(op), one.value_a(), ValueId::none());
    case Op::Compare: {
      const bool is_in = op == Operator::In || op == Operator::NotIn;
      const std::string_view method = compare_method(op);
      if (!method.empty()) {
        operate(id, method, is_in ? one.value_b() : one.value_a(),
                is_in ? one.value_a() : one.value_b());
      }
      return;
    }
    case Op::FormatField:
      return operate(id, format_method(one.flags), one.value_a(), ValueId::none());
    case Op::Branch:
      return instr(one.value_a()).op == Op::Compare  // nearly always a bool
                 ? void()
                 : operate(id, "__bool__", one.value_a(), ValueId::none());
    default:
      return;
  }
}

// operate notes that `object.method(other)` may run, where the object may have a method of its own.
void Collector::operate(ValueId id, std::string_view method, ValueId object, ValueId other) {
  if (is_plain(object) && is_plain(other)) {
    return;
  }
  Row& row = add_row(RowKind::Operator, id, var_of(id), var_of(object));
  row.word = word(method);
  if (other.exists()) {
    add_item({Item::Kind::Value, WordId::none(), var_of(other)});
  }
  end_items(row);
}

// constant_values notes the constants that something asked for.
void Collector::constant_values(const flow::Block& block) {
  for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
    const Instr& one = file_.instrs[i];
    const VarId var = vars_[i];
    const bool is_text = one.op == Op::Format ||
                         (one.op == Op::Constant && (kind(one.node) == NodeKind::String ||
                                                     kind(one.node) == NodeKind::StringGroup));
    const bool is_number = one.op == Op::Constant && kind(one.node) == NodeKind::Int;
    if (!var.exists() || (!is_text && !is_number && one.op != Op::Unary)) {
      continue;
    }
    const bool is_format = one.op == Op::Format;
    const WordId key = is_format ? start_of_format(ValueId(i)) : constant(ValueId(i));
    if (is_text || key.exists()) {
      Row& row = add_row(is_text ? RowKind::Text : RowKind::Integer, ValueId::none(), var);
      row.word = key;
      row.flags = is_format ? row_flag::kPrefix : 0;
    }
  }
}

void Collector::make_function(ValueId id) {
  const Instr& one = instr(id);
  const flow::FunctionId made(one.a);
  add_row(RowKind::Function, id, var_of(id)).c = made.index();
  const FunctionFact& fact = facts_.functions[made.index()];
  std::uint32_t index = fact.first_parameter;
  std::size_t next_default = 0;
  const auto defaults = file_.list(one);
  for (const NodeId part : children(one.node)) {
    if (kind(part) != NodeKind::Parameters) {
      continue;
    }
    for (const NodeId parameter : children(part)) {
      if (kind(parameter) != NodeKind::Parameter) {
        continue;
      }
      if (tree()[parameter].has(syntax::flag::kDefault) && next_default < defaults.size()) {
        copy(facts_.parameters[index].var, var_of(defaults[next_default++]));
      }
      ++index;
    }
  }
}

void Collector::make_class(ValueId id) {
  const Instr& one = instr(id);
  Row row = add_row(RowKind::Class, id, var_of(id));
  const std::size_t at = facts_.rows.size() - 1;
  row.c = one.a;
  for (const NodeId part : children(one.node)) {
    if (kind(part) == NodeKind::Arguments) {
      add_arguments(file_.list(one), children(part), 0);
    }
  }
  end_items(row);
  facts_.rows[at] = row;
}

void Collector::call(ValueId id) {
  const Instr& one = instr(id);
  const auto values = file_.list(one);
  const bool is_decorator = (one.flags & flow::flag::kDecorator) != 0;
  Row& row = add_row(RowKind::Call, id, var_of(id), var_of(values[0]));
  if (is_decorator) {
    row.flags = row_flag::kDecorator;
    add_item({Item::Kind::Value, WordId::none(), var_of(values[1])});
  } else {
    add_arguments(values.subspan(1), children(one.node), 1);
  }
  end_items(row);
  memory_.forget();
}

// add_arguments adds a call's arguments; `nodes` are theirs, but for the first `skip`.
void Collector::add_arguments(std::span<const ValueId> values, syntax::Children nodes,
                              std::uint32_t skip) {
  for (std::uint32_t i = 0; i < values.size() && i + skip < nodes.size(); ++i) {
    const NodeId node = nodes[i + skip];
    Item item{Item::Kind::Value, WordId::none(), var_of(values[i])};
    if (kind(node) == NodeKind::Keyword) {
      item.kind = Item::Kind::Named;
      item.word = word(spelled(children(node).front()));
    } else if (kind(node) == NodeKind::Starred) {
      item.kind = Item::Kind::Star;
    } else if (kind(node) == NodeKind::DoubleStarred) {
      item.kind = Item::Kind::DoubleStar;
    }
    add_item(item);
  }
}

void Collector::get_item(ValueId id) {
  const Instr& one = instr(id);
  const VarId object = var_of(one.value_a());
  if (instr(one.value_b()).op == Op::Slice) {
    return slice(one.value_b(), object), copy(var_of(id), var_of(one.value_b()));
  }
  const WordId key = constant(one.value_b());
  const VarId known = key.exists() ? memory_.find(object, key) : VarId::none();
  if (known.exists()) {
    return alias(id, known);
  }
  if (key.exists()) {
    add_row(RowKind::GetItem, id, var_of(id), object).word = key;
  } else {
    add_row(RowKind::GetItemBy, id, var_of(id), object).c = var_of(one.value_b()).index();
  }
}

void Collector::set_item(ValueId id) {
  const auto parts = file_.list(instr(id));  // object, key, value
  const VarId object = var_of(parts[0]);
  const VarId value = var_of(parts[2]);
  const WordId key = constant(parts[1]);
  if (key.exists()) {
    add_row(RowKind::SetItem, id, object, value).word = key;
    memory_.set(object, key, value);
  } else {
    add_row(RowKind::SetItemBy, id, object, value).c = var_of(parts[1]).index();
    memory_.forget();
  }
}

// slice notes object[lower:upper]; its value is the Slice's own.
void Collector::slice(ValueId id, VarId object) {
  const Instr& one = instr(id);
  const syntax::Node& node = tree()[one.node];
  const auto bounds = file_.list(one);
  Row& row = add_row(RowKind::Slice, id, var_of(id), object);
  std::size_t next = 0;
  for (const std::uint8_t which : {syntax::flag::kLower, syntax::flag::kUpper}) {
    Item item{Item::Kind::Constant, WordId::none(), VarId::none()};
    if (node.has(which) && next < bounds.size()) {
      item.word = constant(bounds[next++]);
      item.kind = item.word.exists() ? Item::Kind::Constant : Item::Kind::Value;
    }
    item.kind = node.has(syntax::flag::kStep) ? Item::Kind::Value : item.kind;
    add_item(item);
  }
  end_items(row);
}

void Collector::build(ValueId id) {
  const Instr& one = instr(id);
  const VarId made = var_of(id);
  Row row = add_row(RowKind::Build, id, made);
  const std::size_t at = facts_.rows.size() - 1;
  const NodeKind kind_made = kind(one.node);
  row.flags = static_cast<std::uint8_t>(
      kind_made == NodeKind::Tuple                                   ? Shape::Tuple
      : kind_made == NodeKind::Set || kind_made == NodeKind::SetComp ? Shape::Set
                                                                     : Shape::List);
  const auto values = file_.list(one);
  if (!values.empty()) {
    add_arguments(values, children(one.node), 0);
    const bool spreads =
        std::any_of(facts_.items.begin() + row.first_item, facts_.items.end(),
                    [](const Item& item) { return item.kind != Item::Kind::Value; });
    memory_.containers.insert(made.index());
    for (std::size_t i = 0; !spreads && i < values.size() && i < kMaxItems; ++i) {
      if (kind_made != NodeKind::Set) {
        memory_.set(made, word(kNumber + std::to_string(i)), var_of(values[i]));
      }
    }
  }
  end_items(row);
  facts_.rows[at] = row;
}

void Collector::build_dict(ValueId id) {
  const Instr& one = instr(id);
  const VarId made = var_of(id);
  Row& row = add_row(RowKind::Build, id, made);
  row.flags = static_cast<std::uint8_t>(Shape::Dict);
  const auto pairs = file_.list(one);
  if (kind(one.node) == NodeKind::Dict) {
    memory_.containers.insert(made.index());
  }
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const VarId value = var_of(pairs[i + 1]);
    const WordId key = constant(pairs[i]);
    if (!pairs[i].exists()) {
      add_item({Item::Kind::DoubleStar, WordId::none(), value});
    } else if (key.exists()) {
      add_item({Item::Kind::Named, key, value});
      memory_.set(made, key, value);
    } else {
      add_item({Item::Kind::Keyed, WordId::none(), var_of(pairs[i])});
      add_item({Item::Kind::Value, WordId::none(), value});
    }
    if (!key.exists()) {  // it may have been any key
      std::erase_if(memory_.items,
                    [&](const auto& item) { return item.first.first == made.index(); });
    }
  }
  end_items(row);
}

void Collector::collect_element(ValueId id) {
  const auto parts = file_.list(instr(id));
  if (parts.size() < 2) {
    return;
  }
  Row& row = add_row(RowKind::Collect, id, var_of(parts[0]), var_of(parts.back()));
  if (parts.size() == 3) {
    add_item({Item::Kind::Keyed, WordId::none(), var_of(parts[1])});
  } else if (kind(instr(id).node) == NodeKind::Starred) {
    row.flags = row_flag::kStar;
  }
  end_items(row);
}

void Collector::unpack(ValueId id) {
  const Instr& one = instr(id);
  const syntax::Children targets = children(bindings_.outline().parent(one.node));
  const std::uint32_t behind = one.b < targets.size() ? targets.size() - one.b - 1 : 0;
  std::uint8_t flags = (one.flags & flow::flag::kStar) != 0 ? row_flag::kStar : 0;
  for (std::uint32_t i = 0; i < one.b && i < targets.size(); ++i) {
    if (kind(targets[i]) == NodeKind::Starred) {
      flags = row_flag::kBehindStar;
    }
  }
  const VarId from = var_of(one.value_a());
  const VarId known = flags == 0 && memory_.knows(from)
                          ? memory_.find(from, word(kNumber + std::to_string(one.b)))
                          : VarId::none();
  if (known.exists()) {
    return alias(id, known);
  }
  Row& row = add_row(RowKind::Unpack, id, var_of(id), from);
  row.flags = flags;
  row.c = std::min(one.b, 0xFFFFU) | std::min(behind, 0xFFFFU) << 16U;
}

void Collector::set_attr(ValueId id) {
  const Instr& one = instr(id);
  const VarId object = var_of(one.value_a());
  const WordId name = word(spelled(children(one.node).back()));
  add_row(RowKind::SetAttr, id, object, var_of(one.value_b())).word = name;
  const FunctionFact& fact = here();
  const bool is_self = fact.around.exists() && fact.parameter_count > 0 &&
                       facts_.parameters[fact.first_parameter].var == object;
  if (is_self && facts_.functions[fact.around.index()].kind == FunctionFact::Kind::Class) {
    self_names_[fact.around.index()].push_back(name);
  }
}

void Collector::return_value(ValueId id) {
  const Instr& one = instr(id);
  if (!one.value_a().exists()) {
    return;
  }
  const VarId value = var_of(one.value_a());
  const FunctionFact& fact = here();
  for (std::uint32_t i = 0; i < fact.parameter_count && !fact.is_generator && !fact.is_async; ++i) {
    ParameterFact& parameter = facts_.parameters[fact.first_parameter + i];
    if (parameter.var == value && parameter.kind != ParameterFact::Kind::Rest &&
        parameter.kind != ParameterFact::Kind::Names) {
      parameter.is_returned = true;
      return;
    }
  }
  copy(returned_by(function_), value);
}

// caught: the exception is an instance of what the handler names, which is lowered right behind.
void Collector::caught(ValueId id) {
  const NodeId type = children(instr(id).node).front();
  const std::size_t end = std::min<std::size_t>(file_.instrs.size(), id.index() + 64);
  for (std::uint32_t i = id.index() + 1; i < end; ++i) {
    if (file_.instrs[i].node == type && file_.instrs[i].op != Op::Store) {
      add_row(RowKind::InstanceOf, id, var_of(id), var_of(ValueId(i)));
      return;
    }
  }
}

}  // namespace av::calls
