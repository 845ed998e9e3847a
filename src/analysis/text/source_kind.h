#pragma once
// source_kind.h — in which form a file holds Python, by its name.

#include <cstdint>
#include <string_view>

namespace av::text {

// SourceKind is how a file is read.
enum class SourceKind : std::uint8_t {
  Other,     // no suffix of ours: Python when somebody names it, or its first line does
  Python,    // .py, .pyi, .pyw
  Notebook,  // .ipynb
  Markdown,  // .md, .markdown
};

// kind_of_name judges the last part of a path, in any case of its letters.
SourceKind kind_of_name(std::string_view path);

}  // namespace av::text
