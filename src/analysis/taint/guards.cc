// guards.cc — what is certain of a value where a condition holds, or does not.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace av::taint {

using flow::Op;
using syntax::Operator;
using Check = CallCheck::Kind;

namespace {

constexpr knowledge::SinkSet kAddresses =
    knowledge::set_of(knowledge::SinkKind::Url) | knowledge::set_of(knowledge::SinkKind::Redirect);
constexpr knowledge::SinkSet kPaths =
    knowledge::set_of(knowledge::SinkKind::Path) | knowledge::set_of(knowledge::SinkKind::Archive);
// Where a text of letters and dots can still do harm.
constexpr knowledge::SinkSet kHosts = kAddresses | knowledge::set_of(knowledge::SinkKind::Import);
// How many conditions one condition may be made of.
constexpr std::size_t kMostConditions = 64;

Operator operator_of(const flow::Instr& instr) {
  return static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask);
}

// is_climb: what a path has to hold to lead out of a folder, if it is not from the root.
bool is_climb(std::optional<std::string_view> text) {
  return text == ".." || text == "../";
}

// is_below: a folder that no root gets rid of stands before it, or it has no root.
bool is_below(const Forest& forest, TreeId path) {
  bool is_all = true;
  forest.each(path, [&](const Label& label) {
    is_all &= label.kind == Label::Kind::Function ||
              (label.around & (around::kBehindFolder | around::kJoined)) == around::kBehindFolder;
  });
  return is_all;
}

}  // namespace

bool make_clear(Label& label, knowledge::SinkSet kinds) {
  if (label.kind != Label::Kind::Function) {
    label.cleared |= kinds;
  }
  return label.kind == Label::Kind::Source || label.cleared != knowledge::kAllSinks;
}

void FunctionAnalysis::refine(State& state, ValueId condition, bool outcome) {
  // What has to hold is looked at one by one.
  std::vector<Asked> open = {{condition, outcome}};
  for (std::size_t i = 0; i < open.size() && i < kMostConditions; ++i) {
    const Asked asked = open[i];
    if (asked.condition.exists()) {
      refine_one(asked, state, open);
    }
  }
}

void FunctionAnalysis::refine_one(const Asked& asked, State& state, std::vector<Asked>& open) {
  const Instr& instr = instr_at(asked.condition.index());
  switch (instr.op) {
    case Op::Unary:
      if (operator_of(instr) == Operator::Not) {
        open.push_back({instr.value_a(), !asked.holds, asked.is_old});
      }
      break;
    case Op::Binary:  // a < b < c
      if (operator_of(instr) == Operator::And && asked.holds) {
        open.push_back({instr.value_a(), true, asked.is_old});
        open.push_back({instr.value_b(), true, asked.is_old});
      }
      break;
    case Op::Load:
      refine_load(asked, state, open);
      break;
    case Op::Compare:
      refine_compare(asked, state, open);
      break;
    case Op::Call:
      refine_call(asked, state, open);
      break;
    case Op::GetAttr:  // if urlparse(x).netloc
      if (const ValueId address = address_of_host(asked.condition);
          address.exists() && !asked.holds) {
        clear_value(state, address, true, kAddresses);
      }
      break;
    case Op::MatchTest:
      if (asked.holds && unit_->detail[asked.condition.index()] == 1) {
        clear_value(state, instr.value_a(), asked.is_old, knowledge::kAllSinks);
      }
      break;
    default:
      break;
  }
}

// A chain of `and` holds when each of it does, one of `or` fails when each does.  A variable that
// is stored once is what was stored.
void FunctionAnalysis::refine_load(const Asked& asked, State& state, std::vector<Asked>& open) {
  const Instr& instr = instr_at(asked.condition.index());
  const Operator chain = operator_of(instr);
  if ((chain == Operator::Or && asked.holds) || (chain == Operator::And && !asked.holds)) {
    refine_any(asked, state);
  }
  if ((chain == Operator::And && asked.holds) || (chain == Operator::Or && !asked.holds)) {
    for (const std::uint32_t store : stores_of(local(instr.place()))) {
      open.push_back({instr_at(store).value_b(), asked.holds, asked.is_old});
    }
    return;
  }
  if (!asked.holds && chain != Operator::And && chain != Operator::Or) {
    clear_value(state, asked.condition, asked.is_old, knowledge::kAllSinks);  // it is empty
  }
  const ValueId made = definition(asked.condition);
  if (made != asked.condition) {
    open.push_back({made, asked.holds, true});
  }
}

