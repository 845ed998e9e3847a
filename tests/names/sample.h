#pragma once
// sample.h — a piece of Python for a test, parsed, whose nodes are found by their text.

#include "analysis/names/file_names.h"
#include "analysis/names/print.h"
#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace av::names {

// Sample owns everything a test asks about.
class Sample {
 public:
  explicit Sample(std::string_view code)
      : text_(code), tree_(syntax::parse(text_.view(), {}, arena_)), names_(tree_) {}

  [[nodiscard]] const syntax::Tree& tree() const { return tree_; }
  FileNames& names() { return names_; }

  // node is the last node in the text that reads `text`, the outermost of those at one place.
  [[nodiscard]] syntax::NodeId node(std::string_view text) const {
    syntax::NodeId found;
    for (std::uint32_t i = 0; i < tree_.nodes().size(); ++i) {
      const syntax::NodeId id(i);
      if (tree_.kind(id) != syntax::NodeKind::ChildCount && tree_.text_of(id) == text &&
          !syntax_statement(id) && (!found.exists() || tree_[id].start >= tree_[found].start)) {
        found = id;
      }
    }
    INFO("no node reads ", std::string(text));
    REQUIRE(found.exists());
    return found;
  }

  // meaning is the meanings of that node, as one word: "os.system|local f|a:x.Y|?".
  std::string meaning(std::string_view text) { return describe(names_.meanings(node(text))); }

  [[nodiscard]] std::string describe(const Meanings& meanings) const {
    return names::describe(meanings, tree_);
  }

  // value describes the value of that node; see describe(const Value&).
  std::string value(std::string_view text) { return describe(names_.value(node(text))); }

  [[nodiscard]] std::string describe(const Value& value) const {
    return names::describe(value, tree_);
  }

 private:
  [[nodiscard]] bool syntax_statement(syntax::NodeId id) const {
    return is_statement(tree_.kind(id)) || tree_.is(id, syntax::NodeKind::Module) ||
           tree_.is(id, syntax::NodeKind::Block);
  }

  base::PaddedText text_;
  syntax::SyntaxArena arena_;
  syntax::Tree tree_;
  FileNames names_;
};

}  // namespace av::names
