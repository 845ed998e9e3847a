#include "analysis/taint/trail.h"

#include <algorithm>
#include <iterator>

namespace av::taint {

using flow::Instr;
using flow::Op;
using flow::ValueId;
using Reason = Stop::Reason;

Trail::Trail(const Inspection& inspection, FunctionId function, const Sight& sight,
             knowledge::SinkKind kind)
    : program_(inspection.program()),
      world_(inspection.world()),
      function_(function),
      unit_(program_[program_[function].unit]),
      sight_(sight),
      kind_(kind) {}

void Trail::follow(std::span<const ValueId> given, std::span<const SeenLabel> arrived,
                   std::uint32_t sink) {
  Keys lost = live(given);
  for (const SeenLabel& seen : arrived) {
    std::erase(lost, key_of(seen.label));
  }
  if (!lost.empty()) {
    add(Reason::OtherPart, sink);
  }
  push(given);
  while (!open_.empty() && seen_.size() < kMostFollowed) {
    const std::uint32_t next = open_.back();
    open_.pop_back();
    look_at(next);
  }
}

std::vector<Stop> Trail::stops() const {
  return stops_.empty() && !constants_.empty() ? std::vector(1, constants_.front()) : stops_;
}

void Trail::look_at(std::uint32_t instr) {
  switch (unit_.flow.instrs[instr].op) {
    case Op::Constant:
      constants_.push_back({Reason::Constant, {function_, instr}});
      break;
    case Op::Load:
      look_at_load(instr);
      break;
    case Op::Parameter:
      look_at_parameter(instr);
      break;
    default:
      look_at_others(instr);
      break;
  }
}

// What was stored in a variable and is not in it any more was checked in between, or replaced.
void Trail::look_at_load(std::uint32_t instr) {
  if (is_source(instr)) {
    add_uncounted(instr);
    return;
  }
  const std::vector<std::uint32_t> stores = stores_before(instr);
  const Keys now = live(std::vector{ValueId(instr)});
  for (const std::uint32_t store : stores) {
    const ValueId stored = unit_.flow.instrs[store].value_b();
    const Keys before = live(std::vector{stored});
    if (!std::ranges::includes(now, before)) {
      add_guard(instr, store);
    }
    push(std::vector{stored});
  }
  const flow::Place::Kind kind = unit_.flow[unit_.flow.instrs[instr].place()].kind;
  const bool is_of_others = kind == flow::Place::Kind::Global || kind == flow::Place::Kind::Free;
  if (stores.empty() && now.empty() && is_of_others) {
    add(Reason::Nothing, instr);
  }
}

void Trail::look_at_parameter(std::uint32_t instr) {
  const auto parameters = program_.parameters(function_);
  const std::uint32_t at = unit_.flow.instrs[instr].a;
  if (program_.details(function_).entry != nullptr && at < parameters.size() &&
      (parameters[at].is_number || parameters[at].is_given)) {
    add(Reason::NoInput, instr);
  }
}

void Trail::look_at_others(std::uint32_t instr) {
  if (is_source(instr)) {
    add_uncounted(instr);
    return;
  }
  const std::vector<ValueId> from = operands(instr);
  const Keys before = live(from);
  add_lost(before, instr);
  const bool is_result =
      unit_.flow.instrs[instr].op == Op::Call && before.empty() && labels(instr).empty();
  if (is_result &&
      std::ranges::none_of(stops_, [&](const Stop& stop) { return stop.at.instr == instr; })) {
    add(Reason::Nothing, instr);
  }
  push(from);
}

void Trail::add_lost(const Keys& before, std::uint32_t instr) {
  const Keys now = live(std::vector{ValueId(instr)});
  Keys lost;
  std::ranges::set_difference(before, now, std::back_inserter(lost));
  const Reason reason = lost.empty() ? Reason::Dropped : reason_of(instr, lost);
  // Where a part holds something, it is that which counts.
  if (!lost.empty() && (reason != Reason::OtherPart || now.empty())) {
    add(reason, instr);
  }
}

Stop::Reason Trail::reason_of(std::uint32_t instr, const Keys& lost) const {
  switch (unit_.flow.instrs[instr].op) {
    case Op::GetAttr:
    case Op::GetItem:
    case Op::Next:
    case Op::Unpack:
    case Op::MatchPart:
      return Reason::OtherPart;
    default: {
      const bool is_cleared = std::ranges::any_of(labels(instr), [&](const Label& label) {
        return label.kind != Label::Kind::Function &&
               std::ranges::binary_search(lost, key_of(label));
      });
      return is_cleared ? Reason::Cleared : Reason::Dropped;
    }
  }
}

const knowledge::TaintModel* Trail::model_at(std::uint32_t instr) const {
  if (unit_.flow.instrs[instr].op == Op::Call && unit_.detail[instr] != Unit::kNone) {
    return unit_.calls[unit_.detail[instr]].model;
  }
  const Special* what = unit_.special(ValueId(instr));
  return what != nullptr ? what->model : nullptr;
}

bool Trail::is_source(std::uint32_t instr) const {
  const knowledge::TaintModel* model = model_at(instr);
  return model != nullptr && !model->sources.empty();
}

// What a model calls a source, and of which nothing is said here.
void Trail::add_uncounted(std::uint32_t instr) {
  if (live(std::vector{ValueId(instr)}).empty()) {
    add({Reason::NoHarm, {function_, instr}, model_at(instr)->sources[0].kind});
  }
}

void Trail::add_guard(std::uint32_t load, std::uint32_t store) {
  const std::uint32_t place = local(unit_.flow.instrs[load].a);
  const SeenClearing* found = nullptr;
  for (const SeenClearing& one : sight_.clearings) {
    const bool is_between =
        one.instr < load && one.instr > store && (one.kinds & knowledge::set_of(kind_)) != 0;
    const bool is_better = found == nullptr || one.place == place || found->place != place;
    found = is_between && is_better ? &one : found;
  }
  if (found != nullptr) {
    add(Reason::Checked, found->instr);
    return;
  }
  const std::vector<std::uint32_t> stores = stores_before(load);
  if (stores.back() != store) {
    add(Reason::SetAnew, stores.back());
  }
}

void Trail::add(Reason reason, std::uint32_t instr) {
  add(Stop{reason, {function_, instr}});
}

void Trail::add(const Stop& made) {
  if (stops_.size() < kMostStops && std::ranges::find(stops_, made) == stops_.end()) {
    stops_.push_back(made);
  }
}

void Trail::push(std::span<const ValueId> values) {
  for (std::size_t i = values.size(); i > 0; --i) {
    const ValueId one = values[i - 1];
    if (one.exists() && seen_.insert(one.index()).second) {
      open_.push_back(one.index());
    }
  }
}

Trail::Keys Trail::live(std::span<const ValueId> values) const {
  Keys keys;
  for (const ValueId one : values) {
    for (const Label& label : one.exists() ? labels(one.index()) : std::span<const Label>()) {
      if (is_live(label)) {
        keys.push_back(key_of(label));
      }
    }
  }
  std::ranges::sort(keys);
  const auto doubles = std::ranges::unique(keys);
  keys.erase(doubles.begin(), doubles.end());
  return keys;
}

bool Trail::is_live(const Label& label) const {
  return label.kind != Label::Kind::Function && (label.cleared & knowledge::set_of(kind_)) == 0 &&
         (label.kind != Label::Kind::Source ||
          (world_.harmed_by(world_.origins[label.what].kind, function_) &
           knowledge::set_of(kind_)) != 0);
}

// A part of an input counts as the input.
std::uint64_t Trail::key_of(const Label& label) const {
  const bool is_input = label.kind == Label::Kind::Input;
  const std::uint32_t what = is_input ? world_.paths.input(PathId(label.what)).code : label.what;
  return (std::uint64_t{is_input ? 1U : 0U} << 32) | what;
}

std::span<const Label> Trail::labels(std::uint32_t instr) const {
  const bool is_here =
      instr >= sight_.first_instr && instr - sight_.first_instr < sight_.values.size();
  return is_here ? sight_.values[instr - sight_.first_instr] : std::span<const Label>();
}

// operands is what a value was made of.
std::vector<ValueId> Trail::operands(std::uint32_t instr) const {
  const Instr& code = unit_.flow.instrs[instr];
  const auto list = unit_.flow.list(code);
  switch (code.op) {
    case Op::Call: {
      std::vector<ValueId> all(list.begin(), list.end());
      if (!all.empty() && unit_.flow[all[0]].op == Op::GetAttr) {
        all[0] = unit_.flow[all[0]].value_a();
      }
      if (!all.empty() && unit_.flow[all[0]].op == Op::Load && labels(all[0].index()).empty()) {
        all.erase(all.begin());  // a module, or a function
      }
      return all;
    }
    case Op::Binary:
    case Op::InPlace:
    case Op::Compare:
      return {code.value_a(), code.value_b()};
    case Op::GetAttr:
    case Op::GetItem:
    case Op::Next:
    case Op::Unpack:
    case Op::MatchPart:
    case Op::Iterate:
    case Op::Enter:
    case Op::Await:
    case Op::FormatField:
    case Op::Unary:
      return {code.value_a()};
    case Op::Build:
    case Op::BuildDict:
    case Op::Format:
      return {list.begin(), list.end()};
    default:
      return {};
  }
}

std::vector<std::uint32_t> Trail::stores_before(std::uint32_t load) const {
  std::vector<std::uint32_t> stores;
  for (std::uint32_t i = sight_.first_instr; i < load; ++i) {
    const Instr& code = unit_.flow.instrs[i];
    if (code.op == Op::Store && code.a == unit_.flow.instrs[load].a) {
      stores.push_back(i);
    }
  }
  return stores;
}

std::uint32_t Trail::local(std::uint32_t place) const {
  return place - unit_.flow[program_[function_].local].first_place;
}

}  // namespace av::taint