// A chain of `or` holds when one of it does, one of `and` fails when one does: certain is what each
// of them leaves.  Most say nothing, which the first shows.
void FunctionAnalysis::refine_any(const Asked& asked, State& state) {
  constexpr std::size_t kMostWays = 4;
  constexpr int kMostWithin = 2;
  const std::vector<std::uint32_t>& parts =
      stores_of(local(instr_at(asked.condition.index()).place()));
  if (asked.is_old || parts.size() < 2 || parts.size() > kMostWays ||
      alternatives_ >= kMostWithin) {
    return;
  }
  ++alternatives_;
  State all;
  bool is_first = true;
  for (const std::uint32_t store : parts) {
    State one = state;
    refine(one, instr_at(store).value_b(), asked.holds);
    if (std::ranges::equal(one.slots(), state.slots())) {
      --alternatives_;
      return;
    }
    is_first ? std::swap(all, one) : static_cast<void>(all.join(one, context_));
    is_first = false;
  }
  --alternatives_;
  std::swap(state, all);
}

void FunctionAnalysis::refine_compare(const Asked& asked, State& state, std::vector<Asked>& open) {
  const Instr& instr = instr_at(asked.condition.index());
  const Operator op = operator_of(instr);
  refine_ordered(asked, state);
  const bool is_equal = op == (asked.holds ? Operator::Eq : Operator::NotEq) ||
                        op == (asked.holds ? Operator::Is : Operator::IsNot);
  if (is_equal) {
    refine_equal(asked, instr.value_a(), instr.value_b(), state);
    refine_equal(asked, instr.value_b(), instr.value_a(), state);
  } else if (op == (asked.holds ? Operator::In : Operator::NotIn)) {
    refine_among(asked, state);
  } else if (op == Operator::In || op == Operator::NotIn) {
    refine_absent(asked, state);
  } else if (op == Operator::LtE && asked.holds) {  // set(x) <= ALLOWED
    const ValueId letters = definition(instr.value_a());
    if (check_at(letters).kind == Check::Letters && tree(instr.value_b()) == kEmpty) {
      clear_value(state, argument_at(letters, 0), true, knowledge::kAllSinks);
    }
  }
  if (op == Operator::Is || op == Operator::IsNot) {
    refine_nothing(asked, open);
  }
}

// if ".." in path: raise, if ".." in path.split("/"): raise, if "/" in name: raise
void FunctionAnalysis::refine_absent(const Asked& asked, State& state) {
  const Instr& instr = instr_at(asked.condition.index());
  const auto absent = constant_text(instr.value_a());
  const ValueId given = instr.value_b();
  if (absent == "/") {
    return clear_value(state, given, asked.is_old, set_of(knowledge::SinkKind::Path));
  }
  if (!is_climb(absent)) {
    return;
  }
  const ValueId cut = cut_at_slashes(given);
  const ValueId text = cut.exists() ? cut : given;
  const bool is_old = asked.is_old || (cut.exists() && definition(given) != given);
  const Access whole = value(text).origin;  // none for PurePath(x)
  const Access path = whole.exists() ? whole : value(same_text(text)).origin;
  put_behind(state, text, is_old, around::kResolved);
  clear_value(state, text, is_old, kClimbs);
  if (path.exists() && accesses_.length(path.path) == 0 &&
      is_below(forest_, state.load(accesses_.input(path.path).code, *this))) {
    clear_value(state, text, is_old, kPaths);
  }
}

