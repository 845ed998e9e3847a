#pragma once
// prescribed.h — cryptography that a format or a protocol prescribes.
//
// Who reads a PEM file or answers a RADIUS server has no choice of the cipher: names say so.  Nor
// has a library: of 110 weak ciphers and hashes in popular packages all were a format's or a
// service's.

#include "analysis/match/check_context.h"

namespace av::match {

// is_prescribed says whether `rule` is about how strong cryptography is, and the functions, classes
// or folders around `at` are called after something that says which to use, or `at` is in a
// library's function; or whether it is about keys, and the file does as the pages of one web site
// do.
bool is_prescribed(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at);

}  // namespace av::match
