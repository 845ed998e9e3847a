#include "analysis/match/pattern_run.h"

#include "analysis/match/callees.h"
#include "analysis/match/decided.h"
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"

#include <algorithm>

namespace av::match {

using knowledge::Pattern;
using knowledge::Within;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// Blocks around a node that `inside` looks at.
constexpr int kMostAround = 60;

// runs_text: what comes there is a program in some language.  Of what only names something, a
// service that the program asks may well choose it: links in its answers are meant to be followed.
bool runs_text(const knowledge::Rule& rule) {
  constexpr std::uint16_t kRun[] = {77, 78, 89, 94, 95, 502, 1336};
  return std::ranges::any_of(rule.cwes, [&kRun](std::uint16_t cwe) {
    return std::ranges::find(kRun, cwe) != std::end(kRun);
  });
}

// may_call says whether what is called may be of the kind that a shape asks for.  What a variable
// stands for has no name of its own then.
bool may_call(const Call& call, const syntax::Tree& tree, const Shape& shape) {
  return !shape.operand || tree.is(call.callee(), *shape.operand) ||
         (call.is_unresolved() && !tree.is(call.callee(), NodeKind::Attribute));
}

bool fits(std::string_view glob, std::string_view text) {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t retry = 0;
  while (t < text.size()) {
    if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t]) && glob[g] != '*') {
      ++g;
      ++t;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      retry = t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++retry;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') {
    ++g;
  }
  return g == glob.size();
}

}  // namespace

bool matches_glob(std::string_view glob, std::string_view path) {
  if (glob.find('/') == std::string_view::npos) {
    return fits(glob, path.substr(path.find_last_of('/') + 1));
  }
  return fits(glob, path) || fits("*/" + std::string(glob), path);
}

void PatternRun::look_at_call(const Call& call) {
  try_callee(call.meanings(), {Key::Callee, Key::Below}, call.node(), &call);
  try_all(index_.find(Key::Method, call.method()), call.node(), &call);
  try_all(&index_.of_kind(NodeKind::Call), call.node(), &call);
  if (!index_.of_arguments().empty()) {
    look_at_names(call);
  }
}

void PatternRun::look_at_names(const Call& call) {
  Call::Names names;
  if (!call.find_names(names)) {
    return try_all(&index_.of_arguments(), call.node(), &call);
  }
  for (const std::string_view name : names) {
    try_all(index_.find(Key::Argument, name), call.node(), &call);
  }
}

// try_callee tries what stands under one of the paths that a callee may have, or under the path
// around it.
void PatternRun::try_callee(const names::Meanings& callee, CalleeKeys keys, NodeId node,
                            const Call* call) {
  for (const names::Meaning& meaning : callee.all()) {
    try_all(index_.find(keys.whole, meaning.path), node, call);
    const std::size_t dot = meaning.path.rfind('.');
    if (dot != std::string_view::npos) {
      try_all(index_.find(keys.below, meaning.path.substr(0, dot)), node, call);
    }
  }
}

void PatternRun::look_at(NodeId node) {
  const syntax::Tree& tree = check_.tree();
  switch (tree.kind(node)) {
    case NodeKind::Attribute:
      if (tree.children(node).size() == 2) {
        look_at_name(check_.names().spelling(tree.child(node, 1)), node);
      }
      break;
    case NodeKind::Alias:
      look_at_import(node);
      break;
    case NodeKind::Assign:
    case NodeKind::AnnAssign:
      look_at_assign(node);
      break;
    default:
      break;
  }
  try_all(&index_.of_kind(tree.kind(node)), node, nullptr);
}

void PatternRun::look_at_name(std::string_view name, NodeId node) {
  try_all(index_.find(Key::Mention, name), node, nullptr);
}

void PatternRun::look_at_import(NodeId alias) {
  const NodeId name = check_.tree().child(alias, 0);
  if (check_.tree().is(name, NodeKind::Identifier)) {
    look_at_name(check_.names().spelling(name), alias);
  }
  const NodeId statement = check_.outline().parent(alias);
  const std::string_view module = check_.tree().is(statement, NodeKind::ImportFrom)
                                      ? check_.names().module_of(statement)
                                      : check_.names().spelling(name);
  try_all(index_.find(Key::Package, package_of(module)), alias, nullptr);
}

void PatternRun::look_at_assign(NodeId node) {
  const syntax::Tree& tree = check_.tree();
  const syntax::Children parts = tree.children(node);
  const std::uint32_t targets = tree.is(node, NodeKind::AnnAssign) ? 1 : parts.size() - 1;
  for (std::uint32_t i = 0; i < targets; ++i) {
    try_all(index_.find(Key::Target, target_name(check_, parts[i])), node, nullptr);
  }
  if (parts.size() > targets) {
    look_at_value(parts.back(), node);
  }
}