// What is compared with a number that way is one, or the comparison raises.
void FunctionAnalysis::refine_ordered(const Asked& asked, State& state) {
  const Instr& instr = instr_at(asked.condition.index());
  const Operator op = operator_of(instr);
  if (op != Operator::Lt && op != Operator::LtE && op != Operator::Gt && op != Operator::GtE) {
    return;
  }
  const auto is_number = [&](ValueId id) {
    return instr_at(id.index()).op == Op::Constant && unit_->detail[id.index()] != Unit::kNone &&
           Selector::from_code(unit_->detail[id.index()]).is_element() && !constant_text(id);
  };
  if (is_number(instr.value_b())) {
    clear_value(state, instr.value_a(), asked.is_old, knowledge::kAllSinks);
  } else if (is_number(instr.value_a())) {
    clear_value(state, instr.value_b(), asked.is_old, knowledge::kAllSinks);
  }
}

// match is None, user is not None: of a call that gives something or nothing.
void FunctionAnalysis::refine_nothing(const Asked& asked, std::vector<Asked>& open) {
  const Instr& instr = instr_at(asked.condition.index());
  const Instr& other = instr_at(instr.b);
  const ValueId made = definition(instr.value_a());
  const bool is_nothing =
      other.op == Op::Constant && static_cast<Truth>(other.flags) == Truth::False;
  if (!is_nothing || !made.exists() || instr_at(made.index()).op != Op::Call) {
    return;
  }
  // What is not None need not count as true: False, "".
  const bool is_none = (operator_of(instr) == Operator::Is) == asked.holds;
  const CallSite& call = unit_->calls[unit_->detail[made.index()]];
  const bool is_true =
      call.check.kind == Check::SafeMatch || call.check.kind == Check::DottedMatch ||
      call.target_count == 0 ||
      told_of(view_of(made.index(), instr_at(made.index()))).when == Told::When::Found;  // a record
  if (is_none || is_true) {
    open.push_back({made, !is_none, made != instr.value_a()});
  }
}

// CHOICES.get(x): what is found is one of its keys.
void FunctionAnalysis::refine_found(const Asked& asked, const CallView& call, State& state) {
  constexpr knowledge::SinkSet kNotAsked = kAddresses;  // client.get(address) finds no key
  const bool is_get =
      call.site.model != nullptr && call.site.model->path == "*.get" && call.arguments.size() == 1;
  const TreeId choices = is_get ? receiver_of(call.instr).tree : kEmpty;
  if (is_get && (choices == kEmpty || is_own_state(choices))) {
    clear_value(state, argument_at(asked.condition, 0), asked.is_old,
                knowledge::kAllSinks & ~kNotAsked);
  }
}

// What equals something that does no harm does none either.
void FunctionAnalysis::refine_equal(const Asked& asked, ValueId guarded, ValueId other,
                                    State& state) {
  if (const ValueId address = address_of_host(guarded); address.exists()) {
    if (tree(other) == kEmpty || address_of_host(other).exists()) {
      clear_value(state, address, true, kAddresses);
    }
    return;
  }
  clear_signed(state, guarded);
  const ValueId made = definition(same_text(definition(guarded)));  // Path(commonpath(…)), too
  if (check_at(made).kind == Check::CommonPath) {
    for (std::size_t place = 0; place < 2; ++place) {
      const ValueId listed = argument_at(made, place);
      const ValueId given = definition(listed);
      if (!given.exists()) {
        break;
      }
      // Where all is written in the condition, nothing can have been set since.
      const bool is_old = asked.is_old || definition(guarded) != guarded ||
                          made != same_text(guarded) || given != listed;
      for (const ValueId path : unit_->flow.list(instr_at(given.index()))) {
        if (is_trusted_folder(other, path)) {
          clear_path(state, path, is_old);
        }
      }
    }
    return;
  }
  if (tree(other) != kEmpty) {
    // if path == folder: the caller's own folder is below itself.
    if (is_resolved(tree(guarded)) && is_callers_folder(other, guarded)) {
      clear_path(state, guarded, asked.is_old);
    }
    return;
  }
  clear_value(state, guarded, asked.is_old, knowledge::kAllSinks);
}

