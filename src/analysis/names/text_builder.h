#pragma once
// text_builder.h — puts texts with holes together.

#include "analysis/names/value.h"
#include "base/arena.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::names {

// TextBuilder collects pieces; constant ones side by side become one.  Too long or too many and the
// result is unknown.
class TextBuilder {
 public:
  void add_text(std::string_view text);
  void add_hole(const Piece& hole);
  // add_value adds what `item` looks like inside a text: its own pieces, a number, or a hole.
  void add_value(const Item& item, Piece::Form form);

  // add_pieces adds the pieces of a text as they are.
  void add_pieces(const Value& text);

  // finish makes the value in `arena`, as the value of `node`.
  const Value* finish(base::Arena& arena, syntax::NodeId node, bool is_bytes);

 private:
  struct Part {
    Piece piece;
    std::size_t start;  // of its text in `text_`
    std::size_t size;
  };

  void add_known_hole(const Item& item, std::string_view text);

  std::string text_;  // of all known pieces, one behind the other
  std::vector<Part> parts_;
};

}  // namespace av::names
