#pragma once
// sketch.h — a tree as one line of text, for expectations: (Assign x (BinOp a b)).
//
// Leaves show their source text, operators and other flags stand behind a slash in hexadecimal.

#include "analysis/syntax/parser.h"

#include <string>

namespace av::test {

inline bool is_leaf(const syntax::Tree& tree, syntax::NodeId id) {
  return tree.is(id, syntax::NodeKind::ImportLevel) || tree.children(id).empty();
}

inline std::string sketch(const syntax::Tree& tree, syntax::NodeId id) {
  using syntax::NodeKind;
  const syntax::Node& node = tree[id];
  std::string flags;
  if (node.flags != 0) {
    static constexpr char kDigits[] = "0123456789abcdef";
    flags = {'/', kDigits[node.flags >> 4], kDigits[node.flags & 15]};
  }
  if (is_leaf(tree, id)) {
    const std::string text(tree.text_of(id));
    const bool plain = node.kind == NodeKind::Name || node.kind == NodeKind::Identifier ||
                       node.kind == NodeKind::Int;
    return (plain ? text : std::string(name_of(node.kind)) + "'" + text + "'") + flags;
  }
  std::string out = "(" + std::string(name_of(node.kind)) + flags;
  for (const syntax::NodeId child : tree.children(id)) {
    out += " " + sketch(tree, child);
  }
  return out + ")";
}

// Parsed is a text with its tree and all that the tree borrows.
struct Parsed {
  base::PaddedText text;
  syntax::SyntaxArena arena;
  syntax::Tree tree;
  explicit Parsed(std::string_view source, const syntax::ParseOptions& options = {})
      : text(source), tree(syntax::parse(text.view(), options, arena)) {}

  // statements is the sketch of the module's statements, without the module around them.
  [[nodiscard]] std::string statements() const {
    std::string out;
    for (const syntax::NodeId child : tree.children(tree.root())) {
      out += (out.empty() ? "" : " ") + sketch(tree, child);
    }
    return out;
  }
  [[nodiscard]] std::string first_problem() const {
    return tree.problems().empty() ? "" : tree.problems()[0].message;
  }
  [[nodiscard]] bool uses(syntax::Feature feature) const {
    for (const syntax::FeatureUse& use : tree.features()) {
      if (use.feature == feature) {
        return true;
      }
    }
    return false;
  }
};

// find_broken_nesting checks what tree.h promises of every tree: children before parents, within
// them, in order; the root spans the text.  Empty when all holds.
inline std::string find_broken_nesting(const syntax::Tree& tree) {
  const syntax::Node& root = tree[tree.root()];
  if (root.kind != syntax::NodeKind::Module || root.start != 0 || root.end != tree.text().size()) {
    return "the root does not span the text";
  }
  const auto nodes = tree.nodes();
  std::size_t adopted = 1;  // the root
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].kind == syntax::NodeKind::ChildCount) {
      ++adopted;
      continue;
    }
    if (nodes[i].kind == syntax::NodeKind::ImportLevel) {
      continue;
    }
    std::uint32_t last = nodes[i].start;
    for (const syntax::NodeId child : tree.children(syntax::NodeId(i))) {
      const syntax::Node& node = tree[child];
      ++adopted;
      if (child.index() >= i || node.start < last || node.end < node.start ||
          node.end > nodes[i].end) {
        return std::string(name_of(node.kind)) + " at " + std::to_string(node.start) + " in " +
               std::string(name_of(nodes[i].kind));
      }
      last = node.end;
    }
  }
  return adopted == nodes.size() ? "" : "a node has no parent or two";
}

}  // namespace av::test
