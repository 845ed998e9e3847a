#pragma once
// cookie.h — the line of a Python file that says what encoding it is in.
//
// Source: PEP 263, as CPython's tokenizer applies it.

#include <cstddef>
#include <optional>
#include <string_view>

namespace av::text {

// Cookie is the name a file gives its encoding, as written: `# -*- coding: latin-1 -*-`.
struct Cookie {
  std::string_view name;     // part of the bytes it was found in
  std::size_t offset = 0;    // of the name
  std::size_t line_end = 0;  // behind the line end of the line that holds it
};

// find_cookie looks for a comment `coding[:=] NAME` in the first line of `bytes`, or in the second
// when the first is blank or a comment.  `bytes` starts behind a byte-order mark.
std::optional<Cookie> find_cookie(std::string_view bytes);

}  // namespace av::text
