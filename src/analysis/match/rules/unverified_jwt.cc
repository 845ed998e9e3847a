// JSON web tokens read without checking their signature.
// Page: catalog/rules/authentication/unverified-jwt.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

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

constexpr Grade kGrave = {Severity::High, Confidence::High};

void report(CheckContext& check, const Call& call, const Grade& grade, std::string message) {
  check.report({.at = call.node(),
                .severity = grade.severity,
                .confidence = grade.confidence,
                .message = "`" + std::string(call.text()) + "` " + std::move(message),
                .mend = kMend});
}

// options={"verify_signature": False}
bool options_switch_off(const Value& options) {
  const names::Entry* entry =
      options.is(ValueKind::Dict) ? options.entry_of("verify_signature") : nullptr;
  return entry != nullptr && is_false(*entry->value);
}

// is_set_off: options["verify_signature"] = False, before the call and in its function.
bool is_set_off(CheckContext& check, const Call& call) {
  constexpr std::uint32_t kMostNodes = 1000;
  const syntax::Tree& tree = check.tree();
  const Argument options = call.argument({3, "options"});
  if (!options.is_given() || !tree.is(options.node, NodeKind::Name)) {
    return false;
  }
  const NodeId other = check.stands_for(options.node);  // given = options
  const NodeId named =
      other.exists() && tree.is(other, NodeKind::Name) ? other : NodeId(options.node);
  const NodeId function = check.outline().function_of(call.node());
  const std::uint32_t here = call.node().index();  // statements lie behind their parts
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = here - std::min(here, kMostNodes); i < std::min(count, here + kMostNodes);
       ++i) {
    const NodeId at(i);
    if (!tree.is(at, NodeKind::Assign) || tree[at].end > tree[call.node()].start ||
        !tree.is(tree.child(at, 0), NodeKind::Subscript) ||
        check.outline().function_of(at) != function) {
      continue;
    }
    const NodeId target = tree.child(at, 0);
    if (tree.is(tree.child(target, 0), NodeKind::Name) &&
        check.names().spelling(tree.child(target, 0)) == check.names().spelling(named) &&
        check.value(tree.child(target, 1)).text() == "verify_signature" &&
        is_false(check.value(tree.children(at).back()))) {
      return true;
    }
  }
  return false;
}

bool is_verify_off(const Call& call, Library library) {
  constexpr Parameter kOldVerify = {2, "verify"};  // of PyJWT 1
  constexpr Parameter kVerify = {Parameter::kKeywordOnly, "verify"};
  return is_false(call.value(library == Library::PyJwt ? kOldVerify : kVerify));
}

bool allows_none(const Value& algorithms) {
  if (algorithms.text()) {
    return is_none_algorithm(algorithms);
  }
  return std::any_of(algorithms.items.begin(), algorithms.items.end(), [](const Item& item) {
    return item.value->text() && is_none_algorithm(*item.value);
  });
}

bool is_unchecked(CheckContext& check, const Call& call, Library library) {
  return is_verify_off(call, library) || options_switch_off(call.value({3, "options"})) ||
         is_set_off(check, call) || allows_none(call.value({2, "algorithms"}));
}

// What a program may read of a token that somebody else will verify: when it ends, and what key
// verifies it.
bool is_harmless_part(std::string_view key) {
  constexpr std::string_view kParts[] = {"exp", "iat", "nbf", "header", "kid", "alg", "typ"};
  return std::find(std::begin(kParts), std::end(kParts), key) != std::end(kParts);
}

// Part is what is taken of a value: nothing, a part that grants nothing, one that the file does not
// show, or another.
enum class Part : std::uint8_t { None, Harmless, Hidden, Other };

