#pragma once
// secret_use.h — is what stands here used as a secret?
//
// That is what tells `password = "swordfish"` of a login from the name of a field, the text of a
// message, a value in a table: these may be called alike, and hold a word as well.

#include "analysis/match/check_context.h"

#include <string_view>

namespace av::match {

// is_used_as_secret says whether the text at `literal`, which `at` gives to `name`, is used so.
// `at` is a statement, an entry of a dict, a keyword, a parameter or a comparison.  One of these is
// enough: it goes to something that logs in, signs or encrypts; beside it stands the user or the
// host; it is compared and lets somebody in; it is a setting of an application.  Looks at 50,000
// nodes at most.
bool is_used_as_secret(CheckContext& check, syntax::NodeId at, syntax::NodeId literal,
                       std::string_view name);

// is_assignment: with a type or without.
bool is_assignment(const syntax::Tree& tree, syntax::NodeId at);

// names_a_login says whether a name is that of a user, a host, a database: what stands beside a
// password in earnest.
bool names_a_login(std::string_view name);

// name_given is what an entry, a keyword, a parameter or a statement gives a value to; empty for
// others.
std::string_view name_given(CheckContext& check, syntax::NodeId part);

// value_given is that value; none when it gives none.
syntax::NodeId value_given(const syntax::Tree& tree, syntax::NodeId part);

}  // namespace av::match
