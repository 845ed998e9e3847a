#pragma once
// why.h — what comes to a place that values do harm in, and what stopped the rest on its way.
//
// In: an Inspection, a function, some of its instructions.  Out: an Answer for each sink among
// them. It is all read off what the analysis saw: values are followed backwards through one
// function, as far as something got lost, and through callers for what the function is given.
// Bounded by counts, what was left out is counted.

#include "analysis/taint/inspection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace av::taint {

// Stop is where something that could have done harm got lost, or never was.
struct Stop {
  enum class Reason : std::uint8_t {
    Cleared,    // a call makes it harmless for such a sink
    Checked,    // a condition, or a conversion, lets only harmless ones pass
    Dropped,    // nothing of it comes out
    OtherPart,  // it is in another part of the value
    SetAnew,    // the variable is something else by then
    NoHarm,     // it comes from a source that does no harm in such a sink
    NoInput,    // a parameter that is a number, or that the framework makes
    Nothing,    // a variable, or the result of a call, that holds nothing from a source
    Constant,   // never reported beside others
  };
  Reason reason;
  FlowStep at;
  std::optional<knowledge::SourceKind> source = {};  // of NoHarm
  friend bool operator==(const Stop&, const Stop&) = default;
};

// Arrival is something from a source that came to a sink.
struct Arrival {
  Origin origin;
  Fate fate = Fate::Arrives;
  bool via_unknown = false;
};

// Answer is what is known of one sink.
struct Answer {
  FlowStep at;                                // the call, or what else values go in at
  SinkPlace sink;                             // there, or inside of what is called
  std::string_view model;                     // what models call what is called there
  const knowledge::TaintSink* row = nullptr;  // of the model: where something arrives, or the first
  bool is_off = false;                        // an argument says that it is none
  bool is_given = false;                      // something is passed there
  bool is_reached = true;                     // false: nothing ever gets there
  std::vector<Arrival> arrivals;
  std::vector<Input> inputs;  // what the function is given and that would do harm
  std::vector<Stop> stops;
  std::vector<Answer> callers;  // what they pass for `inputs`
  std::uint32_t more_callers = 0;

  // has_flow says whether something does harm here.
  [[nodiscard]] bool has_flow() const;
};

// ask_why answers for the sinks at `instrs` of a function.
std::vector<Answer> ask_why(Inspection& inspection, FunctionId function,
                            std::span<const std::uint32_t> instrs);

}  // namespace av::taint
