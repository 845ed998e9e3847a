#pragma once
// plan.h — the fields of one node of CPython's tree, laid down in order.
//
// What a Plan holds is written when the handler that made it has returned.  It knows what the
// version's ast.dump leaves out.

#include "analysis/syntax/cpython/printer.h"

namespace av::syntax::cpython {

class Plan {
 public:
  // A plan for a node named `name` (with its opening parenthesis: "BinOp("), whose children's
  // positions are in `frame`.
  Plan(Printer& printer, std::uint32_t frame, const char* name);
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  Plan(Plan&&) = delete;
  Plan& operator=(Plan&&) = delete;
  ~Plan();

  // Labels carry their equals sign: "left=".
  void expr(const char* label, NodeId id, Context context = Context::Load);
  // expr_in_frame is an expression whose positions are in another frame.
  void expr_in_frame(const char* label, NodeId id, std::uint32_t frame, std::uint32_t b);
  // optional is expr when `id` exists, else absent.
  void optional(const char* label, NodeId id, Context context = Context::Load);
  // absent is an optional field without a value.
  void absent(const char* label);
  void word(const char* label, const char* text);
  void step(const char* label, Action action, std::uint32_t a, std::uint32_t b = 0);
  // kept is a value computed now; `text` is copied.
  void kept(const char* label, std::string_view text);

  // A list is begun, filled and ended.
  void begin_list(const char* label);
  void item(Action action, NodeId id, Context context = Context::Load);
  void item_word(const char* text);
  void item_step(const Step& step);
  void end_list();
  // The same in one go.
  void list(const char* label, Action action, Children items, Context context = Context::Load);
  void empty_list(const char* label);
  void body(const char* label, NodeId block);

  // place ends the node with its position, end without one.
  void place(std::uint32_t start, std::uint32_t end);
  void end();

 private:
  Step labelled(const char* label, Action action);
  void push(Step step);
  void push_text(const char* text);

  Printer& printer_;
  std::size_t mark_;
  std::uint32_t frame_;
  const char* list_label_ = nullptr;
  bool has_fields_ = false;
  bool has_items_ = false;
};

// ChildCursor reads the children of a node one after the other.
class ChildCursor {
 public:
  ChildCursor(const Tree& tree, NodeId parent) : tree_(tree), children_(tree.children(parent)) {}
  [[nodiscard]] bool done() const { return next_ == children_.size(); }
  [[nodiscard]] bool next_is(NodeKind kind) const {
    return !done() && tree_.is(children_[next_], kind);
  }
  NodeId take() { return children_[next_++]; }
  // take_if and take_when give none() instead of a child that is not of the kind, or not there.
  NodeId take_if(NodeKind kind) { return next_is(kind) ? take() : NodeId::none(); }
  NodeId take_when(bool there) { return there ? take() : NodeId::none(); }
  // take_while gives the children from here on that are of the kind.
  Children take_while(NodeKind kind);
  // rest gives all that are left.
  Children rest();

 private:
  const Tree& tree_;
  Children children_;
  std::uint32_t next_ = 0;
};

}  // namespace av::syntax::cpython
