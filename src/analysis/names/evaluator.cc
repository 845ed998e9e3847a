#include "analysis/names/evaluator.h"

#include "analysis/knowledge/module_names.h"
#include "analysis/names/constant_writer.h"
#include "lexis/numbers.h"

#include <algorithm>
#include <charconv>

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
using syntax::Operator;

namespace {

// How far one question may lead.
constexpr int kMaxEvaluatorDepth = 60;
// Of how many a value may be one.
constexpr std::size_t kMaxAlternatives = 8;
// How many classes up an attribute is looked for.
constexpr int kMaxBases = 8;
// Memory for values: enough for any file written by hand, bounded for those that are not.
constexpr std::size_t kBaseBudget = std::size_t{1} << 20;
constexpr std::size_t kBudgetPerByte = 32;

}  // namespace

Evaluator::Evaluator(const Bindings& bindings, ProjectResolver* project)
    : bindings_(bindings),
      outline_(bindings.outline()),
      tree_(outline_.tree()),
      project_(project),
      budget_bytes_(kBaseBudget + tree_.text().size() * kBudgetPerByte),
      known_(tree_.nodes().size()) {}

const Value& Evaluator::of(NodeId expr) {
  if (known_[expr.index()] != nullptr) {
    return *known_[expr.index()];
  }
  if (depth_ >= kMaxEvaluatorDepth || arena_.used_bytes() > budget_bytes_) {
    return kUnknownValue;
  }
  // Whoever asks for `expr` while it is being answered learns nothing: x = x + 1.
  known_[expr.index()] = &kUnknownValue;
  ++depth_;
  const Value* found = find(expr);
  --depth_;
  known_[expr.index()] = found;
  return *found;
}

std::optional<std::string_view> Evaluator::constant_text(NodeId expr) {
  return of(expr).text();
}

const Value* Evaluator::find(NodeId expr) {
  switch (tree_.kind(expr)) {
    case NodeKind::None:
      return simple(ValueKind::None, expr, 0);
    case NodeKind::True:
      return simple(ValueKind::Bool, expr, 1);
    case NodeKind::False:
      return simple(ValueKind::Bool, expr, 0);
    case NodeKind::Int:
    case NodeKind::Float:
      return number(expr);
    case NodeKind::String:
      return literal(expr);
    case NodeKind::FString:
      return f_string(expr);
    case NodeKind::StringGroup:
      return string_group(expr);
    case NodeKind::Name:
      return name(expr);
    case NodeKind::Attribute:
      return attribute(expr);
    case NodeKind::NamedExpr:
      return &of(tree_.child(expr, 1));
    case NodeKind::IfExp:
      return choice(expr, 0, 2);
    case NodeKind::BoolOp:
      return choice(expr, 0, 1);
    case NodeKind::UnaryOp:
      return unary(expr);
    case NodeKind::BinOp:
      return binary(expr);
    case NodeKind::List:
      return sequence(expr, ValueKind::List);
    case NodeKind::Tuple:
      return sequence(expr, ValueKind::Tuple);
    case NodeKind::Set:
      return sequence(expr, ValueKind::Set);
    case NodeKind::Dict:
      return dict(expr);
    case NodeKind::Subscript:
      return subscript(expr);
    case NodeKind::Call:
      return call(expr);
    default:
      return &kUnknownValue;
  }
}

const Value* Evaluator::simple(ValueKind kind, NodeId node, std::int64_t integer) {
  Value value;
  value.kind = kind;
  value.node = node;
  value.integer = integer;
  return arena_.make(value);
}

const Value* Evaluator::number(NodeId expr) {
  constexpr std::size_t kMostDigits = 18;  // fits 64 bits
  Value value;
  value.node = expr;
  const std::string_view token = tree_.text_of(expr);
  if (tree_.is(expr, NodeKind::Float)) {
    value.kind = ValueKind::Float;
    value.real = lexis::float_value(token);
    return arena_.make(value);
  }
  const Result<std::string> text = lexis::integer_text(token, kMostDigits);
  if (!text) {
    return &kUnknownValue;
  }
  value.kind = ValueKind::Int;
  std::from_chars(text->data(), text->data() + text->size(), value.integer);
  return arena_.make(value);
}

