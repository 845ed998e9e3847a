// transfer_calls.cc — calls: which function, with what.

#include "analysis/taint/callees.h"
#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {

using flow::Op;
using Manner = names::ProjectParameter::Kind;

FunctionAnalysis::Value FunctionAnalysis::receiver_of(const Instr& instr) const {
  const Instr& callee = instr_at(unit_->flow.list(instr)[0].index());
  return callee.op == Op::GetAttr ? value(callee.value_a()) : Value();
}

CallView FunctionAnalysis::view_of(std::uint32_t index, const Instr& instr) const {
  CallView call = {index, instr, unit_->calls[unit_->detail[index]], {}};
  const auto list = unit_->flow.list(instr);
  call.arguments.reserve(list.size());
  const std::size_t first = call.site.shift + 1U;
  for (std::size_t i = first; i < list.size(); ++i) {
    const bool is_constant = instr_at(list[i].index()).op == Op::Constant;
    call.arguments.push_back(
        {unit_->arguments[call.site.first_argument + i - first], value(list[i]),
         is_constant ? Selector::from_code(unit_->detail[list[i].index()]) : Selector::any()});
  }
  return call;
}

FunctionAnalysis::Value FunctionAnalysis::call(std::uint32_t index, const Instr& instr,
                                               State& state) {
  const auto list = unit_->flow.list(instr);
  if (list.empty()) {
    return {};
  }
  if ((instr.flags & flow::flag::kDecorator) != 0) {
    return {list.size() > 1 ? tree(list[1]) : kEmpty, {}};  // what is decorated stays what it is
  }
  const CallView view = view_of(index, instr);
  for (const Passed& argument : view.arguments) {
    hand_out(argument.value.tree, index, state);
  }
  // A value says more than the name it is in: a bound method has its object.  A model that says
  // what is harmless says more than either, where the library itself is looked at.
  const bool is_modelled = view.site.has_path && view.site.target_count == 0 &&
                           view.site.model != nullptr && is_cleaner(*view.site.model);
  bool is_known = false;
  const TreeId called = is_modelled ? kEmpty : tree(list[0]);
  TreeId result = call_functions({index, called, view.arguments}, state, is_known);
  for (std::uint32_t i = 0; i < view.site.target_count && !is_known; ++i) {
    const Target& target = unit_->targets[view.site.first_target + i];
    result = forest_.join(result, call_target(view, target, state));
  }
  if (is_known || view.site.target_count != 0) {
    return as_told(view, {result, {}}, state);
  }
  const TreeId made = library_call(view, state);
  return as_told(view, {made, result_origin(view)}, state);
}

// d.setdefault(key, []).append(x) changes what is in d.
Access FunctionAnalysis::result_origin(const CallView& call) {
  const bool is_element =
      call.site.model != nullptr && !call.arguments.empty() &&
      (call.site.model->path == "*.setdefault" || call.site.model->path == "*.get");
  return is_element ? step_of(receiver_of(call.instr).origin, call.arguments[0].key) : Access();
}

// never_returns says whether nothing behind a call is reached: sys.exit(), a function that raises.
bool FunctionAnalysis::never_returns(std::uint32_t call) const {
  const CallSite& site = unit_->calls[unit_->detail[call]];
  if (site.target_count == 0) {
    return site.check.kind == CallCheck::Kind::Leaves;
  }
  // A method may be another one, in a class below.
  const Target& target = unit_->targets[site.first_target];
  return site.target_count == 1 && target.kind == Target::Kind::Function &&
         target.function.exists() && !world_.summaries[target.function].returns;
}

// special_call is a call of which more is known than a model says.
std::optional<TreeId> FunctionAnalysis::special_call(const CallView& call, State& state) {
  switch (call.site.check.kind) {
    case CallCheck::Kind::Deferred:
      return run_deferred(call, state);
    case CallCheck::Kind::Partial:
      return partial(call);
    case CallCheck::Kind::Record:
      return special(call.index, *unit_->special(ValueId(call.index)), {}, state).tree;
    case CallCheck::Kind::GetAttribute:
    case CallCheck::Kind::SetAttribute:
      return named_attribute(call, state);
    case CallCheck::Kind::JoinedPath:
      return joined_path(call);
    default:
      return is_written_join(call) ? joined(call) : brace_format(call);
  }
}

