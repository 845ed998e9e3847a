// The part of PatternMatcher that deals with what `where` asks of a metavariable.
#include "analysis/match/names_in.h"
#include "analysis/match/pattern_matcher.h"
#include "analysis/match/secret_words.h"

#include <algorithm>
#include <string>
#include <vector>

namespace av::match {

using knowledge::Comparison;
using knowledge::Constraint;
using knowledge::ConstraintSort;
using knowledge::TrustLevel;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

static_assert(static_cast<int>(TrustLevel::Parameter) == static_cast<int>(Origin::Parameter) &&
              static_cast<int>(TrustLevel::Remote) == static_cast<int>(Origin::Remote));

namespace {

// is_from: "remote" is what strangers send, not what a service answers that the program asked.
bool is_from(const Provenance& from, int least) {
  const bool is_stranger = least == static_cast<int>(TrustLevel::Remote);
  return static_cast<int>(from.origin) >= least && !(is_stranger && from.is_answer);
}

// As a regular expression under `value` sees it: a text as it is, numbers as Python prints them.
std::string shown(const Value& value) {
  switch (value.kind) {
    case ValueKind::Text:
      return std::string(value.is_known ? value.whole : std::string_view());
    case ValueKind::Int:
      return std::to_string(value.integer);
    case ValueKind::Bool:
      return value.integer != 0 ? "True" : "False";
    case ValueKind::None:
      return "None";
    default:
      return {};
  }
}

bool is_shown(const Value& value) {
  return value.is(ValueKind::Text)
             ? value.is_known
             : value.is(ValueKind::Int) || value.is(ValueKind::Bool) || value.is(ValueKind::None);
}

// head_of is the text up to the first part that is not known.
std::string_view head_of(const Value& value) {
  const bool is_known = !value.pieces.empty() && value.pieces.front().is_known;
  return is_known ? value.pieces.front().text : std::string_view();
}

bool compares_so(double left, Comparison comparison, double right) {
  switch (comparison) {
    case Comparison::Less:
      return left < right;
    case Comparison::LessEqual:
      return left <= right;
    case Comparison::Greater:
      return left > right;
    case Comparison::GreaterEqual:
      return left >= right;
    case Comparison::Equal:
      return left == right;
    case Comparison::NotEqual:
      return left != right;
  }
  return false;
}

// number_of is what Compare or Length looks at; -1 when the value has none.
double number_of(const Value& value, ConstraintSort sort) {
  if (sort == ConstraintSort::Compare) {
    return value.is(ValueKind::Int)     ? static_cast<double>(value.integer)
           : value.is(ValueKind::Float) ? value.real
                                        : -1;
  }
  if (value.is(ValueKind::Text)) {
    return value.is_known ? static_cast<double>(value.whole.size()) : -1;
  }
  const bool is_list =
      value.is(ValueKind::List) || value.is(ValueKind::Tuple) || value.is(ValueKind::Set);
  if (value.is_open || (!is_list && !value.is(ValueKind::Dict))) {
    return -1;
  }
  return static_cast<double>(is_list ? value.items.size() : value.entries.size());
}

// names_path: "a.b.*" is all below a.b.
bool names_path(std::string_view wanted, std::string_view path) {
  return wanted.ends_with(".*") ? path.starts_with(wanted.substr(0, wanted.size() - 1))
                                : path == wanted;
}

bool names_one_of(std::span<const std::string_view> names, std::string_view path) {
  return !path.empty() && std::any_of(names.begin(), names.end(), [path](std::string_view name) {
    return names_path(name, path);
  });
}

}  // namespace

bool PatternMatcher::holds(std::size_t number, const Item& subject) {
  const Constraint& constraint = pattern_.constraints[number];
  switch (constraint.sort) {
    case ConstraintSort::Value:
      return has_value(number, subject);
    case ConstraintSort::Head:
      return has_head(number, subject);
    case ConstraintSort::Literal:
      return value(subject).is_constant();
    case ConstraintSort::Built:
      return value(subject).is(ValueKind::Text) && !value(subject).is_known;
    case ConstraintSort::Type:
      return has_type(constraint, subject.node);
    case ConstraintSort::Name:
      return has_name(constraint, subject.node);
    case ConstraintSort::Spelled:
      return is_spelled(number, spelling(subject.node));
    case ConstraintSort::Secret:
      return check_.secret_kind(spelling(subject.node)) != SecretKind::None;
    case ConstraintSort::Compare:
    case ConstraintSort::Length:
      return compares(constraint, subject);
    case ConstraintSort::From:
      return is_from(check_.open_origin({&value(subject), subject.node}),
                     static_cast<int>(constraint.number));
    case ConstraintSort::Bits:
      return has_bits(constraint, subject);
    case ConstraintSort::Matches:
      return matches_any(constraint, subject) || are_holes_matched(constraint, subject.node);
  }
  return false;
}

bool PatternMatcher::matches_any(const Constraint& constraint, const Item& subject) {
  return std::any_of(constraint.roots.begin(), constraint.roots.end(),
                     [&](std::uint16_t root) { return match(pattern_.nodes[root], subject); });
}

// add_pieces adds what a text is put together from: the fields of an f-string, both sides of a sum,
// what "…" % (…), "…".format(…) and "".join(…) fill in; false when it is no such text.
bool PatternMatcher::add_pieces(NodeId text, std::vector<NodeId>& pieces) {
  const syntax::Tree& tree = check_.tree();
  const syntax::Children parts = tree.children(text);
  const auto add_all = [&](NodeId list, std::uint32_t first) {
    for (std::uint32_t i = first; i < tree.children(list).size(); ++i) {
      const NodeId one = tree.child(list, i);
      pieces.push_back(tree.is(one, NodeKind::Keyword) ? tree.child(one, 1) : one);
    }
  };
  switch (tree.kind(text)) {
    case NodeKind::FString:
    case NodeKind::StringGroup:
      add_all(text, 0);
      return true;
    case NodeKind::Field:
    case NodeKind::ListComp:
    case NodeKind::GeneratorExp:
      pieces.push_back(parts[0]);
      return true;
    case NodeKind::List:
    case NodeKind::Tuple:
      add_all(text, 0);
      return true;
    case NodeKind::BinOp:
      add_all(text, 0);
      return tree[text].op() == syntax::Operator::Add || tree[text].op() == syntax::Operator::Mod;
    case NodeKind::Call: {
      const NodeId callee = check_.follow(parts[0]);
      const bool is_method = tree.is(callee, NodeKind::Attribute);
      const std::string_view name = is_method ? check_.names().spelling(tree.child(callee, 1)) : "";
      if (name != "format" && name != "join") {
        return false;
      }
      pieces.push_back(tree.child(callee, 0));
      add_all(text, 1);
      return true;
    }
    default:
      return false;
  }
}

// may_be_taken_apart: what a sum ends with matters to who looks for one sort of text (folder + "/"
// is no folder), not to who wants to know that there is nothing else in it.
bool PatternMatcher::may_be_taken_apart(const Constraint& constraint, NodeId text) const {
  const NodeKind kind = check_.tree().kind(text);
  return constraint.is_negated || kind == NodeKind::FString || kind == NodeKind::Field ||
         kind == NodeKind::StringGroup;
}

// are_holes_matched: f"<b>{escape(x)}</b>" is as good as escape(x), and so are other texts whose
// pieces are each one, or constant.
bool PatternMatcher::are_holes_matched(const Constraint& constraint, NodeId text) {
  constexpr std::size_t kMostPieces = 50;
  if (!text.exists() || !may_be_taken_apart(constraint, check_.follow(text))) {
    return false;
  }
  std::vector<NodeId> pieces = {text};
  std::size_t holes = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const NodeId piece = check_.follow(pieces[i]);
    if (piece != pieces[i] && check_.tree().is(piece, NodeKind::List)) {
      return false;  // more may have been added to it
    }
    if (check_.tree().is(piece, NodeKind::FStringText) || check_.value(piece).is_constant()) {
      continue;
    }
    if (i != 0 && matches_any(constraint, {&check_.value(piece), piece})) {
      ++holes;
    } else if (pieces.size() > kMostPieces || !may_be_taken_apart(constraint, piece) ||
               !add_pieces(piece, pieces)) {
      return false;
    }
  }
  return holes != 0;
}

