// parameters.cc — the parameters of functions and lambdas, and type parameters.

#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"

namespace av::syntax::cpython {
namespace {

// ParameterParts are the children of a Parameter or TypeParam.
struct ParameterParts {
  NodeId name;
  NodeId annotation;
  NodeId value;  // the default
};

ParameterParts parts_of(const Tree& tree, NodeId id) {
  ChildCursor parts(tree, id);
  const Node& node = tree[id];
  ParameterParts found;
  found.name = parts.take();
  found.annotation = parts.take_when(node.has(flag::kAnnotated));
  found.value = parts.take_when(node.has(flag::kDefault));
  return found;
}

}  // namespace

Printer::ParameterList Printer::sorted_parameters(NodeId parameters) const {
  ParameterList list;
  bool behind_star = false;
  for (const NodeId id : tree_.children(parameters)) {
    const Node& node = tree_[id];
    if (node.kind == NodeKind::SlashMarker) {
      list.positional_only = std::move(list.plain);
      list.plain.clear();
    } else if (node.kind == NodeKind::StarMarker) {
      behind_star = true;
    } else if (node.has(flag::kStar)) {
      list.star = id;
      behind_star = true;
    } else if (node.has(flag::kDoubleStar)) {
      list.double_star = id;
    } else {
      (behind_star ? list.keyword_only : list.plain).push_back(id);
    }
  }
  return list;
}

void Printer::arguments(const Step& step) {
  if (shape_.version < 300) {
    return old_arguments(step);
  }
  const ParameterList list = sorted_parameters(NodeId(step.a));
  Plan plan(*this, step.frame, "arguments(");
  const auto named = [&](const char* label, NodeId id) {
    if (id.exists()) {
      plan.step(label, Action::Argument, id.index());
    } else {
      plan.absent(label);
    }
  };
  if (shape_.version >= 308) {
    argument_list(plan, "posonlyargs=", list.positional_only);
  }
  argument_list(plan, "args=", list.plain);
  named("vararg=", list.star);
  argument_list(plan, "kwonlyargs=", list.keyword_only, 1);
  plan.begin_list("kw_defaults=");
  for (const NodeId id : list.keyword_only) {
    const NodeId value = parts_of(tree_, id).value;
    if (value.exists()) {
      plan.item(Action::Expression, value);
    } else {
      plan.item_word("None");
    }
  }
  plan.end_list();
  named("kwarg=", list.double_star);
  plan.begin_list("defaults=");
  default_items(plan, list.positional_only);
  default_items(plan, list.plain);
  plan.end_list();
  plan.end();
}

// argument_list: `b` of each step says that the parameters are keyword-only.
void Printer::argument_list(Plan& plan, const char* label, const std::vector<NodeId>& parameters,
                            std::uint32_t b) {
  plan.begin_list(label);
  for (const NodeId id : parameters) {
    plan.item_step({.action = Action::Argument, .a = id.index(), .b = b});
  }
  plan.end_list();
}

void Printer::default_items(Plan& plan, const std::vector<NodeId>& parameters) {
  for (const NodeId id : parameters) {
    const NodeId value = parts_of(tree_, id).value;
    if (value.exists()) {
      plan.item(Action::Expression, value);
    }
  }
}

void Printer::argument(const Step& step) {
  const ParameterParts parts = parts_of(tree_, NodeId(step.a));
  const Node& name = tree_[parts.name];
  Plan plan(*this, step.frame, "arg(");
  plan.step("arg=", Action::Identifier, parts.name.index());
  plan.optional("annotation=", parts.annotation);
  type_comment(plan);
  std::uint32_t end = name.end;
  const bool counts_annotation =
      shape_.version >= 309 || step.b == 0;  // 3.8: not keyword-only ones
  if (parts.annotation.exists() && counts_annotation) {
    end = outer_end(text_, tree_[parts.annotation], name.end);
  }
  plan.place(name.start, end);
}

void Printer::type_parameters(Plan& plan, NodeId type_params) {
  if (shape_.version >= 312) {
    plan.list("type_params=", Action::TypeParameter,
              type_params.exists() ? tree_.children(type_params) : Children(0, 0));
  }
}

void Printer::type_parameter(const Step& step) {
  const ParameterParts parts = parts_of(tree_, NodeId(step.a));
  const Node& node = at(step);
  const bool is_variable = !node.has(flag::kStar) && !node.has(flag::kDoubleStar);
  Plan plan(*this, step.frame,
            is_variable             ? "TypeVar("
            : node.has(flag::kStar) ? "TypeVarTuple("
                                    : "ParamSpec(");
  plan.step("name=", Action::Identifier, parts.name.index());
  if (is_variable) {
    plan.optional("bound=", parts.annotation);
  }
  if (shape_.version >= 313) {
    plan.optional("default_value=", parts.value);
  }
  plan.place(node.start, node.end);
}

}  // namespace av::syntax::cpython
