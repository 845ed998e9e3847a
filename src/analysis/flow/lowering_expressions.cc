// lowering_expressions.cc — expressions and conditions.

#include "analysis/flow/lowering.h"

#include <array>

namespace av::flow {

namespace {

// has_spine says whether a node's first child is what the node is about: such nodes form chains
// as long as the text likes, which are followed in a loop.
bool has_spine(syntax::NodeKind kind) {
  return kind == syntax::NodeKind::BinOp || kind == syntax::NodeKind::Attribute ||
         kind == syntax::NodeKind::Call || kind == syntax::NodeKind::Subscript;
}

}  // namespace

ValueId Lowering::lower_expression(NodeId expr) {
  const std::size_t base = spine_.size();
  while (has_spine(kind(expr))) {
    spine_.push_back(expr);
    expr = children(expr).front();
  }
  ValueId value = lower_leafward(expr);
  while (spine_.size() > base) {
    const NodeId step = spine_.back();
    spine_.pop_back();
    value = lower_spine_step(step, value);
  }
  return value;
}

ValueId Lowering::lower_spine_step(NodeId expr, ValueId inner) {
  switch (kind(expr)) {
    case NodeKind::Attribute:
      return emit(Op::GetAttr, expr, inner.index());
    case NodeKind::Call:
      return lower_call(expr, inner);
    case NodeKind::Subscript: {
      const ValueId key = lower_expression(children(expr).back());
      return emit(Op::GetItem, expr, inner.index(), key.index());
    }
    default: {
      const ValueId right = lower_expression(children(expr).back());
      return emit_flagged(Op::Binary, expr, tree()[expr].flags & syntax::flag::kOperatorMask,
                          inner.index(), right.index());
    }
  }
}

ValueId Lowering::lower_call(NodeId call, ValueId callee) {
  const std::size_t base = scratch_.size();
  scratch_.push_back(callee);
  const syntax::Children parts = children(call);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const bool named = kind(parts[i]) == NodeKind::Keyword;
    const ValueId argument = lower_expression(named ? children(parts[i]).back() : parts[i]);
    scratch_.push_back(argument);
  }
  return emit_scratch(Op::Call, call, base);
}

// emit_scratch takes what was pushed on the scratch stack since `base` as a list.
ValueId Lowering::emit_scratch(Op op, NodeId node, std::size_t base) {
  const ValueId made = emit_list(op, node, std::span<const ValueId>(scratch_).subspan(base));
  scratch_.resize(base);
  return made;
}

ValueId Lowering::lower_list(Op op, NodeId expr) {
  const std::size_t base = scratch_.size();
  for (const NodeId element : children(expr)) {
    const ValueId value = lower_expression(element);
    scratch_.push_back(value);
  }
  return emit_scratch(op, expr, base);
}

ValueId Lowering::lower_leafward(NodeId expr) {
  switch (kind(expr)) {
    case NodeKind::Name:
    case NodeKind::Identifier:
      return load_name(expr);
    case NodeKind::Int:
    case NodeKind::Float:
    case NodeKind::Imaginary:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::None:
    case NodeKind::Ellipsis:
    case NodeKind::String:
    case NodeKind::FStringText:
      return emit(Op::Constant, expr);
    case NodeKind::FString:
      return lower_fstring(expr);
    case NodeKind::StringGroup:
      return lower_string_group(expr);
    case NodeKind::Tuple:
    case NodeKind::List:
    case NodeKind::Set:
      return lower_list(Op::Build, expr);
    case NodeKind::Dict:
      return lower_dict(expr);
    case NodeKind::ListComp:
    case NodeKind::SetComp:
    case NodeKind::DictComp:
    case NodeKind::GeneratorExp:
      return lower_comprehension(expr);
    case NodeKind::BoolOp:
      return lower_chain(expr);
    case NodeKind::IfExp:
      return lower_conditional(expr);
    case NodeKind::Compare:
      return lower_compare(expr);
    case NodeKind::NamedExpr:
      return lower_named(expr);
    case NodeKind::Lambda:
      return make_function(expr);
    case NodeKind::Slice:
    case NodeKind::Repr:
      return lower_list(kind(expr) == NodeKind::Slice ? Op::Slice : Op::Format, expr);
    case NodeKind::Starred:
    case NodeKind::DoubleStarred:
      return lower_expression(children(expr).front());
    case NodeKind::UnaryOp:
      return emit_flagged(Op::Unary, expr, tree()[expr].flags & syntax::flag::kOperatorMask,
                          lower_expression(children(expr).front()).index());
    case NodeKind::Await:
      return emit(Op::Await, expr, lower_expression(children(expr).front()).index());
    case NodeKind::Yield:
    case NodeKind::YieldFrom:
      return lower_yield(expr);
    default:
      return lower_list(Op::Opaque, expr);
  }
}

