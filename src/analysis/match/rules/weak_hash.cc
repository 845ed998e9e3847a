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
    "auth",        "authentication", "cert", "certificate", "challenge", "cookie", "credential",
    "credentials", "csrf",           "hmac", "license",     "nonce",     "otp",    "salt",
    "secret",      "session",        "sign", "signature",   "signed",    "token",  "tokens"};

constexpr std::string_view kOtherWords[] = {
    "avatar",   "bucket", "cache",     "cached", "checksum", "checksums", "color",
    "colour",   "dedup",  "duplicate", "etag",   "etags",    "filename",  "fingerprint",
    "gravatar", "key",    "partition", "shard",  "slug",     "uuid",      "version"};

// What the names around say the hash is for.
enum class Purpose : std::uint8_t { Unknown, Security, Other };

Purpose purpose_of(const std::vector<std::string_view>& names) {
  Purpose purpose = Purpose::Unknown;
  for (const std::string_view name : names) {
    const Words words(name);
    if (words.has_any(kSecurityWords)) {
      return Purpose::Security;
    }
    purpose = words.has_any(kOtherWords) ? Purpose::Other : purpose;
  }
  return purpose;
}

// The hashed names, the names that the statement binds, and the function's.
std::vector<std::string_view> names_around(CheckContext& check, NodeId call) {
  std::vector<std::string_view> names = names_in(check, call);
  const NodeId statement = check.outline().statement_of(call);
  if (statement.exists() && check.tree().is(statement, NodeKind::Assign)) {
    names.push_back(target_name(check, check.tree().child(statement, 0)));
  }
  names.push_back(function_name(check, call));
  return names;
}

// md5.new of Python 2, Crypto.Hash and cryptography know no flag.
const char* mend_of(const Call& call) {
  const bool has_flag = call.is("hashlib.new") ||
                        (call.method() != "new" &&
                         std::ranges::any_of(call.meanings().all(), [](const auto& meaning) {
                           return meaning.path.starts_with("hashlib.");
                         }));
  return has_flag ? "use `hashlib.sha256`, or pass `usedforsecurity=False` if nobody gains by a "
                    "collision"
                  : "use SHA-256, unless nobody gains by a collision";
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
  Report report = {.at = call.node(),
                   .confidence = Confidence::Low,
                   .message = "`" + std::string(call.text()) + "` hashes with " + hash->algorithm +
                              ", for which collisions are made in practice",
                   .mend = mend_of(call)};
  switch (purpose_of(names_around(check, call.node()))) {
    case Purpose::Security:
      report.confidence = Confidence::Medium;
      break;
    case Purpose::Other:
      report.severity = Severity::Note;
      break;
    case Purpose::Unknown:
      break;
  }
  check.report(std::move(report));
}

}  // namespace

namespace rules {
extern constinit const RuleCode weak_hash = {"weak-hash", {on_call(look_at)}};
}  // namespace rules

}  // namespace av::match
