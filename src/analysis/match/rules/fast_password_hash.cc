// Passwords hashed by a fast hash function.
// Page: catalog/rules/cryptography/fast-password-hash.md
#include "analysis/match/hash_call.h"
#include "analysis/match/names_in.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/secret_words.h"
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

// is_called_slow: _bcrypt_hash(…), self._pbkdf2_hmac_sha512(…): a program's own way to a slow hash.
bool is_called_slow(std::string_view callee) {
  constexpr std::string_view kSlow[] = {"bcrypt",   "scrypt", "argon2", "argon2i",
                                        "argon2id", "pbkdf",  "pbkdf1", "pbkdf2"};
  return Words(callee.substr(callee.rfind('.') + 1)).has_any(kSlow);
}

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
  return is_called_slow(call.text());
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

// goes_into: what is hashed goes into a call that `fits`.  What is around a node and behind it has
// higher numbers.
template <class Fits>
bool goes_into(CheckContext& check, NodeId node, const Fits& fits) {
  const auto count = static_cast<std::uint32_t>(check.tree().nodes().size());
  const std::uint32_t end = std::min(count, node.index() + kNear);
  for (std::uint32_t i = node.index() + 1; i < end; ++i) {
    if (!check.tree().is(NodeId(i), NodeKind::Call)) {
      continue;
    }
    const Call call(check.names(), NodeId(i));
    if (fits(call) && is_given(check, call, node)) {
      return true;
    }
  }
  return false;
}

// is_prepared: the digest goes into a slow password hash, as for long passwords.
bool is_prepared(CheckContext& check, NodeId node) {
  return goes_into(check, node, is_slow_hash);
}

// The range look-up of known passwords takes a SHA-1 on purpose.
bool asks_for_leaks(CheckContext& check, NodeId node) {
  constexpr std::string_view kLeaks[] = {"pwned", "hibp", "breach", "breached", "leaked"};
  return Words(function_name(check, node)).has_any(kLeaks);
}

// hashes_slowly_too: the function knows a slow hash as well, so this one is of older days.
bool hashes_slowly_too(CheckContext& check, NodeId node) {
  const NodeId function = check.outline().function_of(node);
  if (!function.exists()) {
    return false;
  }
  const std::uint32_t first = function.index() - std::min(function.index(), kNear);
  for (std::uint32_t i = first; i < function.index(); ++i) {
    if (check.tree().is(NodeId(i), NodeKind::Call) &&
        check.outline().encloses(function, NodeId(i)) &&
        is_slow_hash(Call(check.names(), NodeId(i)))) {
      return true;
    }
  }
  return false;
}

// text_around is the f-string that the digest is written into; none when there is none.
NodeId text_around(CheckContext& check, NodeId node) {
  const syntax::Tree& tree = check.tree();
  NodeId text;
  for (NodeId at = check.outline().parent(node); at.exists() && !names::is_statement(tree.kind(at));
       at = check.outline().parent(at)) {
    if (tree.is(at, NodeKind::FString) || (text.exists() && tree.is(at, NodeKind::StringGroup))) {
      text = at;
    }
  }
  return text;
}

std::size_t fields_in(const syntax::Tree& tree, NodeId text) {
  std::size_t count = tree.is(text, NodeKind::Field) ? 1 : 0;
  for (const NodeId child : tree.children(text)) {
    count += tree.is(text, NodeKind::Field) ? 0 : fields_in(tree, child);
  }
  return count;
}

// is_one_of_many: the digest is one of several parts of a text, as in the key of a cache.  What is
// kept to check passwords has a salt beside it.
bool is_one_of_many(CheckContext& check, NodeId node) {
  const NodeId text = text_around(check, node);
  if (!text.exists() || fields_in(check.tree(), text) < 2) {
    return false;
  }
  const auto names = names_in(check, text);
  return std::none_of(names.begin(), names.end(),
                      [](std::string_view name) { return Words(name).has("salt"); });
}

// names_of_text is the names in what is hashed, and in the texts that its variables stand for.
std::vector<std::string_view> names_of_text(CheckContext& check, NodeId data) {
  std::vector<std::string_view> names = names_in(check, data);
  const syntax::Tree& tree = check.tree();
  NodeId at = data;
  while (at.exists() && (tree.is(at, NodeKind::Call) || tree.is(at, NodeKind::Attribute))) {
    at = tree.child(at, 0);  // data of data.encode()
  }
  if (const NodeId bound = check.stands_for(at); bound.exists()) {
    const auto more = names_in(check, bound);
    names.insert(names.end(), more.begin(), more.end());
  }
  return names;
}

