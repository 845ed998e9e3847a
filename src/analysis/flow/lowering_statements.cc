// lowering_statements.cc — statements without blocks of their own, and definitions.

#include "analysis/flow/lowering.h"

#include <array>

namespace av::flow {

using syntax::Node;

void Lowering::lower_block(NodeId block) {
  for (const NodeId statement : children(block)) {
    lower_statement(statement);
  }
}

void Lowering::lower_statement(NodeId statement) {
  switch (kind(statement)) {
    case NodeKind::If:
      return lower_if(statement);
    case NodeKind::While:
      return lower_while(statement);
    case NodeKind::For:
      return lower_for(statement);
    case NodeKind::With:
      return lower_with(statement);
    case NodeKind::Try:
      return lower_try(statement);
    case NodeKind::Match:
      return lower_match(statement);
    case NodeKind::FunctionDef:
    case NodeKind::ClassDef:
      return lower_definition(statement);
    default:
      return lower_simple(statement);
  }
}

void Lowering::lower_simple(NodeId statement) {
  switch (kind(statement)) {
    case NodeKind::ExprStmt:
      lower_expression(children(statement).front());
      return;
    case NodeKind::Assign:
      return lower_assign(statement);
    case NodeKind::AugAssign:
      return lower_augmented(statement);
    case NodeKind::AnnAssign:
      return lower_annotated(statement);
    case NodeKind::Return:
      return lower_return(statement);
    case NodeKind::Raise:
      return lower_raise(statement);
    case NodeKind::Assert:
      return lower_assert(statement);
    case NodeKind::Import:
      return lower_import(statement);
    case NodeKind::ImportFrom:
      return lower_import_from(statement);
    case NodeKind::Break:
      return leave(ExitKind::Break, ValueId::none(), statement);
    case NodeKind::Continue:
      return leave(ExitKind::Continue, ValueId::none(), statement);
    case NodeKind::Print:
      return lower_list_statement(Op::Print, statement);
    case NodeKind::Exec:
      return lower_list_statement(Op::Exec, statement);
    case NodeKind::Delete:
      for (const NodeId target : children(statement)) {
        lower_delete(target);
      }
      return;
    case NodeKind::TypeAlias:
      return store_name(children(statement).front(), lower_expression(children(statement).back()));
    case NodeKind::Error:
      // What could be read of broken text is statements or expressions.
      for (const NodeId child : children(statement)) {
        lower_statement(child);
      }
      return;
    case NodeKind::Block:
      return lower_block(statement);
    case NodeKind::Pass:
    case NodeKind::Global:
    case NodeKind::Nonlocal:
      return;
    default:
      lower_expression(statement);
      return;
  }
}

void Lowering::lower_assign(NodeId statement) {
  const syntax::Children parts = children(statement);
  const ValueId value = lower_expression(parts.back());
  for (std::uint32_t i = 0; i + 1 < parts.size(); ++i) {
    store_target(parts[i], value);
  }
}

// The object and key of a target are evaluated once for load and store.
void Lowering::lower_augmented(NodeId statement) {
  const NodeId target = children(statement).front();
  const std::uint8_t op = tree()[statement].flags & syntax::flag::kOperatorMask;
  const auto combine = [&](ValueId old) {
    const ValueId operand = lower_expression(children(statement).back());
    return emit_flagged(Op::InPlace, statement, op, old.index(), operand.index());
  };
  if (kind(target) == NodeKind::Attribute) {
    const ValueId object = lower_expression(children(target).front());
    const ValueId made = combine(emit(Op::GetAttr, target, object.index()));
    emit(Op::SetAttr, target, object.index(), made.index());
  } else if (kind(target) == NodeKind::Subscript) {
    const ValueId object = lower_expression(children(target).front());
    const ValueId key = lower_expression(children(target).back());
    const ValueId made = combine(emit(Op::GetItem, target, object.index(), key.index()));
    emit_list(Op::SetItem, target, std::array{object, key, made});
  } else {
    store_target(target, combine(lower_expression(target)));
  }
}

void Lowering::lower_annotated(NodeId statement) {
  const syntax::Children parts = children(statement);
  if (parts.size() == 3) {
    store_target(parts[0], lower_expression(parts[2]));
  }
}

// store_target gives a value to whatever may stand left of an =.
void Lowering::store_target(NodeId target, ValueId value) {
  switch (kind(target)) {
    case NodeKind::Name:
    case NodeKind::Identifier:
      return store_name(target, value);
    case NodeKind::Attribute: {
      const ValueId object = lower_expression(children(target).front());
      emit(Op::SetAttr, target, object.index(), value.index());
      return;
    }
    case NodeKind::Subscript: {
      const ValueId object = lower_expression(children(target).front());
      const ValueId key = lower_expression(children(target).back());
      emit_list(Op::SetItem, target, std::array{object, key, value});
      return;
    }
    case NodeKind::Tuple:
    case NodeKind::List:
      return unpack_into(target, value);
    case NodeKind::Starred:
      return store_target(children(target).front(), value);
    default:
      emit_list(Op::Opaque, target, std::array{value});
      return;
  }
}

void Lowering::unpack_into(NodeId targets, ValueId value) {
  std::uint32_t index = 0;
  for (const NodeId target : children(targets)) {
    const bool star = kind(target) == NodeKind::Starred;
    store_target(target, emit_flagged(Op::Unpack, target, star ? flag::kStar : std::uint8_t{0},
                                      value.index(), index));
    ++index;
  }
}

void Lowering::lower_delete(NodeId target) {
  switch (kind(target)) {
    case NodeKind::Name:
      emit(Op::Delete, target, place_of(target).index());
      return;
    case NodeKind::Attribute:
      emit(Op::DeleteAttr, target, lower_expression(children(target).front()).index());
      return;
    case NodeKind::Subscript: {
      const ValueId object = lower_expression(children(target).front());
      const ValueId key = lower_expression(children(target).back());
      emit(Op::DeleteItem, target, object.index(), key.index());
      return;
    }
    default:
      for (const NodeId child : children(target)) {
        lower_delete(child);
      }
      return;
  }
}

ValueId Lowering::lower_optional(NodeId parent) {
  const syntax::Children parts = children(parent);
  return parts.empty() ? ValueId::none() : lower_expression(parts.front());
}

void Lowering::lower_return(NodeId statement) {
  leave(ExitKind::Return, lower_optional(statement), statement);
}

// leave goes out of the innermost loop or the function, through the last words on the way.
void Lowering::leave(ExitKind exit, ValueId value, NodeId node) {
  if (exit == ExitKind::Return) {
    bool passes_finally = false;
    for (const Frame& frame : frames_) {
      passes_finally |= frame.kind == Frame::Kind::Finally;
    }
    if (!passes_finally) {
      emit(Op::Return, node, value.index());
      end_with({});
      return start(new_block());
    }
    if (!return_place_.exists()) {
      return_place_ = temporary();
    }
    if (value.exists()) {
      emit(Op::Store, node, return_place_.index(), value.index());
    }
  }
  leave_from(frames_.size(), exit, node);
  start(new_block());
}

// leave_from goes on leaving, from inside the first `frame_count` frames.
void Lowering::leave_from(std::size_t frame_count, ExitKind exit, NodeId node) {
  while (frame_count > 0) {
    Frame& frame = frames_[--frame_count];
    if (frame.kind == Frame::Kind::Finally) {
      frame.exits.push_back(exit);
      return jump(frame.entry);
    }
    if (exit != ExitKind::Return) {
      return jump(exit == ExitKind::Break ? frame.break_to : frame.continue_to);
    }
  }
  if (exit == ExitKind::Return) {
    const ValueId value = emit(Op::Load, node, return_place_.index());
    emit(Op::Return, node, value.index());
  } else {
    emit(Op::Return, node);  // break or continue outside a loop: no Python
  }
  end_with({});
}

void Lowering::lower_raise(NodeId statement) {
  const syntax::Children parts = children(statement);
  ValueId values[2];
  for (std::uint32_t i = 0; i < parts.size(); ++i) {
    const ValueId value = lower_expression(parts[i]);
    if (i < 2) {
      values[i] = value;
    }
  }
  emit(Op::Raise, statement, values[0].index(), values[1].index());
  end_with({});
  start(new_block());
}

void Lowering::lower_assert(NodeId statement) {
  const syntax::Children parts = children(statement);
  const ValueId condition = lower_expression(parts.front());
  const BlockId failed = new_block();
  const BlockId behind = new_block();
  branch(condition, behind, failed, statement, flag::kAssert);
  start(failed);
  const ValueId message = parts.size() > 1 ? lower_expression(parts[1]) : ValueId::none();
  emit(Op::Raise, statement, message.index());
  end_with({});
  start(behind);
}

void Lowering::lower_import(NodeId statement) {
  for (const NodeId alias : children(statement)) {
    store_alias(alias, emit(Op::Import, alias));
  }
}

// store_alias binds the name after `as`, or the first part of the imported name.
void Lowering::store_alias(NodeId alias, ValueId value) {
  const NodeId name = children(alias).back();
  const bool dotted = kind(name) == NodeKind::DottedName;
  const std::string_view spelling =
      dotted ? bindings_.spelling().dotted(name) : bindings_.spelling().of(name);
  const std::string_view first = spelling.substr(0, spelling.find('.'));
  emit(Op::Store, name, place_of_spelling(first, alias).index(), value.index());
}

void Lowering::lower_import_from(NodeId statement) {
  for (const NodeId alias : children(statement)) {
    if (kind(alias) != NodeKind::Alias) {
      continue;
    }
    if (kind(children(alias).front()) == NodeKind::StarMarker) {
      emit(Op::ImportStar, statement);
    } else {
      store_alias(alias, emit(Op::ImportName, alias));
    }
  }
}

void Lowering::lower_definition(NodeId statement) {
  const bool is_class = kind(statement) == NodeKind::ClassDef;
  const syntax::Children parts = children(statement);
  std::vector<ValueId> decorators;
  if (kind(parts.front()) == NodeKind::Decorators) {
    for (const NodeId decorator : children(parts.front())) {
      decorators.push_back(lower_expression(decorator));
    }
  }
  ValueId value = is_class ? make_class(statement) : make_function(statement);
  for (std::size_t i = decorators.size(); i > 0; --i) {
    const NodeId node = children(parts.front())[static_cast<std::uint32_t>(i - 1)];
    value = emit_list(Op::Call, node, std::array{decorators[i - 1], value});
    file_.instrs.back().flags |= flag::kDecorator;
  }
  store_name(parts[kind(parts.front()) == NodeKind::Decorators ? 1 : 0], value);
}

// make_function lowers the defaults, here, and queues the body.
ValueId Lowering::make_function(NodeId node) {
  std::vector<ValueId> defaults;
  for (const NodeId part : children(node)) {
    if (kind(part) != NodeKind::Parameters) {
      continue;
    }
    for (const NodeId parameter : children(part)) {
      if (kind(parameter) == NodeKind::Parameter && tree()[parameter].has(syntax::flag::kDefault)) {
        defaults.push_back(lower_expression(children(parameter).back()));
      }
    }
  }
  return emit_list(Op::MakeFunction, node, defaults, add_function(node).index());
}

ValueId Lowering::make_class(NodeId node) {
  std::vector<ValueId> arguments;
  for (const NodeId part : children(node)) {
    if (kind(part) == NodeKind::Arguments) {
      for (const NodeId argument : children(part)) {
        arguments.push_back(lower_expression(
            kind(argument) == NodeKind::Keyword ? children(argument).back() : argument));
      }
    }
  }
  return emit_list(Op::MakeClass, node, arguments, add_function(node).index());
}

void Lowering::lower_list_statement(Op op, NodeId statement) {
  lower_list(op, statement);
}

}  // namespace av::flow
