// summarize.cc — from what one function's analysis found to its Summary.

#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {
namespace {

// How many labels a tree of a summary has: every caller works through them.
constexpr std::size_t kMostSummaryLabels = 20;
// The same of one whose parts hold whole parameters, as those of an object do that __init__ fills.
constexpr std::size_t kMostApart = 48;
// What exceptions tell passes through every caller.
constexpr std::size_t kMostRaisedLabels = 4;
// How many modules may hand on what they import.
constexpr unsigned kMostImportHands = 4;

template <class Entry>
void make_unique(std::vector<Entry>& list) {
  std::ranges::sort(list);
  const auto doubles = std::ranges::unique(list);
  list.erase(doubles.begin(), doubles.end());
}

}  // namespace

Summary FunctionAnalysis::summarize() {
  Summary summary;
  if (is_widening_) {
    add_known();
  }
  summary.returned = flat(returned_, summary);
  for (const auto& [type, tree] : raised_) {
    if (tree != kEmpty) {
      summary.raised.emplace_back(type, flat(forest_.narrow(tree, kMostRaisedLabels), summary));
    }
  }
  summarize_outputs(summary);
  summarize_validations(summary);
  make_unique(uses_.functions);
  make_unique(uses_.cells);
  const bool has_exit =
      std::ranges::any_of(exits_, [](const State& exit) { return exit.is_reached(); });
  summary.returns = has_exit || function_->is_generator || work_left_ == 0;
  for (SinkEntry& entry : sinks_) {
    entry.step = kept_step(entry.step, summary);
  }
  for (FlowEntry& entry : flows_) {
    entry.step = kept_step(entry.step, summary);
  }
  summary.sinks = std::move(sinks_);
  summary.flows = std::move(flows_);
  summary.sort_entries();
  sinks_ = {};
  flows_ = {};
  exits_.clear();
  return summary;
}

// add_known keeps what an earlier round found, so that no two rounds undo each other.
void FunctionAnalysis::add_known() {
  const Summary& known = world_.summaries[id_];
  const std::vector<std::uint32_t> steps = restored_steps(known);
  returned_ = forest_.join(returned_, restored(known.returned, steps));
  for (const auto& [type, tree] : known.raised) {
    add_raised(raised_, type, restored(tree, steps));
  }
  for (const auto& [input, tree] : known.outputs) {
    known_outputs_.emplace_back(input, restored(tree, steps));
  }
  for (const auto& [cell, tree] : known.cells) {
    write_cell(cell, restored(tree, steps));
  }
}

// restored_steps puts the steps of a summary into the trace again: by their numbers, the new ones.
std::vector<std::uint32_t> FunctionAnalysis::restored_steps(const Summary& known) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(known.steps.size());
  for (Step step : known.steps) {  // a parent comes first
    step.parent = step.parent == Step::kNone ? Step::kNone : numbers[step.parent];
    numbers.push_back(trace_.add(step));
  }
  return numbers;
}

TreeId FunctionAnalysis::restored(const FlatTree& flat, std::span<const std::uint32_t> steps) {
  std::size_t node = 0;
  std::size_t label = 0;
  return flat.nodes.empty() ? kEmpty : restored_node({flat, steps, node, label});
}

// As deep as trees are: kMostSteps.
TreeId FunctionAnalysis::restored_node(const Restoring& work) {
  const FlatTree::Node& row = work.flat.nodes[work.node++];
  std::vector<Label> own;
  for (std::uint16_t i = 0; i < row.labels; ++i) {
    Label one = work.flat.labels[work.label++];
    if (one.kind != Label::Kind::Function) {
      one.step = one.step == Step::kNone ? Step::kNone : work.steps[one.step];
    }
    own.push_back(one);
  }
  TreeId made = forest_.leaf(own);
  for (std::uint16_t i = 0; i < row.children; ++i) {
    const Selector part = work.flat.nodes[work.node].selector;
    made = forest_.write(made, std::span(&part, 1), restored_node(work), Update::Replace);
  }
  return made;
}

