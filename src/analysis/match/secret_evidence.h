#pragma once
// secret_evidence.h — how loudly to speak of a text that is given to the name of a secret.
//
// Three things are asked, in this order, and no rule adds exceptions of its own:
//   what the text looks like (SecretLook, secret_words.h);
//   what speaks against it: it is made up, known to everybody, what counts until somebody chooses
//     another, refused, or the name of something (Doubt);
//   whether it is used as a secret (is_used): it goes to a login or a signature, stands beside the
//     user or the host, lets somebody in, or is a setting.
// A random text speaks for itself, one that people only choose as a password nearly so, a word only
// by its use: named alone it is low.

#include "analysis/match/check_context.h"
#include "analysis/match/grade.h"
#include "analysis/match/secret_words.h"

#include <optional>
#include <string_view>

namespace av::match {

// Candidate is a text that may be a secret.
struct Candidate {
  syntax::NodeId at;  // what gives it: a statement, entry, keyword, parameter, comparison, call
  syntax::NodeId literal;  // where it is written
  std::string_view name;   // what it is given to; empty when only its form speaks
  SecretLook look = SecretLook::Doubtful;
  bool is_used = false;  // what it is given to is certainly the place of a secret
};

// grade_of_secret weighs the evidence; none where it is the name of something.
std::optional<Grade> grade_of_secret(CheckContext& check, const Candidate& candidate);

// is_for_show: code of a folder of examples, that only runs when the file itself is run, or in
// something whose name says that it is made up.
bool is_for_show(CheckContext& check, syntax::NodeId at);

}  // namespace av::match
