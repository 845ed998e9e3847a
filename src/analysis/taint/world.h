#pragma once
// world.h — what the analyses of all functions share: the program, and what is known by now.
//
// While functions are looked at, on however many threads, nothing in it changes.  What was found of
// them is taken in afterwards, one after the other.

#include "analysis/taint/cells.h"
#include "analysis/taint/forest.h"
#include "analysis/taint/harms.h"
#include "analysis/taint/program.h"
#include "analysis/taint/summary.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace av::taint {

// Summaries is what is known of functions: most are never looked at, and share one that says
// nothing.
class Summaries {
 public:
  explicit Summaries(std::size_t functions) : slot_(functions) {}

  [[nodiscard]] const Summary& operator[](FunctionId function) const {
    return rows_[slot_[function.index()]];
  }
  // put sets the summary of a function.
  void put(FunctionId function, Summary summary);
  // known is the functions that have one, ascending.
  [[nodiscard]] std::vector<FunctionId> known() const;

 private:
  std::vector<std::uint32_t> slot_;  // by function; 0: nothing is known
  std::deque<Summary> rows_ = std::deque<Summary>(1);
};

// Families remembers which classes a class is related to.  For one thread.
class Families {
 public:
  explicit Families(const Program& program) : program_(program) {}
  // relatives are a class and those above and below it.
  std::span<const ClassId> relatives(ClassId type);

 private:
  const Program& program_;
  std::unordered_map<std::uint32_t, std::vector<ClassId>> known_;  // by class
};

// Uses is what a summary was made from.
struct Uses {
  std::vector<FunctionId> functions;
  std::vector<CellId> cells;  // other than of classes
  std::vector<AttributeOfClass> attributes;
};

// Found is what a look at one function found.
struct Found {
  Summary summary;
  Uses uses;
  Additions added;
  Limits limits;
  std::vector<std::pair<FunctionId, std::uint32_t>> unknown_calls;  // that input passes
  std::vector<SinkPlace> cleared_sinks;  // that what a source brings comes to, made harmless
};

// World is what all functions share.
struct World {
  const Program& program;
  std::vector<Harms> harms;                   // by island
  std::vector<knowledge::SinkSet> sinks;      // by island: that any source does harm in
  std::vector<knowledge::SourceSet> sources;  // by function: that it brings, and count
  std::vector<bool> are_tests;                // by unit
  Paths paths;
  Limits limits;
  Origins origins;
  Summaries summaries;
  Cells cells;
  Families families;
  std::set<std::pair<FunctionId, std::uint32_t>> unknown_calls;  // that input passes
  std::set<SinkPlace> cleared_sinks;  // that what a source brings comes to, made harmless
  NameId self_name;                   // where a method that is a value keeps its object
  NameId partial_name;                // where functools.partial keeps arguments
  NameId response_name;               // where an error keeps the answer of another server
  NameId default_name;  // where a function that is a value keeps its parameters' defaults
  NameId any_error;     // builtins.Exception

  // `looked_for`: of what is there, as harms_in says.
  World(const Program& linked, const References& references, std::vector<Harms> looked_for,
        std::span<const FunctionId> order);
  // take_in counts what was met, and gives what was added its numbers, in the summary too.
  void take_in(Found& found);
  // store joins what the summary of a function says of a cell; `has_grown`: and did not before, or
  // says no less.  The result is the parts of the cell that say something else now.
  std::vector<Selector> store(FunctionId function, CellId cell, bool has_grown);
  // harmed_by is where what a source brings does harm, as far as functions know of each other.
  [[nodiscard]] knowledge::SinkSet harmed_by(knowledge::SourceKind source,
                                             FunctionId function) const {
    return harms[program.island(function)][static_cast<std::size_t>(source)];
  }
  [[nodiscard]] knowledge::SinkSet sinks_for(FunctionId function) const {
    return sinks[program.island(function)];
  }
  // is_of_tests: what a test brings does no harm in the program that it tests.
  [[nodiscard]] bool is_of_tests(UnitId unit) const { return are_tests[unit.index()]; }
  [[nodiscard]] bool is_of_tests(FunctionId function) const {
    return is_of_tests(program[function].unit);
  }
};

}  // namespace av::taint
