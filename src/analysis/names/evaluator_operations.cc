// The part of Evaluator for operators, containers and calls.
#include "analysis/names/evaluator.h"
#include "analysis/names/integer_math.h"

#include <algorithm>

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Operator;

namespace {

constexpr std::size_t kMaxItems = 4096;

bool is_sequence(const Value& value) {
  return value.is(ValueKind::List) || value.is(ValueKind::Tuple);
}

}  // namespace

const Value* Evaluator::choice(NodeId expr, std::uint32_t first, std::uint32_t step) {
  const Children children = tree_.children(expr);
  std::vector<Item> items;
  for (std::uint32_t i = first; i < children.size(); i += step) {
    add_alternative(item_of(children[i]), items);
  }
  return one_of(std::move(items), expr);
}

const Value* Evaluator::unary(NodeId expr) {
  const Value& operand = of(tree_.child(expr, 0));
  const Operator op = tree_[expr].op();
  if (op == Operator::Not) {
    const std::optional<bool> truth = operand.truth();
    return truth ? simple(ValueKind::Bool, expr, *truth ? 0 : 1) : &kUnknownValue;
  }
  if (op == Operator::USub || op == Operator::Invert) {  // ~x is -1 - x
    Value start;
    start.kind = ValueKind::Int;
    start.integer = op == Operator::USub ? 0 : -1;
    return integer(Operator::Sub, {&start, expr}, {&operand, expr}, expr);
  }
  return op == Operator::UAdd ? &operand : &kUnknownValue;
}

// A long chain of + is as deep as it is long: its left side is walked, not recursed into.
const Value* Evaluator::binary(NodeId expr) {
  const Operator op = tree_[expr].op();
  if (op == Operator::Mult) {
    return product(expr);
  }
  if (op != Operator::Add) {
    const Item first = item_of(tree_.child(expr, 0));
    const Item second = item_of(tree_.child(expr, 1));
    const bool is_format = op == Operator::Mod && first.value->is(ValueKind::Text);
    const bool is_merge = op == Operator::BitOr && first.value->is(ValueKind::Dict);
    return is_format  ? percent(first, second, expr)
           : is_merge ? merged_dicts(first, second, expr)
                      : integer(op, first, second, expr);
  }
  std::vector<Item> operands;
  NodeId left = expr;
  while (tree_.is(left, NodeKind::BinOp) && tree_[left].op() == Operator::Add) {
    operands.push_back(item_of(tree_.child(left, 1)));
    left = tree_.child(left, 0);
  }
  operands.push_back(item_of(left));
  std::reverse(operands.begin(), operands.end());
  return sum(operands, expr);
}

const Value* Evaluator::integer(Operator op, const Item& left, const Item& right, NodeId node) {
  const bool both = left.value->is(ValueKind::Int) && right.value->is(ValueKind::Int);
  const auto result =
      both ? integer_result(op, left.value->integer, right.value->integer) : std::nullopt;
  return result ? simple(ValueKind::Int, node, *result) : &kUnknownValue;
}

// {…} | {…}
const Value* Evaluator::merged_dicts(const Item& left, const Item& right, NodeId node) {
  Value value = *left.value;
  std::vector<Entry> entries(value.entries.begin(), value.entries.end());
  add_entries(right.node, entries, value.is_open);
  value.node = node;
  value.entries = arena_.copy(std::span<const Entry>(entries));
  return arena_.make(value);
}

const Value* Evaluator::sum(const std::vector<Item>& operands, NodeId node) {
  const auto is_text = [](const Item& item) { return item.value->is(ValueKind::Text); };
  const auto text = std::find_if(operands.begin(), operands.end(), is_text);
  if (text != operands.end()) {
    TextBuilder out;
    for (const Item& operand : operands) {
      out.add_value(operand, Piece::Form::Plain);
    }
    return out.finish(arena_, node, text->value->is_bytes);
  }
  const bool has_list = std::any_of(operands.begin(), operands.end(),
                                    [](const Item& item) { return is_sequence(*item.value); });
  if (has_list) {
    return joined_lists(operands, node);
  }
  std::int64_t total = 0;
  for (const Item& operand : operands) {
    const auto next = operand.value->is(ValueKind::Int)
                          ? integer_result(Operator::Add, total, operand.value->integer)
                          : std::nullopt;
    if (!next) {
      return &kUnknownValue;
    }
    total = *next;
  }
  return simple(ValueKind::Int, node, total);
}

