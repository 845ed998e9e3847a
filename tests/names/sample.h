#pragma once
// sample.h — a piece of Python for a test, parsed, whose nodes are found by their text.

#include "analysis/names/file_names.h"
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

  std::string describe(const Meanings& meanings) const {
    std::string out;
    for (const Meaning& meaning : meanings.all()) {
      out += out.empty() ? "" : "|";
      out += meaning.kind == Meaning::Kind::Instance ? "a:" : "";
      out += meaning.path.empty() ? "local " + name_of_definition(meaning.definition)
                                  : std::string(meaning.path);
    }
    return out.empty() ? "?" : out;
  }

  // value describes the value of that node; see describe(const Value&).
  std::string value(std::string_view text) { return describe(names_.value(node(text))); }

  // A constant as Python writes it (texts in double quotes), holes as {source}, filled holes as
  // {source=text}, alternatives joined by |, an open container ending in …, and ? for unknown.
  [[nodiscard]] std::string describe(const Value& value) const {
    switch (value.kind) {
      case ValueKind::Unknown:
        return "?";
      case ValueKind::None:
        return "None";
      case ValueKind::Bool:
        return value.integer != 0 ? "True" : "False";
      case ValueKind::Int:
        return std::to_string(value.integer);
      case ValueKind::Float:
        return std::to_string(value.real);
      case ValueKind::Text:
        return describe_text(value);
      case ValueKind::List:
        return "[" + describe_items(value, ", ") + "]";
      case ValueKind::Tuple:
        return "(" + describe_items(value, ", ") + ")";
      case ValueKind::Set:
        return "{" + describe_items(value, ", ") + "}";
      case ValueKind::Dict:
        return "{" + describe_entries(value) + "}";
      case ValueKind::OneOf:
        return describe_items(value, "|");
    }
    return "";
  }

 private:
  [[nodiscard]] bool syntax_statement(syntax::NodeId id) const {
    return is_statement(tree_.kind(id)) || tree_.is(id, syntax::NodeKind::Module) ||
           tree_.is(id, syntax::NodeKind::Block);
  }

  [[nodiscard]] std::string name_of_definition(syntax::NodeId definition) const {
    for (const syntax::NodeId child : tree_.children(definition)) {
      if (tree_.is(child, syntax::NodeKind::Identifier)) {
        return std::string(tree_.text_of(child));
      }
    }
    return "";
  }

  [[nodiscard]] std::string describe_text(const Value& value) const {
    std::string out = value.is_bytes ? "b\"" : "\"";
    for (const Piece& piece : value.pieces) {
      if (!piece.hole.exists()) {
        out += piece.text;
        continue;
      }
      const char* form = piece.form == Piece::Form::Number ? ":n"
                         : piece.form == Piece::Form::Repr ? ":r"
                                                           : "";
      out += "{" + std::string(tree_.text_of(piece.hole)) + form +
             (piece.is_known ? "=" + std::string(piece.text) : "") + "}";
    }
    return out + "\"";
  }

  [[nodiscard]] std::string describe_items(const Value& value, const char* separator) const {
    std::string out;
    for (const Item& item : value.items) {
      out += (out.empty() ? "" : separator) + describe(*item.value);
    }
    return out + (value.is_open ? "…" : "");
  }

  [[nodiscard]] std::string describe_entries(const Value& value) const {
    std::string out;
    for (const Entry& entry : value.entries) {
      out += (out.empty() ? "" : ", ") + (entry.key == nullptr ? "**" : describe(*entry.key)) +
             ": " + describe(*entry.value);
    }
    return out + (value.is_open ? "…" : "");
  }

  base::PaddedText text_;
  syntax::SyntaxArena arena_;
  syntax::Tree tree_;
  FileNames names_;
};

}  // namespace av::names