// claims["exp"], claims.get("exp"), claims.keys()
Part part_of(CheckContext& check, NodeId value) {
  const syntax::Tree& tree = check.tree();
  const NodeId around = check.outline().parent(value);
  NodeId key;
  if (around.exists() && tree.is(around, NodeKind::Subscript) && tree.child(around, 0) == value) {
    key = tree.child(around, 1);
  } else if (around.exists() && tree.is(around, NodeKind::Attribute)) {
    const NodeId call = check.outline().parent(around);
    const bool is_call = call.exists() && tree.is(call, NodeKind::Call);
    if (is_call && target_name(check, around) == "keys") {
      return Part::None;
    }
    const bool gets =
        is_call && target_name(check, around) == "get" && tree.children(call).size() > 1;
    key = gets ? tree.child(call, 1) : NodeId::none();
  }
  if (!key.exists()) {
    return Part::Other;
  }
  const auto name = check.value(key).text();
  return !name ? Part::Hidden : is_harmless_part(*name) ? Part::Harmless : Part::Other;
}

// The part that a condition asks for: `if "exp" in claims`, `if claims`.
bool is_only_tested(CheckContext& check, NodeId value) {
  const NodeKind around = check.tree().kind(check.outline().parent(value));
  return around == NodeKind::Compare || around == NodeKind::If || around == NodeKind::UnaryOp ||
         around == NodeKind::BoolOp;
}

// keeps_harmless: the claims are kept as self.x, of which the class reads when it ends and the
// like, and no claim by name.
bool keeps_harmless(CheckContext& check, NodeId target) {
  const syntax::Tree& tree = check.tree();
  const names::ScopeId scope = check.names().bindings().class_of_self(tree.child(target, 0));
  const std::string_view name = target_name(check, target);
  bool reads = false;
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = 0; scope.exists() && i < count; ++i) {
    const NodeId use(i);
    const bool is_use = use != target && tree.is(use, NodeKind::Attribute) &&
                        target_name(check, use) == name &&
                        check.names().bindings().class_of_self(tree.child(use, 0)) == scope;
    const Part part = !is_use || is_only_tested(check, use) ? Part::None : part_of(check, use);
    if (part == Part::Other) {
      return false;
    }
    reads = reads || part == Part::Harmless;
  }
  return reads;
}

// grants_nothing: of the claims only harmless parts are read, as far as the code behind shows.
bool grants_nothing(CheckContext& check, NodeId call) {
  constexpr std::uint32_t kNear = 2000;  // nodes behind the call
  const syntax::Tree& tree = check.tree();
  const NodeId statement = check.outline().parent(call);
  if (tree.is(statement, NodeKind::Assign) &&
      tree.is(tree.child(statement, 0), NodeKind::Attribute)) {
    return keeps_harmless(check, tree.child(statement, 0));
  }
  if (!tree.is(statement, NodeKind::Assign) || !tree.is(tree.child(statement, 0), NodeKind::Name)) {
    return part_of(check, call) == Part::Harmless;
  }
  const std::string_view name = check.names().spelling(tree.child(statement, 0));
  const NodeId function = check.outline().function_of(call);
  Part worst = Part::None;
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  for (std::uint32_t i = call.index() + 1; i < std::min(count, call.index() + kNear); ++i) {
    const NodeId use(i);
    const bool is_use = tree.is(use, NodeKind::Name) && check.names().spelling(use) == name &&
                        tree[use].start > tree[statement].end &&
                        check.outline().function_of(use) == function;
    if (is_use && !is_only_tested(check, use)) {
      worst = std::max(worst, part_of(check, use));
    }
  }
  return worst == Part::Harmless;
}

// is_from_provider: the token is one that an identity provider gave for a code or a password, over
// TLS, in whose place OpenID Connect allows no check of the signature.
bool is_from_provider(CheckContext& check, NodeId token) {
  auto names = names_in(check, token);
  names.push_back(function_name(check, token));
  return std::any_of(names.begin(), names.end(), [](std::string_view name) {
    const Words words(name);
    return words.has_pair("id", "token") || words.has_pair("access", "token") || words.has("sso") ||
           words.has("response");
  });
}

