// TLS without checking who answers.  Page: catalog/rules/transport/unverified-certificate.md
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"
#include "analysis/match/nearby.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/tls_option.h"

#include <algorithm>
#include <array>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

// Meaning of a parameter that switches verification off.
enum class Off : std::uint8_t {
  False,  // verify=False
  None,   // cert_reqs="CERT_NONE", ssl.CERT_NONE, 0
  True,   // tlsAllowInvalidCertificates=True
};

struct Switch {
  Parameter parameter;
  Off off = Off::False;
};

constexpr Switch kVerify = {{Parameter::kKeywordOnly, "verify"}};
constexpr Switch kSsl = {{Parameter::kKeywordOnly, "ssl"}};
constexpr Switch kVerifySsl = {{Parameter::kKeywordOnly, "verify_ssl"}};
constexpr Switch kCertReqs = {{Parameter::kKeywordOnly, "cert_reqs"}, Off::None};

// What a callable (or a method of a type, listed as the type) takes.
constexpr auto kSwitches = path_table<std::array<Switch, 2>>({
    {"requests.get", {kVerify}},
    {"requests.post", {kVerify}},
    {"requests.put", {kVerify}},
    {"requests.patch", {kVerify}},
    {"requests.delete", {kVerify}},
    {"requests.head", {kVerify}},
    {"requests.options", {kVerify}},
    {"requests.request", {kVerify}},
    {"requests.Session", {kVerify}},
    {"httpx", {kVerify}},
    {"aiohttp.ClientSession", {kSsl, kVerifySsl}},
    {"aiohttp.TCPConnector", {kSsl, kVerifySsl}},
    {"aiohttp.request", {kSsl, kVerifySsl}},
    {"urllib3.PoolManager", {kCertReqs}},
    {"urllib3.ProxyManager", {kCertReqs}},
    {"urllib3.HTTPSConnectionPool", {kCertReqs}},
    {"urllib3.connection_from_url", {kCertReqs}},
    {"ssl.wrap_socket", {Switch{{3, "cert_reqs"}, Off::None}}},
    {"boto3.client", {kVerify}},
    {"boto3.resource", {kVerify}},
    {"boto3.session.Session", {kVerify}},
    {"elasticsearch.Elasticsearch", {Switch{{Parameter::kKeywordOnly, "verify_certs"}}}},
    {"opensearchpy.OpenSearch", {Switch{{Parameter::kKeywordOnly, "verify_certs"}}}},
    {"tornado.httpclient.HTTPRequest", {Switch{{Parameter::kKeywordOnly, "validate_cert"}}}},
    {"redis.Redis", {Switch{{Parameter::kKeywordOnly, "ssl_cert_reqs"}, Off::None}}},
    {"redis.StrictRedis", {Switch{{Parameter::kKeywordOnly, "ssl_cert_reqs"}, Off::None}}},
    {"redis.from_url", {Switch{{Parameter::kKeywordOnly, "ssl_cert_reqs"}, Off::None}}},
    {"pymongo.MongoClient",
     {Switch{{Parameter::kKeywordOnly, "tlsAllowInvalidCertificates"}, Off::True},
      Switch{{Parameter::kKeywordOnly, "tlsInsecure"}, Off::True}}},
});

// Methods of HTTP clients, for clients whose type the file does not show.
constexpr auto kVerbs = std::to_array<std::string_view>(
    {"delete", "get", "head", "options", "patch", "post", "put", "request", "stream"});
static_assert(std::is_sorted(kVerbs.begin(), kVerbs.end()));

constexpr const char* kMend =
    "leave verification on; for a private authority pass its certificate instead "
    "(`verify=\"ca.pem\"`, `ssl.create_default_context(cafile=\"ca.pem\")`)";

// is_stand_in: the attribute is one of a class of this file that is no context of ssl itself.
bool is_stand_in(CheckContext& check, NodeId target) {
  const syntax::Tree& tree = check.tree();
  if (!tree.is(target, NodeKind::Attribute)) {
    return false;
  }
  const names::ScopeId scope = check.names().bindings().class_of_self(tree.child(target, 0));
  if (!scope.exists()) {
    return false;
  }
  for (const NodeId part : tree.children(check.outline()[scope].node)) {
    for (const NodeId base :
         tree.is(part, NodeKind::Arguments) ? tree.children(part) : syntax::Children(0, 0)) {
      if (check.may_be(base, "ssl.SSLContext")) {
        return false;
      }
    }
  }
  return true;
}

