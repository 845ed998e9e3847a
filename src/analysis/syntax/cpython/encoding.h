#pragma once
// encoding.h — text back in the encoding its file had, as Python 2 keeps it in plain strings.

#include <string>
#include <string_view>

namespace av::syntax::cpython {

// append_encoded appends UTF-8 `text` in `encoding` (a name of lexis/encodings.h); false when that
// lacks one of its characters, or cannot be written here.
bool append_encoded(std::string_view text, std::string_view encoding, std::string& out);

}  // namespace av::syntax::cpython
