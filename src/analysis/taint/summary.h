#pragma once
// summary.h — what a function does with values, as its callers need it.
//
// Trees lie flat, away from any Forest.  Where a label is an Input, a caller puts in what it
// passes. Steps tell the way of each label: a step's parent is the one before; `callee` and `inner`
// are the way inside of a function called there.

#include "analysis/taint/exceptions.h"
#include "analysis/taint/forest.h"
#include "analysis/taint/program.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace av::taint {

// Step is one step of a value's way through a function.
struct Step {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t instr = kNone;   // an instruction of the unit; none: a variable of a module is read
  std::uint32_t parent = kNone;  // a step of the same function
  FunctionId callee;             // with `inner`: where the way goes on inside
  std::uint32_t inner = kNone;
  friend bool operator==(const Step&, const Step&) = default;
};

// Trace is the steps of one function; equal ones have one number.
class Trace {
 public:
  std::uint32_t add(const Step& step) {
    std::uint64_t hash = hash_on(step.instr, step.parent);
    hash = hash_on(hash, (std::uint64_t{step.callee.index()} << 32) | step.inner);
    const auto next = static_cast<std::uint32_t>(steps_.size());
    const std::uint32_t found =
        index_.find_or_add(hash, next, [&](std::uint32_t known) { return steps_[known] == step; });
    if (found == next) {
      steps_.push_back(step);
    }
    return found;
  }
  [[nodiscard]] const Step& operator[](std::uint32_t step) const { return steps_[step]; }
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  void clear() {
    steps_.clear();
    index_.clear();
  }

 private:
  std::vector<Step> steps_;
  HashIndex index_;
};

// FlatTree is a tree, parents before their children.
struct FlatTree {
  struct Node {
    Selector selector;  // what its parent has it as
    std::uint16_t labels = 0;
    std::uint16_t children = 0;
    friend bool operator==(const Node&, const Node&) = default;
  };
  std::vector<Node> nodes;
  std::vector<Label> labels;

  [[nodiscard]] bool is_same(const FlatTree& other) const;
  // sort_labels puts the labels of each node into the order of their keys.
  void sort_labels();
};

// changed_parts is the parts at the top of which two trees do not say the same; any() when the
// labels of the whole differ.  In the order of their selectors.
std::vector<Selector> changed_parts(const FlatTree& a, const FlatTree& b);

// Origin is where a source is.
struct Origin {
  FunctionId function;
  std::uint32_t instr = 0;
  knowledge::SourceKind kind = knowledge::SourceKind::Request;

  [[nodiscard]] std::uint64_t hash() const {
    return hash_on((std::uint64_t{function.index()} << 32) | instr,
                   static_cast<std::uint64_t>(kind));
  }
  friend bool operator==(const Origin&, const Origin&) = default;
};
// Origins gives sources numbers.
using Origins = RowTable<Origin>;

// Additions is what the look at one function adds to tables that others read meanwhile: its own
// rows of both lie on those of the World, which renumbers them when it takes them in.
struct Additions {
  std::vector<PathRow> paths;
  std::vector<Origin> origins;
  std::uint32_t first_path = 0;
  std::uint32_t first_origin = 0;
};

// SinkPlace is an instruction that a value does harm in.
struct SinkPlace {
  FunctionId function;
  std::uint32_t instr = 0;
  knowledge::SinkKind kind = knowledge::SinkKind::Command;
  friend auto operator<=>(const SinkPlace&, const SinkPlace&) = default;
};

// Condition is what an argument has to be: only then a sink is one.
struct Condition {
  enum class Wanted : std::uint8_t {
    True,   // as the sink wants it of whoever calls it
    False,  // the same
    Holds,  // true, or the branch that the sink is in is not taken
    Given,  // the same: other than None
  };
  std::uint32_t parameter = 0;
  Wanted wanted = Wanted::True;
  friend auto operator<=>(const Condition&, const Condition&) = default;
};

// SinkEntry: what is passed for an input gets to a sink.
struct SinkEntry {
  PathId path;
  SinkPlace sink;
  std::optional<Condition> condition;
  bool via_unknown = false;
  std::uint8_t guesses = 0;
  Around around = 0;
  std::uint8_t distance = 0;
  std::uint32_t step = 0;
  [[nodiscard]] bool is_same(const SinkEntry& other) const {
    return path == other.path && sink == other.sink && condition == other.condition;
  }
};

// FlowEntry: what a source brings gets to a sink.
struct FlowEntry {
  std::uint32_t origin = 0;
  SinkPlace sink;
  bool via_unknown = false;
  std::uint8_t guesses = 0;
  Around around = 0;
  std::uint8_t distance = 0;
  std::uint32_t step = 0;
  [[nodiscard]] bool is_same(const FlowEntry& other) const {
    return origin == other.origin && sink == other.sink;
  }
};

// Validation: where the function returns what counts as true (or false), an input does no harm.
struct Validation {
  Input input;
  bool returns = true;
  knowledge::SinkSet clears = 0;
  friend bool operator==(const Validation&, const Validation&) = default;
};

// Summary is all of one function.
struct Summary {
  FlatTree returned;
  std::vector<std::pair<RaisedClass, FlatTree>> raised;  // what its exceptions may tell
  std::vector<std::pair<Input, FlatTree>> outputs;       // what changed inputs are afterwards
  std::vector<std::pair<CellId, FlatTree>> cells;        // what is stored in variables of modules
  std::vector<SinkEntry> sinks;
  std::vector<FlowEntry> flows;
  std::vector<Validation> validations;
  std::vector<Step> steps;
  bool returns = true;  // false: it always raises, or leaves the program

  // is_same says whether callers would do the same with another one; steps may differ.
  [[nodiscard]] bool is_same(const Summary& other) const;
  // sort_entries puts sinks and flows into their order.
  void sort_entries();
  // renumber puts other numbers in the place of those from `added.first_path` and
  // `added.first_origin` on: the new ones of the rows of `added`, in their order.
  void renumber(const Additions& added, std::span<const std::uint32_t> paths,
                std::span<const std::uint32_t> origins);
  // take_steps_of puts the steps of the summary that this one replaces before its own, so that
  // the numbers that callers have noted stay true.
  void take_steps_of(const Summary& before);
};

}  // namespace av::taint