ValueId Lowering::lower_yield(NodeId expr) {
  file_.functions[function_.index()].is_generator = true;
  const ValueId value = lower_optional(expr);
  return emit(kind(expr) == NodeKind::Yield ? Op::Yield : Op::YieldFrom, expr, value.index());
}

// a or b or c as a value: each operand is the result unless the next one has to decide.
ValueId Lowering::lower_chain(NodeId expr) {
  const bool is_or = tree()[expr].op() == syntax::Operator::Or;
  const PlaceId result = temporary();
  const BlockId behind = new_block();
  const syntax::Children operands = children(expr);
  for (std::uint32_t i = 0; i < operands.size(); ++i) {
    const ValueId value = lower_expression(operands[i]);
    emit(Op::Store, operands[i], result.index(), value.index());
    if (i + 1 == operands.size()) {
      jump(behind);
      break;
    }
    const BlockId next = new_block();
    branch(value, is_or ? behind : next, is_or ? next : behind, operands[i]);
    start(next);
  }
  start(behind);
  return emit_flagged(Op::Load, expr, static_cast<std::uint8_t>(tree()[expr].op()), result.index());
}

ValueId Lowering::lower_conditional(NodeId expr) {
  const syntax::Children parts = children(expr);  // value, test, other
  const PlaceId result = temporary();
  const BlockId taken = new_block();
  const BlockId other = new_block();
  const BlockId behind = new_block();
  lower_condition(parts[1], taken, other);
  start(taken);
  emit(Op::Store, parts[0], result.index(), lower_expression(parts[0]).index());
  jump(behind);
  start(other);
  emit(Op::Store, parts[2], result.index(), lower_expression(parts[2]).index());
  jump(behind);
  start(behind);
  return emit(Op::Load, expr, result.index());
}

// a < b < c: every comparison, joined by `and`.
ValueId Lowering::lower_compare(NodeId expr) {
  const syntax::Children parts = children(expr);
  ValueId left = lower_expression(parts[0]);
  ValueId result;
  for (std::uint32_t i = 1; i + 1 < parts.size(); i += 2) {
    const ValueId right = lower_expression(parts[i + 1]);
    const std::uint8_t op = tree()[parts[i]].flags & syntax::flag::kOperatorMask;
    const ValueId here = emit_flagged(Op::Compare, expr, op, left.index(), right.index());
    result = result.exists()
                 ? emit_flagged(Op::Binary, expr, static_cast<std::uint8_t>(syntax::Operator::And),
                                result.index(), here.index())
                 : here;
    left = right;
  }
  return result;
}

ValueId Lowering::lower_named(NodeId expr) {
  const ValueId value = lower_expression(children(expr).back());
  store_target(children(expr).front(), value);
  return value;
}

ValueId Lowering::lower_dict(NodeId expr) {
  const std::size_t base = scratch_.size();
  for (const NodeId item : children(expr)) {
    const bool spreads = kind(item) == NodeKind::DoubleStarred;
    const ValueId key = spreads ? ValueId::none() : lower_expression(children(item).front());
    const ValueId value = lower_expression(children(item).back());
    scratch_.push_back(key);
    scratch_.push_back(value);
  }
  return emit_scratch(Op::BuildDict, expr, base);
}

ValueId Lowering::lower_fstring(NodeId expr) {
  const std::size_t base = scratch_.size();
  lower_fstring_parts(expr);
  return emit_scratch(Op::Format, expr, base);
}

// lower_fstring_parts pushes the texts and fields of an f-string or format spec.
void Lowering::lower_fstring_parts(NodeId parts) {
  for (const NodeId part : children(parts)) {
    if (kind(part) != NodeKind::Field) {
      const ValueId text = lower_expression(part);
      scratch_.push_back(text);
      continue;
    }
    const ValueId value = lower_expression(children(part).front());
    ValueId spec;
    if (children(part).size() > 1) {
      spec = lower_fstring(children(part)[1]);
    }
    const std::uint8_t conversion = tree()[part].flags & syntax::flag::kConversionMask;
    scratch_.push_back(
        emit_flagged(Op::FormatField, part, conversion, value.index(), spec.index()));
  }
}

