#include "analysis/match/pattern_matcher.h"

#include "analysis/match/names_in.h"
#include "analysis/match/pattern_shape.h"

#include <algorithm>

namespace av::match {

using knowledge::PatternOp;
using names::Value;
using names::ValueKind;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Nodes that are compared to see whether a metavariable stands for the same twice.
constexpr std::size_t kMostCompared = 200;

// Statements that may go on after what a pattern says: else, a message, a cause.
bool may_go_on(NodeKind kind) {
  return kind == NodeKind::If || kind == NodeKind::While || kind == NodeKind::For ||
         kind == NodeKind::Assert || kind == NodeKind::Raise;
}

// names_direct_path: "a.b.*" is everything right below a.b.
bool names_direct_path(std::string_view wanted, std::string_view path) {
  if (!wanted.ends_with(".*")) {
    return path == wanted;
  }
  const std::string_view module = wanted.substr(0, wanted.size() - 1);
  return path.starts_with(module) && path.find('.', module.size()) == std::string_view::npos;
}

// bounds_of says which parts of a slice are there: x[1:] is not x[:1].  0 for other nodes.
std::uint8_t bounds_of(const syntax::Tree& tree, NodeId node) {
  constexpr std::uint8_t kAll = syntax::flag::kLower | syntax::flag::kUpper | syntax::flag::kStep;
  return tree.is(node, NodeKind::Slice) ? tree[node].flags & kAll : 0;
}

// Do two trees read the same?  White space and comments do not count.
bool reads_same(const syntax::Tree& tree, NodeId a, NodeId b) {
  std::vector<std::pair<NodeId, NodeId>> open = {{a, b}};
  for (std::size_t i = 0; i < open.size() && i < kMostCompared; ++i) {
    const auto [left, right] = open[i];
    const Children one = tree.children(left);
    const Children two = tree.children(right);
    const bool alike = tree.kind(left) == tree.kind(right) && one.size() == two.size() &&
                       bounds_of(tree, left) == bounds_of(tree, right) &&
                       (!has_operator(tree.kind(left)) || tree[left].op() == tree[right].op());
    if (!alike || (one.empty() && tree.text_of(left) != tree.text_of(right))) {
      return false;
    }
    for (std::uint32_t k = 0; k < one.size(); ++k) {
      open.emplace_back(one[k], two[k]);
    }
  }
  return open.size() <= kMostCompared;
}

}  // namespace

bool PatternMatcher::matches(std::uint16_t root, NodeId node) {
  return match(pattern_.nodes[root], item(node));
}

bool PatternMatcher::matches_call(std::uint16_t root, const Call& call) {
  return match_call(pattern_.nodes[root], call);
}

bool PatternMatcher::excludes(std::uint16_t root, NodeId node) {
  const BoundItems::State before = bound_.state();
  const NodeId place = place_;
  mood_ = Mood::May;
  const bool excluded = matches(root, node);
  mood_ = Mood::Must;
  place_ = place;
  bound_.go_back_to(before);
  return excluded;
}

const Value& PatternMatcher::value(const Item& item) {
  if (item.value != nullptr) {
    return *item.value;
  }
  return item.node.exists() ? check_.value(item.node) : names::kUnknownValue;
}

bool PatternMatcher::match(const Node& pattern, const Item& subject) {
  if (++steps_ > kMaxSteps) {
    return false;
  }
  switch (pattern.op) {
    case PatternOp::Anything:
    case PatternOp::Rest:
      return true;
    case PatternOp::Variable:
      return bind(pattern, subject);
    case PatternOp::Text:
    case PatternOp::Number:
    case PatternOp::Bool:
    case PatternOp::None:
      return match_constant(pattern, subject);
    case PatternOp::List:
      return match_list(pattern, subject);
    case PatternOp::Dict:
      return match_dict(pattern, subject);
    default:
      return subject.node.exists() && match_part(pattern, subject);
  }
}

// match_part matches what is told by a node alone.
bool PatternMatcher::match_part(const Node& pattern, const Item& subject) {
  switch (pattern.op) {
    case PatternOp::Path:
      return match_path(pattern, subject.node);
    case PatternOp::Member:
      return match_member(pattern, subject.node);
    case PatternOp::Call:
      return match_call_node(pattern, subject.node);
    case PatternOp::Bound:
      return match_bound(pattern, subject.node);
    case PatternOp::Node:
      return match_node(pattern, subject.node);
    default:
      return match_statement(pattern, subject.node);
  }
}

