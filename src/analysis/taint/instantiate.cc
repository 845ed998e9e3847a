// instantiate.cc — a callee's summary, with what its caller passes put in.

#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {
namespace {

// first_place is the first place of a list, ascending by what they stand for; none: kNone.
template <class Key>
std::uint32_t first_place(const std::vector<std::pair<Key, std::uint32_t>>& places, Key key) {
  const auto at = std::ranges::lower_bound(places, key, {}, &std::pair<Key, std::uint32_t>::first);
  return at != places.end() && at->first == key ? at->second : Unit::kNone;
}

}  // namespace

TreeId FunctionAnalysis::instantiate(const FlatTree& flat, const Invocation& call,
                                     const State& state, const Input* output) {
  if (flat.nodes.empty()) {
    return kEmpty;
  }
  Instantiation work = {flat, call, state, output, 0, 0, {}};
  return instantiate_node(work);
}

// Labels are gathered and made a set once: most inputs have no parts.  As deep as trees are:
// kMostSteps.
TreeId FunctionAnalysis::instantiate_node(Instantiation& work) {
  const FlatTree::Node row = work.flat.nodes[work.node++];
  TreeId made = kEmpty;
  Forest::Labels own;
  for (std::uint16_t i = 0; i < row.labels; ++i) {
    const Label& one = work.flat.labels[work.label++];
    if (one.kind == Label::Kind::Input) {
      made = forest_.join(made, instantiate_input(one, work, own));
    } else if (!work.are_inputs_only) {
      const Label passed = passed_on({}, one, work.call);
      if (!passed.is_lost()) {
        own.push_back(passed);
      }
    }
  }
  made = forest_.join(made, forest_.leaf(own));
  for (std::uint16_t i = 0; i < row.children; ++i) {
    const Selector part = work.flat.nodes[work.node].selector;
    work.path.push_back(part);
    const TreeId child = instantiate_node(work);
    work.path.pop_back();
    made = forest_.write(made, std::span(&part, 1), child, Update::Replace);
  }
  return made;
}

// What an input's part still is after the call has not come a step further by it.
bool FunctionAnalysis::stays(const Label& label, const Instantiation& work) const {
  const PathId path(label.what);
  if (work.output == nullptr || paths_.input(path) != *work.output || label.cleared != 0 ||
      label.around != 0 || label.is_flat || paths_.length(path) != work.path.size()) {
    return false;
  }
  Paths::Steps selectors;
  paths_.selectors(path, selectors);
  return std::ranges::equal(selectors, work.path);
}

// instantiate_input is a value with parts that a label stands for; of one without parts the labels
// are put to `own`.
TreeId FunctionAnalysis::instantiate_input(const Label& label, const Instantiation& work,
                                           Forest::Labels& own) {
  const TreeId whole = input_tree(PathId(label.what), work.call, work.state);
  if (whole == kEmpty || stays(label, work)) {
    return whole;
  }
  const auto pass = [&](Label& outer) {
    if (label.via_unknown && is_told_by_name(outer)) {
      return false;  // as where nothing is known of the call itself
    }
    if (outer.kind != Label::Kind::Function) {
      outer = passed_on(outer, label, work.call);
    }
    return outer.cleared != knowledge::kAllSinks && !outer.is_lost();
  };
  const TreeId input = label.is_flat ? forest_.flatten(whole) : whole;
  if (!forest_.children(input).empty()) {
    return forest_.map(input, pass);
  }
  for (Label outer : forest_.labels(input)) {
    if (pass(outer)) {
      own.push_back(outer);
    }
  }
  return kEmpty;
}

// passed_on is a label that comes out of a call: `inner` says how it went inside, `outer` is what
// went in (nothing, when it comes from inside).
Label FunctionAnalysis::passed_on(const Label& outer, const Label& inner, const Invocation& call) {
  if (inner.kind == Label::Kind::Function) {
    return inner;
  }
  const bool is_input = inner.kind == Label::Kind::Input;
  Label label = is_input ? outer : inner;
  label.cleared |= inner.cleared;
  label.around |= inner.around;
  label.via_unknown |= inner.via_unknown;
  label.guess(is_input ? inner.guesses : 0);
  const int distance = (is_input ? outer.distance : 0) + inner.distance + 1;
  label.distance = static_cast<std::uint8_t>(std::min<int>(distance, kLongestWay));
  if (distance < kLongestWay) {
    label.step =
        trace_.add({call.instr, is_input ? outer.step : Step::kNone, call.callee, inner.step});
  } else if (!is_input) {
    label.step = trace_.add({call.instr, Step::kNone, call.callee, inner.step});
  }
  return label;
}

