#pragma once
// sight.h — what the analysis of one function saw, for whoever asks what became of a value.
//
// FunctionAnalysis fills it where somebody watches; else it costs nothing.

#include "analysis/taint/label.h"
#include "analysis/taint/summary.h"

#include <cstdint>
#include <vector>

namespace av::taint {

// Fate is what becomes of a label in a sink.
enum class Fate : std::uint8_t {
  Arrives,
  Cleared,   // it was made harmless for this kind of sink
  NoHarm,    // what such a source brings does none there
  NoChoice,  // what stands in front of it decides: the host, the package of a module
  TooFar,    // only a name says what it is, and that is not near by
};

// SeenLabel is a label that came to a sink.
struct SeenLabel {
  Label label;
  Fate fate;
};

// SeenSink is a place that values do harm in, here or inside of what is called.
struct SeenSink {
  SinkPlace sink;
  std::uint32_t instr = 0;                    // of this function
  FunctionId callee;                          // none: the sink is here
  PathId inner;                               // the callee's part of an input that gets there
  const knowledge::TaintSink* row = nullptr;  // of the model, when it is here
  bool is_off = false;                        // an argument says that it is none
  std::vector<SeenLabel> labels;
};

// SeenClearing is a condition, or a conversion, behind which a variable does no harm.
struct SeenClearing {
  std::uint32_t instr = 0;
  std::uint32_t place = 0;  // of the function's variables
  knowledge::SinkSet kinds = 0;
};

// Sight is what was seen of one function.
struct Sight {
  std::uint32_t first_instr = 0;
  std::vector<std::vector<Label>> values;  // by instruction: the labels of all its parts
  std::vector<bool> is_reached;            // by instruction
  std::vector<SeenSink> sinks;
  std::vector<SeenClearing> clearings;
};

}  // namespace av::taint