bool PatternMatcher::bind(const Node& pattern, const Item& subject) {
  const Item known = bound_[pattern.variable];
  if (known.node.exists()) {
    return is_same(known, subject);
  }
  bound_.bind(pattern.variable, subject);
  for (std::size_t i = 0; i < pattern_.constraints.size(); ++i) {
    const knowledge::Constraint& constraint = pattern_.constraints[i];
    if (constraint.variable == pattern.variable && holds(i, subject) == constraint.is_negated) {
      bound_.unbind(pattern.variable);
      return false;
    }
  }
  return true;
}

bool PatternMatcher::is_same(const Item& a, const Item& b) {
  return names::are_same(value(a), value(b)) ||
         (b.node.exists() &&
          (reads_same(check_.tree(), a.node, b.node) ||
           reads_same(check_.tree(), check_.follow(a.node), check_.follow(b.node))));
}

bool PatternMatcher::match_path(const Node& pattern, NodeId node) {
  if (check_.tree().is(node, NodeKind::Alias)) {
    const NodeId statement = check_.outline().parent(node);
    if (!check_.tree().is(statement, NodeKind::ImportFrom)) {
      return false;
    }
    const std::string_view module = check_.names().module_of(statement);
    const std::string_view name = check_.names().spelling(check_.tree().child(node, 0));
    return pattern.text.size() == module.size() + 1 + name.size() &&
           pattern.text.starts_with(module) && pattern.text.ends_with(name) &&
           pattern.text[module.size()] == '.';
  }
  return is_path(pattern, check_.meanings(node));
}

// is_path: something that may be meant has the name of the pattern.
bool PatternMatcher::is_path(const Node& pattern, const names::Meanings& meanings) {
  const auto all = meanings.all();
  return std::any_of(all.begin(), all.end(), [&pattern](const names::Meaning& meaning) {
    return names_direct_path(pattern.text, meaning.path);
  });
}

bool PatternMatcher::match_constant(const Node& pattern, const Item& subject) {
  return all_fit(subject, [&pattern](const Item& one) {
    const Value& is = *one.value;
    switch (pattern.op) {
      case PatternOp::Text:
        return is.text() == pattern.text && is.is_bytes == (pattern.detail != 0);
      case PatternOp::None:
        return is.is(ValueKind::None);
      case PatternOp::Bool:
        return (is.is(ValueKind::Bool) || is.is(ValueKind::Int)) &&
               is.integer == static_cast<std::int64_t>(pattern.number);
      default:
        return (is.is(ValueKind::Int) && static_cast<double>(is.integer) == pattern.number) ||
               (is.is(ValueKind::Float) && is.real == pattern.number);
    }
  });
}

bool PatternMatcher::match_member(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  const NodeId at = check_.follow(node);
  if (!tree.is(at, NodeKind::Attribute) || tree.children(at).size() != 2) {
    return false;
  }
  return match_bound(pattern, tree.child(at, 1)) &&
         match(children(pattern)[0], item(tree.child(at, 0)));
}

// is_named: an attribute of the name that a member has to have; nothing is bound.
bool PatternMatcher::is_named(const Node& member, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  const NodeId at = check_.follow(node);
  return tree.is(at, NodeKind::Attribute) && tree.children(at).size() == 2 &&
         (member.text.empty() || check_.names().spelling(tree.child(at, 1)) == member.text);
}

// match_bound matches the name of an attribute, a keyword, a target, a definition.
bool PatternMatcher::match_bound(const Node& pattern, NodeId node) {
  const NodeKind kind = check_.tree().kind(node);
  if (kind != NodeKind::Identifier && kind != NodeKind::Name) {
    return false;
  }
  if (pattern.has_variable()) {
    return bind(pattern, item(node));
  }
  return pattern.text.empty() || check_.names().spelling(node) == pattern.text;
}

bool PatternMatcher::match_list(const Node& pattern, const Item& subject) {
  return all_fit(subject, [this, &pattern](const Item& one) {
    const Value& list = *one.value;
    const bool is_list =
        list.is(ValueKind::List) || list.is(ValueKind::Tuple) || list.is(ValueKind::Set);
    const Nodes items = children(pattern);
    const bool has_gap = std::any_of(items.begin(), items.end(),
                                     [](const Node& node) { return node.op == PatternOp::Rest; });
    return is_list && (has_gap || !list.is_open) &&
           sequence(items, list.items.size(), [this, &list](const Node& node, std::size_t i) {
             return match(node, list.items[i]);
           });
  });
}

