// transfer_deferred.cc — calls of a library that call a function, keep it for later or look up an
// attribute by its name.

#include "analysis/taint/deferred.h"
#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {

namespace {

// How many arguments functools.partial keeps apart.
constexpr std::size_t kMostKept = 8;

}  // namespace

// run_deferred calls what is passed to be called; nothing when that is no function we know.
std::optional<TreeId> FunctionAnalysis::run_deferred(const CallView& call, State& state) {
  const Deferral& how = deferral_at(call.site.check.subject);
  const bool is_receiver = how.position == Deferral::kReceiver;
  const Passed* named = is_receiver ? nullptr : find_keyword(how.keyword, call);
  const Passed* placed = is_receiver ? nullptr : plain_argument(how.position, call);
  const Passed* given = named != nullptr ? named : placed;
  const TreeId callee = is_receiver        ? receiver_of(call.instr).tree
                        : given != nullptr ? given->value.tree
                                           : kEmpty;
  const std::vector<Passed> arguments = deferred_arguments(how, call, given);
  bool is_known = false;
  const TreeId result = call_functions({call.index, callee, arguments}, state, is_known);
  if (!is_known || how.result == Deferral::Result::Nothing) {
    return is_known && is_receiver ? std::optional(kEmpty) : std::nullopt;
  }
  const Selector any = Selector::any();
  return how.result == Deferral::Result::Whole
             ? result
             : forest_.write(kEmpty, std::span(&any, 1), result, Update::Add);
}

// deferred_arguments are what the function is called with, which itself was `given`.
std::vector<FunctionAnalysis::Passed> FunctionAnalysis::deferred_arguments(const Deferral& how,
                                                                           const CallView& call,
                                                                           const Passed* given) {
  std::vector<Passed> arguments;
  if (how.given == Deferral::Given::List) {
    const Passed* list = find_keyword(how.list, call);
    list = list != nullptr ? list : plain_argument(how.list_position, call);
    if (list != nullptr) {
      arguments.push_back(
          {{Argument::Kind::Star, Truth::Unknown, false, false, {}}, list->value, {}});
    }
    return arguments;
  }
  const std::size_t first = how.position == Deferral::kReceiver ? 0 : how.position + 1U;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const Passed& one = call.arguments[i];
    const bool is_other = i >= first || one.how.kind != Argument::Kind::Plain;
    if (is_other && &one != given) {
      arguments.push_back(one);
      if (how.given == Deferral::Given::Elements) {
        arguments.back().value = {forest_.read(one.value.tree, Selector::any()), {}};
      }
    }
  }
  return arguments;
}

const FunctionAnalysis::Passed* FunctionAnalysis::find_keyword(std::string_view name,
                                                               const CallView& call) const {
  for (const Passed& argument : call.arguments) {
    if (argument.how.kind == Argument::Kind::Keyword &&
        world_.program.names().text(argument.how.name) == name) {
      return &argument;
    }
  }
  return nullptr;
}

// Whoever gets a function may call it: what it has captured reaches its sinks.
void FunctionAnalysis::hand_out(TreeId given, std::uint32_t index, const State& state) {
  for (const Label& label : forest_.labels(given)) {
    if (label.kind != Label::Kind::Function) {
      continue;
    }
    Invocation call;
    call.callee = FunctionId(label.what);
    call.instr = index;
    call.function_value = given;
    if ((label.cleared & Label::kBound) != 0) {
      const TreeId object = forest_.read(given, Selector::attribute(world_.self_name));
      call.parameters.push_back({object, {}, Truth::Unknown, true});
    }
    use_function(call.callee);
    apply_sinks(world_.summaries[call.callee], call, state);
  }
}

// functools.partial(f, …): the function, with what it will get first.
std::optional<TreeId> FunctionAnalysis::partial(const CallView& call) {
  const Passed* function = plain_argument(0, call);
  if (function == nullptr) {
    return std::nullopt;
  }
  const TreeId whole = function->value.tree;
  const bool is_function = std::ranges::any_of(forest_.labels(whole), [](const Label& label) {
    return label.kind == Label::Kind::Function;
  });
  if (!is_function) {
    return std::nullopt;
  }
  TreeId kept = kEmpty;
  std::uint32_t count = 0;
  for (std::size_t i = 1; i < std::min(call.arguments.size(), kMostKept); ++i) {
    const Argument& how = call.arguments[i].how;
    const Selector part =
        how.kind == Argument::Kind::Keyword ? Selector::key(how.name) : Selector::index(count);
    count += how.kind == Argument::Kind::Keyword ? 0 : 1;
    kept = forest_.write(kept, std::span(&part, 1), call.arguments[i].value.tree, Update::Replace);
  }
  const Selector part = Selector::attribute(world_.partial_name);
  const TreeId made = forest_.map(whole, [count](Label& label) {
    label.cleared |= label.kind == Label::Kind::Function ? count * Label::kFirstKept : 0;
    return true;
  });
  return forest_.write(made, std::span(&part, 1), kept, Update::Replace);
}

// with_kept puts before the arguments of a call what functools.partial kept for it.
std::vector<FunctionAnalysis::Passed> FunctionAnalysis::with_kept(
    const Label& function, TreeId callee, std::span<const Passed> arguments) {
  std::vector<Passed> all;
  const TreeId kept = forest_.read(callee, Selector::attribute(world_.partial_name));
  for (std::uint32_t i = 0; i < function.cleared / Label::kFirstKept; ++i) {
    all.push_back({{}, {forest_.read(kept, Selector::index(i)), {}}, {}});
  }
  all.insert(all.end(), arguments.begin(), arguments.end());
  for (const Child& child : forest_.children(kept)) {
    if (child.selector.has_name()) {
      all.push_back({{Argument::Kind::Keyword, Truth::Unknown, false, false, child.selector.name()},
                     {child.tree, {}},
                     {}});
    }
  }
  return all;
}

// getattr(object, "name"), setattr(object, "name", value)
std::optional<TreeId> FunctionAnalysis::named_attribute(const CallView& call, State& state) {
  const auto list = unit_->flow.list(call.instr);
  const auto text = list.size() > 2 ? constant_text(list[2]) : std::nullopt;
  const NameId name = text ? world_.program.find_name(*text) : NameId::none();
  if (!name.exists() || plain_argument(1, call) == nullptr) {
    return std::nullopt;
  }
  const Selector part = Selector::attribute(name);
  if (call.site.check.kind == CallCheck::Kind::SetAttribute && list.size() > 3) {
    set_part(call.index, list[1], part, tree(list[3]), state);
    return kEmpty;
  }
  const TreeId otherwise = list.size() > 3 ? tree(list[3]) : kEmpty;
  return forest_.join(forest_.read(tree(list[1]), part), otherwise);
}

}  // namespace av::taint
