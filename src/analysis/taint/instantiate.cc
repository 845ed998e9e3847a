// instantiate.cc — a callee's summary, with what its caller passes put in.

#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {

TreeId FunctionAnalysis::instantiate(const FlatTree& flat, const Invocation& call,
                                     const State& state, const Input* output) {
  if (flat.nodes.empty()) {
    return kEmpty;
  }
  Instantiation work = {flat, call, state, output, 0, 0, {}};
  return instantiate_node(work);
}

// As deep as trees are: kMostSteps.
TreeId FunctionAnalysis::instantiate_node(Instantiation& work) {
  const FlatTree::Node row = work.flat.nodes[work.node++];
  TreeId made = kEmpty;
  std::vector<Label> own;
  for (std::uint16_t i = 0; i < row.labels; ++i) {
    const Label& one = work.flat.labels[work.label++];
    if (one.kind == Label::Kind::Input) {
      made = forest_.join(made, instantiate_input(one, work));
    } else {
      own.push_back(passed_on({}, one, work.call));
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
TreeId FunctionAnalysis::instantiate_input(const Label& label, const Instantiation& work) {
  const PathId path(label.what);
  const TreeId whole = input_tree(path, work.call, work.state);
  const TreeId input = label.is_flat ? forest_.flatten(whole) : whole;
  std::vector<Selector> selectors;
  world_.paths.selectors(path, selectors);
  const bool stays = work.output != nullptr && world_.paths.input(path) == *work.output &&
                     selectors == work.path && label.cleared == 0 && label.around == 0 &&
                     !label.is_flat;
  return stays ? input : forest_.map(input, [&](Label& outer) {
    if (outer.kind != Label::Kind::Function) {
      outer = passed_on(outer, label, work.call);
    }
    return outer.cleared != knowledge::kAllSinks;
  });
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
  const Input input = world_.paths.input(path);
  std::vector<Selector> selectors;
  world_.paths.selectors(path, selectors);
  if (input.is_captured()) {
    return forest_.read(captured(input.symbol(), call, state), selectors);
  }
  return input.code < call.parameters.size()
             ? forest_.read(call.parameters[input.code].tree, selectors)
             : kEmpty;
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
    label.what = world_.paths.of(Input::captured(symbol)).index();
    label.step = trace_.add({});
    found = forest_.join(found, forest_.leaf(label));
  }
  return found;
}

std::uint32_t FunctionAnalysis::place_of_symbol(std::uint32_t symbol) const {
  for (std::uint32_t i = 0; i < function_->place_count; ++i) {
    const flow::Place& place = unit_->flow.places[function_->first_place + i];
    if (place.symbol.exists() && place.symbol.index() == symbol &&
        place.kind != flow::Place::Kind::Global) {
      return i;
    }
  }
  return Unit::kNone;
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
  const auto at = std::ranges::lower_bound(places_of_cells_, cell, {},
                                           &std::pair<CellId, std::uint32_t>::first);
  return at != places_of_cells_.end() && at->first == cell ? at->second : Unit::kNone;
}

// What the callee changes in its inputs changes where they came from.
void FunctionAnalysis::apply_outputs(const Summary& summary, const Invocation& call,
                                     const State& before, State& state) {
  for (const auto& [input, flat] : summary.outputs) {
    const TreeId tree = instantiate(flat, call, before, &input);
    if (input.is_captured()) {
      apply_captured(input.symbol(), tree, call, state);
    } else if (input.code < call.parameters.size() && call.parameters[input.code].origin.exists()) {
      const Update update = call.is_only ? Update::Replace : Update::Add;
      state.write(call.parameters[input.code].origin, tree, update, context_);
    }
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

void FunctionAnalysis::apply_cells(const Summary& summary, const Invocation& call,
                                   const State& before, State& state) {
  for (const auto& [cell, flat] : summary.cells) {
    if (!world_.program.is_of_module(cell)) {
      continue;  // all that is in it comes from sources
    }
    const TreeId tree = instantiate(flat, call, before);
    const std::uint32_t place = place_of_cell(cell);
    if (place != Unit::kNone) {
      const Access access = {accesses_.of({place}), false};
      state.write(access, tree, Update::Add, context_);
    }
    write_cell(cell, tree);
  }
}

void FunctionAnalysis::apply_sinks(const Summary& summary, const Invocation& call,
                                   const State& state) {
  for (const SinkEntry& entry : summary.sinks) {
    Reach reach = {entry.sink, {}, call.instr, &entry, call.callee};
    if (entry.condition && entry.condition->parameter < call.parameters.size()) {
      const Bound& bound = call.parameters[entry.condition->parameter];
      const Truth wanted = entry.condition->is_true ? Truth::True : Truth::False;
      if (bound.truth != Truth::Unknown && bound.truth != wanted) {
        continue;
      }
      const auto parameter = bound.truth == Truth::Unknown ? find_parameter(bound.tree)
                                                           : std::optional<std::uint32_t>();
      if (parameter) {
        reach.condition = Condition{*parameter, entry.condition->is_true};
      }
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
    for (const ClassId one : world_.relatives(type)) {
      all = forest_.join(all, forest_.read(written_tree(world_.program.attributes(one)), part));
    }
    attributes_[key] = all;
    return stepped(all, instr);
  }
  return stepped(known->second, instr);
}

void FunctionAnalysis::use_cell(CellId cell) {
  if (std::ranges::find(uses_.cells, cell) == uses_.cells.end()) {
    uses_.cells.push_back(cell);
  }
}

// What functions store in a variable of a module; only what surely comes from a source counts, as
// a function's inputs mean nothing elsewhere.
TreeId FunctionAnalysis::cell_tree(CellId cell, std::uint32_t instr) {
  if (!cell.exists()) {
    return kEmpty;
  }
  use_cell(cell);
  const TreeId written = written_tree(cell);
  return instr == Step::kNone ? written : stepped(written, instr);
}

// written_tree is what all functions store in a variable, as far as it is known by now.
TreeId FunctionAnalysis::written_tree(CellId cell) {
  const auto [known, is_new] = read_cells_.try_emplace(cell.index(), kEmpty);
  if (!is_new) {
    return known->second;
  }
  const TreeId joined = cells_.of(cell);
  const TreeId all = joined.exists() ? copied(joined) : written_for_us(cell);
  read_cells_[cell.index()] = all;
  return all;
}

// copied is a tree of what functions store, with its steps in our trace.  As deep as trees are.
TreeId FunctionAnalysis::copied(TreeId tree) {
  if (tree == kEmpty) {
    return kEmpty;
  }
  std::vector<Label> labels;
  for (Label label : cells_.forest().labels(tree)) {
    label.step =
        label.kind == Label::Kind::Function ? label.step : trace_.add(cells_.trace()[label.step]);
    labels.push_back(label);
  }
  std::vector<Child> parts;
  for (const Child& part : cells_.forest().children(tree)) {
    parts.push_back({part.selector, copied(part.tree)});
  }
  return forest_.node(labels, parts);
}

// written_for_us is the same where it depends on this function.
TreeId FunctionAnalysis::written_for_us(CellId cell) {
  TreeId all = kEmpty;
  for (const FunctionId writer : world_.writers[cell.index()]) {
    Invocation call;
    call.callee = writer;
    call.instr = Step::kNone;  // the way to where it is stored comes first
    for (const auto& [written, flat] : world_.summaries[writer].cells) {
      if (written == cell) {
        all = forest_.join(all, instantiate(flat, call, State()));
      }
    }
  }
  return all;
}

}  // namespace av::taint
