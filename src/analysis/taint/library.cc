// library.cc — calls of what the models know, and sinks.

#include "analysis/taint/function_analysis.h"

#include <algorithm>
#include <charconv>

namespace av::taint {

using knowledge::Port;

namespace {

constexpr std::size_t kMostSinkEntries = 100;
constexpr std::size_t kMostFlows = 1000;
// How many steps away a name still says what a value is.
constexpr int kNearBy = 12;

// is_put_behind: list.append() and list.extend() put what they get behind what is there.
bool is_put_behind(const Port& port, const CallView& call) {
  const std::string_view path = call.site.model->path;
  return port.root == Port::Root::Receiver && port.steps == "[]" &&
         (path == "*.append" || path == "*.extend");
}

// certain_elements is how many elements a list is written with, the starred ones left out; 0 when
// it is no list.
std::uint32_t certain_elements(const Unit& unit, flow::ValueId made) {
  const flow::Instr& instr = unit.flow.instrs[made.index()];
  const std::uint32_t stars = unit.detail[made.index()];
  if (instr.op != flow::Op::Build || stars == Unit::kSetElements) {
    return 0;
  }
  std::uint32_t count = instr.list_count;
  for (std::uint32_t i = 0; i < instr.list_count && stars < Unit::kSetElements; ++i) {
    count -= unit.arguments[stars + i].kind == Argument::Kind::Star ? 1U : 0U;
  }
  return count;
}

// takes_program: what follows -m or -c is as good as the program itself.
bool takes_program(std::optional<std::string_view> option) {
  return option == "-m" || option == "-c";
}

// keep_nearest adds an entry, or puts it in the place of a longer way to the same; `add_step` is
// asked for its step where it is kept, as most are not.
template <class Entry, class AddStep>
bool keep_nearest(std::vector<Entry>& entries, Entry entry, std::size_t most,
                  const AddStep& add_step) {
  const auto known =
      std::ranges::find_if(entries, [&](const Entry& one) { return one.is_same(entry); });
  if (known == entries.end()) {
    const bool has_room = entries.size() < most;
    if (has_room) {
      entry.step = add_step();
      entries.push_back(entry);
    }
    return has_room;
  }
  const auto length = [](const Entry& one) { return far(one.distance, one.guesses); };
  const Around around = known->around & entry.around;
  const bool via_unknown = known->via_unknown && entry.via_unknown;
  if (length(entry) < length(*known)) {
    entry.step = add_step();
    *known = entry;
  }
  known->around = around;
  known->via_unknown = via_unknown;
  return true;
}

}  // namespace

// step_in_brackets is "[]", "[7]", "[@0]", "[key]" or "[=key]"; `unknown` a key that the program
// does not name.
Selector FunctionAnalysis::step_in_brackets(std::string_view text, const CallView& call,
                                            Selector unknown) const {
  const bool is_key = text.starts_with("[@");
  text.remove_prefix(is_key || text.starts_with("[=") ? 2 : 1);
  std::size_t place = kExactElements;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
  if (error != std::errc() && text.size() > 1) {
    const NameId key = world_.program.find_name(text.substr(0, text.size() - 1));
    return key.exists() ? Selector::key(key) : unknown;
  }
  if (!is_key) {
    return Selector::index(static_cast<std::int64_t>(place));
  }
  const bool is_text = place < call.arguments.size() && call.arguments[place].key.has_name();
  return is_text ? call.arguments[place].key : Selector::any();
}

// steps_of reads the part of a value that a port means.
std::vector<Selector> FunctionAnalysis::steps_of(std::string_view text, const CallView& call,
                                                 Selector unknown) const {
  std::vector<Selector> steps;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(".[{", 1), text.size());
    if (text[0] == '{') {
      steps.push_back(Selector::keys());
    } else if (text[0] == '[') {
      steps.push_back(step_in_brackets(text.substr(0, end), call, unknown));
    } else {
      const NameId name = world_.program.find_name(text.substr(1, end - 1));
      steps.push_back(name.exists() ? Selector::attribute(name) : Selector::any());
    }
    text.remove_prefix(end);
  }
  return steps;
}

const FunctionAnalysis::Passed* FunctionAnalysis::find_argument(std::string_view name,
                                                                const CallView& call) const {
  for (const Passed& argument : call.arguments) {
    if (argument.how.kind == Argument::Kind::Keyword &&
        world_.program.names().text(argument.how.name) == name) {
      return &argument;
    }
  }
  if (call.site.signature == nullptr || !call.site.signature->has_parameters) {
    return nullptr;
  }
  const knowledge::Signature signature(call.site.signature->parameters);
  return plain_argument(signature.position_of(name), call);
}

