#pragma once
// option_around.h — is a piece of code run only because somebody asked for it?

#include "analysis/match/check_context.h"

#include <span>
#include <string_view>

namespace av::match {

// OptionWords is what names the option, in lower case, as parts of words.  A weak word also names
// the thing itself (`ssl`), so it counts only where the condition denies it or its else is taken.
struct OptionWords {
  std::span<const std::string_view> strong;
  std::span<const std::string_view> weak;
};

// is_under_option says whether a condition around `node`, or one before it that leaves, tests such
// an option; or whether the function's own name is of the strong words.  An option that is a
// parameter counts only if its default keeps what the rule asks for.
bool is_under_option(CheckContext& check, syntax::NodeId node, const OptionWords& words);

}  // namespace av::match