const Value* Evaluator::joined_lists(const std::vector<Item>& operands, NodeId node) {
  std::vector<Item> items;
  bool is_open = false;
  for (const Item& operand : operands) {
    is_open = is_open || operand.value->is_open || !is_sequence(*operand.value);
    items.insert(items.end(), operand.value->items.begin(), operand.value->items.end());
  }
  const bool tuple = operands[0].value->is(ValueKind::Tuple);
  return container(tuple ? ValueKind::Tuple : ValueKind::List, node, items, is_open);
}

const Value* Evaluator::product(NodeId expr) {
  const Value& left = of(tree_.child(expr, 0));
  const Value& right = of(tree_.child(expr, 1));
  if (left.is(ValueKind::Int)) {
    return integer(Operator::Mult, {&left, expr}, {&right, expr}, expr);
  }
  constexpr std::int64_t kMostTimes = 1000;
  const bool repeats = left.text().has_value() && right.is(ValueKind::Int) && right.integer >= 0 &&
                       right.integer <= kMostTimes;
  if (!repeats) {
    return &kUnknownValue;
  }
  TextBuilder out;
  for (std::int64_t i = 0; i < right.integer; ++i) {
    out.add_text(left.whole);
  }
  return out.finish(arena_, expr, left.is_bytes);
}

const Value* Evaluator::sequence(NodeId expr, ValueKind kind) {
  std::vector<Item> items;
  bool is_open = false;
  for (const NodeId child : tree_.children(expr)) {
    if (tree_.is(child, NodeKind::Starred) || items.size() == kMaxItems) {
      is_open = true;
      break;
    }
    items.push_back(item_of(child));
  }
  return container(kind, expr, items, is_open);
}

const Value* Evaluator::container(ValueKind kind, NodeId node, const std::vector<Item>& items,
                                  bool is_open) {
  if (items.size() > kMaxItems) {
    return &kUnknownValue;
  }
  Value value;
  value.kind = kind;
  value.node = node;
  value.is_open = is_open;
  value.items = arena_.copy(std::span<const Item>(items));
  return arena_.make(value);
}

const Value* Evaluator::dict(NodeId expr) {
  std::vector<Entry> entries;
  Value value;
  for (const NodeId child : tree_.children(expr)) {
    const Children parts = tree_.children(child);
    if (entries.size() >= kMaxItems) {
      value.is_open = true;
      break;
    }
    if (tree_.is(child, NodeKind::DictItem) && parts.size() == 2) {
      entries.push_back({&of(parts[0]), &of(parts[1]), parts[0], parts[1]});
    } else if (!parts.empty()) {
      add_entries(parts[0], entries, value.is_open);
    }
  }
  value.kind = ValueKind::Dict;
  value.node = expr;
  value.entries = arena_.copy(std::span<const Entry>(entries));
  return arena_.make(value);
}

// **spread: the entries of a dict that is known, or an entry that stands for any.
void Evaluator::add_entries(NodeId spread, std::vector<Entry>& entries, bool& is_open) {
  const Value& value = of(spread);
  if (value.is(ValueKind::Dict) && !value.is_open) {
    entries.insert(entries.end(), value.entries.begin(), value.entries.end());
    return;
  }
  entries.push_back({nullptr, &kUnknownValue, NodeId::none(), spread});
  is_open = true;
}

const Value* Evaluator::subscript(NodeId expr) {
  const Value& object = of(tree_.child(expr, 0));
  const Value& index = of(tree_.child(expr, 1));
  if (object.is(ValueKind::Dict) && index.text()) {
    const Entry* entry = object.entry_of(*index.text());
    return entry == nullptr ? &kUnknownValue : entry->value;
  }
  if (is_sequence(object) && !object.is_open && index.is(ValueKind::Int)) {
    const auto size = static_cast<std::int64_t>(object.items.size());
    const std::int64_t at = index.integer < 0 ? index.integer + size : index.integer;
    return at >= 0 && at < size ? object.items[static_cast<std::size_t>(at)].value : &kUnknownValue;
  }
  return &kUnknownValue;
}

