// Passwords hashed by a fast hash function.
// Page: catalog/rules/cryptography/fast-password-hash.md
#include "analysis/match/hash_call.h"
#include "analysis/match/names_in.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// is_prepared: the digest goes straight into a slow password hash, as for long passwords.
bool is_prepared(CheckContext& check, NodeId node) {
  constexpr std::string_view kSlow[] = {"bcrypt.", "argon2.", "passlib.", "hashlib.pbkdf2_hmac",
                                        "hashlib.scrypt"};
  for (NodeId at = check.outline().parent(node); at.exists(); at = check.outline().parent(at)) {
    if (names::is_statement(check.tree().kind(at))) {
      return false;
    }
    if (!check.tree().is(at, NodeKind::Call)) {
      continue;
    }
    for (const names::Meaning& meaning : check.meanings(check.tree().child(at, 0)).all()) {
      for (const std::string_view slow : kSlow) {
        if (meaning.path.starts_with(slow)) {
          return true;
        }
      }
    }
  }
  return false;
}

// The range look-up of known passwords takes a SHA-1 on purpose.
bool asks_for_leaks(CheckContext& check, NodeId node) {
  constexpr std::string_view kLeaks[] = {"pwned", "hibp", "breach", "breached", "leaked"};
  return Words(function_name(check, node)).has_any(kLeaks);
}

void look_at(CheckContext& check, const Call& call) {
  const auto hash = find_hash_call(check, call);
  if (!hash || !hashes_password(check, *hash) || is_prepared(check, call.node()) ||
      asks_for_leaks(check, call.node())) {
    return;
  }
  const std::string what = hash->algorithm.empty() ? "a fast hash" : hash->algorithm;
  check.report({.at = call.node(),
                .severity = Severity::Medium,
                .confidence = Confidence::High,
                .message = check.quoted(hash->data.node) + " is hashed with " + what +
                           ", of which an attacker tries billions a second",
                .mend = "hash passwords with Argon2 or bcrypt, which are slow and salt by "
                        "themselves"});
}

}  // namespace

namespace rules {
extern constinit const RuleCode fast_password_hash = {"fast-password-hash", {on_call(look_at)}};
}  // namespace rules

}  // namespace av::match