TreeId FunctionAnalysis::input_tree(PathId path, const Invocation& call, const State& state) {
  const Input input = paths_.input(path);
  const TreeId whole = input.is_captured()                   ? captured(input.symbol(), call, state)
                       : input.code < call.parameters.size() ? call.parameters[input.code].tree
                                                             : kEmpty;
  if (whole == kEmpty) {
    return kEmpty;
  }
  Paths::Steps selectors;
  paths_.selectors(path, selectors);
  return forest_.read(whole, selectors);
}

// A variable around the callee: as this function has it, as the function value remembers it, or
// from around this function too.
TreeId FunctionAnalysis::captured(std::uint32_t symbol, const Invocation& call,
                                  const State& state) {
  const Selector part = Selector::captured(symbol);
  TreeId found = kEmpty;
  for (const Child& child : forest_.children(call.function_value)) {
    found = child.selector == part ? child.tree : found;
  }
  const UnitId unit = world_.program[call.callee].unit;
  const std::uint32_t place = unit == unit_id_ ? place_of_symbol(symbol) : Unit::kNone;
  if (place != Unit::kNone) {
    return state.load(place, *this);
  }
  found = forest_.join(found, cell_tree(world_.program.captured(unit, symbol), call.instr));
  if (unit != unit_id_) {
    return found;
  }
  const auto& captures = world_.program.details(id_).captures;
  if (std::ranges::find(captures, symbol) != captures.end()) {
    Label label;
    label.kind = Label::Kind::Input;
    label.what = paths_.of(Input::captured(symbol)).index();
    label.step = trace_.add({});
    found = forest_.join(found, forest_.leaf(label));
  }
  return found;
}

std::uint32_t FunctionAnalysis::place_of_symbol(std::uint32_t symbol) {
  if (!has_places_of_symbols_) {
    has_places_of_symbols_ = true;
    places_of_symbols_.clear();
    for (std::uint32_t i = 0; i < function_->place_count; ++i) {
      const flow::Place& place = unit_->flow.places[function_->first_place + i];
      if (place.symbol.exists() && place.kind != flow::Place::Kind::Global) {
        places_of_symbols_.emplace_back(place.symbol.index(), i);
      }
    }
    std::ranges::sort(places_of_symbols_);
  }
  return first_place(places_of_symbols_, symbol);
}

std::uint32_t FunctionAnalysis::place_of_cell(CellId cell) {
  if (!has_places_of_cells_) {
    has_places_of_cells_ = true;
    places_of_cells_.clear();
    const bool is_body = world_.program.class_of_body(id_).exists();  // it has attributes
    for (std::uint32_t i = 0; !is_body && i < function_->place_count; ++i) {
      if (const NameId name = unit_->cells[function_->first_place + i]; name.exists()) {
        places_of_cells_.emplace_back(world_.program.cell(unit_id_, name), i);
      }
    }
    std::ranges::stable_sort(places_of_cells_, {}, &std::pair<CellId, std::uint32_t>::first);
  }
  return first_place(places_of_cells_, cell);
}

// What the callee changes; all of it is made of what was before.
void FunctionAnalysis::apply_changes(const Summary& summary, const Invocation& call, State& state) {
  std::vector<TreeId> outputs;
  outputs.reserve(summary.outputs.size());
  for (const auto& [input, flat] : summary.outputs) {
    outputs.push_back(instantiate(flat, call, state, &input));
  }
  std::vector<CellChange> cells;
  for (const auto& [cell, flat] : summary.cells) {
    if (world_.program.is_of_module(cell)) {  // else all that is in it comes from sources
      cells.push_back(instantiate_cell(cell, flat, call, state));
    }
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    apply_output(summary.outputs[i].first, outputs[i], call, state);
  }
  for (const CellChange& change : cells) {
    if (change.place != Unit::kNone) {
      const Access access = {accesses_.of({change.place}), false};
      state.write(access, change.tree, Update::Add, context_);
    }
    if (change.by_inputs != kEmpty) {
      write_cell(change.cell, change.by_inputs);
    }
  }
}

// Whatever else the callee stores in a variable is known from its own summary.
CellChange FunctionAnalysis::instantiate_cell(CellId cell, const FlatTree& flat,
                                              const Invocation& call, const State& state) {
  CellChange change = {cell, place_of_cell(cell), kEmpty, kEmpty};
  const auto is_input = [](const Label& label) { return label.kind == Label::Kind::Input; };
  if (std::ranges::any_of(flat.labels, is_input)) {
    Instantiation work = {flat, call, state, nullptr, 0, 0, {}, true};
    change.by_inputs = instantiate_node(work);
  }
  if (change.place != Unit::kNone) {
    change.tree = instantiate(flat, call, state);
  }
  return change;
}