bool PatternMatcher::match_dict(const Node& pattern, const Item& subject) {
  return all_fit(subject, [this, &pattern](const Item& one) {
    const Value& dict = *one.value;
    if (!dict.is(ValueKind::Dict)) {
      return false;
    }
    bool has_gap = false;
    for (const Node& entry : children(pattern)) {
      has_gap = has_gap || entry.op == PatternOp::Rest;
      if (entry.op != PatternOp::Rest && !match_entry(entry, dict)) {
        return dict.is_open && mood_ == Mood::May;
      }
    }
    return has_gap || (dict.entries.size() == children(pattern).size() && !dict.is_open);
  });
}

bool PatternMatcher::match_entry(const Node& pattern, const Value& dict) {
  const Node& key = children(pattern)[0];
  const Node& wanted = children(pattern)[1];
  if (key.op == PatternOp::Text) {
    const names::Entry* entry = dict.entry_of(key.text);
    return entry != nullptr && match(wanted, {entry->value, entry->value_node});
  }
  // Most values are no calls, while any key may be what is asked for.
  const bool is_call = wanted.op == PatternOp::Call;
  for (const names::Entry& entry : dict.entries) {
    const BoundItems::State before = bound_.state();
    const names::Item value = {entry.value, entry.value_node};
    if (entry.key != nullptr && (!is_call || match(wanted, value)) &&
        match(key, {entry.key, entry.key_node}) && (is_call || match(wanted, value))) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

// match_joined: f"Bearer {x}" is "Bearer " + x.
bool PatternMatcher::match_joined(const Node& sum, NodeId text) {
  const syntax::Tree& tree = check_.tree();
  const Children parts = tree.children(text);
  const Nodes wanted = children(sum);
  if (parts.size() != 2 || wanted.size() != 2 || wanted[0].op != PatternOp::Text ||
      !tree.is(parts[0], NodeKind::FStringText) || !tree.is(parts[1], NodeKind::Field) ||
      tree.text_of(parts[0]) != wanted[0].text) {
    return false;
  }
  // A conversion or a format makes another text of it.
  const NodeId hole = tree.child(parts[1], 0);
  return tree.text_of(parts[1]).size() == tree.text_of(hole).size() + 2 &&
         match(wanted[1], item(hole));
}

bool PatternMatcher::match_node(const Node& pattern, NodeId node) {
  const syntax::Tree& tree = check_.tree();
  const NodeId at = tree.is(node, pattern.kind()) ? node : check_.follow(node);
  if (pattern.kind() == NodeKind::BinOp && tree.is(at, NodeKind::FString) &&
      static_cast<syntax::Operator>(pattern.operation) == syntax::Operator::Add) {
    return match_joined(pattern, at);
  }
  if (!tree.is(at, pattern.kind()) ||
      (pattern.kind() == NodeKind::Slice && bounds_of(tree, at) != pattern.operation) ||
      (has_operator(pattern.kind()) &&
       static_cast<std::uint8_t>(tree[at].op()) != pattern.operation)) {
    return false;
  }
  if (pattern.kind() == NodeKind::Compare) {
    return match_compare(pattern, at);
  }
  const Children parts = tree.children(at);
  const std::size_t count =
      may_go_on(pattern.kind()) ? std::min<std::size_t>(parts.size(), pattern.count) : parts.size();
  return sequence(children(pattern), count, [this, &parts](const Node& one, std::size_t i) {
    return match(one, item(parts[static_cast<std::uint32_t>(i)]));
  });
}

// a == b is b == a.
bool PatternMatcher::match_compare(const Node& pattern, NodeId node) {
  const Children parts = check_.tree().children(node);
  const Nodes wanted = children(pattern);
  // An operator costs nothing to compare, and tells most comparisons apart.
  if (parts.size() != wanted.size() || (parts.size() == 3 && !match(wanted[1], item(parts[1])))) {
    return false;
  }
  const BoundItems::State before = bound_.state();
  bool all = true;
  for (std::uint32_t i = 0; i < parts.size() && all; ++i) {
    all = match(wanted[i], item(parts[i]));
  }
  if (all || parts.size() != 3) {
    return all;
  }
  bound_.go_back_to(before);
  const syntax::Operator op = check_.tree()[parts[1]].op();
  return (op == syntax::Operator::Eq || op == syntax::Operator::NotEq) &&
         match(wanted[0], item(parts[2])) && match(wanted[2], item(parts[0]));
}

}  // namespace av::match
