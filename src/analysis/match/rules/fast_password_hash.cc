// Passwords hashed by a fast hash function.
// Page: catalog/rules/cryptography/fast-password-hash.md
#include "analysis/match/hash_call.h"
#include "analysis/match/names_in.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <vector>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

// How many nodes behind a hash are looked at for what its digest is given to.
constexpr std::uint32_t kNear = 3000;

bool is_slow_hash(const Call& call) {
  constexpr std::string_view kSlow[] = {"bcrypt.", "argon2.", "passlib.", "hashlib.pbkdf2_hmac",
                                        "hashlib.scrypt"};
  for (const names::Meaning& meaning : call.meanings().all()) {
    for (const std::string_view slow : kSlow) {
      if (meaning.path.starts_with(slow)) {
        return true;
      }
    }
  }
  return false;
}

// is_in: `expr`, or what one of its variables stands for, has `node` in it.
bool is_in(CheckContext& check, NodeId expr, NodeId node) {
  constexpr std::size_t kMaxNodes = 60;
  std::vector<NodeId> open = {expr};
  for (std::size_t i = 0; i < open.size() && i < kMaxNodes; ++i) {
    const NodeId at = open[i];
    if (check.outline().encloses(at, node)) {
      return true;
    }
    const NodeId bound = check.stands_for(at);
    if (bound.exists()) {
      open.push_back(bound);
    }
    for (const NodeId child : check.tree().children(at)) {
      open.push_back(child);
    }
  }
  return false;
}

bool is_given(CheckContext& check, const Call& call, NodeId node) {
  const Call::Arguments& given = call.arguments();
  return std::any_of(given.positional.begin(), given.positional.end(),
                     [&](NodeId argument) { return is_in(check, argument, node); }) ||
         std::any_of(given.keywords.begin(), given.keywords.end(),
                     [&](const Call::Named& named) { return is_in(check, named.node, node); });
}

// is_prepared: the digest goes into a slow password hash, as for long passwords.  What is around
// a node and behind it has higher numbers.
bool is_prepared(CheckContext& check, NodeId node) {
  const auto count = static_cast<std::uint32_t>(check.tree().nodes().size());
  const std::uint32_t end = std::min(count, node.index() + kNear);
  for (std::uint32_t i = node.index() + 1; i < end; ++i) {
    if (!check.tree().is(NodeId(i), NodeKind::Call)) {
      continue;
    }
    const Call call(check.names(), NodeId(i));
    if (is_slow_hash(call) && is_given(check, call, node)) {
      return true;
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
extern constinit const RuleCode fast_password_hash = {"fast-password-hash",
                                                      {on_call(look_at, kHashCallees)}};
}  // namespace rules

}  // namespace av::match