// x in ALLOWED, folder in path.parents
void FunctionAnalysis::refine_among(const Asked& asked, State& state) {
  const Instr& instr = instr_at(asked.condition.index());
  if (tree(instr.value_b()) == kEmpty) {
    refine_equal(asked, instr.value_a(), instr.value_b(), state);
    return;
  }
  if (is_own_state(tree(instr.value_b())) || is_users_list(instr.value_b(), instr.value_a())) {
    clear_value(state, instr.value_a(), asked.is_old, knowledge::kAllSinks);
    return;
  }
  const ValueId all = definition(instr.value_b());
  if (attribute_name(all) == "parents" &&
      is_trusted_folder(instr.value_a(), instr_at(all.index()).value_a())) {
    clear_path(state, instr_at(all.index()).value_a(), all != instr.value_b());
  }
  // A value that is one of a list that the caller gives is what the caller put there.
  const TreeId given = tree(instr.value_b());
  const Access access = value(instr.value_a()).origin;
  const bool is_variable =
      access.exists() && accesses_.length(access.path) == 0 && tree(instr.value_a()) != kEmpty;
  if (find_parameter(given) && is_variable &&
      (!asked.is_old || is_settled(access, instr.value_a()))) {
    const TreeId one =
        forest_.join(forest_.read(given, Selector::any()), forest_.read(given, Selector::keys()));
    state.store(accesses_.input(access.path).code, one, {}, accesses_);
  }
}

void FunctionAnalysis::refine_call(const Asked& asked, State& state, std::vector<Asked>& open) {
  const Instr& instr = instr_at(asked.condition.index());
  if (unit_->flow.list(instr).empty() || (instr.flags & flow::flag::kDecorator) != 0) {
    return;
  }
  const CallView call = view_of(asked.condition.index(), instr);
  refine_told(asked, call, state);
  if (call.site.target_count == 1) {
    refine_validated(asked, call, state);
  }
  if (call.site.target_count != 0) {
    return;
  }
  if (call.site.check.kind == Check::Bool) {
    open.push_back({argument_at(asked.condition, 0), asked.holds, asked.is_old});
  } else if (asked.holds) {
    refine_checked(asked, call, state);
    refine_found(asked, call, state);
  } else {
    refine_relative(asked, call, state);
  }
}

// if path.startswith("/"): raise, if os.path.isabs(path): raise, of one without `..`
void FunctionAnalysis::refine_relative(const Asked& asked, const CallView& call, State& state) {
  const Check kind = call.site.check.kind;
  const ValueId receiver = receiver_at(asked.condition);
  const ValueId given = argument_at(asked.condition, 0);
  const bool is_start = kind == Check::StartsWith && receiver.exists();
  const ValueId path = kind == Check::Absolute && given.exists() ? given : receiver;
  if ((!is_start && kind != Check::Absolute) || !path.exists()) {
    return;
  }
  bool has_root = kind == Check::Absolute;
  bool has_climb = check_at(definition(same_text(path))).keeps != CallCheck::Keeps::Resolved;
  const auto note = [&](std::optional<std::string_view> text) {
    has_root |= text == "/";
    has_climb |= text && text->starts_with("..");
  };
  const ValueId starts = is_start && given.exists() ? definition(given) : ValueId::none();
  note(constant_text(starts));
  if (starts.exists() && instr_at(starts.index()).op == Op::Build) {
    for (const ValueId one : unit_->flow.list(instr_at(starts.index()))) {
      note(constant_text(one));
    }
  }
  if (!has_root) {
    return;
  }
  const Access access = value(path).origin;
  put_behind(state, path, asked.is_old, around::kBehindFolder);
  if (has_climb && access.exists() && accesses_.length(access.path) == 0 &&
      is_resolved(state.load(accesses_.input(access.path).code, *this))) {
    clear_value(state, path, asked.is_old, kPaths);
  }
}

