#include "analysis/match/option_around.h"

#include "analysis/match/names_in.h"
#include "analysis/match/nearby.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <string>

namespace av::match {

using names::Binding;
using names::BindingKind;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Statements before a place, in its own block, that are looked at for one that leaves.
constexpr std::uint32_t kMostLookedAt = 60;

bool has_part(std::string_view text, std::span<const std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

// Words by which an option asks for less: `insecure=True` is the bad default, `verify=False` too.
constexpr std::string_view kAsksForLess[] = {"insecure", "skip",    "unverified", "disable",
                                             "ignore",   "no_",     "unsafe",     "allow",
                                             "danger",   "without", "accept"};

class OptionFinder {
 public:
  OptionFinder(CheckContext& check, const OptionWords& words) : check_(check), words_(words) {}

  bool is_around(NodeId node) {
    const syntax::Tree& tree = check_.tree();
    NodeId below = node;
    for (NodeId at = check_.outline().parent(node); at.exists();
         below = at, at = check_.outline().parent(at)) {
      const NodeKind kind = tree.kind(at);
      if (kind == NodeKind::ClassDef) {
        return false;
      }
      if (kind == NodeKind::FunctionDef) {
        return has_part(lower_case(function_name(check_, node)), words_.strong);
      }
      const bool tests = kind == NodeKind::If || kind == NodeKind::Elif || kind == NodeKind::IfExp;
      if ((tests && is_option(test_of(at), tree.is(below, NodeKind::Else))) ||
          (tree.is(below, NodeKind::Else) && has_option_before(at)) ||
          (kind == NodeKind::Block && is_left_before(at, below))) {
        return true;
      }
    }
    return false;
  }

 private:
  [[nodiscard]] NodeId test_of(NodeId branch) const {
    return check_.tree().child(branch, check_.tree().is(branch, NodeKind::IfExp) ? 1 : 0);
  }

  // if given: … elif verify: … else: …
  bool has_option_before(NodeId branch) {
    for (const NodeId part : check_.tree().children(branch)) {
      if (check_.tree().is(part, NodeKind::Elif) && is_option(test_of(part), true)) {
        return true;
      }
    }
    return false;
  }

  // if verify: return checked(); …
  bool is_left_before(NodeId block, NodeId statement) {
    const syntax::Tree& tree = check_.tree();
    std::uint32_t looked = 0;
    for (const NodeId before : tree.children(block)) {
      if (before == statement || ++looked > kMostLookedAt) {
        return false;
      }
      if (tree.is(before, NodeKind::If) && leaves(tree, tree.child(before, 1)) &&
          is_option(tree.child(before, 0), true)) {
        return true;
      }
    }
    return false;
  }

  bool is_option(NodeId test, bool is_otherwise) {
    const std::string text = lower_case(check_.tree().text_of(test));
    const bool denies = text.find("not ") != std::string::npos ||
                        text.find("false") != std::string::npos ||
                        text.find("none") != std::string::npos;
    // `if ignore_ssl_certs:` asks for less, as `if not ssl_certs:` does.
    const bool asks = is_otherwise || denies || has_part(text, kAsksForLess);
    // `if bundle is False:`: nobody's default, so somebody gave it.
    const bool is_given = !is_otherwise && (text.find("is false") != std::string::npos ||
                                            text.find("== false") != std::string::npos);
    const bool named =
        is_given || has_part(text, words_.strong) || (asks && has_part(text, words_.weak));
    return named && !is_bad_by_default(test);
  }

  // is_bad_by_default: the condition is about a parameter whose default asks for less already.
  bool is_bad_by_default(NodeId test) {
    std::vector<NodeId> open = {test};
    for (std::size_t i = 0; i < open.size() && i < 30; ++i) {
      if (check_.tree().is(open[i], NodeKind::Name) && has_bad_default(open[i])) {
        return true;
      }
      for (const NodeId child : check_.tree().children(open[i])) {
        open.push_back(child);
      }
    }
    return false;
  }

  bool has_bad_default(NodeId name) {
    const names::Reaching reached = check_.names().reaching(name);
    const Binding* binding = reached.only();
    if (binding == nullptr || binding->kind != BindingKind::Parameter || !binding->value.exists()) {
      return false;
    }
    const std::string spelled = lower_case(check_.names().spelling(name));
    const bool asks_for_less = has_part(spelled, kAsksForLess);
    return check_.value(binding->value).truth() == asks_for_less &&
           (has_part(spelled, words_.strong) || has_part(spelled, words_.weak));
  }

  CheckContext& check_;
  const OptionWords& words_;
};

}  // namespace

bool is_under_option(CheckContext& check, NodeId node, const OptionWords& words) {
  return OptionFinder(check, words).is_around(node);
}

}  // namespace av::match