const Value* Evaluator::name(NodeId expr) {
  const Reaching reached = reaching(outline_, bindings_, expr);
  return reached.symbol().exists() ? combined(reached, expr) : from_star(expr);
}

// A name that nothing but the file's one star import can bring.
const Value* Evaluator::from_star(NodeId name) {
  const auto stars = bindings_.star_imports();
  if (stars.size() != 1) {
    return &kUnknownValue;
  }
  const Meanings module =
      project_ == nullptr ? Meanings() : project_->module(meaner_->module_of(stars[0]));
  return module.empty()
             ? standard_number(name)
             : foreign(project_->value(module.all()[0], bindings_.spelling().of(name)), name);
}

// stat.S_IRWXU and the like: numbers that no source of the project shows.
const Value* Evaluator::standard_number(NodeId expr) {
  const auto all = meaner_->of(expr).all();
  if (all.size() != 1 || all[0].kind != Meaning::Kind::Object || all[0].entity.exists()) {
    return &kUnknownValue;
  }
  const auto number = knowledge::find_number(all[0].path);
  return number ? simple(ValueKind::Int, expr, *number) : &kUnknownValue;
}

// self.x and Class.x, of a class in this file; module.x and the like, of another.
const Value* Evaluator::attribute(NodeId expr) {
  const Children parts = tree_.children(expr);
  const auto object = parts.size() < 2 ? std::span<const Meaning>() : meaner_->of(parts[0]).all();
  if (object.size() != 1) {
    return &kUnknownValue;
  }
  if (object[0].entity.exists()) {
    return foreign(project_->value(object[0], bindings_.spelling().of(parts[1])), expr);
  }
  return object[0].definition.exists() ? class_member(object[0].definition, expr, kMaxBases)
                                       : standard_number(expr);
}

// What a class of this file, or the nearest of its bases that has it, gives an attribute.
const Value* Evaluator::class_member(NodeId class_def, NodeId attribute, int depth) {
  if (!class_def.exists() || !tree_.is(class_def, NodeKind::ClassDef) || depth == 0) {
    return &kUnknownValue;
  }
  const std::string_view name = bindings_.spelling().of(tree_.child(attribute, 1));
  Children bases(0, 0);
  NodeId body;
  for (const NodeId part : tree_.children(class_def)) {
    bases = tree_.is(part, NodeKind::Arguments) ? tree_.children(part) : bases;
    body = part;
  }
  const SymbolId symbol = bindings_.find_member(outline_.scope(body), name);
  if (symbol.exists()) {
    const Reaching all = all_of(bindings_, symbol);
    const Value* value = combined(all, attribute);
    return is_field(class_def, all) ? default_or_unknown(value, attribute) : value;
  }
  const auto base = bases.size() == 1 ? meaner_->of(bases[0]).all() : std::span<const Meaning>();
  if (base.size() != 1) {
    return &kUnknownValue;
  }
  return base[0].entity.exists() ? foreign(project_->value(base[0], name), attribute)
                                 : class_member(base[0].definition, attribute, depth - 1);
}

// is_field: what the class body gives is a default; whoever makes the object, or a file or an
// environment that it is filled from, says otherwise.
bool Evaluator::is_field(NodeId class_def, const Reaching& bound) {
  const Binding* only = bound.only();
  return only != nullptr && only->kind == BindingKind::Value &&
         tree_.is(only->node, NodeKind::AnnAssign) &&
         tree_.text_of(tree_.child(only->node, 1)).find("ClassVar") == std::string_view::npos &&
         makes_fields(class_def);
}