// Strings side by side: one constant, or with an f-string among them one text of all parts.
ValueId Lowering::lower_string_group(NodeId expr) {
  bool constant = true;
  for (const NodeId part : children(expr)) {
    constant &= kind(part) == NodeKind::String;
  }
  if (constant) {
    return emit(Op::Constant, expr);
  }
  const std::size_t base = scratch_.size();
  for (const NodeId part : children(expr)) {
    if (kind(part) == NodeKind::FString) {
      lower_fstring_parts(part);
    } else {
      scratch_.push_back(emit(Op::Constant, part));
    }
  }
  return emit_scratch(Op::Format, expr, base);
}

// A comprehension is its loops in place.  They are opened one in the other and closed in reverse,
// without recursion, as there may be very many.
ValueId Lowering::lower_comprehension(NodeId expr) {
  struct Loop {
    BlockId again;
    BlockId over;
  };
  std::vector<Loop> loops;
  const bool is_dict = kind(expr) == NodeKind::DictComp;
  const ValueId container = emit(is_dict ? Op::BuildDict : Op::Build, expr);
  const syntax::Children parts = children(expr);
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const syntax::Children clause = children(parts[i]);
    const std::uint8_t async =
        tree()[parts[i]].has(syntax::flag::kAsync) ? flag::kAsync : std::uint8_t{0};
    const ValueId iterable = lower_expression(clause[1]);
    const ValueId iterator = emit_flagged(Op::Iterate, clause[1], async, iterable.index());
    const Loop loop{new_block(), new_block()};
    const BlockId body = new_block();
    jump(loop.again);
    start(loop.again);
    const ValueId element = emit_flagged(Op::Next, clause[1], async, iterator.index());
    end_with(std::array{body, loop.over});
    start(body);
    store_target(clause[0], element);
    for (std::uint32_t condition = 2; condition < clause.size(); ++condition) {
      const BlockId kept = new_block();
      lower_condition(clause[condition], kept, loop.again);
      start(kept);
    }
    loops.push_back(loop);
  }
  collect_element(parts[0], container);
  for (std::size_t i = loops.size(); i > 0; --i) {
    jump(loops[i - 1].again);
    start(loops[i - 1].over);
  }
  return container;
}

void Lowering::collect_element(NodeId element, ValueId container) {
  const std::size_t base = scratch_.size();
  scratch_.push_back(container);
  if (kind(element) == NodeKind::DictItem) {
    for (const NodeId part : children(element)) {
      const ValueId value = lower_expression(part);
      scratch_.push_back(value);
    }
  } else {
    const ValueId value = lower_expression(element);
    scratch_.push_back(value);
  }
  emit_scratch(Op::Collect, element, base);
}

// lower_condition goes to one of two blocks by the truth of an expression.
void Lowering::lower_condition(NodeId condition, BlockId if_true, BlockId if_false) {
  const int truth = literal_truth(condition);
  if (truth >= 0) {
    return jump(truth == 1 ? if_true : if_false);
  }
  if (kind(condition) == NodeKind::UnaryOp && tree()[condition].op() == syntax::Operator::Not) {
    return lower_condition(children(condition).front(), if_false, if_true);
  }
  if (kind(condition) != NodeKind::BoolOp) {
    const ValueId value = lower_expression(condition);
    return branch(value, if_true, if_false, condition);
  }
  const bool is_or = tree()[condition].op() == syntax::Operator::Or;
  const syntax::Children operands = children(condition);
  for (std::uint32_t i = 0; i + 1 < operands.size(); ++i) {
    const BlockId next = new_block();
    lower_condition(operands[i], is_or ? if_true : next, is_or ? next : if_false);
    start(next);
  }
  lower_condition(operands.back(), if_true, if_false);
}

// literal_truth is 1 or 0 for a literal, -1 for what only a run decides.
int Lowering::literal_truth(NodeId expr) const {
  switch (kind(expr)) {
    case NodeKind::True:
      return 1;
    case NodeKind::False:
    case NodeKind::None:
      return 0;
    case NodeKind::Int: {
      const std::string_view digits = tree().text_of(expr);
      return digits == "0" ? 0 : digits == "1" ? 1 : -1;
    }
    default:
      return -1;
  }
}

}  // namespace av::flow
