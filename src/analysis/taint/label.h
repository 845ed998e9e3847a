#pragma once
// label.h — what may be said of a value: it comes from a source, from a parameter, it is a
// function.

#include "analysis/knowledge/taint_model.h"
#include "analysis/taint/around.h"
#include "analysis/taint/row_table.h"
#include "analysis/taint/selector.h"
#include "base/short_list.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace av::taint {

struct PathTag;
// PathId is a part of one of a function's inputs: `a`, `a.name`, `a[0]`.
using PathId = base::Id<PathTag>;

// kMostSteps is how long an access path may get; what lies deeper counts to its last step.
inline constexpr std::uint32_t kMostSteps = 4;

// Input is what a function gets from outside: a parameter, or a variable of a function around it.
struct Input {
  static constexpr std::uint32_t kCaptured = 0x80000000;
  std::uint32_t code = 0;  // a parameter's index, or kCaptured and a symbol of the file

  static Input captured(std::uint32_t symbol) { return {kCaptured | symbol}; }
  [[nodiscard]] bool is_captured() const { return (code & kCaptured) != 0; }
  [[nodiscard]] std::uint32_t symbol() const { return code & ~kCaptured; }
  friend auto operator<=>(Input, Input) = default;
};

// PathRow is an access path: one step further than its parent, or all of an input.
struct PathRow {
  Input input;
  PathId parent;
  Selector selector;
  std::uint32_t length = 0;

  [[nodiscard]] std::uint64_t hash() const {
    return hash_on(hash_on(input.code, parent.index()), selector.code());
  }
  friend bool operator==(const PathRow&, const PathRow&) = default;
};

// Paths gives access paths numbers.
class Paths {
 public:
  PathId of(Input input) { return add({input, PathId::none(), Selector(), 0}); }
  // step is one step further; a path that is long already stays as it is.
  PathId step(PathId path, Selector selector) {
    const PathRow row = rows_[path.index()];
    return row.length >= kMostSteps ? path : add({row.input, path, selector, row.length + 1});
  }
  // add is the number of a path whose parent has one.
  PathId add(const PathRow& row) { return PathId(rows_.add(row)); }
  [[nodiscard]] Input input(PathId path) const { return rows_[path.index()].input; }
  [[nodiscard]] std::uint32_t length(PathId path) const { return rows_[path.index()].length; }
  // parent is a path without its last step; none of a whole input.
  [[nodiscard]] PathId parent(PathId path) const { return rows_[path.index()].parent; }
  // prefix is a path's first steps, `most` of them.
  [[nodiscard]] PathId prefix(PathId path, std::uint32_t most) const {
    while (length(path) > most) {
      path = rows_[path.index()].parent;
    }
    return path;
  }
  // is_part says whether a path is that part of an input.
  [[nodiscard]] bool is_part(PathId path, Input input, Selector part) const {
    const PathRow& row = rows_[path.index()];
    return row.length == 1 && row.input == input && row.selector == part;
  }
  // is_within says whether a path is another one, or leads further from there.
  [[nodiscard]] bool is_within(PathId path, PathId other) const {
    return input(path) == input(other) && length(path) >= length(other) &&
           prefix(path, length(other)) == other;
  }
  // Steps is the steps of a path; longer ones than most take memory.
  using Steps = base::ShortList<Selector, 8>;
  // selectors appends the steps of a path, first one first.
  void selectors(PathId path, Steps& out) const {
    const std::size_t base = out.size();
    for (std::size_t i = length(path); i > 0; --i) {
      out.push_back({});
    }
    for (std::size_t at = out.size(); at > base; path = rows_[path.index()].parent) {
      out[--at] = rows_[path.index()].selector;
    }
  }

  void lie_on(const Paths& below) { rows_.lie_on(below.rows_); }
  void clear() { rows_.clear(); }
  [[nodiscard]] std::span<const PathRow> own() const { return rows_.own(); }
  [[nodiscard]] std::uint32_t size() const { return rows_.size(); }

 private:
  RowTable<PathRow> rows_;
};

// kLongestWay: a longer way tells nobody more.
inline constexpr std::uint8_t kLongestWay = 250;

// kMostGuesses: as unsure as that is as unsure as it gets.
inline constexpr unsigned kMostGuesses = 3;

// far is how far a way leads, its guesses included: each counts as so many steps.
constexpr std::size_t far(std::size_t steps, unsigned guesses) {
  constexpr std::size_t kStepsOfGuess = 18;
  return steps + kStepsOfGuess * guesses;
}

// kFarthest: over a way of so many steps, with guesses among them, nobody can say that a value
// comes.
inline constexpr std::size_t kFarthest = 72;

// Label is one thing that may be true of a value.
struct Label {
  enum class Kind : std::uint8_t {
    Source,    // what: the number of an Origin
    Input,     // what: a PathId of the function being looked at
    Function,  // what: a function of the program, which may be called
  };
  Kind kind = Kind::Source;
  bool is_flat : 1 = false;      // Input: any part of it, as in a text that it was put in
  bool via_unknown : 1 = false;  // it passed a call of which nothing is known
  std::uint8_t guesses : 2 = 0;  // how often on its way it was not certain to come along
  Around around = 0;             // where in a text it is
  std::uint8_t distance = 0;     // steps since the source
  std::uint32_t what = 0;
  knowledge::SinkSet cleared =
      0;                   // where it does no harm; Function: kBound for a bound method, kFirstKept
  std::uint32_t step = 0;  // the last step of how it got here: a number in Trace

  // guess says that it may as well not have come along; a Function is what it is.
  void guess(unsigned times = 1) {
    if (kind != Kind::Function) {
      guesses = std::min(guesses + times, kMostGuesses) & kMostGuesses;
    }
  }
  // is_lost: it came too far, by guesses, to be told of.
  [[nodiscard]] bool is_lost() const {
    return kind == Kind::Source && guesses != 0 && far(distance, guesses) >= kFarthest;
  }
  // widen says that it is here because a bound was met, or somewhere inside: one guess at least.
  void widen() { guess(guesses == 0 ? 1 : 0); }

  static constexpr knowledge::SinkSet kBound = 1;
  static constexpr knowledge::SinkSet kFirstKept = 256;  // … times how many arguments are kept

  // key is what makes it another label; the rest is kept of the nearer one, and what both say of
  // the text around.
  [[nodiscard]] auto key() const {
    return std::pair((static_cast<std::uint64_t>(kind) << 33U) | (std::uint64_t{what} << 1U) |
                         (is_flat ? 1U : 0U),
                     cleared);
  }
};
static_assert(sizeof(Label) == 16);

}  // namespace av::taint
