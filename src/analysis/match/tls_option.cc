#include "analysis/match/tls_option.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <iterator>

namespace av::match {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

// A certificate that is pinned by its fingerprint needs no authority.
constexpr std::string_view kOptions[] = {
    "verif",    "insecure", "unsafe",    "cert_reqs",   "nossl",      "validat",     "fingerprint",
    "no_check", "nocheck",  "skip_cert", "ignore_cert", "thumbprint", "self_signed", "selfsigned"};
constexpr std::string_view kWeakOptions[] = {"ssl", "tls", "secure"};
constexpr OptionWords kOptionWords = {kOptions, kWeakOptions};

bool is_of_certificates(const knowledge::Rule& rule) {
  constexpr std::uint16_t kCertificate = 295;
  return std::ranges::find(rule.cwes, kCertificate) != rule.cwes.end();
}

// is_named_after_it: insecure_session = Session(verify=False)
bool is_named_after_it(CheckContext& check, NodeId at) {
  const syntax::Tree& tree = check.tree();
  const NodeId statement = check.outline().parent(at);
  if (!statement.exists() || !tree.is(statement, NodeKind::Assign)) {
    return false;
  }
  constexpr std::string_view kWords[] = {"insecure", "unverified", "unsafe", "unchecked"};
  return Words(target_name(check, tree.child(statement, 0))).has_any(kWords);
}

// is_about_target: requests.get(self.target, verify=False): what a scanner looks at shows whatever
// certificate it likes, and is told no secret.
bool is_about_target(CheckContext& check, NodeId at) {
  const syntax::Tree& tree = check.tree();
  if (!tree.is(at, NodeKind::Call) || tree.children(at).size() < 2) {
    return false;
  }
  return std::ranges::any_of(names_in(check, tree.child(at, 1)),
                             [](std::string_view name) { return Words(name).has("target"); });
}

// is_only_probe: what comes over the connection is not read: `wrap_socket(…).close()`, NOBODY of
// curl; or the function around speaks to a target, as above.
bool is_only_probe(CheckContext& check, NodeId at) {
  constexpr std::string_view kSays[] = {"pycurl.NOBODY", "self.target.", "target_ip",
                                        "target_host"};
  constexpr std::size_t kMostText = 8000;
  const NodeId function = check.outline().function_of(at);
  if (!function.exists()) {
    return false;
  }
  const std::string_view text = check.tree().text_of(function).substr(0, kMostText);
  const std::size_t wrapped = text.find(".wrap_socket(");
  const std::string_view line = text.substr(std::min(wrapped, text.size()));
  return line.substr(0, line.find('\n')).ends_with(").close()") ||
         std::ranges::any_of(kSays, [text](std::string_view says) {
           return text.find(says) != std::string_view::npos;
         });
}

// is_of_same_machine: under `if host in ("localhost", "127.0.0.1"):`, which no network lies before.
bool is_of_same_machine(CheckContext& check, NodeId at) {
  constexpr std::string_view kLocal[] = {"localhost\"", "localhost'", "127.0.0.1", "::1"};
  const syntax::Tree& tree = check.tree();
  NodeId below = at;
  for (NodeId around = check.outline().parent(at); around.exists();
       below = around, around = check.outline().parent(around)) {
    if (tree.is(around, NodeKind::FunctionDef)) {
      return false;
    }
    const bool is_branch = (tree.is(around, NodeKind::If) || tree.is(around, NodeKind::Elif)) &&
                           tree.is(below, NodeKind::Block);
    if (!is_branch || !tree.is(tree.child(around, 0), NodeKind::Compare)) {
      continue;
    }
    const syntax::Children parts = tree.children(tree.child(around, 0));
    const syntax::Operator op = parts.size() == 3 ? tree[parts[1]].op() : syntax::Operator::Not;
    const std::string_view text = tree.text_of(tree.child(around, 0));
    if ((op == syntax::Operator::In || op == syntax::Operator::Eq) &&
        std::ranges::any_of(kLocal, [text](std::string_view local) {
          return text.find(local) != std::string_view::npos;
        })) {
      return true;
    }
  }
  return false;
}

}  // namespace

const OptionWords& tls_options() {
  return kOptionWords;
}

bool is_unchecked_on_purpose(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  return is_of_certificates(rule) &&
         (is_under_option(check, at, kOptionWords) || is_named_after_it(check, at) ||
          is_about_target(check, at) || is_only_probe(check, at) || is_of_same_machine(check, at));
}

}  // namespace av::match