Evaluator::Arguments Evaluator::arguments_of(NodeId call) {
  Arguments out;
  const Children parts = tree_.children(call);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeId part = parts[i];
    if (tree_.is(part, NodeKind::Keyword)) {
      out.keywords.emplace_back(bindings_.spelling().of(tree_.child(part, 0)),
                                tree_.child(part, 1));
    } else if (tree_.is(part, NodeKind::Starred) || tree_.is(part, NodeKind::DoubleStarred)) {
      out.is_open = true;
    } else if (!out.is_open) {
      out.positional.push_back(part);
    }
  }
  return out;
}

// method_of is the x.f of x.f(…), also of go(…) after go = x.f; none for other calls.
NodeId Evaluator::method_of(NodeId call) {
  NodeId callee = tree_.child(call, 0);
  if (tree_.is(callee, NodeKind::Name)) {
    const Reaching reached = reaching(outline_, bindings_, callee);
    const Binding* only = reached.only();
    const bool is_value = only != nullptr && only->kind == BindingKind::Value;
    callee = is_value ? only->value : NodeId::none();
  }
  const bool is_method = callee.exists() && tree_.is(callee, NodeKind::Attribute) &&
                         tree_.children(callee).size() == 2;
  return is_method ? callee : NodeId::none();
}

const Value* Evaluator::call(NodeId expr) {
  const NodeId callee = tree_.child(expr, 0);
  if (const NodeId method = method_of(expr); method.exists()) {
    const Value& object = of(tree_.child(method, 0));
    if (object.is(ValueKind::Text)) {
      return text_method(expr, object, bindings_.spelling().of(tree_.child(method, 1)));
    }
  }
  const Meanings& meanings = meaner_->of(callee);
  if (meanings.all().size() != 1 || meanings.all()[0].kind != Meaning::Kind::Object) {
    return &kUnknownValue;
  }
  const Meaning& meaning = meanings.all()[0];
  if (meaning.entity.exists()) {
    return foreign(project_->result_value(meaning), expr);
  }
  return meaning.path.empty() ? returned(meaning.definition) : known_call(expr, meaning.path);
}

// A function of this file that returns one thing.
const Value* Evaluator::returned(NodeId function) {
  const auto returns = bindings_.returns_of(function);
  if (!tree_.is(function, NodeKind::FunctionDef) || returns.size() != 1) {
    return &kUnknownValue;
  }
  const Value& value = of(tree_.child(returns[0], 0));
  return value.is_parameter ? &kUnknownValue : &value;
}

const Value* Evaluator::known_call(NodeId expr, std::string_view path) {
  if (path == "os.path.join" || path == "posixpath.join") {
    return joined_path(expr);
  }
  if (path == "builtins.dict") {
    return dict_call(expr);
  }
  const Arguments arguments = arguments_of(expr);
  if (arguments.positional.empty()) {
    return &kUnknownValue;
  }
  const Item first = item_of(arguments.positional[0]);
  if (path == "builtins.str" || path == "textwrap.dedent" || path == "inspect.cleandoc") {
    return as_text(expr, first, Piece::Form::Plain);
  }
  if (path == "builtins.repr") {
    return as_text(expr, first, Piece::Form::Repr);
  }
  if (path == "builtins.bytes" || path == "builtins.bytearray") {
    return first.value->is(ValueKind::Text) ? retyped(*first.value, expr, true) : &kUnknownValue;
  }
  const bool is_copy = path == "builtins.list" || path == "builtins.tuple" ||
                       path == "builtins.sorted" || path == "copy.copy" || path == "copy.deepcopy";
  return is_copy && is_container(*first.value) ? first.value : &kUnknownValue;
}

// dict(a=1, **others)
const Value* Evaluator::dict_call(NodeId expr) {
  std::vector<Entry> entries;
  Value value;
  const Children parts = tree_.children(expr);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeId part = parts[i];
    if (!tree_.is(part, NodeKind::Keyword)) {
      const bool spread = tree_.is(part, NodeKind::DoubleStarred);
      add_entries(spread ? tree_.child(part, 0) : part, entries, value.is_open);
      continue;
    }
    const NodeId key = tree_.child(part, 0);
    entries.push_back({constant(key, bindings_.spelling().of(key), false),
                       &of(tree_.child(part, 1)), key, tree_.child(part, 1)});
  }
  value.kind = ValueKind::Dict;
  value.node = expr;
  value.entries = arena_.copy(std::span<const Entry>(entries));
  return arena_.make(value);
}

}  // namespace av::names
