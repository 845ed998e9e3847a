#pragma once
// document.h — the tree and the tokens of a text, as antivenom.parse keeps them.
//
// Made with the GIL, filled without; then they never change, and any number of threads read them.

#include "analysis/syntax/lexer.h"
#include "analysis/syntax/parser.h"
#include "analysis/text/given_text.h"
#include "base/memory.h"
#include "base/stop.h"
#include "base/workers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nanobind/nanobind.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/native/places.h"
#include "python/native/source_text.h"

namespace av::python {

// What is shorter is not nested deep enough to need a stack of its own.
inline constexpr std::size_t kFlatBytes = 512;

// with_stack runs `work` without the GIL where that is worth it, on a stack that the parser's
// recursion (half a megabyte, at most) fits: that of the caller's thread may be small.
inline void with_stack(std::size_t bytes, const std::function<void()>& work) {
  if (bytes < kFlatBytes) {
    return work();
  }
  const Released released(bytes);
  const base::StopFlag never;
  bool had_memory = false;
  base::run_workers(1, {}, never, [&](unsigned /*worker*/, std::size_t /*item*/) {
    had_memory = base::had_memory(work);
  });
  base::need_memory(had_memory);
}

// Types is the classes of antivenom._places.
struct Types {
  nanobind::object position, problem, comment, feature;

  Types() {
    const nanobind::module_ module = nanobind::module_::import_("antivenom._places");
    position = module.attr("Position");
    problem = module.attr("Problem");
    comment = module.attr("Comment");
    feature = module.attr("Feature");
  }
};

// Document is a text and how its places are counted.  Made with the GIL, read without.
class Document {
 public:
  void read(const SourceText& given, std::string name) {
    source_ = given.is_text() ? text::take_text(std::move(name), given.view())
                              : text::decode(std::move(name), given.view());
  }

  [[nodiscard]] const text::Source& source() const { return source_; }
  [[nodiscard]] std::string_view text() const { return source_.text.text(); }
  [[nodiscard]] Place place(std::uint32_t offset) const {
    std::call_once(counted_, [this] { places_.emplace(text()); });
    return places_->at(offset);
  }
  [[nodiscard]] nanobind::object position(std::uint32_t offset) const {
    const Place found = place(offset);
    return types_.position(found.line, found.column, found.offset);
  }
  [[nodiscard]] std::string_view text_in(text::Span span) const {
    return text().substr(span.start, span.end - span.start);
  }
  // place_text is "1:1-2:5".
  [[nodiscard]] std::string place_text(text::Span span) const {
    const Place start = place(span.start);
    const Place end = place(span.end);
    return std::to_string(start.line) + ":" + std::to_string(start.column) + "-" +
           std::to_string(end.line) + ":" + std::to_string(end.column);
  }

  // errors is what was odd about the bytes, and `problems`, by place.
  [[nodiscard]] nanobind::tuple errors(std::span<const syntax::Problem> problems) const {
    struct Odd {
      text::Span span;
      std::string_view message;
    };
    std::vector<Odd> all;
    all.reserve(source_.notices.size() + problems.size());
    for (const text::Notice& notice : source_.notices) {
      all.push_back({notice.span, notice.message});
    }
    for (const syntax::Problem& problem : problems) {
      all.push_back({{problem.start, problem.end}, problem.message});
    }
    std::ranges::stable_sort(all, {}, [](const Odd& one) { return one.span.start; });
    return tuple_of(all.size(), [&](std::size_t i) {
      return types_.problem(position(all[i].span.start), position(all[i].span.end),
                            text_object(all[i].message));
    });
  }
  [[nodiscard]] nanobind::tuple comments(std::span<const syntax::Comment> comments) const {
    return tuple_of(comments.size(), [&](std::size_t i) {
      const text::Span span = {comments[i].start, comments[i].end};
      return types_.comment(position(span.start), position(span.end), text_object(text_in(span)));
    });
  }
  [[nodiscard]] const Types& types() const { return types_; }

 private:
  text::Source source_;
  Types types_;
  mutable std::once_flag counted_;
  mutable std::optional<Places> places_;
};

// PyTree owns a parse.
class PyTree : public Document {
 public:
  void parse(const syntax::ParseOptions& options) {
    tree_ = syntax::parse(source().text.view(), options, arena_);
    // What only the parser needed.
    arena_.stack.release();
    arena_.tokens.kind.release();
    arena_.tokens.start.release();
    arena_.tokens.end.release();
  }

  [[nodiscard]] const syntax::Tree& tree() const { return *tree_; }
  [[nodiscard]] auto problems() const { return tree_->problems(); }
  [[nodiscard]] auto remarks() const { return tree_->comments(); }

  // children are those of a node; a few kinds keep a number where others keep their first child.
  [[nodiscard]] syntax::Children children(syntax::NodeId id) const {
    const bool counts =
        tree_->is(id, syntax::NodeKind::ImportLevel) || tree_->is(id, syntax::NodeKind::ChildCount);
    return counts ? syntax::Children(0, 0) : tree_->children(id);
  }

  // parent is none for the root.  All are looked for at once, when one is asked for.
  [[nodiscard]] syntax::NodeId parent(syntax::NodeId id) const {
    std::call_once(related_, [this] {
      parents_.resize(tree_->nodes().size());
      for (std::uint32_t i = 0; i < parents_.size(); ++i) {
        for (const syntax::NodeId child : children(syntax::NodeId(i))) {
          parents_[child.index()] = syntax::NodeId(i);
        }
      }
    });
    return parents_[id.index()];
  }

 private:
  syntax::SyntaxArena arena_;
  std::optional<syntax::Tree> tree_;
  mutable std::once_flag related_;
  mutable std::vector<syntax::NodeId> parents_;
};

// PyTokens owns the tokens of a text.
class PyTokens : public Document {
 public:
  void lex(syntax::Dialect dialect) {
    syntax::lex(source().text.view(), {.dialect = dialect}, tokens_);
  }
  [[nodiscard]] const syntax::Tokens& tokens() const { return tokens_; }
  [[nodiscard]] auto problems() const { return tokens_.problems.view(); }
  [[nodiscard]] auto remarks() const { return tokens_.comments.view(); }

 private:
  syntax::Tokens tokens_;
};

}  // namespace av::python