TreeId FunctionAnalysis::library_call(const CallView& call, State& state) {
  using Kind = CallCheck::Kind;
  if (call.site.has_protocol) {
    const Special& what = *unit_->special(ValueId(call.index));
    if (what.function.function.exists()) {
      return call_protocol(call.index, what, state);
    }
  }
  if (const auto result = special_call(call, state)) {
    return *result;
  }
  TreeId result = call.site.model != nullptr ? call_model(call, state) : unknown_call(call);
  result = forest_.join(result, call_by_name(call, state));
  const Kind check = call.site.check.kind;
  if (check == Kind::Conversion && plain_argument(0, call) != nullptr) {
    clear(state, call.arguments[0].value.origin, knowledge::kAllSinks);
  } else if (check == Kind::BelowOrRaises) {
    clear_path(state, receiver_at(ValueId(call.index)), false);
  }
  if (check == Kind::Undoes) {
    result = forest_.map(result, [](Label& label) {
      const bool stays = label.kind == Label::Kind::Function ||
                         label.cleared == knowledge::kAllSinks;  // it is no text of outside
      label.cleared &= stays ? knowledge::kAllSinks : 0;
      return true;
    });
  }
  // path.lstrip("/") is no path from the root.
  const std::string_view method = attribute_name(unit_->flow.list(call.instr)[0]);
  const auto letters = method == "lstrip" || method == "strip"
                           ? constant_text(definition(argument_at(ValueId(call.index), 0)))
                           : std::nullopt;
  if (letters && letters->find('/') != std::string_view::npos) {
    result = forest_.map(result, [](Label& label) {
      label.around |= label.kind == Label::Kind::Function ? 0 : around::kBehindFolder;
      return true;
    });
  }
  result = cleared(result, replaced_kinds(call));
  const bool is_safe = check == Kind::SafeMatch || check == Kind::SafeResult;
  return cleared(result, is_safe ? knowledge::kAllSinks : 0);
}

// replaced_kinds is where text.replace("\n", …) makes a text harmless, or re.sub() of line ends.
knowledge::SinkSet FunctionAnalysis::replaced_kinds(const CallView& call) {
  if (call.site.check.kind == CallCheck::Kind::OneLine) {
    return kLines;
  }
  const auto list = unit_->flow.list(call.instr);
  const bool is_replace =
      call.site.model != nullptr && call.site.model->path == "*.replace" && list.size() > 2;
  const auto taken = is_replace ? constant_text(definition(list[1])) : std::nullopt;
  if (!taken || !constant_text(definition(list[2]))) {
    return 0;
  }
  return *taken == "<"                                          ? set_of(knowledge::SinkKind::Html)
         : *taken == "\n" || *taken == "\r" || *taken == "\r\n" ? kLines
                                                                : 0;
}

// A target of which the program has no code passes on what it gets, as far as we know.
// reach_by_fields is for a record that gets all its fields at once: Thing(**request.json).
void FunctionAnalysis::reach_by_fields(const CallView& call, ClassId type) {
  if (call.site.model == nullptr || call.site.model->path != "database.Record.__init__") {
    return;
  }
  for (const ClassId one : world_.program.ancestors(type)) {
    for (const NameId base : world_.program[one].outside) {
      const std::string path = std::string(world_.program.names().text(base)) + ".__init__";
      const knowledge::TaintModel* model = knowledge::find_taint(path);
      for (std::size_t i = 0; model != nullptr && i < model->sinks.size(); ++i) {
        const knowledge::TaintSink& sink = model->sinks[i];
        reach_sink({{id_, call.index, sink.kind}, {}, call.index, nullptr, {}, &sink},
                   port_value(sink.at, call).tree);
      }
    }
  }
}

TreeId FunctionAnalysis::call_target(const CallView& call, const Target& target, State& state) {
  const bool is_construct = target.kind == Target::Kind::Construct;
  if (is_construct && !target.function.exists() && target.type.exists()) {
    const bool is_enum = world_.program.is_enum(target.type);
    reach_by_fields(call, target.type);
    return is_enum ? kEmpty : construct(call, target, state);
  }
  if (!target.function.exists()) {
    keep_in_base(call, target, state);
    return unknown_call(call);
  }
  Invocation invocation;
  invocation.callee = target.function;
  invocation.instr = call.index;
  invocation.is_only = call.site.target_count == 1;
  invocation.function_value = tree(unit_->flow.list(call.instr)[0]);
  Value receiver = is_construct ? Value() : receiver_of(call.instr);
  if (target.kind == Target::Kind::Protocol) {
    receiver = value(unit_->flow.list(call.instr)[0]);
  }
  if (target.kind == Target::Kind::Super && function_->parameter_count != 0) {
    receiver = {state.load(object_of(0), *this), {accesses_.of({object_of(0)}), true}};
  }
  const bool has_receiver = target.kind != Target::Kind::Function;
  invocation.parameters = bind(target.function, has_receiver ? &receiver : nullptr, call.arguments);
  const auto overrides = target.kind == Target::Kind::Method && is_own_object(receiver.tree)
                             ? world_.program.overrides(target.function)
                             : std::span<const FunctionId>();
  invocation.is_only &= overrides.empty();
  TreeId result = invoke(invocation, state);
  // One that only raises is there to be overridden.
  const bool is_abstract = !world_.summaries[target.function].returns;
  const bool is_unsure = overrides.size() > 1 || !is_abstract;
  for (const FunctionId other : overrides) {
    if (!world_.program.may_run_on(id_, world_.program.owner(other))) {
      continue;
    }
    invocation.callee = other;
    invocation.parameters = bind(other, &receiver, call.arguments);
    const TreeId brought = is_unsure ? invoke_unsure(invocation, state) : invoke(invocation, state);
    result = forest_.join(result, brought);
  }
  return result;
}