// kept_step copies a step, and those before it, into the summary.
std::uint32_t FunctionAnalysis::kept_step(std::uint32_t step, Summary& summary) {
  kept_steps_.resize(trace_.size(), Step::kNone);
  base::ShortList<std::uint32_t, 16> chain;
  while (step != Step::kNone && kept_steps_[step] == Step::kNone) {
    chain.push_back(step);
    step = trace_[step].parent;
  }
  std::uint32_t last = step == Step::kNone ? Step::kNone : kept_steps_[step];
  for (std::size_t i = chain.size(); i > 0; --i) {
    Step copy = trace_[chain[i - 1]];
    copy.parent = last;
    last = static_cast<std::uint32_t>(summary.steps.size());
    summary.steps.push_back(copy);
    kept_steps_[chain[i - 1]] = last;
  }
  return last;
}

FlatTree FunctionAnalysis::flat(TreeId tree, Summary& summary) {
  FlatTree out;
  tree = forest_.narrow(tree, kMostSummaryLabels, kMostApart);
  if (tree != kEmpty) {
    flat_node(tree, Selector::any(), out, summary);
  }
  return out;
}

bool FunctionAnalysis::is_told_by_name(const Label& label) const {
  return label.kind == Label::Kind::Source && knowledge::is_told_by_name(origins_[label.what].kind);
}

// does_no_harm: there is no sink left that it could do harm in.
bool FunctionAnalysis::does_no_harm(const Label& label) const {
  switch (label.kind) {
    case Label::Kind::Source: {
      const Origin& origin = origins_[label.what];
      return (world_.harmed_by(origin.kind, id_) & ~label.cleared) == 0 ||
             (world_.is_of_tests(origin.function) && !world_.is_of_tests(unit_id_));
    }
    case Label::Kind::Input:
      return (world_.sinks_for(id_) & ~label.cleared) == 0;
    case Label::Kind::Function:
      return false;
  }
  return false;
}

// As deep as trees are: kMostSteps.
void FunctionAnalysis::flat_node(TreeId tree, Selector selector, FlatTree& out, Summary& summary) {
  const std::size_t at = out.nodes.size();
  out.nodes.push_back({selector, 0, 0});
  for (Label label : forest_.labels(tree)) {
    if (is_told_by_name(label) || does_no_harm(label)) {
      continue;  // callers go by names of their own
    }
    if (label.kind != Label::Kind::Function) {
      label.step = kept_step(label.step, summary);
    }
    out.labels.push_back(label);
    ++out.nodes[at].labels;
  }
  for (const Child& child : forest_.children(tree)) {
    flat_node(child.tree, child.selector, out, summary);
    ++out.nodes[at].children;
  }
}

void FunctionAnalysis::summarize_outputs(Summary& summary) {
  State end;
  for (const State& exit : exits_) {
    if (exit.is_reached()) {
      end.join(exit, context_);
    }
  }
  const bool is_module = !function_->around.exists();
  for (const Slot& slot : end.slots()) {
    const bool is_object = slot.place >= function_->place_count;
    const TreeId before =
        is_object ? object_start_[slot.place - function_->place_count] : initial(slot.place);
    if (slot.tree == before) {
      continue;
    }
    if (is_object) {
      const Input input{slot.place - function_->place_count};
      add_output(input, slot.tree, summary);
      if (input.code == 0 && world_.program.owner(id_).exists()) {
        write_attributes(world_.program.owner(id_), slot.tree);
      }
      continue;
    }
    const std::uint32_t index = function_->first_place + slot.place;
    const flow::Place& place = unit_->flow.places[index];
    const NameId name = unit_->cells[index];
    if (const ClassId type = world_.program.class_of_body(id_); type.exists() && name.exists()) {
      const Selector part = Selector::attribute(name);
      write_attributes(type,
                       forest_.write(kEmpty, std::span(&part, 1), slot.tree, Update::Replace));
    } else if (name.exists() && (is_module || place.kind == flow::Place::Kind::Global)) {
      write_cell(world_.program.cell(unit_id_, name), slot.tree);
    } else if (place.kind == flow::Place::Kind::Free) {
      add_output(Input::captured(place.symbol.index()), slot.tree, summary);
    }
  }
  for (const auto& [input, tree] : known_outputs_) {
    summary.outputs.emplace_back(input, flat(tree, summary));
  }
  known_outputs_.clear();
  std::ranges::sort(written_order_);
  for (const CellId cell : written_order_) {
    FlatTree tree = flat(written_.at(cell.index()), summary);
    if (!tree.nodes.empty()) {
      summary.cells.emplace_back(cell, std::move(tree));
    }
  }
}

