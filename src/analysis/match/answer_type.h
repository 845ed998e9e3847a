#pragma once
// answer_type.h — whether the code around says that an answer is no HTML.
//
// Some frameworks take an answer's type apart from its text: `self.send_header("Content-Type", …)`,
// `response.mimetype = …`, `return text, 200, {"Content-Type": …}`.  In: where the text is given.
// Looks at the statements of the function around (nearby.h); never fails.

#include "analysis/match/check_context.h"

namespace av::match {

// is_data says whether the text itself is no page of the program's own making: JSON, or what a
// template has made, which is the business of rules about templates.
bool is_data(CheckContext& check, syntax::NodeId at);

// is_other_type says whether the function around `at` sets a content type, and none that it sets
// may be HTML's.  A type that the file does not show counts as another: HTML is what one gets
// without a word.
bool is_other_type(CheckContext& check, syntax::NodeId at);

// is_html_named says whether the function around `at` sets a content type that is HTML's, for
// frameworks that answer with another one without a word.
bool is_html_named(CheckContext& check, syntax::NodeId at);

}  // namespace av::match