// A call of a library is true.
void FunctionAnalysis::refine_checked(const Asked& asked, const CallView& call, State& state) {
  const ValueId first = argument_at(asked.condition, 0);
  const ValueId receiver = receiver_at(asked.condition);
  switch (call.site.check.kind) {
    case Check::NumberType:
      clear_value(state, first, asked.is_old, knowledge::kAllSinks);
      break;
    case Check::SafeMatch:
      clear_value(state, argument_at(asked.condition, call.site.check.subject), asked.is_old,
                  knowledge::kAllSinks);
      break;
    case Check::DottedMatch:
      clear_value(state, argument_at(asked.condition, call.site.check.subject), asked.is_old,
                  knowledge::kAllSinks & ~kHosts);
      break;
    case Check::SameSecret:
      clear_signed(state, first);
      clear_signed(state, argument_at(asked.condition, 1));
      break;
    case Check::All:
    case Check::Any:
      clear_each(state, first, call.site.check.kind == Check::All);
      break;
    case Check::Subset:
      if (check_at(definition(receiver)).kind == Check::Letters && tree(first) == kEmpty) {
        clear_value(state, argument_at(definition(receiver), 0), true, knowledge::kAllSinks);
      }
      break;
    case Check::StartsWith:
    case Check::Below:
      if (is_trusted_folder(first, receiver)) {
        clear_path(state, receiver, asked.is_old);
      }
      if (const auto text = constant_text(first); text && call.site.check.kind != Check::Below) {
        FrontScan front;
        front.add_text(*text);
        put_behind(state, receiver, asked.is_old, front.around() & around::kBehindHost);
      }
      break;
    default:
      break;
  }
  for (const knowledge::TaintGuard& guard : call.site.model != nullptr
                                                ? call.site.model->guards
                                                : std::span<const knowledge::TaintGuard>()) {
    if (const ValueId text = without_signs(receiver); text.exists()) {
      clear_value(state, text, true, guard.clears & ~kHosts);  // the signs may make a host
      continue;
    }
    const Access access = port_value(guard.at, call).origin;
    if (!asked.is_old || is_settled(access, ValueId(call.index))) {
      clear(state, access, guard.clears);
    }
  }
}

// A function of the program that checks its arguments.
void FunctionAnalysis::refine_validated(const Asked& asked, const CallView& call, State& state) {
  const Target& target = unit_->targets[call.site.first_target];
  if (!target.function.exists() || target.kind == Target::Kind::Construct) {
    return;
  }
  const Value receiver = receiver_of(call.instr);
  const std::vector<Bound> bound = bind(
      target.function, target.kind == Target::Kind::Function ? nullptr : &receiver, call.arguments);
  for (const Validation& fact : world_.summaries[target.function].validations) {
    if (fact.returns == asked.holds && fact.input.code < bound.size() &&
        (!asked.is_old || is_settled(bound[fact.input.code].origin, ValueId(call.index)))) {
      clear(state, bound[fact.input.code].origin, fact.clears);
    }
  }
}

// note_return remembers what is certain of each parameter where this return gives true, or false.
void FunctionAnalysis::note_return(std::uint32_t index, const Instr& instr, const State& state) {
  if (function_->parameter_count == 0 || function_->is_generator) {
    return;
  }
  const Instr* made = instr.value_a().exists() ? &instr_at(instr.a) : nullptr;
  const bool is_constant = made == nullptr || made->op == Op::Constant;
  const auto truth = made == nullptr ? Truth::False
                     : is_constant   ? static_cast<Truth>(made->flags)
                                     : Truth::Unknown;
  const auto cleared_in = [&](const State& after, std::uint32_t parameter) {
    knowledge::SinkSet cleared = knowledge::kAllSinks;
    for (const Label& label : forest_.labels(after.load(object_of(parameter), *this))) {
      if (label.kind == Label::Kind::Input &&
          paths_.input(PathId(label.what)) == Input{parameter}) {
        cleared &= label.cleared;
      }
    }
    return cleared;
  };
  ReturnFacts& facts = facts_[index];
  facts = {truth != Truth::False, truth != Truth::True, {}};
  facts.parameters.reserve(function_->parameter_count);
  for (std::uint32_t i = 0; i < function_->parameter_count; ++i) {
    const knowledge::SinkSet cleared = cleared_in(state, i);
    facts.parameters.push_back({cleared, cleared});
  }
  const auto refine_for = [&](bool outcome, knowledge::SinkSet ReturnFacts::Cleared::*cleared) {
    State after = state;
    refine(after, instr.value_a(), outcome);
    for (std::uint32_t i = 0; i < function_->parameter_count; ++i) {
      facts.parameters[i].*cleared = cleared_in(after, i);
    }
  };
  if (!is_constant) {
    refine_for(true, &ReturnFacts::Cleared::if_true);
    refine_for(false, &ReturnFacts::Cleared::if_false);
  }
}

}  // namespace av::taint