bool PatternMatcher::is_spelled(std::size_t number, std::string_view name) {
  const LazyRegex& regex = regexes_[number];
  return check_.is_spelled(&regex, name, [&](std::string_view one) {
    return regex.matches(pattern_.constraints[number].text, one);
  });
}

bool PatternMatcher::has_value(std::size_t number, const Item& subject) {
  const std::string_view expression = pattern_.constraints[number].text;
  return all_fit(subject, [&](const Item& one) {
    return is_shown(*one.value) && regexes_[number].matches(expression, shown(*one.value));
  });
}

// The head of f"{x}/y" is empty; only a text has one.
bool PatternMatcher::has_head(std::size_t number, const Item& subject) {
  const std::string_view expression = pattern_.constraints[number].text;
  return all_fit(subject, [&](const Item& one) {
    const Value& value = *one.value;
    return value.is(ValueKind::Text) &&
           regexes_[number].matches(expression, value.is_known ? value.whole : head_of(value));
  });
}

bool PatternMatcher::compares(const Constraint& constraint, const Item& subject) {
  return all_fit(subject, [&constraint](const Item& one) {
    const double number = number_of(*one.value, constraint.sort);
    return number >= 0 && compares_so(number, constraint.comparison, constraint.number);
  });
}

bool PatternMatcher::has_bits(const Constraint& constraint, const Item& subject) {
  const auto bits = static_cast<std::int64_t>(constraint.number);
  return all_fit(subject, [bits](const Item& one) {
    return one.value->is(ValueKind::Int) && (one.value->integer & bits) != 0;
  });
}

