#pragma once
// reason_word.h — why something was not analysed, in the words of reports for programs
// (docs/json.md).

#include "analysis/text/left_out.h"
#include <antivenom/result.h>

#include <string_view>

namespace av::report {

// reason_word is the word for an error's code: "denied".
std::string_view reason_word(ErrorCode code);

// reason_word is why a path was not wanted: "git-ignored".
std::string_view reason_word(text::LeftOutReason reason);

}  // namespace av::report