// What the callee changes in an input changes where it came from.
void FunctionAnalysis::apply_output(Input input, TreeId tree, const Invocation& call,
                                    State& state) {
  if (input.is_captured()) {
    apply_captured(input.symbol(), tree, call, state);
  } else if (input.code < call.parameters.size() && call.parameters[input.code].origin.exists()) {
    const Update update = call.is_only ? Update::Replace : Update::Add;
    state.write(call.parameters[input.code].origin, tree, update, context_);
  }
}

// A variable around the callee was set, or what it holds was changed: which one is not known.
void FunctionAnalysis::apply_captured(std::uint32_t symbol, TreeId tree, const Invocation& call,
                                      State& state) {
  const UnitId unit = world_.program[call.callee].unit;
  const std::uint32_t place = unit == unit_id_ ? place_of_symbol(symbol) : Unit::kNone;
  if (place == Unit::kNone) {
    share(world_.program.captured(unit, symbol), tree);
    return;
  }
  state.write({accesses_.of({place}), true}, tree, Update::Add, context_);
  if (call.is_only) {
    Access alias = state.alias(place);
    alias.is_exact = false;
    state.store(place, tree, alias, accesses_);
  }
}

void FunctionAnalysis::apply_sinks(const Summary& summary, const Invocation& call,
                                   const State& state) {
  for (const SinkEntry& entry : summary.sinks) {
    Reach reach = {entry.sink, {}, call.instr, &entry, call.callee};
    if (entry.condition && entry.condition->parameter < call.parameters.size()) {
      const Bound& bound = call.parameters[entry.condition->parameter];
      if (rules_out(*entry.condition, bound)) {
        continue;
      }
      reach.condition = handed_on(*entry.condition, bound);
    }
    reach_sink(reach, input_tree(entry.path, call, state));
  }
}

// attribute_tree is what the methods and bodies of a class, and of those above and below it, store
// in an attribute.  To use the class's own cell is to use all of these.
TreeId FunctionAnalysis::attribute_tree(ClassId type, Selector part, std::uint32_t instr) {
  const std::uint64_t key = (std::uint64_t{type.index()} << 32) | part.code();
  const auto [known, is_new] = attributes_.try_emplace(key, kEmpty);
  if (is_new) {
    uses_.attributes.push_back({type, part});
    TreeId all = kEmpty;
    for (const ClassId one : families_.relatives(type)) {
      all = forest_.join(all, forest_.read(written_tree(world_.program.attributes(one)), part));
    }
    attributes_[key] = all;
    return stepped(all, instr);
  }
  return stepped(known->second, instr);
}

// What functions store in a variable of a module; only what surely comes from a source counts, as
// a function's inputs mean nothing elsewhere.
TreeId FunctionAnalysis::cell_tree(CellId cell, std::uint32_t instr) {
  if (!cell.exists()) {
    return kEmpty;
  }
  uses_.cells.push_back(cell);
  const TreeId written = written_tree(cell);
  return instr == Step::kNone ? written : stepped(written, instr);
}

// written_tree is what all functions store in a variable, as far as it is known by now.
TreeId FunctionAnalysis::written_tree(CellId cell) {
  const auto [known, is_new] = read_cells_.try_emplace(cell.index(), kEmpty);
  if (!is_new) {
    return known->second;
  }
  const TreeId all = taken(world_.cells.value(cell));
  read_cells_[cell.index()] = all;
  return all;
}

// taken is what a variable holds, for this function: the way to where it is stored comes first.  As
// deep as trees are: kMostSteps.
TreeId FunctionAnalysis::taken(TreeId shared) {
  const Forest& cells = world_.cells.forest();
  TreeId around = kEmpty;
  std::vector<Label> own;
  for (Label label : cells.labels(shared)) {
    if (label.kind == Label::Kind::Input) {
      around = forest_.join(around, taken_from_around(label));
      continue;
    }
    if (label.kind == Label::Kind::Source) {
      label.step = trace_.add(world_.cells.step(label));
    }
    own.push_back(label);
  }
  std::vector<Child> parts;
  for (const Child& part : cells.children(shared)) {
    parts.push_back({part.selector, taken(part.tree)});
  }
  if (around == kEmpty) {
    return forest_.node(own, parts);
  }
  TreeId made = forest_.join(around, forest_.leaf(own));
  for (const Child& part : parts) {
    made = forest_.write(made, std::span(&part.selector, 1), part.tree, Update::Replace);
  }
  return made;
}

// taken_from_around is what a writer has stored of a variable around it.
TreeId FunctionAnalysis::taken_from_around(Label label) {
  static const FlatTree kNoTree;
  const Step& from = world_.cells.step(label);
  Invocation call;
  call.callee = from.callee;
  call.instr = Step::kNone;
  label.step = from.inner;
  const State nothing;
  Forest::Labels own;
  const TreeId made = instantiate_input(label, {kNoTree, call, nothing, nullptr, 0, 0, {}}, own);
  return forest_.join(made, forest_.leaf(own));
}

}  // namespace av::taint
