#include "analysis/match/pattern_index.h"

#include "analysis/match/callees.h"

namespace av::match {

using knowledge::Pattern;
using knowledge::PatternNode;
using knowledge::PatternOp;
using syntax::NodeKind;

namespace {

// The first argument by name that a call must have; of other roots none.
std::string_view needed_keyword(const Pattern& pattern, const PatternNode& root) {
  if (root.op != PatternOp::Call) {
    return {};
  }
  for (const PatternNode& argument : pattern.children(root).subspan(1)) {
    if (argument.op == PatternOp::Keyword && !argument.has_variable()) {
      return argument.text;
    }
  }
  return {};
}

}  // namespace

bool LazyRegex::matches(std::string_view expression, std::string_view text) const {
  std::call_once(once_, [&] {
    RE2::Options options;
    options.set_log_errors(false);
    compiled_ = std::make_unique<const RE2>(re2::StringPiece(expression), options);
  });
  return compiled_->ok() && RE2::PartialMatch(re2::StringPiece(text), *compiled_);
}

void PatternIndex::add(const knowledge::Rule& rule) {
  for (const Pattern& pattern : rule.patterns) {
    auto regexes = std::make_unique<LazyRegex[]>(pattern.constraints.size());
    const ReadyPattern& ready =
        ready_.emplace_back(ReadyPattern{&rule, &pattern, std::move(regexes)});
    for (const std::uint16_t root : pattern.find) {
      add_root(ready, root);
    }
  }
}

void PatternIndex::add_root(const ReadyPattern& ready, std::uint16_t root) {
  const Pattern& pattern = *ready.pattern;
  const PatternNode& node = pattern.nodes[root];
  const Entry entry{&ready, root, needed_keyword(pattern, node), shape_of(pattern, node)};
  switch (node.op) {
    case PatternOp::Call:
      return add_call(pattern.children(node)[0], entry);
    case PatternOp::Path:
    case PatternOp::Member:
      wanted_[static_cast<std::size_t>(NodeKind::Attribute)] = true;
      wanted_[static_cast<std::size_t>(NodeKind::Alias)] = true;
      return add_under(Key::Mention, last_name(node.text), entry);
    case PatternOp::Assign:
      return add_assign(pattern, node, entry);
    case PatternOp::Import:
    case PatternOp::ImportOf:
      wanted_[static_cast<std::size_t>(NodeKind::Alias)] = true;
      return add_under(Key::Package, package_of(node.text), entry);
    case PatternOp::Function:
      return add_kind(NodeKind::FunctionDef, entry);
    case PatternOp::Class:
      return add_kind(NodeKind::ClassDef, entry);
    case PatternOp::Handler:
      return add_kind(NodeKind::Handler, entry);
    case PatternOp::With:
      return add_kind(NodeKind::With, entry);
    case PatternOp::Text:
      add_kind(NodeKind::StringGroup, entry);
      return add_kind(NodeKind::String, entry);
    case PatternOp::List:
      add_kind(NodeKind::Tuple, entry);
      add_kind(NodeKind::Set, entry);
      return add_kind(NodeKind::List, entry);
    case PatternOp::Dict:
      return add_kind(NodeKind::Dict, entry);
    case PatternOp::Node:
      return add_kind(node.kind(), entry);
    default:
      return;  // nothing else is a root
  }
}

bool PatternIndex::may_begin(const PatternNode& root, NodeKind kind) {
  switch (root.op) {
    case PatternOp::Call:
      return kind == NodeKind::Call;
    case PatternOp::Path:
    case PatternOp::Member:
      return kind == NodeKind::Attribute || kind == NodeKind::Alias;
    case PatternOp::Assign:
      return kind == NodeKind::Assign || kind == NodeKind::AnnAssign;
    case PatternOp::Import:
    case PatternOp::ImportOf:
      return kind == NodeKind::Alias;
    case PatternOp::Function:
      return kind == NodeKind::FunctionDef;
    case PatternOp::Class:
      return kind == NodeKind::ClassDef;
    case PatternOp::Handler:
      return kind == NodeKind::Handler;
    case PatternOp::With:
      return kind == NodeKind::With;
    case PatternOp::Text:
      return kind == NodeKind::String || kind == NodeKind::StringGroup;
    case PatternOp::List:
      return kind == NodeKind::List || kind == NodeKind::Tuple || kind == NodeKind::Set;
    case PatternOp::Dict:
      return kind == NodeKind::Dict;
    case PatternOp::Node:
      return kind == root.kind();
    default:
      return false;
  }
}

void PatternIndex::add_call(const PatternNode& callee, const Entry& entry) {
  wanted_[static_cast<std::size_t>(NodeKind::Call)] = true;
  if (callee.op == PatternOp::Path) {
    add_callee(callee.text, Key::Callee, Key::Below, entry);
  } else if (callee.op == PatternOp::Member && !callee.text.empty()) {
    add_under(Key::Method, callee.text, entry);
  } else if (!entry.keyword.empty()) {
    add_under(Key::Argument, entry.keyword, entry);
    arguments_.push_back(entry);
  } else {
    add_kind(NodeKind::Call, entry);
  }
}

void PatternIndex::add_under(Key key, std::string_view name, const Entry& entry) {
  tables_[static_cast<std::size_t>(key)][name].push_back(entry);
}

// "a.b.*" is all below a.b.
void PatternIndex::add_callee(std::string_view path, Key whole, Key below, const Entry& entry) {
  if (path.ends_with(".*")) {
    add_under(below, path.substr(0, path.size() - 2), entry);
  } else {
    add_under(whole, path, entry);
  }
}

void PatternIndex::add_kind(NodeKind kind, const Entry& entry) {
  wanted_[static_cast<std::size_t>(kind)] = true;
  kinds_[static_cast<std::size_t>(kind)].push_back(entry);
}

// Under the target's name: `x`, the last of `a.b.x`, the key of `a["x"]`; else under what makes the
// value.
void PatternIndex::add_assign(const Pattern& pattern, const PatternNode& assign,
                              const Entry& entry) {
  const PatternNode& target = pattern.children(assign)[0];
  const PatternNode& value = pattern.children(assign)[1];
  std::string_view name;
  if (target.op == PatternOp::Node && target.kind() == NodeKind::Subscript) {
    const PatternNode& key = pattern.children(target)[1];
    name = key.op == PatternOp::Text ? key.text : std::string_view();
  } else {
    name = last_name(target.text);
  }
  if (!name.empty()) {
    add_under(Key::Target, name, entry);
  }
  const bool is_found = !name.empty() || add_value(pattern, value, entry);
  for (const NodeKind kind : {NodeKind::Assign, NodeKind::AnnAssign}) {
    wanted_[static_cast<std::size_t>(kind)] = true;
    if (!is_found) {
      add_kind(kind, entry);
    }
  }
}

// add_value: under the path of what is called, or the name behind the last dot; false when the
// value may be anything.
bool PatternIndex::add_value(const Pattern& pattern, const PatternNode& value, const Entry& entry) {
  const PatternNode& named = value.op == PatternOp::Call ? pattern.children(value)[0] : value;
  if (named.op == PatternOp::Member && !named.text.empty()) {
    add_under(Key::ValueName, named.text, entry);
    return true;
  }
  if (value.op == PatternOp::Call && named.op == PatternOp::Path) {
    add_callee(named.text, Key::Value, Key::ValueBelow, entry);
    return true;
  }
  return false;
}

}  // namespace av::match
