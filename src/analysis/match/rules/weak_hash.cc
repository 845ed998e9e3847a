// Broken hash functions.  Page: catalog/rules/cryptography/weak-hash.md
#include "analysis/match/hash_call.h"
#include "analysis/match/names_in.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

constexpr std::string_view kSecurityWords[] = {
    "auth", "authentication", "challenge", "cookie", "credential", "credentials", "csrf",
    "hmac", "license",        "otp",       "secret", "session",    "signed",      "token"};

// A signature is one only if something secret goes into it.
constexpr std::string_view kSigningWords[] = {"sign", "signature", "sig"};

// Protocols that send digests say which algorithm.
constexpr std::string_view kProtocolWords[] = {"nonce",  "cnonce",   "challenge",
                                               "realm",  "scramble", "authenticator",
                                               "radius", "sasl",     "scram"};

constexpr std::string_view kOtherWords[] = {
    "avatar",   "bucket",      "cache",    "cached",    "checksum",  "checksums",
    "color",    "colour",      "dedup",    "duplicate", "etag",      "etags",
    "filename", "fingerprint", "gravatar", "key",       "partition", "shard",
    "slug",     "thumbprint",  "uuid",     "version"};

// Names with these speak of a secret thing, and are none: `cookie_name`, `token_ids`.
constexpr std::string_view kAboutWords[] = {"id", "ids", "name", "names"};

// What the names around say the hash is for.
enum class Purpose : std::uint8_t { Unknown, Security, Other };

Purpose purpose_of(const std::vector<std::string_view>& names) {
  Purpose purpose = Purpose::Unknown;
  bool signs = false;
  bool has_key = false;
  for (const std::string_view name : names) {
    const Words words(name);
    if (words.has_any(kSecurityWords) && !words.has_any(kAboutWords)) {
      return Purpose::Security;
    }
    signs = signs || words.has_any(kSigningWords);
    has_key = has_key || words.has("key");
    purpose = words.has_any(kOtherWords) ? Purpose::Other : purpose;
  }
  return signs && has_key ? Purpose::Security : purpose;
}

// The hashed names, the names that the statement binds, and the function's.
std::vector<std::string_view> names_of_use(CheckContext& check, NodeId call) {
  std::vector<std::string_view> names = names_in(check, call);
  const NodeId statement = check.outline().statement_of(call);
  if (statement.exists() && check.tree().is(statement, NodeKind::Assign)) {
    names.push_back(target_name(check, check.tree().child(statement, 0)));
  }
  names.push_back(function_name(check, call));
  return names;
}

// is_own_seal: a key goes in beside other things, or a secret does and the names say that a
// signature or a token comes out: a MAC of the program's own making.  Where names speak of a
// protocol, that says which hash; and formats of stored passwords call these secrets.
bool is_own_seal(CheckContext& check, NodeId call) {
  constexpr std::string_view kKeys[] = {"key"};
  constexpr std::string_view kSecrets[] = {"secret"};
  constexpr std::string_view kSeals[] = {"auth",      "cookie", "csrf",    "hmac",
                                         "mac",       "seal",   "session", "sign",
                                         "signature", "token",  "sig",     "signed"};
  const auto data = names_in(check, call);
  const auto around = names_around(check, call);
  const auto has = [](const std::vector<std::string_view>& names, const auto& words) {
    return std::ranges::any_of(
        names, [&words](std::string_view name) { return Words(name).has_any(words); });
  };
  const bool seals =
      has(data, kKeys) || (has(data, kSecrets) && has(names_of_use(check, call), kSeals));
  return seals && !has(data, kProtocolWords) && !has(around, kProtocolWords);
}

// is_for_service: a function or a class around has the address of a service: that says how what it
// is sent has to be signed.
bool is_for_service(CheckContext& check, NodeId call) {
  constexpr std::size_t kMostText = 20000;
  const syntax::Tree& tree = check.tree();
  for (NodeId at = check.outline().parent(call); at.exists(); at = check.outline().parent(at)) {
    const std::string_view text =
        tree.is(at, NodeKind::FunctionDef) || tree.is(at, NodeKind::ClassDef)
            ? tree.text_of(at).substr(0, kMostText)
            : std::string_view();
    if (text.find("https://") != text.npos || text.find("http://") != text.npos) {
      return true;
    }
  }
  return false;
}

// is_cut: the digest is shortened, `hexdigest()[:16]`, by nobody who cares for collisions.
bool is_cut(CheckContext& check, NodeId call) {
  const syntax::Tree& tree = check.tree();
  NodeId at = check.outline().parent(call);
  while (at.exists() && (tree.is(at, NodeKind::Attribute) || tree.is(at, NodeKind::Call))) {
    at = check.outline().parent(at);
  }
  return at.exists() && tree.is(at, NodeKind::Subscript) &&
         tree.is(tree.child(at, 1), NodeKind::Slice) &&
         check.outline().encloses(tree.child(at, 0), call);
}