// super().__init__(x) of a base that is not in the program: an exception's `args`, say.
void FunctionAnalysis::keep_in_base(const CallView& call, const Target& target, State& state) {
  if (target.kind != Target::Kind::Super || function_->parameter_count == 0) {
    return;
  }
  TreeId all = kEmpty;
  for (const Passed& argument : call.arguments) {
    all = forest_.join(all, forest_.flatten(argument.value.tree));
  }
  if (all != kEmpty && world_.program.names().text(target.name) == "__init__") {
    const Selector part = Selector::base();
    state.write(step_of({accesses_.of({object_of(0)}), true}, part), stepped(all, call.index),
                Update::Add, context_);
  }
}

// invoke_unsure is a call that another function may get instead: neither what is passed need come
// to it, nor what it brings itself out of it.
TreeId FunctionAnalysis::invoke_unsure(Invocation& call, State& state) {
  for (Bound& parameter : call.parameters) {
    parameter.tree = unsure(parameter.tree);
  }
  return forest_.map(invoke(call, state), [](Label& label) {
    label.widen();
    return true;
  });
}

// unsure is a tree of which not even that is certain.
TreeId FunctionAnalysis::unsure(TreeId tree) {
  return forest_.map(tree, [](Label& label) {
    label.via_unknown |= label.kind != Label::Kind::Function;
    label.guess();
    return !label.is_lost();
  });
}

// A method of an object of which nothing is known may be one of those that are called so.
TreeId FunctionAnalysis::call_by_name(const CallView& call, State& state) {
  const ValueId callee = unit_->flow.list(call.instr)[0];
  const bool is_method = instr_at(callee.index()).op == Op::GetAttr &&
                         unit_->detail[callee.index()] != Unit::kNone &&
                         call.site.model == nullptr && !call.site.has_path;
  const Selector part = is_method ? Selector::from_code(unit_->detail[callee.index()]) : Selector();
  TreeId result = kEmpty;
  if (!part.has_name()) {
    return result;
  }
  for (const FunctionId method :
       world_.program.methods_called(part.name(), world_.program[id_].unit)) {
    Invocation invocation;
    invocation.callee = method;
    invocation.instr = call.index;
    invocation.is_only = false;
    const Value receiver = receiver_of(call.instr);
    invocation.parameters = bind(method, &receiver, call.arguments);
    result = forest_.join(result, invoke_unsure(invocation, state));
  }
  return result;
}

// The callee is a value that some labels say is a function.
TreeId FunctionAnalysis::call_functions(const ValueCall& call, State& state, bool& found) {
  std::vector<Label> functions;
  for (const Label& label : forest_.labels(call.callee)) {
    if (label.kind == Label::Kind::Function) {
      functions.push_back(label);
    }
  }
  TreeId result = kEmpty;
  for (const Label& function : functions) {
    found = true;
    Invocation invocation;
    invocation.callee = FunctionId(function.what);
    invocation.instr = call.index;
    invocation.function_value = call.callee;
    invocation.is_only = functions.size() == 1;
    const Value receiver = {forest_.read(call.callee, Selector::attribute(world_.self_name)), {}};
    const bool is_bound = (function.cleared & Label::kBound) != 0;
    invocation.parameters = bind(invocation.callee, is_bound ? &receiver : nullptr,
                                 with_kept(function, call.callee, call.arguments));
    result = forest_.join(result, invoke(invocation, state));
  }
  return result;
}

void FunctionAnalysis::use_function(FunctionId function) {
  uses_.functions.push_back(function);
}