void FunctionAnalysis::add_output(Input input, TreeId tree, Summary& summary) {
  const auto known = std::ranges::find(known_outputs_, input, &std::pair<Input, TreeId>::first);
  if (known != known_outputs_.end()) {
    tree = forest_.join(tree, known->second);
    known_outputs_.erase(known);
  }
  summary.outputs.emplace_back(input, flat(tree, summary));
}

// Of what a method stores in its object, other methods see what surely comes from a source.
void FunctionAnalysis::write_attributes(ClassId type, TreeId tree) {
  share(world_.program.attributes(type), forest_.without_labels(tree));
}

// share writes what surely comes from a source.
void FunctionAnalysis::share(CellId cell, TreeId tree) {
  const TreeId sure =
      forest_.map(tree, [](const Label& label) { return label.kind == Label::Kind::Source; });
  if (cell.exists() && sure != kEmpty) {
    write_cell(cell, sure);
  }
}

// A test that sets something of the program's sets it for tests.
void FunctionAnalysis::write_cell(CellId cell, TreeId tree, unsigned hands) {
  if (world_.is_of_tests(unit_id_) && !world_.is_of_tests(world_.program.unit_of(cell))) {
    return;
  }
  const auto [slot, is_new] = written_.try_emplace(cell.index(), kEmpty);
  slot->second = forest_.join(slot->second, tree);
  if (is_new) {
    written_order_.push_back(cell);
  }
  const ModuleVariable* const what = world_.program.imported(cell);
  if (what != nullptr && hands < kMostImportHands) {
    write_imported(*what, tree, hands + 1);
  }
}

// What is put into an imported object is put into the one of the module that it comes from, and an
// attribute of an imported module is a variable of its own.
void FunctionAnalysis::write_imported(const ModuleVariable& what, TreeId tree, unsigned hands) {
  const auto write = [&](NameId name, TreeId part) {
    if (const CellId cell = world_.program.cell(what.unit, name); cell.exists()) {
      write_cell(cell, part, hands);
    }
  };
  if (what.name.exists()) {
    return write(what.name, tree);
  }
  const auto parts = forest_.children(tree);
  for (const Child& part : std::vector<Child>(parts.begin(), parts.end())) {
    if (part.selector.is_attribute() && part.selector.has_name()) {
      write(part.selector.name(), part.tree);
    }
  }
}

void FunctionAnalysis::summarize_validations(Summary& summary) {
  for (std::uint32_t i = 0; i < function_->parameter_count; ++i) {
    for (const bool returns : {true, false}) {
      knowledge::SinkSet clears = knowledge::kAllSinks;
      bool is_possible = false;
      for (const auto& [instr, facts] : facts_) {
        const bool may_be = returns ? facts.may_be_true : facts.may_be_false;
        if (may_be) {
          is_possible = true;
          clears &= returns ? facts.parameters[i].if_true : facts.parameters[i].if_false;
        }
      }
      if (is_possible && clears != 0) {
        summary.validations.push_back({Input{i}, returns, clears});
      }
    }
  }
}

}  // namespace av::taint
