#pragma once
// foreign_codes.h — which rules the codes of bandit and ruff (B602, S602) stand for.
//
// The table is that of docs/from-bandit.md; tests/tools/from_bandit_test.py holds the two together.

#include <string_view>
#include <vector>

namespace av::match {

// codes_in is the codes of a comment: "# nosec B602, B607" and "# noqa: E501, S602".  Empty for a
// bare # nosec, which means every finding.
std::vector<std::string_view> codes_in(std::string_view comment);

// stands_for says whether a code is one for the rule.
bool stands_for(std::string_view code, std::string_view rule);

}  // namespace av::match
