#pragma once
// page_error.h — errors in the files of the catalog say where.

#include <antivenom/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace av::knowledge {

// PageError makes the Error of one file: its message starts with `path:line: `.
struct PageError {
  std::string_view path;
  std::uint32_t line;

  [[nodiscard]] tl::unexpected<Error> operator()(std::string_view message, std::string hint) const;
};

}  // namespace av::knowledge