// fill_defaults gives parameters that get nothing what the function value keeps for them.
void FunctionAnalysis::fill_defaults(Invocation& call) {
  const Selector kept = Selector::attribute(world_.default_name);
  const auto children = forest_.children(call.function_value);
  const auto found = std::ranges::find(children, kept, &Child::selector);
  if (found == children.end()) {
    return;
  }
  const TreeId defaults = found->tree;
  const auto parameters = world_.program.parameters(call.callee);
  for (std::uint32_t i = 0, next = 0; i < std::min(parameters.size(), call.parameters.size());
       ++i) {
    const Selector part = Selector::index(next);
    next += parameters[i].has_default ? 1U : 0U;
    if (parameters[i].has_default && !call.parameters[i].is_given) {
      Bound& bound = call.parameters[i];
      bound.tree = forest_.join(bound.tree, forest_.read(defaults, part));
    }
  }
}

TreeId FunctionAnalysis::invoke(Invocation& call, State& state) {
  use_function(call.callee);
  fill_defaults(call);
  const Summary& summary = world_.summaries[call.callee];
  TreeId result = instantiate(summary.returned, call, state);
  for (const auto& [type, told] : summary.raised) {
    raise(type, as_error(instantiate(told, call, state)));
  }
  apply_sinks(summary, call, state);
  apply_changes(summary, call, state);
  if (world_.program.details(call.callee).is_manager) {
    result = forest_.read(result, Selector::any());
  }
  for (const auto& [input, tree] : summary.outputs) {
    if (input.code == 0 && is_constructor(call.callee)) {
      result = instantiate(tree, call, state);
    }
  }
  return result;
}

// A constructor's result is the object that it fills, also __post_init__ of a dataclass.
bool FunctionAnalysis::is_constructor(FunctionId function) const {
  const UnitFunction& details = world_.program.details(function);
  if (details.owner == UnitFunction::kNone || !details.name.exists()) {
    return false;
  }
  const std::string_view name = world_.program.names().text(details.name);
  return name == "__init__" || name == "__post_init__";
}

std::vector<FunctionAnalysis::Bound> FunctionAnalysis::bind(FunctionId callee,
                                                            const Value* receiver,
                                                            std::span<const Passed> arguments) {
  const auto parameters = world_.program.parameters(callee);
  std::vector<Bound> bound(parameters.size());
  std::size_t next = 0;
  std::size_t next_named = 0;
  if (receiver != nullptr) {
    bind_position(parameters, bound, next++, {receiver->tree, receiver->origin, Truth::True, true});
  }
  for (const Passed& argument : arguments) {
    if (argument.how.kind == Argument::Kind::Plain) {
      bind_position(parameters, bound, next++,
                    {argument.value.tree, argument.value.origin, argument.how.truth, true, false,
                     argument.how.is_none});
    } else if (argument.how.kind == Argument::Kind::Keyword) {
      next_named = bind_named(parameters, bound, argument, next_named);
    }
  }
  for (const Passed& argument : arguments) {
    if (argument.how.kind == Argument::Kind::Star ||
        argument.how.kind == Argument::Kind::DoubleStar) {
      bind_stars(parameters, bound, argument, next);
    }
  }
  for (std::size_t i = 0; i < bound.size(); ++i) {
    const bool is_rest =
        parameters[i].kind == Manner::Rest || parameters[i].kind == Manner::Names;  // else empty
    const Truth otherwise = bound[i].may_be_given ? Truth::Unknown
                            : is_rest             ? Truth::False
                                                  : parameters[i].default_truth;
    bound[i].truth = bound[i].is_given ? bound[i].truth : otherwise;
    bound[i].is_none |= parameters[i].is_none && !bound[i].is_given && !bound[i].may_be_given;
  }
  return bound;
}

// The argument in place `at` reaches that parameter, or joins those of the *rest.
void FunctionAnalysis::bind_position(std::span<const Parameter> parameters,
                                     std::vector<Bound>& bound, std::size_t at,
                                     const Bound& value) {
  if (at < parameters.size() &&
      (parameters[at].kind == Manner::Position || parameters[at].kind == Manner::Either)) {
    bound[at] = value;
    return;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].kind == Manner::Rest) {
      const Selector part = Selector::index(static_cast<std::int64_t>(at - i));
      bound[i].tree =
          forest_.write(bound[i].tree, std::span(&part, 1), value.tree, Update::Replace);
      bound[i].is_given = true;
    }
  }
}