const FunctionAnalysis::Passed* FunctionAnalysis::plain_argument(std::size_t place,
                                                                 const CallView& call) {
  const bool is_there =
      place < call.arguments.size() && call.arguments[place].how.kind == Argument::Kind::Plain;
  return is_there ? &call.arguments[place] : nullptr;
}

// root_value is what a port is a part of.
FunctionAnalysis::Value FunctionAnalysis::root_value(const Port& port, const CallView& call) {
  switch (port.root) {
    case Port::Root::Receiver:
      return receiver_of(call.instr);
    case Port::Root::Position:
    case Port::Root::Parameter: {
      const bool is_placed = port.root == Port::Root::Position;
      const Passed* argument =
          is_placed ? plain_argument(port.position, call) : find_argument(port.parameter, call);
      if (argument != nullptr) {
        return argument->value;
      }
      // fetch(query, *values): where `query` stands is known as a place only, which was looked at.
      const bool is_taken =
          !is_placed && call.site.signature == nullptr && plain_argument(0, call) != nullptr;
      return is_taken ? Value() : Value{starred(call), {}};
    }
    case Port::Root::Arguments: {
      Value all;
      for (const Passed& argument : call.arguments) {
        all.tree = forest_.join(all.tree, argument.value.tree);
      }
      return all;
    }
    case Port::Root::Keywords:
      return {keywords(call), {}};
    case Port::Root::Return:
    case Port::Root::Nothing:
      break;
  }
  return {};
}

// starred is any element of a *list among the arguments: an argument that is not given may be one.
TreeId FunctionAnalysis::starred(const CallView& call) {
  TreeId all = kEmpty;
  for (const Passed& argument : call.arguments) {
    if (argument.how.kind == Argument::Kind::Star) {
      all = forest_.join(all, forest_.read(argument.value.tree, Selector::any()));
    }
  }
  return all;
}

TreeId FunctionAnalysis::keywords(const CallView& call) {
  TreeId all = kEmpty;
  for (const Passed& argument : call.arguments) {
    if (argument.how.kind == Argument::Kind::DoubleStar) {
      all = forest_.join(all, argument.value.tree);
    } else if (argument.how.kind == Argument::Kind::Keyword) {
      const Selector key = Selector::key(argument.how.name);
      all = forest_.write(all, std::span(&key, 1), argument.value.tree, Update::Replace);
    }
  }
  return all;
}

FunctionAnalysis::Value FunctionAnalysis::port_value(const Port& port, const CallView& call) {
  Value found = root_value(port, call);
  if (port.steps == "[=*]") {
    return {written_values(found.tree), {}};
  }
  const bool is_written = port.steps.starts_with("[=");
  for (const Selector step : steps_of(port.steps, call, Selector::keys())) {
    const auto parts = forest_.children(found.tree);
    const bool is_there = std::ranges::find(parts, step, &Child::selector) != parts.end();
    const TreeId part = is_written && !is_there ? kEmpty : forest_.read(found.tree, step);
    found = {part, step_of(found.origin, step)};
  }
  return found;
}

// written_values is what a dict holds under the keys that the program writes: {"name": x}.
TreeId FunctionAnalysis::written_values(TreeId dict) {
  TreeId all = kEmpty;
  for (const Child& child : forest_.children(dict)) {
    const bool is_key = child.selector.has_name() && !child.selector.is_attribute();
    all = is_key ? forest_.join(all, child.tree) : all;
  }
  return all;
}

// A template without anything to fill in has fields that stand for nothing.
bool FunctionAnalysis::fills_nothing(const knowledge::TaintSink& sink, const CallView& call) const {
  return sink.kind == knowledge::SinkKind::Format &&
         std::ranges::all_of(unit_->flow.list(call.instr).subspan(1), [&](ValueId given) {
           const Instr& made = instr_at(given.index());
           return made.op == flow::Op::BuildDict && made.list_count == 0;
         });
}

// starts_with_constant: of ["rg", …] the first element stays what it is, whatever is added behind.
bool FunctionAnalysis::starts_with_constant(const Port& port, const CallView& call) {
  const auto list = unit_->flow.list(call.instr);
  const std::size_t place = port.position + call.site.shift + 1U;
  if (port.steps != "[0]" || port.root != Port::Root::Position || place >= list.size()) {
    return false;
  }
  const Instr& made = instr_at(definition(list[place]).index());
  const auto elements = unit_->flow.list(made);
  return made.op == flow::Op::Build && elements.size() > 1 &&
         instr_at(elements[0].index()).op == flow::Op::Constant;
}

