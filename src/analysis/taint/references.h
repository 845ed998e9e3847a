#pragma once
// references.h — what the functions of a program have to do with each other, by what is written:
// before any value is known.
//
// It says more than what happens: whoever calls a function may see what it brings, and so may
// whoever names it as a value or reads a variable that it sets.  Made in one pass over the
// instructions, the same for any number of threads; then read-only.

#include "analysis/knowledge/taint_model.h"
#include "analysis/taint/program.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace av::taint {

// Lists is a list for each of many numbers, side by side.
template <class Entry>
class Lists {
 public:
  using Pair = std::pair<std::uint32_t, Entry>;
  using Pairs = std::vector<Pair>;

  Lists() = default;
  // The pairs of one number stay in the order of the parts, and in each part in theirs.
  Lists(std::span<const Pairs* const> parts, std::size_t count) : first_(count + 1) {
    for (const Pairs* part : parts) {
      for (const auto& [number, entry] : *part) {
        ++first_[number + 1];
      }
    }
    for (std::size_t i = 1; i < first_.size(); ++i) {
      first_[i] += first_[i - 1];
    }
    entries_.resize(first_.back());
    std::vector<std::uint32_t> next = first_;
    for (const Pairs* part : parts) {
      for (const auto& [number, entry] : *part) {
        entries_[next[number]++] = entry;
      }
    }
  }
  // sort puts the entries of each number into their order.
  void sort() {
    for (std::size_t i = 1; i < first_.size(); ++i) {
      std::ranges::sort(std::span(entries_).subspan(first_[i - 1], first_[i] - first_[i - 1]));
    }
  }
  [[nodiscard]] std::span<const Entry> operator[](std::uint32_t number) const {
    return std::span(entries_).subspan(first_[number], first_[number + 1] - first_[number]);
  }

 private:
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> first_;  // by number; one more at the end
};

// AttributeReader is a function that may read an attribute.
struct AttributeReader {
  Selector attribute;
  FunctionId function;
  friend auto operator<=>(const AttributeReader&, const AttributeReader&) = default;
};

// References is all of it.
struct References {
  Lists<FunctionId> needs;  // by function: those it calls, the nested ones it makes
  Lists<FunctionId> users;  // by function: those that need it or name it as a value
  Lists<FunctionId>
      readers;  // by cell: those that may read it; of a captured variable, those inside
  Lists<AttributeReader> attributes;  // by class: its methods, and those that name it; ascending
  Lists<FunctionId> writers;          // by cell of a module: those that may put functions into it
  std::vector<knowledge::SourceSet> sources;  // by function: what it brings itself
  std::vector<knowledge::SinkSet> sinks;      // by function: what it does harm in itself

  explicit References(const Program& program, unsigned threads = 1);
};

}  // namespace av::taint
