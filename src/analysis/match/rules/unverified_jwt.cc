// JSON web tokens read without checking their signature.
// Page: catalog/rules/authentication/unverified-jwt.md
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::Value;
using names::ValueKind;
using syntax::NodeId;

// Library says how its decode is called.
enum class Library : std::uint8_t { PyJwt, Jose };

constexpr auto kDecoders = path_table<Library>({
    {"jwt.decode", Library::PyJwt},
    {"jwt.decode_complete", Library::PyJwt},
    {"jwt.PyJWT.decode", Library::PyJwt},
    {"jwt.PyJWT.decode_complete", Library::PyJwt},
    {"jwt.PyJWS.decode", Library::PyJwt},
    {"jose.jwt.decode", Library::Jose},
    {"jose.jws.verify", Library::Jose},
});

constexpr const char* kMend =
    "verify the signature and fix the algorithm: `jwt.decode(token, key, algorithms=[\"HS256\"])`";

bool is_false(const Value& value) {
  return value.is(ValueKind::Bool) && value.integer == 0;
}

bool is_none_algorithm(const Value& value) {
  const auto text = value.text();
  return value.is(ValueKind::None) || text == "none" || text == "None" || text == "NONE";
}

void report(CheckContext& check, const Call& call, std::string message) {
  check.report({.at = call.node(),
                .severity = Severity::High,
                .confidence = Confidence::High,
                .message = "`" + std::string(call.text()) + "` " + std::move(message),
                .mend = kMend});
}

// options={"verify_signature": False}
bool options_switch_off(const Value& options) {
  const names::Entry* entry =
      options.is(ValueKind::Dict) ? options.entry_of("verify_signature") : nullptr;
  return entry != nullptr && is_false(*entry->value);
}

bool allows_none(const Value& algorithms) {
  if (algorithms.text()) {
    return is_none_algorithm(algorithms);
  }
  return std::any_of(algorithms.items.begin(), algorithms.items.end(), [](const Item& item) {
    return item.value->text() && is_none_algorithm(*item.value);
  });
}

void look_at_decode(CheckContext& check, const Call& call, Library library) {
  constexpr Parameter kOldVerify = {2, "verify"};  // of PyJWT 1
  constexpr Parameter kVerify = {Parameter::kKeywordOnly, "verify"};
  const bool is_pyjwt = library == Library::PyJwt;
  const Parameter options = {3, "options"};
  const Parameter algorithms = {2, "algorithms"};
  if (is_false(call.value(is_pyjwt ? kOldVerify : kVerify))) {
    return report(check, call, "takes the token's word for everything: `verify` is off");
  }
  if (options_switch_off(call.value(options))) {
    return report(check, call, "takes the token's word for everything: `verify_signature` is off");
  }
  if (allows_none(call.value(algorithms))) {
    report(check, call, "accepts tokens without a signature: the algorithm `none` is allowed");
  }
}

void look_at(CheckContext& check, const Call& call) {
  const Library* library = call.find(kDecoders);
  if (library != nullptr) {
    return look_at_decode(check, call, *library);
  }
  if (call.is("jwt.encode") || call.is("jwt.PyJWT.encode") || call.is("jose.jwt.encode")) {
    const Argument algorithm = call.argument({2, "algorithm"});
    if (algorithm.is_given() && is_none_algorithm(check.value(algorithm.node))) {
      report(check, call, "makes a token without a signature: anybody can write one");
    }
  } else if (call.is("jose.jwt.get_unverified_claims") ||
             call.is("jose.jws.get_unverified_claims")) {
    check.report(
        {.at = call.node(),
         .severity = Severity::Low,
         .confidence = Confidence::Medium,
         .message = "`" + std::string(call.text()) + "` reads claims that nobody has verified",
         .mend = kMend});
  }
}

}  // namespace

namespace rules {
extern constinit const RuleCode unverified_jwt = {"unverified-jwt", {on_call(look_at)}};
}  // namespace rules

}  // namespace av::match