TreeId FunctionAnalysis::call_model(const CallView& call, State& state) {
  TreeId result = kEmpty;
  for (std::size_t i = 0; i < call.site.model->sinks.size(); ++i) {
    const knowledge::TaintSink& sink = call.site.model->sinks[i];
    if (fills_nothing(sink, call)) {
      continue;
    }
    Reach reach;
    reach.sink = {id_, call.index, sink.kind};
    reach.instr = call.index;
    reach.row = &sink;
    const bool is_log = sink.kind == knowledge::SinkKind::Log;
    const TreeId tree =
        is_log ? port_value(sink.at, as_logged(call)).tree : port_value(sink.at, call).tree;
    const bool is_off = i < 32 && (call.site.sinks_off >> i & 1U) != 0;
    if (!is_off && find_condition(sink, call, reach.condition) &&
        !starts_with_constant(sink.at, call)) {
      reach_sink(reach, tree);
    } else if (sight_ != nullptr) {
      note_sink(reach, tree, true);
    }
  }
  for (const knowledge::TaintSource& source : call.site.model->sources) {
    const TreeId brought = model_leaf(call.index, *call.site.model, source);
    result = forest_.join(result, put(source.to, brought, call, state));
  }
  for (const knowledge::TaintFlow& flow : call.site.model->flows) {
    const bool is_converted =
        flow.from.root == Port::Root::Nothing && flow.to.root == Port::Root::Return;
    TreeId passed =
        is_converted ? converted(call) : escaped(port_value(flow.from, call).tree, flow.clears);
    const bool stays_inside = flow.to.root != Port::Root::Return;
    passed = stays_inside ? stepped(passed, call.index) : passed;
    passed = moved(passed, flow, call.site.check.keeps);
    result = forest_.join(result, put(flow.to, passed, call, state));
  }
  return result;
}

// converted is what of all that goes in may come out: a number, say, that does no harm.
TreeId FunctionAnalysis::converted(const CallView& call) {
  TreeId all = receiver_of(call.instr).tree;
  for (const Passed& argument : call.arguments) {
    all = forest_.join(all, argument.value.tree);
  }
  return cleared(all == kEmpty ? kEmpty : forest_.flatten(all), knowledge::kAllSinks);
}

// moved is what a call leaves of the text around a value: a text may be cut, what is put into a
// container or taken out of one is as it was.
TreeId FunctionAnalysis::moved(TreeId tree, const knowledge::TaintFlow& flow,
                               CallCheck::Keeps keeps) {
  const bool is_whole =
      !flow.from.steps.empty() || !flow.to.steps.empty() || flow.to.root != Port::Root::Return;
  return keeps == CallCheck::Keeps::Moved && is_whole ? tree : with_around(tree, keeps);
}

// put lets a value come out of a call at a port: in what was passed, or as the result that it
// gives.
TreeId FunctionAnalysis::put(const Port& port, TreeId tree, const CallView& call, State& state) {
  const std::vector<Selector> steps = steps_of(port.steps, call, Selector::any());
  if (port.root == Port::Root::Return) {
    return forest_.write(kEmpty, steps, tree, Update::Add);
  }
  Access access = root_value(port, call).origin;
  const bool is_appended = tree != kEmpty && access.exists() && is_put_behind(port, call);
  const ValueId list = is_appended ? definition(receiver_at(ValueId(call.index))) : ValueId::none();
  const std::uint32_t first = list.exists() ? certain_elements(*unit_, list) : 0;
  if (first != 0 &&
      !takes_program(constant_text(unit_->flow.list(instr_at(list.index())).back()))) {
    for (std::uint32_t i = std::min(first, kExactElements - 1); i < kExactElements; ++i) {
      state.write(step_of(access, Selector::index(i)), tree, Update::Add, context_);
    }
    return kEmpty;
  }
  for (const Selector step : steps) {
    access = step_of(access, step);
  }
  if (access.exists() && tree != kEmpty) {
    state.write(access, tree, Update::Add, context_);
  }
  return kEmpty;
}

// find_parameter says whether a value is nothing but a parameter, as it came.
std::optional<std::uint32_t> FunctionAnalysis::find_parameter(TreeId tree) const {
  const auto labels = forest_.labels(tree);
  if (labels.size() != 1 || labels[0].kind != Label::Kind::Input) {
    return std::nullopt;
  }
  const PathId path(labels[0].what);
  const bool is_whole = paths_.length(path) == 0 && !paths_.input(path).is_captured();
  return is_whole ? std::optional(paths_.input(path).code) : std::nullopt;
}