// A class of this file counts as its bases do.
bool PatternMatcher::has_type(const Constraint& constraint, NodeId node) {
  constexpr int kMostBases = 4;
  const auto is_below = [&](NodeId definition, const auto& self, int depth) -> bool {
    for (const NodeId part : check_.tree().children(definition)) {
      if (depth == 0 || !check_.tree().is(part, NodeKind::Arguments)) {
        continue;
      }
      for (const NodeId base : check_.tree().children(part)) {
        for (const names::Meaning& one : check_.meanings(base).all()) {
          if (names_one_of(constraint.names, one.path) ||
              (one.path.empty() && self(one.definition, self, depth - 1))) {
            return true;
          }
        }
      }
    }
    return false;
  };
  const auto all = check_.meanings(node).all();
  return std::any_of(all.begin(), all.end(), [&](const names::Meaning& meaning) {
    return meaning.kind == names::Meaning::Kind::Instance &&
           (names_one_of(constraint.names, meaning.path) ||
            (meaning.path.empty() && check_.tree().is(meaning.definition, NodeKind::ClassDef) &&
             is_below(meaning.definition, is_below, kMostBases)));
  });
}

bool PatternMatcher::has_name(const Constraint& constraint, NodeId node) {
  const auto all = check_.meanings(node).all();
  return std::any_of(all.begin(), all.end(), [&constraint](const names::Meaning& meaning) {
    return names_one_of(constraint.names, meaning.path);
  });
}

// spelling is what a name, an attribute, a key or a callee is called.
std::string_view PatternMatcher::spelling(NodeId node) {
  const syntax::Tree& tree = check_.tree();
  if (!node.exists()) {
    return {};
  }
  if (tree.is(node, NodeKind::Identifier)) {
    return check_.names().spelling(node);
  }
  if (tree.is(node, NodeKind::String)) {
    return check_.value(node).text().value_or(std::string_view());
  }
  return target_name(check_, tree.is(node, NodeKind::Call) ? tree.child(node, 0) : node);
}

}  // namespace av::match
