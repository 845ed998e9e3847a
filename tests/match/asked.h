#pragma once
// asked.h — a piece of Python for a test, as rules' code sees it.

#include "analysis/match/call.h"
#include "analysis/match/check_context.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/parser.h"
#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace av::match {

// Asked owns the text and all that is asked about it.
class Asked {
 public:
  explicit Asked(std::string_view code, std::string_view path = "sample.py")
      : text_(code),
        tree_(syntax::parse(text_.view(), {}, arena_)),
        names_(tree_),
        check_(path, names_) {}

  [[nodiscard]] const syntax::Tree& tree() const { return tree_; }
  names::FileNames& names() { return names_; }
  CheckContext& check() { return check_; }

  // node is the last expression that reads `text`.
  [[nodiscard]] syntax::NodeId node(std::string_view text) const {
    syntax::NodeId found;
    for (std::uint32_t i = 0; i < tree_.nodes().size(); ++i) {
      const syntax::NodeId id(i);
      const bool fits = tree_.kind(id) != syntax::NodeKind::ChildCount &&
                        tree_.text_of(id) == text && !names::is_statement(tree_.kind(id)) &&
                        !tree_.is(id, syntax::NodeKind::Block);
      if (fits && (!found.exists() || tree_[id].start >= tree_[found].start)) {
        found = id;
      }
    }
    INFO("no expression reads ", std::string(text));
    REQUIRE(found.exists());
    return found;
  }

  Call call(std::string_view text) {
    const syntax::NodeId id = node(text);
    REQUIRE(tree_.is(id, syntax::NodeKind::Call));
    return {names_, id};
  }

 private:
  base::PaddedText text_;
  syntax::SyntaxArena arena_;
  syntax::Tree tree_;
  names::FileNames names_;
  CheckContext check_;
};

}  // namespace av::match