// find_condition says whether a sink is one here; `condition` is set when a caller decides.
bool FunctionAnalysis::find_condition(const knowledge::TaintSink& sink, const CallView& call,
                                      std::optional<Condition>& condition) const {
  if (sink.kind == knowledge::SinkKind::Format && call.arguments.size() == 1 &&
      (call.site.model->path == "*.format_map" ||
       call.arguments[0].how.kind == Argument::Kind::DoubleStar)) {
    // All fields are filled from a parameter, which may bring nothing.
    const auto filler = find_parameter(call.arguments[0].value.tree);
    condition = filler ? std::optional(Condition{*filler, Condition::Wanted::True}) : condition;
  }
  if (sink.when.empty() || !sink.values.empty()) {
    return true;  // what the value says was seen before: sinks_off
  }
  const Truth wanted = sink.unless ? Truth::False : Truth::True;
  const Passed* argument = find_argument(sink.when, call);
  if (argument == nullptr) {
    return sink.unless;  // a switch is off by default, also within **options
  }
  if (argument->how.truth != Truth::Unknown) {
    return argument->how.truth == wanted;
  }
  if (const auto parameter = find_parameter(argument->value.tree)) {
    condition =
        Condition{*parameter, sink.unless ? Condition::Wanted::False : Condition::Wanted::True};
  }
  return true;
}

// fate_of is what becomes of a label of a value that comes to a sink.
Fate FunctionAnalysis::fate_of(const Label& label, const Reach& reach) const {
  if ((label.cleared & knowledge::set_of(reach.sink.kind)) != 0) {
    return Fate::Cleared;
  }
  if (label.kind == Label::Kind::Source && (world_.harmed_by(origins_[label.what].kind, id_) &
                                            knowledge::set_of(reach.sink.kind)) == 0) {
    return Fate::NoHarm;
  }
  const SinkEntry* inner = reach.inner;
  const Around around = label.around | (inner != nullptr ? inner->around : 0);
  if (is_harmless(reach.sink.kind, around) ||
      (reach.sink.kind == knowledge::SinkKind::Path && is_below_folder(label.cleared, around))) {
    return Fate::NoChoice;
  }
  const int distance = label.distance + (inner != nullptr ? inner->distance : 0) + 1;
  const bool is_part = inner != nullptr && paths_.length(inner->path) != 0;
  const bool via_unknown = inner != nullptr && inner->via_unknown;
  const bool is_far = distance > kNearBy || is_part || via_unknown;
  return is_far && is_told_by_name(label) ? Fate::TooFar : Fate::Arrives;
}

// arrives says whether a label gets into a sink; one that a source brings and that does no harm any
// more is noted.
bool FunctionAnalysis::arrives(const Label& label, const Reach& reach) {
  if (label.kind == Label::Kind::Function) {
    return false;
  }
  const Fate fate = fate_of(label, reach);
  if (fate == Fate::Cleared && reach.inner == nullptr && label.kind == Label::Kind::Source) {
    cleared_sinks_.push_back(reach.sink);
  }
  return fate == Fate::Arrives;
}

// reach_sink notes what reaches a sink: here, or inside of a callee.
void FunctionAnalysis::reach_sink(const Reach& reach, TreeId tree) {
  if (sight_ != nullptr) {
    note_sink(reach, tree);
  }
  if ((world_.sinks_for(id_) & knowledge::set_of(reach.sink.kind)) == 0) {
    return;
  }
  const SinkEntry* inner = reach.inner;
  // A path is one text: what is in a file or a list is none.
  if (reach.sink.kind == knowledge::SinkKind::Path) {
    tree = forest_.without_parts(tree);
  }
  forest_.each_deep(tree, Forest::Depth::Open, [&](Label label, Forest::Depth depth) {
    if (!arrives(label, reach)) {
      return;
    }
    label.guess(inner != nullptr ? inner->guesses : 0);
    if (depth == Forest::Depth::InAttribute) {
      label.widen();
    }
    const Around around = label.around | (inner != nullptr ? inner->around : 0);
    const bool via_unknown = label.via_unknown || (inner != nullptr && inner->via_unknown);
    const int distance = label.distance + (inner != nullptr ? inner->distance : 0) + 1;
    const auto near = static_cast<std::uint8_t>(std::min(distance, 250));
    const auto add_step = [&] {
      return trace_.add(
          {reach.instr, label.step, reach.callee, inner != nullptr ? inner->step : Step::kNone});
    };
    const bool is_kept =
        label.kind == Label::Kind::Source
            ? keep_nearest(
                  flows_,
                  FlowEntry{label.what, reach.sink, via_unknown, label.guesses, around, near, 0},
                  kMostFlows, add_step)
            : keep_nearest(sinks_,
                           SinkEntry{PathId(label.what), reach.sink,
                                     reach.condition ? reach.condition : asked_around(block_),
                                     via_unknown, label.guesses, around, near, 0},
                           kMostSinkEntries, add_step);
    limits_.entries += is_kept ? 0U : 1U;
  });
}

}  // namespace av::taint
