#pragma once
// constant_writer.h — values of a file's tree as constants of the project index, and back.
//
// Only what is known down to the last element is written; a container may be open, and hold
// elements that are not known.  Size and depth are capped.

#include "analysis/names/project.h"
#include "analysis/names/value.h"
#include "base/arena.h"

#include <cstddef>

namespace av::names {

// ConstantWriter writes into tables, which must outlive it.
class ConstantWriter {
 public:
  explicit ConstantWriter(ProjectTables& tables) : tables_(tables) {}

  // write returns none for a value that is not known.
  ConstantId write(const Value& value);

 private:
  [[nodiscard]] bool is_writable(const Value& value, int depth) const;
  Constant written(const Value& value);
  Constant container(ValueKind kind, const Value& value);

  ProjectTables& tables_;
  mutable std::size_t budget_ = 0;
};

// read_constant makes a Value of a constant, in `arena`; every place in it is `node`.
const Value* read_constant(const Project& project, const Constant& constant, syntax::NodeId node,
                           base::Arena& arena);

}  // namespace av::names