// makes_fields: a decorator makes them of annotations, or a base that is no class of the program.
bool Evaluator::makes_fields(NodeId class_def) {
  constexpr std::string_view kMakers[] = {"attrs", "dataclass", "define", "frozen", "mutable", "s"};
  constexpr std::string_view kPlain[] = {"builtins.", "abc.", "typing."};
  const auto is_maker = [&](NodeId decorator) {
    const bool is_call = tree_.is(decorator, NodeKind::Call);
    const auto known = meaner_->of(is_call ? tree_.child(decorator, 0) : decorator).all();
    return std::ranges::any_of(known, [&](const Meaning& meaning) {
      const std::string_view last = meaning.path.substr(meaning.path.rfind('.') + 1);
      return std::ranges::find(kMakers, last) != std::end(kMakers);
    });
  };
  const auto is_outside = [&](NodeId base) {
    const auto known = meaner_->of(base).all();
    const bool is_named =
        known.size() == 1 && !known[0].entity.exists() && !known[0].definition.exists();
    return is_named && (known[0].path == "typing.NamedTuple" ||
                        std::ranges::none_of(kPlain, [&](std::string_view plain) {
                          return known[0].path.starts_with(plain);
                        }));
  };
  for (const NodeId part : tree_.children(class_def)) {
    for (const NodeId one : tree_.children(part)) {
      if ((tree_.is(part, NodeKind::Decorators) && is_maker(one)) ||
          (tree_.is(part, NodeKind::Arguments) && is_outside(one))) {
        return true;
      }
    }
    if (tree_.is(part, NodeKind::Arguments)) {
      break;
    }
  }
  return false;
}

// default_or_unknown is the same as of a parameter that has a default.
const Value* Evaluator::default_or_unknown(const Value* value, NodeId node) {
  std::vector<Item> items;
  add_alternative({value, value->node.exists() ? value->node : node}, items);
  add_alternative({&kUnknownValue, node}, items);
  Value marked = *one_of(std::move(items), node);
  marked.is_parameter = marked.is(ValueKind::OneOf);
  return arena_.make(marked);
}

// A name that the file imports from another of the project, or a number of the library.
const Value* Evaluator::imported(const Binding& binding) {
  const std::string_view path = meaner_->module_of(outline_.parent(binding.node));
  const std::string_view name = bindings_.spelling().of(tree_.child(binding.node, 0));
  const Meanings module = project_ == nullptr ? Meanings() : project_->module(path);
  if (!module.empty()) {
    return foreign(project_->value(module.all()[0], name), binding.name);
  }
  const auto number = knowledge::find_number(std::string(path) + '.' + std::string(name));
  return number ? simple(ValueKind::Int, binding.name, *number) : &kUnknownValue;
}

const Value* Evaluator::foreign(const Constant* constant, NodeId node) {
  return constant == nullptr ? &kUnknownValue
                             : read_constant(project_->project(), *constant, node, arena_);
}

const Value* Evaluator::combined(const Reaching& reached, NodeId node) {
  std::vector<Item> items;
  for (const Binding* binding : reached.bindings()) {
    add_binding(*binding, node, items);
  }
  if (!reached.is_complete() || items.empty()) {
    add_alternative({&kUnknownValue, node}, items);
  }
  // What an object held when it was bound says nothing once it was changed in place.
  const bool is_changed =
      bindings_.is_mutated(reached.symbol()) &&
      std::ranges::any_of(items, [](const Item& item) { return is_container(*item.value); });
  return is_changed ? &kUnknownValue : parameter_or(reached, one_of(std::move(items), node));
}

// A parameter with a default is that, or what a caller gives.
void Evaluator::add_binding(const Binding& binding, NodeId use, std::vector<Item>& out) {
  if (binding.kind == BindingKind::Annotation) {
    return;
  }
  if (binding.kind != BindingKind::Parameter || !binding.value.exists()) {
    return add_alternative(of_binding(binding), out);
  }
  add_alternative(item_of(binding.value), out);
  add_alternative({&kUnknownValue, use}, out);
}

