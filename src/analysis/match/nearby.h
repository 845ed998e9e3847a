#pragma once
// nearby.h — the statements that stand around a place, for rules whose answer depends on them.

#include "analysis/match/check_context.h"

#include <vector>

namespace av::match {

// statements_near is the statements of the outermost function around `node`, of the module outside
// of functions: those within blocks and inner functions too, no more than kMostNear.
inline constexpr std::size_t kMostNear = 400;
std::vector<syntax::NodeId> statements_near(CheckContext& check, syntax::NodeId node);

// is_run_by_hand says whether `node` only runs when somebody runs the file itself: under
// `if __name__ == "__main__":`, or in a function that only such code mentions.  What its command
// line brings is then its own user's.
bool is_run_by_hand(CheckContext& check, syntax::NodeId node);

// leaves says whether a block ends by leaving it: return, raise, continue, break.
bool leaves(const syntax::Tree& tree, syntax::NodeId block);

}  // namespace av::match
