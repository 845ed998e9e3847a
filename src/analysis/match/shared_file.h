#pragma once
// shared_file.h — files that other users are meant to write.
//
// A socket has to be writable for those who send to it, and a lock for those who wait for it: there
// is nothing in them to change.  What a fake or a mock opens up is a tester's own.

#include "analysis/match/check_context.h"

namespace av::match {

// is_meant_to_be_shared says whether `rule` is about permissions, and `at` opens up a socket, a
// lock, or a file of a fake.
bool is_meant_to_be_shared(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at);

}  // namespace av::match