// parameter_or marks `value` where nothing but the parameter has a say in it, under its own name or
// another that was bound to it.
const Value* Evaluator::parameter_or(const Reaching& reached, const Value* value) {
  const Binding* only = reached.only();
  const bool is_bound_to = only != nullptr && only->kind == BindingKind::Value &&
                           item_of(only->value).value->is_parameter;
  const bool is_parameter = only != nullptr &&
                            (only->kind == BindingKind::Parameter || is_bound_to) &&
                            value->is(ValueKind::OneOf) && value->items.size() == 2;
  if (!is_parameter) {
    return value;
  }
  Value marked = *value;
  marked.is_parameter = true;
  return arena_.make(marked);
}

Item Evaluator::of_binding(const Binding& binding) {
  switch (binding.kind) {
    case BindingKind::Value:
      return item_of(binding.value);
    case BindingKind::Element:
      return element(binding);
    case BindingKind::Augment:
      return {augmented(binding), binding.node};
    case BindingKind::ImportFrom:
      return {imported(binding), binding.name};
    default:
      return {&kUnknownValue, binding.node};
  }
}

// A text may be built by any number of += in a row: the row is walked, not recursed into.
const Value* Evaluator::augmented(const Binding& binding) {
  std::vector<const Binding*> row;
  const Binding* at = &binding;
  while (at != nullptr && at->kind == BindingKind::Augment && known_[at->node.index()] == nullptr) {
    known_[at->node.index()] = &kUnknownValue;
    row.push_back(at);
    at = reaching_before(outline_, bindings_, *at).only();
  }
  for (auto step = row.rbegin(); step != row.rend(); ++step) {
    known_[(*step)->node.index()] = augment_once(**step);
  }
  return known_[binding.node.index()];
}

const Value* Evaluator::augment_once(const Binding& binding) {
  if (depth_ >= kMaxEvaluatorDepth || arena_.used_bytes() > budget_bytes_) {
    return &kUnknownValue;
  }
  ++depth_;
  const Value* bound = combined(reaching_before(outline_, bindings_, binding), binding.name);
  const Item before = {bound, bound->node.exists() ? bound->node : binding.name};
  const Item added = item_of(binding.value);
  --depth_;
  switch (tree_[binding.node].op()) {
    case Operator::Add:
      return sum({before, added}, binding.node);
    case Operator::Mod:
      if (bound->is(ValueKind::Text)) {
        return percent(before, added, binding.node);
      }
      [[fallthrough]];
    default:
      return integer(tree_[binding.node].op(), before, added, binding.node);
  }
}

// for name in ("a", "b"): one of the elements.
Item Evaluator::element(const Binding& binding) {
  const Value& container = of(binding.value);
  const bool whole =
      tree_.child(binding.node, 0) == binding.name &&
      (tree_.is(binding.node, NodeKind::For) || tree_.is(binding.node, NodeKind::ComprehensionFor));
  if (!whole || container.is_open || container.is(ValueKind::Dict) ||
      container.is(ValueKind::OneOf) || container.items.empty()) {
    return {&kUnknownValue, binding.name};
  }
  std::vector<Item> items;
  for (const Item& item : container.items) {
    add_alternative(item, items);
  }
  return {one_of(std::move(items), binding.name), binding.name};
}

void Evaluator::add_alternative(const Item& item, std::vector<Item>& out) const {
  for (const Item& one : alternatives(item)) {
    const bool is_new = std::none_of(out.begin(), out.end(), [&one](const Item& known) {
      return known.value == one.value || are_same(*known.value, *one.value);
    });
    if (is_new && out.size() <= kMaxAlternatives) {
      out.push_back(one);
    }
  }
}

const Value* Evaluator::one_of(std::vector<Item> items, NodeId node) {
  if (items.empty() || items.size() > kMaxAlternatives) {
    return &kUnknownValue;
  }
  if (items.size() == 1) {
    return items[0].value;
  }
  Value value;
  value.kind = ValueKind::OneOf;
  value.node = node;
  value.items = arena_.copy(std::span<const Item>(items));
  return arena_.make(value);
}

}  // namespace av::names