void PatternRun::look_at_value(NodeId value, NodeId assign) {
  const syntax::Tree& tree = check_.tree();
  NodeId at = check_.follow(value);
  if (tree.is(at, NodeKind::Call)) {
    at = tree.child(at, 0);
    try_callee(check_.meanings(at), {Key::Value, Key::ValueBelow}, assign, nullptr);
    at = check_.follow(at);
  }
  if (tree.is(at, NodeKind::Attribute) && tree.children(at).size() == 2) {
    try_all(index_.find(Key::ValueName, check_.names().spelling(tree.child(at, 1))), assign,
            nullptr);
  }
}

void PatternRun::try_all(const Entries* entries, NodeId node, const Call* call) {
  if (entries == nullptr || entries->empty()) {
    return;
  }
  if (call != nullptr) {
    return try_at_call(*entries, *call);
  }
  const NodeShape shape(check_.tree(), node);
  for (const PatternIndex::Entry& entry : *entries) {
    if (shape.may_have(entry.shape) && may_match(entry, node)) {
      try_one(entry, node, nullptr);
    }
  }
}

void PatternRun::try_at_call(const Entries& entries, const Call& call) {
  std::string_view asked;  // entries in a row often need the same argument
  bool may_have = true;
  for (const PatternIndex::Entry& entry : entries) {
    if (entry.keyword != asked) {
      asked = entry.keyword;
      may_have = asked.empty() || call.may_have(asked);
    }
    if (may_have && may_call(call, check_.tree(), entry.shape)) {
      try_one(entry, call.node(), &call);
    }
  }
}

bool PatternRun::may_match(const PatternIndex::Entry& entry, NodeId node) const {
  const Pattern& pattern = *entry.ready->pattern;
  const PatternGlance glance(check_.names(), pattern);
  return glance.may_match(pattern.nodes[entry.root], node) &&
         (pattern.inside.empty() || may_have_around(glance, pattern, node));
}

bool PatternRun::may_have_around(const PatternGlance& glance, const Pattern& pattern,
                                 NodeId node) const {
  NodeId at = check_.outline().parent(node);
  for (int i = 0; i < kMostAround && at.exists(); ++i, at = check_.outline().parent(at)) {
    for (const std::uint16_t root : pattern.inside) {
      if (PatternIndex::may_begin(pattern.nodes[root], check_.tree().kind(at)) &&
          glance.may_match(pattern.nodes[root], at)) {
        return true;
      }
    }
  }
  return false;
}

void PatternRun::try_one(const PatternIndex::Entry& entry, NodeId node, const Call* call) {
  const ReadyPattern& ready = *entry.ready;
  const Pattern& pattern = *ready.pattern;
  PatternMatcher matcher(check_, ready);
  const bool found =
      call == nullptr ? matcher.matches(entry.root, node) : matcher.matches_call(entry.root, *call);
  if (!found || !is_for_file(pattern) || !is_within(pattern, node)) {
    return;
  }
  const bool excluded =
      std::any_of(pattern.unless.begin(), pattern.unless.end(),
                  [&](std::uint16_t root) { return matcher.excludes(root, node); });
  if (!excluded && is_in_place(ready, matcher, node)) {
    report(ready, matcher, node);
  }
}

bool PatternRun::is_for_file(const Pattern& pattern) const {
  const auto fits_path = [this](std::string_view glob) {
    return matches_glob(glob, check_.path());
  };
  const auto may_be = [this](const knowledge::VersionLimit& limit) {
    return versions_.may_be(limit);
  };
  return (pattern.files.empty() ||
          std::any_of(pattern.files.begin(), pattern.files.end(), fits_path)) &&
         std::all_of(pattern.versions.begin(), pattern.versions.end(), may_be);
}

bool PatternRun::is_within(const Pattern& pattern, NodeId node) const {
  if (pattern.within == Within::Anywhere) {
    return true;
  }
  const names::Outline& outline = check_.outline();
  const names::ScopeKind kind = outline[outline.without_comprehensions(outline.scope(node))].kind;
  switch (pattern.within) {
    case Within::Module:
      return kind == names::ScopeKind::Module;
    case Within::Class:
      return kind == names::ScopeKind::Class;
    default:
      return kind == names::ScopeKind::Function || kind == names::ScopeKind::Lambda;
  }
}

