#pragma once
// decided.h — whether code asks somebody before it does what a rule warns of.

#include "analysis/match/check_context.h"

namespace av::match {

// is_decided says whether the function around calls one that checks, before the place, whether
// running code of others is allowed: its user has a say then.  A rule for which that means nothing
// is not.
bool is_decided(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at);

// is_asked_before says whether the function around calls one of the program's own, before `at`,
// that validates, allows or sanitizes something that is also given at `at`, in a way that is not
// understood.  In: a call.
bool is_asked_before(CheckContext& check, syntax::NodeId at);

// is_verified_before says the same of one that verifies a signature: verify(data), unsign(data),
// compare_digest(signature, sign(data)).
bool is_verified_before(CheckContext& check, syntax::NodeId at);

}  // namespace av::match