// is_announced: the function's name or its description says that nothing is verified, or the name
// of what is read: whoever uses it has been told.
bool is_announced(CheckContext& check, NodeId call) {
  constexpr std::size_t kHead = 800;
  constexpr std::string_view kWords[] = {"unverified", "untrusted", "unvalidated",
                                         "insecure",   "unsafe",    "peek"};
  const NodeId function = check.outline().function_of(call);
  const NodeId statement = check.outline().parent(call);
  const bool is_kept = check.tree().is(statement, NodeKind::Assign);
  const Words kept(is_kept ? target_name(check, check.tree().child(statement, 0)) : "");
  if (kept.has_any(kWords) ||
      (function.exists() && check.tree().text_of(function).substr(0, kHead).find("without verif") !=
                                std::string_view::npos)) {
    return true;
  }
  const Words words(function_name(check, call));
  return words.has_any(kWords) || words.has_pair("without", "verification") ||
         words.has_pair("without", "verifying") || words.has_pair("no", "verify");
}

// is_verified_later: the function goes on to decode with a check of the signature.
bool is_verified_later(CheckContext& check, const Call& call) {
  constexpr std::uint32_t kNear = 2000;  // nodes behind the call
  const NodeId function = check.outline().function_of(call.node());
  const auto count = static_cast<std::uint32_t>(check.tree().nodes().size());
  const std::uint32_t end = std::min(count, call.node().index() + kNear);
  for (std::uint32_t i = call.node().index() + 1; function.exists() && i < end; ++i) {
    if (!check.tree().is(NodeId(i), NodeKind::Call) ||
        check.outline().function_of(NodeId(i)) != function) {
      continue;
    }
    const Call later(check.names(), NodeId(i));
    const Library* library = later.find(kDecoders);
    if (library != nullptr && !is_unchecked(check, later, *library) &&
        later.argument({1, "key"}).is_given()) {
      return true;
    }
  }
  return false;
}

// A token of a request decides who is who.  Of others the file does not show whether somebody has
// verified them, or will.
Grade grade_of(CheckContext& check, const Call& call) {
  const Argument token = call.argument({0, "jwt"});
  const Provenance from =
      token.is_given() ? check.open_origin(token.node) : Provenance{Origin::Unknown, call.node()};
  if (grants_nothing(check, call.node()) || is_announced(check, call.node()) ||
      is_verified_later(check, call)) {
    return {Severity::Low, Confidence::Medium};
  }
  if (from.origin == Origin::Remote && !from.is_answer) {
    return kGrave;
  }
  const bool provided = token.is_given() && is_from_provider(check, token.node);
  // A client reads what its own token says of itself: in 18 of 18 libraries somebody else verified.
  const bool is_small = provided || from.is_answer || !check.is_of_application(call.node());
  return {is_small ? Severity::Low : Severity::Medium, Confidence::Medium};
}

void look_at_decode(CheckContext& check, const Call& call, Library library) {
  const Parameter options = {3, "options"};
  const Parameter algorithms = {2, "algorithms"};
  if (is_verify_off(call, library)) {
    return report(check, call, grade_of(check, call),
                  "takes the token's word for everything: `verify` is off");
  }
  if (options_switch_off(call.value(options)) || is_set_off(check, call)) {
    return report(check, call, grade_of(check, call),
                  "takes the token's word for everything: `verify_signature` is off");
  }
  if (allows_none(call.value(algorithms))) {
    report(check, call, kGrave,
           "accepts tokens without a signature: the algorithm `none` is allowed");
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
      // Harm is done where one is accepted.
      report(check, call, {Severity::Low, Confidence::High},
             "makes a token without a signature: anybody can write one");
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

constexpr auto kOthers = std::to_array<std::string_view>({"encode", "get_unverified_claims"});
constexpr auto kCallees = callees(kDecoders, kOthers);

}  // namespace

namespace rules {
extern constinit const RuleCode unverified_jwt = {"unverified-jwt", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
