#pragma once
// route_text.h — what the text of a route says of the parameters that it fills.
//
// In: "/users/<int:id>/<name>", "^users/(?P<id>[0-9]+)/$".  Out: names of which it lets nothing
// through that could do harm.  Linear.

#include "analysis/taint/name_table.h"

#include <string_view>
#include <vector>

namespace av::taint {

// harmless_captures is those names; they point into `route`.
std::vector<std::string_view> harmless_captures(std::string_view route);

// segment_captures is names that take one part of the address: no slash is in them, written as
// `%2F` neither, but `..` may be all of one.  A regular expression's are left out.
std::vector<std::string_view> segment_captures(std::string_view route);

// Captures is both, as names.
struct Captures {
  std::vector<NameId> numbers;
  std::vector<NameId> segments;
};
Captures captures_of(std::string_view route, NameTable& names);

}  // namespace av::taint