// bind_named looks from `first` on, as names are mostly given in their order; the result is where
// the next one may be.
std::size_t FunctionAnalysis::bind_named(std::span<const Parameter> parameters,
                                         std::vector<Bound>& bound, const Passed& argument,
                                         std::size_t first) {
  for (std::size_t seen = 0; seen < parameters.size(); ++seen) {
    const std::size_t i = (first + seen) % parameters.size();
    const bool takes_name =
        parameters[i].kind == Manner::Either || parameters[i].kind == Manner::Name;
    if (takes_name && parameters[i].name == argument.how.name) {
      bound[i] = {argument.value.tree, argument.value.origin, argument.how.truth, true, false,
                  argument.how.is_none};
      return i + 1;
    }
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].kind == Manner::Names) {
      const Selector part = Selector::key(argument.how.name);
      bound[i].tree =
          forest_.write(bound[i].tree, std::span(&part, 1), argument.value.tree, Update::Replace);
      bound[i].is_given = true;
    }
  }
  return first;
}

// *list and **dict fill what is still open.
void FunctionAnalysis::bind_stars(std::span<const Parameter> parameters, std::vector<Bound>& bound,
                                  const Passed& argument, std::size_t next) {
  const TreeId whole = argument.value.tree;
  const bool is_list = argument.how.kind == Argument::Kind::Star;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Manner kind = parameters[i].kind;
    TreeId part = kEmpty;
    if ((is_list && kind == Manner::Rest) || (!is_list && kind == Manner::Names)) {
      bound[i].tree = forest_.join(bound[i].tree, is_list ? forest_.elements(whole) : whole);
      bound[i].is_given = true;
      continue;
    }
    if (bound[i].is_given || kind == Manner::Rest || kind == Manner::Names) {
      continue;
    }
    if (is_list && i >= next && kind != Manner::Name) {
      part = forest_.read(whole, Selector::index(static_cast<std::int64_t>(i - next)));
    } else if (!is_list && kind != Manner::Position) {
      part = forest_.read(whole, Selector::key(parameters[i].name));
    }
    bound[i].tree = forest_.join(bound[i].tree, part);
    bound[i].may_be_given |= part != kEmpty;
  }
}

// The fields of a dataclass are set, then its __post_init__ is called.
TreeId FunctionAnalysis::construct(const CallView& call, const Target& target, State& state) {
  const TreeId made = make_fields(target.type, call.arguments);
  const NameId name = world_.program.find_name("__post_init__");
  Invocation after;
  after.callee = world_.program.find_method(target.type, name);
  if (!after.callee.exists()) {
    return made;
  }
  after.instr = call.index;
  after.parameters.resize(std::max<std::size_t>(world_.program.parameters(after.callee).size(), 1));
  after.parameters[0] = {made, {}, Truth::True, true};
  const TreeId changed = invoke(after, state);
  return changed != kEmpty ? changed : made;
}

// A class without an __init__ of its own: a dataclass, a NamedTuple, a model.
TreeId FunctionAnalysis::make_fields(ClassId type, std::span<const Passed> arguments) {
  const std::vector<NameId> fields = world_.program.fields(type);
  const bool is_tuple = world_.program.is_tuple(type);
  TreeId made = kEmpty;
  std::size_t next = 0;
  for (const Passed& argument : arguments) {
    NameId field = argument.how.name;
    if (argument.how.kind == Argument::Kind::Plain && next < fields.size()) {
      field = fields[next++];
    }
    const Selector part = Selector::attribute(field);
    const auto place = std::ranges::find(fields, field);
    const bool is_field = place != fields.end();
    made = is_field ? forest_.write(made, std::span(&part, 1), argument.value.tree, Update::Replace)
                    : forest_.join(made, forest_.flatten(argument.value.tree));
    if (is_field && is_tuple) {
      const Selector element = Selector::index(place - fields.begin());
      made = forest_.write(made, std::span(&element, 1), argument.value.tree, Update::Replace);
    }
  }
  return made;
}

// Of a call that nothing is known of, what comes out may be what went in.
TreeId FunctionAnalysis::unknown_call(const CallView& call) {
  TreeId all = forest_.flatten(receiver_of(call.instr).tree);
  for (const Passed& argument : call.arguments) {
    all = forest_.join(all, forest_.flatten(argument.value.tree));
  }
  const CallCheck::Keeps keeps = call.site.check.keeps;
  all = keeps == CallCheck::Keeps::Moved ? all : with_around(all, keeps);
  const bool is_known = call.site.check.kind == CallCheck::Kind::Exception;
  bool is_input = false;
  const TreeId passed = forest_.map(all, [&](Label& label) {
    label.via_unknown |= !is_known;
    label.guess(is_known ? 0 : 1);
    is_input |= !is_known && label.kind == Label::Kind::Source && !does_no_harm(label);
    return is_known || !is_told_by_name(label);
  });
  if (is_input) {
    unknown_calls_.emplace_back(id_, call.index);
  }
  return passed;
}

}  // namespace av::taint
