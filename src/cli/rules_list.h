#pragma once
// rules_list.h — what `antivenom rules list` takes.

#include <string_view>
#include <vector>

namespace av::cli {

// rule_list_formats is what its --format takes.
std::vector<std::string_view> rule_list_formats();

}  // namespace av::cli
