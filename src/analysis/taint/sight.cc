// sight.cc — what is noted for whoever watches an analysis.

#include "analysis/taint/sight.h"

#include "analysis/taint/function_analysis.h"

#include <algorithm>

namespace av::taint {

// A place may be looked at several times: the last time everything is known.
void FunctionAnalysis::note_sink(const Reach& reach, TreeId tree, bool is_off) {
  SeenSink seen;
  seen.sink = reach.sink;
  seen.instr = reach.instr;
  seen.callee = reach.callee;
  seen.inner = reach.inner != nullptr ? reach.inner->path : PathId::none();
  seen.row = reach.row;
  seen.is_off = is_off;
  forest_.each(tree, [&](const Label& label) {
    if (label.kind != Label::Kind::Function) {
      seen.labels.push_back({label, fate_of(label, reach)});
    }
  });
  const auto known = std::ranges::find_if(sight_->sinks, [&](const SeenSink& one) {
    return one.sink == seen.sink && one.instr == seen.instr && one.inner == seen.inner &&
           one.row == seen.row;
  });
  if (known == sight_->sinks.end()) {
    sight_->sinks.push_back(std::move(seen));
  } else {
    *known = std::move(seen);
  }
}

void FunctionAnalysis::note_clearing(const Access& access, knowledge::SinkSet kinds) {
  sight_->clearings.push_back({at_, accesses_.input(access.path).code, kinds});
}

void FunctionAnalysis::note_values() {
  sight_->first_instr = first_instr_;
  sight_->values.resize(values_.size());
  sight_->is_reached.resize(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    forest_.each(values_[i].tree, [&](const Label& label) { sight_->values[i].push_back(label); });
  }
  for (std::uint32_t b = 0; b < function_->block_count; ++b) {
    const flow::Block& block = unit_->flow.blocks[function_->first_block + b];
    for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
      sight_->is_reached[i - first_instr_] = visits_[b] != 0;
    }
  }
}

}  // namespace av::taint