bool is_cert_none(CheckContext& check, NodeId expr) {
  if (target_name(check, expr) == "verify_mode" && is_stand_in(check, expr)) {
    return false;
  }
  const Value& value = names::or_default(check.value(expr));
  return value.is(ValueKind::None) || value.text() == "CERT_NONE" || value.text() == "none" ||
         value.text() == "NONE" || (value.is(ValueKind::Int) && value.integer == 0) ||
         check.may_be(expr, "ssl.CERT_NONE") || check.may_be(expr, "ssl.VerifyMode.CERT_NONE");
}

// Where the mode is one of several, the program leaves the choice to somebody.
bool is_only_cert_none(CheckContext& check, NodeId expr) {
  const auto all = check.meanings(expr).all();
  return !all.empty() && std::all_of(all.begin(), all.end(), [](const names::Meaning& meaning) {
    return meaning.path == "ssl.CERT_NONE" || meaning.path == "ssl.VerifyMode.CERT_NONE";
  });
}

// may_be_checked: another branch sets a mode that checks.
bool may_be_checked(CheckContext& check, NodeId expr) {
  const auto all = check.meanings(expr).all();
  return std::any_of(all.begin(), all.end(), [](const names::Meaning& meaning) {
    return meaning.path.ends_with(".CERT_REQUIRED") || meaning.path.ends_with(".CERT_OPTIONAL");
  });
}

bool switches_off(CheckContext& check, const Call& call, const Switch& one) {
  const Argument argument = call.argument(one.parameter);
  if (one.parameter.name.empty() || !argument.is_given()) {
    return false;
  }
  const Value& value = names::or_default(check.value(argument.node));
  switch (one.off) {
    case Off::False:
      return value.is(ValueKind::Bool) && value.integer == 0;
    case Off::True:
      return value.truth() == true;
    case Off::None:
      return is_cert_none(check, argument.node);
  }
  return false;
}

