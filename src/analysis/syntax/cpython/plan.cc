#include "analysis/syntax/cpython/plan.h"

#include <algorithm>

namespace av::syntax::cpython {

Plan::Plan(Printer& printer, std::uint32_t frame, const char* name)
    : printer_(printer), mark_(printer.steps_.size()), frame_(frame) {
  printer_.out_ += name;
}

Plan::~Plan() {
  std::reverse(printer_.steps_.begin() + static_cast<std::ptrdiff_t>(mark_), printer_.steps_.end());
}

void Plan::push(Step step) {
  if (step.action == Action::Nothing && printer_.steps_.size() == mark_) {
    printer_.out_ += step.comma ? ", " : "";  // nothing waits before it
    printer_.out_ += step.label;
    return;
  }
  step.frame = frame_;
  printer_.steps_.push_back(step);
}

void Plan::push_text(const char* text) {
  push({.label = text});
}

Step Plan::labelled(const char* label, Action action) {
  const bool comma = has_fields_;
  has_fields_ = true;
  return {.action = action, .comma = comma, .label = label};
}

void Plan::expr(const char* label, NodeId id, Context context) {
  Step step = labelled(label, Action::Expression);
  step.a = id.index();
  step.context = context;
  push(step);
}

void Plan::expr_in_frame(const char* label, NodeId id, std::uint32_t frame, std::uint32_t b) {
  Step step = labelled(label, Action::Expression);
  step.a = id.index();
  step.b = b;
  step.frame = frame;
  printer_.steps_.push_back(step);
}

void Plan::optional(const char* label, NodeId id, Context context) {
  if (id.exists()) {
    expr(label, id, context);
  } else {
    absent(label);
  }
}

void Plan::absent(const char* label) {
  if (!printer_.shape_.omits_none) {
    word(label, "None");
  }
}

void Plan::word(const char* label, const char* text) {
  push(labelled(label, Action::Nothing));
  push_text(text);
}

void Plan::step(const char* label, Action action, std::uint32_t a, std::uint32_t b) {
  Step step = labelled(label, action);
  step.a = a;
  step.b = b;
  push(step);
}

void Plan::kept(const char* label, std::string_view text) {
  const auto offset = static_cast<std::uint32_t>(printer_.kept_.size());
  printer_.kept_ += text;
  step(label, Action::Kept, offset, static_cast<std::uint32_t>(text.size()));
}

void Plan::begin_list(const char* label) {
  list_label_ = label;
  has_items_ = false;
}

void Plan::item(Action action, NodeId id, Context context) {
  item_step({.action = action, .context = context, .a = id.index()});
}

void Plan::item_word(const char* text) {
  item_step({.label = text});
}

void Plan::item_step(const Step& step) {
  if (!has_items_) {
    push(labelled(list_label_, Action::Nothing));
    push_text("[");
  }
  Step item = step;
  item.comma = has_items_;
  has_items_ = true;
  push(item);
}

void Plan::end_list() {
  if (has_items_) {
    push_text("]");
  } else if (!printer_.shape_.omits_empty) {
    word(list_label_, "[]");
  }
}

void Plan::list(const char* label, Action action, Children items, Context context) {
  begin_list(label);
  for (const NodeId id : items) {
    item(action, id, context);
  }
  end_list();
}

void Plan::empty_list(const char* label) {
  begin_list(label);
  end_list();
}

void Plan::body(const char* label, NodeId block) {
  if (block.exists()) {
    list(label, Action::Statement, printer_.tree_.children(block));
  } else {
    empty_list(label);
  }
}

void Plan::place(std::uint32_t start, std::uint32_t end) {
  push({.action = Action::Place, .comma = has_fields_, .a = start, .b = end});
}

void Plan::end() {
  push_text(")");
}

Children ChildCursor::take_while(NodeKind kind) {
  const std::uint32_t from = next_;
  while (next_is(kind)) {
    ++next_;
  }
  return next_ == from ? Children(0, 0) : Children(children_[from].index(), next_ - from);
}

Children ChildCursor::rest() {
  const std::uint32_t from = next_;
  next_ = children_.size();
  return next_ == from ? Children(0, 0) : Children(children_[from].index(), next_ - from);
}

}  // namespace av::syntax::cpython
