#pragma once
// protocols.h — the methods that Python calls by itself: of an operator, a loop, a text made of an
// object.

#include "analysis/flow/ir.h"
#include "analysis/syntax/tree.h"

#include <optional>
#include <string_view>

namespace av::taint {

// Protocol is one way to have a method called.
struct Protocol {
  std::string_view method;
  bool is_swapped = false;  // of the object at the right: x in object
};

// protocol_of is the method that an instruction may call of the object at its left; `is_right` asks
// for the one at its right.
std::optional<Protocol> protocol_of(const flow::Instr& instr, bool is_right);
// protocol_of_call is the method that a function of a library calls of its first argument: str(x).
std::optional<std::string_view> protocol_of_call(std::string_view path);
// stand_in_for is what Python calls where a class has no such method, or empty: __str__ for
// __format__.
std::string_view stand_in_for(std::string_view method);

}  // namespace av::taint