// A server on the same machine is reached over no network.
bool is_local_address(const Call& call) {
  for (const Parameter& parameter : {Parameter{0, "url"}, Parameter{1, "url"}}) {
    const Value& url = call.value(parameter);
    if (!url.is(ValueKind::Text) || url.pieces.empty()) {
      continue;
    }
    for (const std::string_view host : {"//localhost", "//127.0.0.1", "//[::1]"}) {
      if (url.pieces[0].text.find(host) != std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

// is_named_so: the variable says what it is for, `unverified.verify_mode = …`.
bool is_named_so(CheckContext& check, NodeId target) {
  const std::string_view name = target_name(check, check.tree().child(target, 0));
  const auto options = tls_options().strong;
  return std::any_of(options.begin(), options.end(), [name](std::string_view option) {
    return name.find(option) != std::string_view::npos;
  });
}

// urllib3 compares the host with the certificate itself, and makes contexts that leave it to it.
bool is_of_urllib3(CheckContext& check, NodeId target) {
  const syntax::Tree& tree = check.tree();
  const NodeId context = tree.child(target, 0);
  if (!tree.is(context, NodeKind::Name)) {
    return false;
  }
  const names::Reaching reached = check.names().reaching(context);
  const auto bindings = reached.bindings();
  return !bindings.empty() && std::ranges::all_of(bindings, [&](const names::Binding* binding) {
    return binding->kind == names::BindingKind::Value && binding->value.exists() &&
           tree.is(binding->value, NodeKind::Call) &&
           target_name(check, tree.child(binding->value, 0)) == "create_urllib3_context";
  });
}

bool is_mode(CheckContext& check, NodeId expr) {
  const auto all = check.meanings(expr).all();
  return std::any_of(all.begin(), all.end(), [](const names::Meaning& meaning) {
    return meaning.path.starts_with("ssl.CERT_") || meaning.path.starts_with("ssl.VerifyMode.");
  });
}

// is_set_otherwise: the same function gives an attribute that governs the check a value that is not
// constant: one that the caller chose, or the old one that it puts back.
bool is_set_otherwise(CheckContext& check, NodeId assign) {
  const syntax::Tree& tree = check.tree();
  const std::string_view object = tree.text_of(tree.child(tree.child(assign, 0), 0));
  const auto sets = [&](NodeId statement) {
    if (!tree.is(statement, NodeKind::Assign) || statement == assign) {
      return false;
    }
    const NodeId target = tree.child(statement, 0);
    const std::string_view name = target_name(check, target);
    const NodeId value = tree.children(statement).back();
    return tree.is(target, NodeKind::Attribute) && tree.text_of(tree.child(target, 0)) == object &&
           (name == "verify_mode" || name == "check_hostname") &&
           (tree.is(value, NodeKind::Name) || tree.is(value, NodeKind::Attribute)) &&
           !is_mode(check, value) && !check.value(value).is_constant();
  };
  const std::vector<NodeId> near = statements_near(check, assign);
  return std::any_of(near.begin(), near.end(), sets);
}

// says_server: the value makes a context for a server.
bool says_server(std::string_view value) {
  return value.find("PROTOCOL_TLS_SERVER") != std::string_view::npos ||
         value.find("Purpose.CLIENT_AUTH") != std::string_view::npos;
}

// is_wrapped_as_server: context.wrap_socket(…, server_side=True)
bool is_wrapped_as_server(CheckContext& check, NodeId node, std::string_view context) {
  const syntax::Tree& tree = check.tree();
  if (!tree.is(node, NodeKind::Call) || !tree.is(tree.child(node, 0), NodeKind::Attribute) ||
      target_name(check, tree.child(node, 0)) != "wrap_socket" ||
      tree.text_of(tree.child(tree.child(node, 0), 0)) != context) {
    return false;
  }
  const Call call(check.names(), node);
  return call.value({1, "server_side"}).truth() == true;
}

// is_of_server: the context is one of a server, which asks its clients for a certificate only if it
// is told to, and knows none of their hosts.
bool is_of_server(CheckContext& check, NodeId assign) {
  constexpr std::uint32_t kNear = 1000;
  const syntax::Tree& tree = check.tree();
  const std::string_view context = tree.text_of(tree.child(tree.child(assign, 0), 0));
  const NodeId function = check.outline().function_of(assign);
  const auto count = static_cast<std::uint32_t>(tree.nodes().size());
  const std::uint32_t end = std::min(count, assign.index() + kNear);
  for (std::uint32_t i = assign.index() - std::min(assign.index(), kNear); i < end; ++i) {
    const NodeId node(i);
    const bool makes = tree.is(node, NodeKind::Assign) &&
                       tree.text_of(tree.child(node, 0)) == context &&
                       says_server(tree.text_of(tree.children(node).back()));
    if ((makes || is_wrapped_as_server(check, node, context)) &&
        check.outline().function_of(node) == function) {
      return true;
    }
  }
  return false;
}

// tells_nothing: a file of a library that has nothing to tell whoever answers: no word of it is one
// for what lets somebody in.  Devices at home and servers that are tested have no other
// certificate.
bool tells_nothing(CheckContext& check, NodeId at) {
  constexpr std::string_view kTold[] = {"api_key", "apikey", "auth",   "cookie", "credential",
                                        "login",   "passw",  "secret", "token"};
  const std::string_view text = check.tree().text();
  return !check.is_of_application(at) &&
         std::none_of(std::begin(kTold), std::end(kTold), [text](std::string_view word) {
           return text.find(word) != std::string_view::npos;
         });
}

void report(CheckContext& check, NodeId at, const Grade& grade, std::string message) {
  const bool chosen =
      check.tree().is(at, NodeKind::Assign) &&
      (tells_nothing(check, at) || is_of_server(check, at) || is_set_otherwise(check, at) ||
       is_named_so(check, check.tree().child(at, 0)) ||
       is_of_urllib3(check, check.tree().child(at, 0)));
  check.report({.at = at,
                .severity = chosen ? Severity::Low : grade.severity,
                .confidence = grade.confidence,
                .message = std::move(message),
                .mend = kMend});
}

const std::array<Switch, 2>* switches_of(const Call& call) {
  for (const names::Meaning& meaning : call.meanings().all()) {
    const auto* switches = kSwitches.find_prefix(meaning.path);
    if (switches != nullptr) {
      return switches;
    }
  }
  return nullptr;
}

std::string name_of(const Call& call) {
  return "`" + std::string(call.text()) + "`";
}

// most_of: of a request that takes nothing along that could be told to others, what comes
// back may be forged, and no more.  Of HEAD only the status comes back.
Severity most_of(CheckContext& check, const Call& call) {
  constexpr std::string_view kCarries[] = {"auth",  "cert",    "cookies", "data",
                                           "files", "headers", "json"};
  if (call.method() == "head") {
    return Severity::Low;
  }
  const bool carries = std::ranges::any_of(kCarries, [&call](std::string_view name) {
    return call.argument({Parameter::kKeywordOnly, name}).is_given();
  });
  const bool is_session = call.receiver().exists() && !carries &&
                          (call.method() == "get" || call.method() == "options") &&
                          call.argument({Parameter::kKeywordOnly, "ssl"}).is_given();
  const bool is_known = is_session || call.is("requests.get") || call.is("requests.options") ||
                        call.is("httpx.get") || call.is("httpx.options");
  const bool has_hidden = check.tree().text_of(call.node()).find("**") != std::string_view::npos;
  return is_known && !carries && !has_hidden ? Severity::Medium : Severity::High;
}

// is_graded_by_caller: ssl._create_unverified_context(cert_reqs=mode) checks where `mode` says so.
bool is_graded_by_caller(CheckContext& check, const Call& call) {
  const Argument mode = call.argument({Parameter::kKeywordOnly, "cert_reqs"});
  return mode.is_given() && !is_only_cert_none(check, mode.node);
}

void look_at_call(CheckContext& check, const Call& call) {
  if (call.is("ssl._create_unverified_context") || call.is("ssl._create_stdlib_context")) {
    return report(
        check, call.node(),
        {is_graded_by_caller(check, call) ? Severity::Low : Severity::High, Confidence::High},
        name_of(call) + " makes a TLS context that accepts any certificate");
  }
  const auto* switches = switches_of(call);
  const bool is_known = switches != nullptr;
  const bool may_be_client =
      call.is_unresolved() && std::binary_search(kVerbs.begin(), kVerbs.end(), call.method());
  if (!is_known && !may_be_client) {
    return;
  }
  const std::array<Switch, 2> guessed = {kVerify, Switch{}};
  const auto& looked_at = is_known ? *switches : guessed;
  const auto off = std::find_if(looked_at.begin(), looked_at.end(),
                                [&](const Switch& one) { return switches_off(check, call, one); });
  if (off == looked_at.end()) {
    return;
  }
  const NodeId given = call.argument(off->parameter).node;
  const bool by_default = check.value(given).is_parameter;
  const bool is_chosen = off->off == Off::None && may_be_checked(check, given);
  const Severity severity =
      is_local_address(call) || is_chosen ? Severity::Low : most_of(check, call);
  const Confidence confidence = is_known ? Confidence::High : Confidence::Medium;
  report(check, call.node(),
         {by_default ? lowered(severity) : severity, by_default ? Confidence::Low : confidence},
         name_of(call) + " accepts any certificate: `" + std::string(off->parameter.name) +
             "` switches verification off" + (by_default ? kByDefault : ""));
}

// is_beside_cert_none: a statement of the same block sets `verify_mode` of the same context to
// accept any certificate.
bool is_beside_cert_none(CheckContext& check, NodeId statement) {
  const syntax::Tree& tree = check.tree();
  const NodeId block = check.outline().parent(statement);
  const std::string_view context = tree.text_of(tree.child(tree.child(statement, 0), 0));
  for (const NodeId beside : tree.children(block)) {
    const NodeId target =
        tree.is(beside, NodeKind::Assign) ? tree.child(beside, 0) : NodeId::none();
    if (target.exists() && tree.is(target, NodeKind::Attribute) &&
        target_name(check, target) == "verify_mode" &&
        tree.text_of(tree.child(target, 0)) == context &&
        is_only_cert_none(check, tree.children(beside).back())) {
      return true;
    }
  }
  return false;
}

// context.verify_mode = ssl.CERT_NONE, session.verify = False and kin.
void look_at_assign(CheckContext& check, NodeId statement) {
  const NodeId target = check.tree().child(statement, 0);
  const NodeId value = check.tree().children(statement).back();
  if (!check.tree().is(target, NodeKind::Attribute)) {
    return;
  }
  const std::string_view name = target_name(check, target);
  const auto is_false = [&check, value] {
    return check.value(value).is(ValueKind::Bool) && check.value(value).integer == 0;
  };
  if (name == "verify_mode" && is_only_cert_none(check, value) && !is_stand_in(check, target)) {
    report(check, statement, {Severity::High, Confidence::High},
           check.quoted(target) + " is set to accept any certificate");
  } else if (name == "check_hostname" && is_false() && !is_stand_in(check, target)) {
    // Where the certificate itself is not looked at, the next line says the worse thing.
    const bool is_told = is_beside_cert_none(check, statement);
    report(check, statement, {is_told ? Severity::Low : Severity::Medium, Confidence::High},
           check.quoted(target) + " is switched off: a certificate of any other host will do");
  } else if (name == "_create_default_https_context" &&
             check.may_be(value, "ssl._create_unverified_context")) {
    report(check, statement, {Severity::High, Confidence::High},
           "every HTTPS request of the program accepts any certificate from here on");
  } else if ((name == "verify" || name == "verify_ssl") && is_false() &&
             check.may_be(target, name == "verify"
                                      ? "requests.Session.verify"
                                      : "kubernetes.client.Configuration.verify_ssl")) {
    report(check, statement, {Severity::High, Confidence::High},
           check.quoted(target) + " is switched off: any certificate is accepted");
  }
}

// Verification is switched off by name, but for one function.
constexpr auto kCallees = std::to_array<std::string_view>(
    {"_create_unverified_context", "_create_stdlib_context", "wrap_socket"});

}  // namespace

namespace rules {
extern constinit const RuleCode unverified_certificate = {
    "unverified-certificate",
    {on_call_or_keyword(look_at_call, kCallees), on(NodeKind::Assign, look_at_assign)}};
}  // namespace rules

}  // namespace av::match
