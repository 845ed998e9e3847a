#pragma once
// prescribed.h — cryptography that a format or a protocol prescribes.
//
// Who reads a PEM file or answers a RADIUS server has no choice of the cipher: names say so.

#include "analysis/match/check_context.h"

namespace av::match {

// is_prescribed says whether `rule` is about how strong cryptography is, and the functions, classes
// or folders around `at` are called after something that says which to use.
bool is_prescribed(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at);

}  // namespace av::match