bool PatternRun::is_in_place(const ReadyPattern& ready, PatternMatcher& matcher, NodeId node) {
  const Pattern& pattern = *ready.pattern;
  const auto has = [&](std::uint16_t root) { return file_has(ready, root); };
  return (pattern.inside.empty() || has_around(ready, matcher, pattern.inside, node)) &&
         (pattern.not_inside.empty() || !has_around(ready, matcher, pattern.not_inside, node)) &&
         std::all_of(pattern.file_has.begin(), pattern.file_has.end(), has) &&
         std::none_of(pattern.file_lacks.begin(), pattern.file_lacks.end(), has);
}

bool PatternRun::has_around(const ReadyPattern&, PatternMatcher& matcher,
                            std::span<const std::uint16_t> roots, NodeId node) {
  NodeId at = check_.outline().parent(node);
  for (int i = 0; i < kMostAround && at.exists(); ++i, at = check_.outline().parent(at)) {
    for (const std::uint16_t root : roots) {
      if (matcher.excludes(root, at)) {
        return true;
      }
    }
  }
  return false;
}

bool PatternRun::file_has(const ReadyPattern& ready, std::uint16_t root) {
  const auto [slot, is_new] = searched_.try_emplace({ready.pattern, root}, false);
  if (is_new) {
    slot->second = search(ready, root);
  }
  return slot->second;
}

bool PatternRun::search(const ReadyPattern& ready, std::uint16_t root) {
  const auto count = static_cast<std::uint32_t>(check_.tree().nodes().size());
  const PatternGlance glance(check_.names(), *ready.pattern);
  for (std::uint32_t i = 0; i < count; ++i) {
    const NodeId node(i);
    if (PatternIndex::may_begin(ready.pattern->nodes[root], check_.tree().kind(node)) &&
        glance.may_match(ready.pattern->nodes[root], node) &&
        PatternMatcher(check_, ready).matches(root, node)) {
      return true;
    }
  }
  return false;
}

void PatternRun::report(const ReadyPattern& ready, const PatternMatcher& matcher, NodeId node) {
  const Pattern& pattern = *ready.pattern;
  Report made{.at = matcher.place().exists() ? matcher.place() : node,
              .severity = pattern.severity,
              .confidence = pattern.confidence,
              .message = filled(pattern.message, pattern, matcher, node),
              .mend = filled(pattern.mend, pattern, matcher, node)};
  if (pattern.mark != knowledge::PatternNode::kNoVariable &&
      matcher.bound(pattern.mark).node.exists()) {
    made.at = matcher.bound(pattern.mark).node;
  }
  if (pattern.grade != knowledge::PatternNode::kNoVariable) {
    const names::Item graded = matcher.bound(pattern.grade);
    const Provenance from = graded.node.exists() ? check_.open_origin(graded.node) : Provenance{};
    if (from.origin <= Origin::Harmless) {
      return;
    }
    const Grade grade = grade_of_input(from);
    const bool is_named = from.is_answer && !runs_text(*ready.rule);
    made.severity = is_named || is_asked_before(check_, node)
                        ? std::min(grade.severity, knowledge::Severity::Low)
                        : grade.severity;
    made.confidence = grade.confidence;
  }
  if (matcher.is_by_default()) {
    made.severity = lowered(made.severity);
    made.confidence = knowledge::Confidence::Low;
    made.message += kByDefault;
  }
  check_.set_rule(*ready.rule);
  check_.report(std::move(made));
}

// filled puts what metavariables stand for in place of $X.
std::string PatternRun::filled(std::string_view sentence, const Pattern& pattern,
                               const PatternMatcher& matcher, NodeId node) {
  std::string out;
  while (!sentence.empty()) {
    const std::size_t dollar = std::min(sentence.find('$'), sentence.size());
    out += sentence.substr(0, dollar);
    sentence.remove_prefix(dollar);
    std::size_t end = sentence.empty() ? 0 : 1;
    while (end < sentence.size() &&
           ((sentence[end] >= 'A' && sentence[end] <= 'Z') ||
            (sentence[end] >= '0' && sentence[end] <= '9') || sentence[end] == '_')) {
      ++end;
    }
    const std::string_view name = sentence.substr(std::min<std::size_t>(1, end), end - (end > 0));
    sentence.remove_prefix(end);
    if (name == "MATCH") {
      const bool is_call = check_.tree().is(node, NodeKind::Call);
      out += check_.quoted(is_call ? check_.tree().child(node, 0) : node);
    } else if (!name.empty()) {
      const auto at = std::find(pattern.variables.begin(), pattern.variables.end(), name);
      const auto number = static_cast<std::uint8_t>(at - pattern.variables.begin());
      const NodeId bound =
          at == pattern.variables.end() ? NodeId::none() : matcher.bound(number).node;
      out += bound.exists() ? check_.quoted(bound) : "`…`";
    }
  }
  return out;
}

}  // namespace av::match
