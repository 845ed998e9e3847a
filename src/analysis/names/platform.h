#pragma once
// platform.h — which system a condition asks for: `sys.platform == "win32"`, `os.name == "nt"`.
//
// Read off the text of the condition; what else it asks is not looked at.

#include <cstdint>
#include <string_view>

namespace av::names {

// Platform is a kind of system; Any also where a condition asks for Linux, or for none.
enum class Platform : std::uint8_t { Any, Windows, Mac, Other };

// platform_of is the system that an `if` with this test is for.
Platform platform_of(std::string_view test);

// is_windows_module says whether a module of the standard library is there on Windows only.
bool is_windows_module(std::string_view module);

// name_of is as people write it: "windows".
std::string_view name_of(Platform platform);

}  // namespace av::names
