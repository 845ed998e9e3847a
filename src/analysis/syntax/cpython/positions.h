#pragma once
// positions.h — where an interpreter says that a byte offset lies: line and column.
//
// Lines count from 1, columns from 0 in UTF-8 bytes.  Before 3.12 the expressions in an f-string
// were parsed as texts of their own, "(" expression ")", and their places mended afterwards, more
// or less well; a Frame is one such text.  Until 3.7 a string of several lines lies on its last
// one, in column -1.

#include "analysis/syntax/feature.h"
#include "analysis/syntax/tree.h"
#include "analysis/text/lines.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace av::syntax::cpython {

// Place is a line and a column as `ast` has them.
struct Place {
  std::uint32_t line;
  std::int32_t column;
};

// ColumnUnit is what columns count: Python 2 kept Latin-1 files as they were.
enum class ColumnUnit : std::uint8_t { Bytes, Characters };

// FieldText is what enter_field needs to know of an f-string's field.
struct FieldText {
  std::uint32_t string_start;    // of the token that holds the field
  std::uint32_t group_start;     // of the first of the tokens joined with it
  std::uint32_t group_end;       // behind that first token
  std::uint32_t expression;      // offset behind the {
  std::uint32_t expression_end;  // offset of what ends the expression: = ! : or }
};

// Positions answers for one tree and one version.  The answers for rising offsets are fastest.
class Positions {
 public:
  Positions(const Tree& tree, Version as, ColumnUnit unit);

  // kFile is the frame of the file itself.
  static constexpr std::uint32_t kFile = 0;

  // enter_field makes the frame of a field that stands in a string of frame `outer`.  From 3.12 on
  // there is but one frame, and this returns it.
  std::uint32_t enter_field(std::uint32_t outer, const FieldText& field);

  // start_of and end_of are the place of a node that starts, or ends, at `offset`.
  Place start_of(std::uint32_t offset, std::uint32_t frame);
  Place end_of(std::uint32_t offset, std::uint32_t frame) { return map(offset, frame); }

 private:
  struct Frame {
    std::uint32_t origin;       // offset of the expression's first byte
    std::uint32_t origin_line;  // its line in the file
    Place place;                // where it seems to be
  };
  struct LongString {
    std::uint32_t start;
    std::uint32_t end;
  };
  void find_long_strings(const Tree& tree);
  // long_string_at is the string token that starts at `offset` and ends on a later line.
  [[nodiscard]] const LongString* long_string_at(std::uint32_t offset) const;
  std::uint32_t line_at(std::uint32_t offset);
  [[nodiscard]] std::int32_t column_at(std::uint32_t offset, std::uint32_t line) const;
  Place map(std::uint32_t offset, std::uint32_t frame);
  Place searched_place(std::uint32_t outer, const FieldText& field);
  Place counted_place(std::uint32_t outer, const FieldText& field);

  std::string_view text_;
  text::LineIndex lines_;
  std::uint32_t last_line_ = 1;  // of the question before: the next is likely near
  Version as_;
  ColumnUnit unit_;
  std::vector<Frame> frames_;
  std::vector<LongString> long_strings_;  // ascending by start
};

}  // namespace av::syntax::cpython
