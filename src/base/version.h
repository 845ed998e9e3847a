#pragma once
// version.h — which antivenom this is.

#include <string_view>

namespace av::base {

// version is the release number, as CMakeLists.txt states it: "0.1.0".
std::string_view version();

}  // namespace av::base
