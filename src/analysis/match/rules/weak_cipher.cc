// Broken ciphers.  Page: catalog/rules/cryptography/weak-cipher.md
#include "analysis/match/callees.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using syntax::NodeId;
using syntax::NodeKind;

enum class Strength : std::uint8_t { Broken, Old };

constexpr auto kCiphers = path_table<Strength>({
    {"Crypto.Cipher.ARC2.new", Strength::Broken},
    {"Crypto.Cipher.ARC4.new", Strength::Broken},
    {"Crypto.Cipher.Blowfish.new", Strength::Broken},
    {"Crypto.Cipher.CAST.new", Strength::Broken},
    {"Crypto.Cipher.DES.new", Strength::Broken},
    {"Crypto.Cipher.DES3.new", Strength::Old},
    {"Crypto.Cipher.XOR.new", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.ARC4", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.Blowfish", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.CAST5", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.IDEA", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.RC2", Strength::Broken},
    {"cryptography.hazmat.decrepit.ciphers.algorithms.TripleDES", Strength::Old},
    {"cryptography.hazmat.primitives.ciphers.algorithms.ARC4", Strength::Broken},
    {"cryptography.hazmat.primitives.ciphers.algorithms.Blowfish", Strength::Broken},
    {"cryptography.hazmat.primitives.ciphers.algorithms.CAST5", Strength::Broken},
    {"cryptography.hazmat.primitives.ciphers.algorithms.IDEA", Strength::Broken},
    {"cryptography.hazmat.primitives.ciphers.algorithms.SEED", Strength::Broken},
    {"cryptography.hazmat.primitives.ciphers.algorithms.TripleDES", Strength::Old},
});

// user_of is what may use a cipher that is made at `node`: the function around, the class where it
// is kept in the object, else the module.
NodeId user_of(CheckContext& check, NodeId node) {
  const syntax::Tree& tree = check.tree();
  const NodeId statement = check.outline().statement_of(node);
  const bool is_kept = statement.exists() && tree.is(statement, NodeKind::Assign) &&
                       tree.is(tree.child(statement, 0), NodeKind::Attribute);
  const NodeKind wanted = is_kept ? NodeKind::ClassDef : NodeKind::FunctionDef;
  for (NodeId at = check.outline().parent(node); at.exists(); at = check.outline().parent(at)) {
    if (tree.is(at, wanted)) {
      return at;
    }
  }
  return tree.root();
}

// encrypts: something there is encrypted, so that the program chose the cipher, whoever has to read
// what others wrote has no choice.
bool encrypts(CheckContext& check, NodeId around) {
  constexpr std::string_view kMethods[] = {"encrypt", "encrypt_and_digest", "encryptor"};
  constexpr std::uint32_t kMostNodes = 5000;
  const syntax::Tree& tree = check.tree();
  const std::uint32_t last = around.index();  // what is in a node has lower numbers
  for (std::uint32_t i = last - std::min(last, kMostNodes); i < last; ++i) {
    const NodeId id(i);
    if (tree.is(id, NodeKind::Attribute) && tree.children(id).size() == 2 &&
        check.outline().encloses(around, id) &&
        std::ranges::find(kMethods, check.names().spelling(tree.child(id, 1))) !=
            std::end(kMethods)) {
      return true;
    }
  }
  return false;
}

void look_at(CheckContext& check, const Call& call) {
  const Strength* strength = call.find(kCiphers);
  if (strength == nullptr) {
    return;
  }
  const bool is_chosen =
      *strength == Strength::Broken && encrypts(check, user_of(check, call.node()));
  check.report({.at = call.node(),
                .severity = is_chosen ? Severity::Medium : Severity::Low,
                .confidence = Confidence::High,
                .message = "`" + std::string(call.text()) + "` is a cipher that no longer protects",
                .mend = "use AES-GCM or ChaCha20-Poly1305"});
}

constexpr auto kCallees = callees(kCiphers);

}  // namespace

namespace rules {
extern constinit const RuleCode weak_cipher = {"weak-cipher", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
