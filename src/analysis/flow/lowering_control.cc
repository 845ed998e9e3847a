// lowering_control.cc — statements with blocks.

#include "analysis/flow/lowering.h"

#include <algorithm>
#include <array>

namespace av::flow {

void Lowering::lower_if(NodeId statement) {
  const BlockId behind = new_block();
  const auto lower_clause = [&](NodeId test, NodeId body) {
    const BlockId taken = new_block();
    const BlockId next = new_block();
    lower_condition(test, taken, next);
    start(taken);
    lower_block(body);
    jump(behind);
    start(next);
  };
  const syntax::Children parts = children(statement);
  lower_clause(parts[0], parts[1]);
  for (std::uint32_t i = 2; i < parts.size(); ++i) {
    if (kind(parts[i]) == NodeKind::Elif) {
      lower_clause(children(parts[i])[0], children(parts[i])[1]);
    } else {
      lower_block(children(parts[i]).front());
    }
  }
  jump(behind);
  start(behind);
}

void Lowering::lower_while(NodeId statement) {
  const syntax::Children parts = children(statement);
  const BlockId again = new_block();
  const BlockId body = new_block();
  const BlockId over = new_block();
  const BlockId behind = new_block();
  jump(again);
  start(again);
  lower_condition(parts[0], body, over);
  start(body);
  lower_loop_body(parts[1], again, behind);
  start(over);
  if (parts.size() > 2) {
    lower_block(children(parts[2]).front());
  }
  jump(behind);
  start(behind);
}

void Lowering::lower_for(NodeId statement) {
  const syntax::Children parts = children(statement);
  const std::uint8_t async =
      tree()[statement].has(syntax::flag::kAsync) ? flag::kAsync : std::uint8_t{0};
  const ValueId iterable = lower_expression(parts[1]);
  const ValueId iterator = emit_flagged(Op::Iterate, parts[1], async, iterable.index());
  const BlockId again = new_block();
  const BlockId body = new_block();
  const BlockId over = new_block();
  const BlockId behind = new_block();
  jump(again);
  start(again);
  const ValueId element = emit_flagged(Op::Next, parts[1], async, iterator.index());
  end_with(std::array{body, over});
  start(body);
  store_target(parts[0], element);
  lower_loop_body(parts[2], again, behind);
  start(over);
  if (parts.size() > 3) {
    lower_block(children(parts[3]).front());
  }
  jump(behind);
  start(behind);
}

void Lowering::lower_loop_body(NodeId body, BlockId again, BlockId behind) {
  frames_.push_back({Frame::Kind::Loop, behind, again, BlockId::none(), {}});
  lower_block(body);
  frames_.pop_back();
  jump(again);
}

// with a as b, c as d: each manager is left in turn, however the body ends.  A manager may swallow
// an exception, so that execution may go on behind the statement.
void Lowering::lower_with(NodeId statement) {
  const std::uint8_t async =
      tree()[statement].has(syntax::flag::kAsync) ? flag::kAsync : std::uint8_t{0};
  struct Open {
    ValueId manager;
    NodeId item;
    BlockId outer_handler;
  };
  std::vector<Open> open;
  for (const NodeId item : children(children(statement).front())) {
    const ValueId manager = lower_expression(children(item).front());
    const ValueId entered = emit_flagged(Op::Enter, item, async, manager.index());
    const BlockId exit = new_block();
    frames_.push_back({Frame::Kind::Finally, BlockId::none(), BlockId::none(), exit, {}});
    open.push_back({manager, item, handler_});
    handler_ = exit;
    const BlockId inside = new_block();
    jump(inside);
    start(inside);
    if (children(item).size() > 1) {
      store_target(children(item)[1], entered);
    }
  }
  lower_block(children(statement).back());
  for (std::size_t i = open.size(); i > 0; --i) {
    const BlockId exit = frames_.back().entry;
    jump(exit);
    const std::vector<ExitKind> exits = close_finally();
    handler_ = open[i - 1].outer_handler;
    start(exit);
    emit_flagged(Op::Exit, open[i - 1].item, async, open[i - 1].manager.index());
    const BlockId behind = new_block();
    dispatch_exits(exits, behind, statement);
    start(behind);
  }
}

// close_finally ends the innermost frame; the result is who passes through its last word.
std::vector<Lowering::ExitKind> Lowering::close_finally() {
  std::vector<ExitKind> exits = std::move(frames_.back().exits);
  frames_.pop_back();
  std::sort(exits.begin(), exits.end());
  exits.erase(std::unique(exits.begin(), exits.end()), exits.end());
  return exits;
}

// dispatch_exits ends a last word: on behind it, further out for each way that passes, and up with
// an exception.
void Lowering::dispatch_exits(const std::vector<ExitKind>& exits, BlockId behind, NodeId node) {
  std::vector<BlockId> successors = {behind};
  for (std::size_t i = 0; i < exits.size() + 1; ++i) {
    successors.push_back(new_block());
  }
  emit(Op::Dispatch, node);
  end_with(successors);
  for (std::size_t i = 0; i < exits.size(); ++i) {
    start(successors[i + 1]);
    leave_from(frames_.size(), exits[i], node);
  }
  start(successors.back());
  emit(Op::Raise, node);
  end_with({});
}

void Lowering::lower_try(NodeId statement) {
  const syntax::Children parts = children(statement);
  const bool has_finally = kind(parts.back()) == NodeKind::Finally;
  const bool has_handlers = parts.size() > 1 && kind(parts[1]) == NodeKind::Handler;
  const BlockId outer_handler = handler_;
  const BlockId behind = new_block();
  const BlockId last_word = has_finally ? new_block() : behind;
  if (has_finally) {
    frames_.push_back({Frame::Kind::Finally, BlockId::none(), BlockId::none(), last_word, {}});
    handler_ = last_word;
  }
  const BlockId around = handler_;
  const BlockId body = new_block();
  const BlockId caught = has_handlers ? new_block() : around;
  jump(body);
  handler_ = caught;
  start(body);
  lower_block(parts[0]);
  handler_ = around;
  for (const NodeId part : parts) {
    if (kind(part) == NodeKind::Else) {
      const BlockId otherwise = new_block();
      jump(otherwise);
      start(otherwise);
      lower_block(children(part).front());
    }
  }
  jump(last_word);
  if (has_handlers) {
    start(caught);
    lower_handlers(statement, last_word);
  }
  if (has_finally) {
    const std::vector<ExitKind> exits = close_finally();
    handler_ = outer_handler;
    start(last_word);
    lower_block(children(parts.back()).front());
    dispatch_exits(exits, behind, statement);
  }
  start(behind);
}

// lower_handlers chooses among the except clauses; without a bare one the exception may go on.
void Lowering::lower_handlers(NodeId statement, BlockId behind) {
  std::vector<NodeId> handlers;
  std::vector<BlockId> entries;
  bool catches_all = false;
  for (const NodeId part : children(statement)) {
    if (kind(part) == NodeKind::Handler) {
      handlers.push_back(part);
      entries.push_back(new_block());
      catches_all |= children(part).size() == 1;
    }
  }
  if (!catches_all) {
    entries.push_back(new_block());
  }
  emit(Op::Dispatch, statement);
  end_with(entries);
  for (std::size_t i = 0; i < handlers.size(); ++i) {
    start(entries[i]);
    lower_handler(handlers[i], behind);
  }
  if (!catches_all) {
    start(entries.back());
    emit(Op::Raise, statement);
    end_with({});
  }
}

void Lowering::lower_handler(NodeId handler, BlockId behind) {
  const syntax::Children parts = children(handler);
  const ValueId exception = emit(Op::Caught, handler);
  if (parts.size() > 1) {
    lower_expression(parts[0]);
  }
  if (tree()[handler].has(syntax::flag::kAs)) {
    store_target(parts[1], exception);
  }
  lower_block(parts.back());
  jump(behind);
}

// The subject is read again for each case and where one binds it, so that what a pattern has said
// of it holds there.
void Lowering::lower_match(NodeId statement) {
  const syntax::Children parts = children(statement);
  const bool is_name = kind(parts[0]) == NodeKind::Name;
  const PlaceId kept = is_name ? PlaceId::none() : temporary();
  if (!is_name) {
    emit(Op::Store, parts[0], kept.index(), lower_expression(parts[0]).index());
  }
  const auto subject = [&] {
    return is_name ? lower_expression(parts[0]) : emit(Op::Load, parts[0], kept.index());
  };
  const BlockId behind = new_block();
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    if (kind(parts[i]) != NodeKind::Case) {
      lower_statement(parts[i]);
      continue;
    }
    const syntax::Children clause = children(parts[i]);
    const BlockId otherwise = new_block();
    const bool is_bound =
        kind(clause[0]) == NodeKind::MatchAs && tree()[clause[0]].has(syntax::flag::kAs);
    lower_pattern(is_bound ? children(clause[0])[0] : clause[0], subject(), otherwise);
    if (is_bound) {
      store_name(children(clause[0]).back(), subject());
    }
    if (tree()[parts[i]].has(syntax::flag::kGuard)) {
      const BlockId allowed = new_block();
      lower_condition(clause[1], allowed, otherwise);
      start(allowed);
    }
    lower_block(clause.back());
    jump(behind);
    start(otherwise);
  }
  jump(behind);
  start(behind);
}

