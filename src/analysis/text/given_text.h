#pragma once
// given_text.h — text that somebody decoded already: a `str` of Python, what an editor holds.
//
// As source.h, but that a cookie in the text has no say any more: it speaks of a file's bytes.

#include "analysis/text/source.h"

#include <string>
#include <string_view>

namespace av::text {

// take_text makes a Source of UTF-8 that is Python whatever `path` is called.  Never fails.
Source take_text(std::string path, std::string_view text);

// take_text_by_name makes a Source of `text` as load_source would of a file called `path`.
Result<Source> take_text_by_name(std::string path, std::string_view text);

}  // namespace av::text
