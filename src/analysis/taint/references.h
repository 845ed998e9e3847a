#pragma once
// references.h — what the functions of a program have to do with each other, by what is written:
// before any value is known.
//
// It says more than what happens: whoever calls a function may see what it brings, and so may
// whoever names it as a value or reads a variable that it sets.  Made in one pass over the
// instructions; then read-only.

#include "analysis/knowledge/taint_model.h"
#include "analysis/taint/program.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace av::taint {

// Lists is a list of functions for each of many numbers, side by side.
class Lists {
 public:
  using Pair = std::pair<std::uint32_t, FunctionId>;

  Lists() = default;
  // The pairs of one number stay in their order.
  Lists(std::span<const Pair> pairs, std::size_t count);
  [[nodiscard]] std::span<const FunctionId> operator[](std::uint32_t number) const {
    return std::span(functions_).subspan(first_[number], first_[number + 1] - first_[number]);
  }

 private:
  std::vector<FunctionId> functions_;
  std::vector<std::uint32_t> first_;  // by number; one more at the end
};

// AttributeReader is a function that may read an attribute of objects of a class.
struct AttributeReader {
  AttributeOfClass attribute;
  FunctionId function;
  friend auto operator<=>(const AttributeReader&, const AttributeReader&) = default;
};

// References is all of it.
struct References {
  Lists needs;    // by function: those it calls, the nested ones it makes
  Lists users;    // by function: those that need it or name it as a value
  Lists readers;  // by cell: those that may read it; of a captured variable, those inside
  std::vector<AttributeReader> attributes;  // ascending: methods, and what their objects' class is
  Lists writers;  // by cell of a module: those that may put functions into it
  std::vector<knowledge::SourceSet> sources;  // by function: what it brings itself
  std::vector<knowledge::SinkSet> sinks;      // by function: what it does harm in itself

  explicit References(const Program& program);
};

}  // namespace av::taint