// lower_pattern tests `subject` and binds names; it goes to `otherwise` where the pattern fails,
// and on in the present block where it holds.
void Lowering::lower_pattern(NodeId pattern, ValueId subject, BlockId otherwise) {
  const syntax::Children parts = children(pattern);
  switch (kind(pattern)) {
    case NodeKind::MatchAs:
      if (tree()[pattern].has(syntax::flag::kAs)) {
        lower_pattern(parts[0], subject, otherwise);
      }
      if (!parts.empty()) {
        store_name(parts.back(), subject);
      }
      return;
    case NodeKind::MatchOr:
      return lower_alternatives(pattern, subject, otherwise);
    case NodeKind::MatchValue:
    case NodeKind::MatchSingleton: {
      const ValueId value = lower_expression(parts[0]);
      const ValueId same =
          emit_flagged(Op::Compare, pattern, static_cast<std::uint8_t>(syntax::Operator::Eq),
                       subject.index(), value.index());
      const BlockId holds = new_block();
      branch(same, holds, otherwise, pattern);
      return start(holds);
    }
    default:
      return lower_pattern_parts(pattern, subject, otherwise);
  }
}

void Lowering::lower_alternatives(NodeId pattern, ValueId subject, BlockId otherwise) {
  const BlockId holds = new_block();
  for (const NodeId alternative : children(pattern)) {
    const BlockId next = new_block();
    lower_pattern(alternative, subject, next);
    jump(holds);
    start(next);
  }
  jump(otherwise);
  start(holds);
}

// Sequences, mappings and classes: the subject has a shape, and parts that sub-patterns look at.
void Lowering::lower_pattern_parts(NodeId pattern, ValueId subject, BlockId otherwise) {
  const ValueId shape = emit(Op::MatchTest, pattern, subject.index());
  const BlockId holds = new_block();
  branch(shape, holds, otherwise, pattern);
  start(holds);
  std::uint32_t index = 0;
  for (const NodeId part : children(pattern)) {
    if (kind(pattern) == NodeKind::MatchClass && index == 0) {
      ++index;  // the class
      continue;
    }
    const ValueId value = emit(Op::MatchPart, part, subject.index(), index++);
    if (kind(part) == NodeKind::MatchStar) {
      if (!children(part).empty()) {
        store_name(children(part).front(), value);
      }
    } else if (kind(part) == NodeKind::MatchItem || kind(part) == NodeKind::MatchKeyword) {
      lower_pattern(children(part).back(), value, otherwise);
    } else {
      lower_pattern(part, value, otherwise);
    }
  }
}

}  // namespace av::flow