// is_of_protocol: something fresh or the user's name goes in too, as in protocols that send a
// digest in place of the password: both sides have to make the same, and nobody chooses it.
bool is_of_protocol(CheckContext& check, const HashCall& hash) {
  constexpr std::string_view kWords[] = {"nonce",    "cnonce",   "challenge", "realm",
                                         "scramble", "username", "login"};
  const auto names = names_of_text(check, hash.data.node);
  return std::any_of(names.begin(), names.end(), [&kWords](std::string_view name) {
    const Words words(name);
    return words.has_any(kWords) || words.has_pair("user", "name");
  });
}

// is_hashed_again: the digest goes into another hash, as in protocols and where keys are made.
bool is_hashed_again(CheckContext& check, NodeId node) {
  return goes_into(check, node,
                   [&](const Call& call) { return find_hash_call(check, call).has_value(); });
}

// holds_hash: what is hashed is the digest of a password already.
bool holds_hash(CheckContext& check, NodeId data) {
  constexpr std::size_t kMaxNodes = 60;
  std::vector<NodeId> open = {data};
  for (std::size_t i = 0; i < open.size() && i < kMaxNodes; ++i) {
    if (check.tree().is(open[i], NodeKind::Call) &&
        find_hash_call(check, Call(check.names(), open[i]))) {
      return true;
    }
    for (const NodeId child : check.tree().children(open[i])) {
      open.push_back(child);
    }
  }
  return false;
}

// is_of_a_format: the code around makes keys, or is one of several ways that a class of hashers
// offers, so that what exists already can be read.
bool is_of_a_format(CheckContext& check, NodeId node) {
  constexpr std::string_view kKeys[] = {"encrypt", "decrypt", "cipher",
                                        "kdf",     "hasher",  "scramble"};
  const auto speaks = [&kKeys](std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::any_of(std::begin(kKeys), std::end(kKeys), [&lower](std::string_view key) {
      return lower.find(key) != std::string::npos;
    });
  };
  return std::ranges::any_of(names_around(check, node), speaks);
}

bool speaks_of_users(std::string_view name) {
  constexpr std::string_view kUsers[] = {"account", "accounts", "customer", "form",
                                         "login",   "member",   "register", "request",
                                         "signin",  "signup",   "user",     "users"};
  const Words words(name);
  return words.has_any(kUsers) || words.has_pair("log", "in") || words.has_pair("sign", "in") ||
         words.has_pair("sign", "up") || words.has_pair("hash", "password") ||
         words.has_pair("password", "hash") || words.has_pair("set", "password");
}

// is_of_own_users: a script hashes its password, the digest is written into a text to be kept, or
// the names say that the program's own users have it: those of the function, of its parameters, and
// of the statement.  Elsewhere it is mostly what somebody else's format or protocol wants.
bool is_of_own_users(CheckContext& check, NodeId node) {
  const NodeId function = check.outline().function_of(node);
  if (!function.exists() || text_around(check, node).exists() ||
      speaks_of_users(definition_name(check, function))) {
    return true;
  }
  const syntax::Tree& tree = check.tree();
  std::vector<std::string_view> names = names_in(check, check.outline().statement_of(node));
  for (const NodeId part : tree.children(function)) {
    for (const NodeId parameter :
         tree.is(part, NodeKind::Parameters) ? tree.children(part) : syntax::Children(0, 0)) {
      const syntax::Children parts = tree.children(parameter);
      names.push_back(parts.empty() ? std::string_view() : check.names().spelling(parts[0]));
    }
  }
  return std::ranges::any_of(names, speaks_of_users);
}

void look_at(CheckContext& check, const Call& call) {
  const auto hash = find_hash_call(check, call);
  if (!hash || !hashes_password(check, *hash) || is_prepared(check, call.node()) ||
      asks_for_leaks(check, call.node())) {
    return;
  }
  const std::string what = hash->algorithm.empty() ? "a fast hash" : hash->algorithm;
  const bool is_mild = hashes_slowly_too(check, call.node()) ||
                       is_one_of_many(check, call.node()) || is_of_protocol(check, *hash) ||
                       holds_hash(check, hash->data.node) || is_hashed_again(check, call.node()) ||
                       is_of_a_format(check, call.node()) || is_imitation(check.path()) ||
                       !is_of_own_users(check, call.node());
  check.report({.at = call.node(),
                .severity = is_mild ? Severity::Low : Severity::Medium,
                .confidence = is_mild ? Confidence::Medium : Confidence::High,
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
