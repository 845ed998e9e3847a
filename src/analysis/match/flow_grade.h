#pragma once
// flow_grade.h — how bad it is that what a source brings gets to a place.
//
// The page says it for a plain case.  Less bad is what its bringer could do himself, what only
// names something that he is there to name, and what comes from so far that somebody looked at it
// on the way: reviewers of well-kept packages were told such things, and did not want to be.

#include "analysis/match/check_context.h"
#include "analysis/match/flow_end.h"

namespace av::match {

// severity_of is that of the finding for `way`, the worst of its end.
knowledge::Severity severity_of(CheckContext& check, const knowledge::FlowRule& rule,
                                const FlowEnd& end, const Way& way);

// is_lost: over such a way, with what was guessed on it, nobody can say that a value comes.
bool is_lost(const Way& way);

// is_users_own: whoever types a command line, sets a variable or keeps a file that the program
// reads could as well do himself what harm it does.
bool is_users_own(knowledge::SourceKind source);

}  // namespace av::match
