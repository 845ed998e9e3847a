#pragma once
// module_names.h — names and numbers of standard-library modules that no source text shows.
//
// Of a module in C (`_socket`) all its names, of one in Python (`http.client`) those that it puts
// there by globals() and the like; of CPython 3.11 and 3.13 on Linux, dunders left out.  From
// catalog/modules/, frozen at build time.  A look-up is a search by halves and then
// reads the module's names.  Any number of threads.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace av::knowledge {

// is_native_module says whether a module is in C, so that hidden_names are all it has.
bool is_native_module(std::string_view module);

// hidden_names is a module's names that its text does not show, ascending.
std::vector<std::string_view> hidden_names(std::string_view module);

// has_hidden_name says whether `name` is one of them.
bool has_hidden_name(std::string_view module, std::string_view name);

// find_number is the number that `path` ("stat.S_IRWXU") stands for, where that is the same on
// every system.
std::optional<std::int64_t> find_number(std::string_view path);

}  // namespace av::knowledge