// is_shuffled: fresh random bytes go in, so that nobody knows what is hashed.
bool is_shuffled(CheckContext& check, NodeId call) {
  constexpr std::size_t kMostNodes = 60;
  std::vector<NodeId> open = {call};
  for (std::size_t i = 0; i < open.size() && i < kMostNodes; ++i) {
    if (check.tree().is(open[i], NodeKind::Call) &&
        check.may_be(check.tree().child(open[i], 0), "os.urandom")) {
      return true;
    }
    for (const NodeId child : check.tree().children(open[i])) {
      open.push_back(child);
    }
  }
  return false;
}

// md5.new of Python 2, Crypto.Hash and cryptography know no flag.
const char* mend_of(const Call& call) {
  const bool has_flag = call.is("hashlib.new") ||
                        (call.method() != "new" && call.method() != "file_digest" &&
                         std::ranges::any_of(call.meanings().all(), [](const auto& meaning) {
                           return meaning.path.starts_with("hashlib.");
                         }));
  return has_flag ? "use `hashlib.sha256`, or pass `usedforsecurity=False` if nobody gains by a "
                    "collision"
                  : "use SHA-256, unless nobody gains by a collision";
}

// chosen_at is where an algorithm that is one of several gets chosen: the branch that binds it.
NodeId chosen_at(CheckContext& check, NodeId named) {
  for (NodeId bound = check.stands_for(named);
       bound.exists() && check.tree().is(bound, NodeKind::Name); bound = check.stands_for(bound)) {
    named = bound;
  }
  if (!check.tree().is(named, NodeKind::Name)) {
    return NodeId::none();
  }
  const names::Reaching reached = check.names().reaching(named);
  for (const names::Binding* binding : reached.bindings()) {
    if (reached.only() == nullptr && binding->kind == names::BindingKind::Value &&
        is_broken(algorithm_named(check, binding->value))) {
      return binding->value;
    }
  }
  return NodeId::none();
}

// is_in_its_name: the function or class around says which algorithm it is about, `sign_sha1`,
// `HmacSha1`: who calls it has chosen, often because a protocol says so.
bool is_in_its_name(CheckContext& check, NodeId call, std::string_view algorithm) {
  const auto names_it = [algorithm](std::string_view name) {
    std::string plain;
    for (const char c : name) {
      if (c != '_') {
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      }
    }
    return plain.find(algorithm) != std::string::npos;
  };
  return std::ranges::any_of(names_around(check, call), names_it);
}

// look_at_signature: an algorithm written in the call is the program's choice; one that comes by a
// name is often what a protocol prescribes, and to verify old signatures is to accept old ones.
void look_at_signature(CheckContext& check, const Call& call, const HashCall& hash) {
  const bool is_own_choice = call.method() == "sign" &&
                             check.tree().is(hash.named, NodeKind::Call) &&
                             !is_in_its_name(check, call.node(), hash.algorithm);
  const NodeId chosen = chosen_at(check, hash.named);
  const char* what = call.method() == "sign" ? " signs " : " accepts signatures ";
  check.report({.at = chosen.exists() ? chosen : call.node(),
                .severity = is_own_choice ? Severity::Medium : Severity::Low,
                .confidence = Confidence::Medium,
                .message = "`" + std::string(call.text()) + "`" + what + "over " + hash.algorithm +
                           ", for which collisions are made in practice",
                .mend = "use SHA-256, unless a protocol prescribes this one"});
}

void look_at(CheckContext& check, const Call& call) {
  const auto hash = find_hash_call(check, call);
  if (!hash || hash->is_update || !is_broken(hash->algorithm) || hashes_password(check, *hash) ||
      is_fed_password(check, call)) {
    return;
  }
  if (call.value({Parameter::kKeywordOnly, "usedforsecurity"}).truth() == false) {
    return;
  }
  if (hash->named.exists() && (call.method() == "sign" || call.method() == "verify")) {
    return look_at_signature(check, call, *hash);
  }
  Report report = {.at = call.node(),
                   .severity = Severity::Low,
                   .confidence = Confidence::Low,
                   .message = "`" + std::string(call.text()) + "` hashes with " + hash->algorithm +
                              ", for which collisions are made in practice",
                   .mend = mend_of(call)};
  const Purpose purpose = purpose_of(names_of_use(check, call.node()));
  const bool weighs = purpose == Purpose::Security && !is_shuffled(check, call.node());
  if (!weighs && (purpose == Purpose::Other || is_cut(check, call.node()))) {
    report.severity = Severity::Note;
  } else if (weighs && is_own_seal(check, call.node()) && !is_cut(check, call.node()) &&
             !is_for_service(check, call.node())) {
    report.severity = Severity::Medium;
    report.confidence = Confidence::Medium;
  }
  check.report(std::move(report));
}

}  // namespace

namespace rules {
extern constinit const RuleCode weak_hash = {"weak-hash", {on_call(look_at, kHashCallees)}};
}  // namespace rules

}  // namespace av::match
