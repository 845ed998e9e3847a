#pragma once
// tls_option.h — TLS whose check somebody asked to leave out, or that nothing depends on.

#include "analysis/match/check_context.h"
#include "analysis/match/option_around.h"

namespace av::match {

// tls_options is what options that switch verification off are called.
const OptionWords& tls_options();

// is_unchecked_on_purpose says whether `rule` is about certificates, and `at` is run only under
// such an option, makes what is called after that (`insecure_session = …`), or looks at a target
// that is tested, not trusted.
bool is_unchecked_on_purpose(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at);

}  // namespace av::match
