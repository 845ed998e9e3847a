#pragma once
// route_text.h — what the text of a route says of the parameters that it fills.
//
// In: "/users/<int:id>/<name>", "^users/(?P<id>[0-9]+)/$".  Out: names of which it lets nothing
// through that could do harm.  Linear.

#include <string_view>
#include <vector>

namespace av::taint {

// harmless_captures is those names; they point into `route`.
std::vector<std::string_view> harmless_captures(std::string_view route);

}  // namespace av::taint
