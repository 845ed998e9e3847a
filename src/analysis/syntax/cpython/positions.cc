#include "analysis/syntax/cpython/positions.h"

#include "analysis/syntax/cpython/trivia.h"

#include <algorithm>
#include <string>

namespace av::syntax::cpython {
namespace {

// count_line_ends counts \r\n once.
std::uint32_t count_line_ends(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool first_of_two = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    count += is_line_end(text[i]) && !first_of_two ? 1U : 0U;
  }
  return count;
}

bool may_start_string(char c) {
  return std::string_view("'\"rRbBuUfF").find(c) != std::string_view::npos;
}

// starts_with_line_end says whether nothing but blanks follows on the line.
bool starts_with_line_end(std::string_view expression) {
  const std::size_t first = expression.find_first_not_of(" \t\f");
  return first == std::string_view::npos || is_line_end(expression[first]);
}

std::int32_t count_characters(std::string_view text) {
  return static_cast<std::int32_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::int32_t distance(std::size_t from, std::size_t to) {
  return static_cast<std::int32_t>(to - from);
}

}  // namespace

Positions::Positions(const Tree& tree, Version as, ColumnUnit unit)
    : text_(tree.text()), lines_(tree.text()), as_(as), unit_(unit), frames_(1) {
  if (as < 312) {
    find_long_strings(tree);
  }
}

std::uint32_t Positions::enter_field(std::uint32_t outer, const FieldText& field) {
  if (as_ >= 312) {
    return kFile;
  }
  const Place place = as_ >= 309 ? counted_place(outer, field) : searched_place(outer, field);
  frames_.push_back({field.expression, line_at(field.expression), place});
  return static_cast<std::uint32_t>(frames_.size() - 1);
}

Place Positions::start_of(std::uint32_t offset, std::uint32_t frame) {
  const bool matters = as_ < 308 || (as_ > 308 && frame != kFile);
  const LongString* string = matters ? long_string_at(offset) : nullptr;
  if (string == nullptr) {
    return map(offset, frame);
  }
  if (as_ < 308) {
    return {map(string->end, frame).line, -1};
  }
  // The column was mended only for tokens that end on the first line.
  Place place = map(offset, frame);
  if (line_at(offset) == frames_[frame].origin_line) {
    place.column = distance(frames_[frame].origin, offset) + 1;
  }
  return place;
}

void Positions::find_long_strings(const Tree& tree) {
  for (const Node& node : tree.nodes()) {
    if (node.kind != NodeKind::String && node.kind != NodeKind::FString) {
      continue;
    }
    const std::string_view token = text_.substr(node.start, node.end - node.start);
    if (token.find_first_of("\r\n") != std::string_view::npos) {
      long_strings_.push_back({node.start, node.end});
    }
  }
  std::ranges::sort(long_strings_, {}, &LongString::start);
}

const Positions::LongString* Positions::long_string_at(std::uint32_t offset) const {
  if (long_strings_.empty() || offset >= text_.size() || !may_start_string(text_[offset])) {
    return nullptr;
  }
  const auto found = std::ranges::lower_bound(long_strings_, offset, {}, &LongString::start);
  return found != long_strings_.end() && found->start == offset ? &*found : nullptr;
}

std::uint32_t Positions::line_at(std::uint32_t offset) {
  const auto holds = [&](std::uint32_t line) {
    return line <= lines_.line_count() && offset >= lines_.line_start(line) &&
           (line == lines_.line_count() || offset < lines_.line_start(line + 1));
  };
  if (!holds(last_line_)) {
    last_line_ = holds(last_line_ + 1) ? last_line_ + 1 : lines_.line_at(offset);
  }
  return last_line_;
}

std::int32_t Positions::column_at(std::uint32_t offset, std::uint32_t line) const {
  const std::uint32_t start = lines_.line_start(line);
  if (unit_ == ColumnUnit::Characters) {
    return count_characters(text_.substr(start, offset - start));
  }
  return distance(start, offset);
}

Place Positions::map(std::uint32_t offset, std::uint32_t frame) {
  const std::uint32_t line = line_at(offset);
  if (frame == kFile) {
    return {line, column_at(offset, line)};
  }
  const Frame& in = frames_[frame];
  if (line != in.origin_line) {
    return {in.place.line + line - in.origin_line, column_at(offset, line)};
  }
  // Signed: a tuple that the added parentheses make starts one byte before the origin.
  return {in.place.line, in.place.column + static_cast<std::int32_t>(offset) -
                             static_cast<std::int32_t>(in.origin)};
}

// searched_place is how 3.6 to 3.8 found an expression: by looking for its text in braces in the
// first of the joined strings.  What is not found (it has a conversion or a format, or stands in
// another string) is taken to be at that string's start.
Place Positions::searched_place(std::uint32_t outer, const FieldText& field) {
  const std::string_view token =
      text_.substr(field.group_start, field.group_end - field.group_start);
  std::string wanted = "{";
  wanted += text_.substr(field.expression, field.expression_end - field.expression);
  wanted += "}";
  Place place = start_of(field.group_start, outer);
  const std::size_t found = token.find(wanted);
  if (found != std::string_view::npos) {
    std::size_t line_start = found;
    while (line_start > 0 && !is_line_end(token[line_start])) {
      --line_start;
    }
    place.column += distance(line_start, found);
    if (as_ < 308) {
      place.line -= count_line_ends(token.substr(found + 1));
    } else {
      place.line += count_line_ends(token.substr(0, found));
    }
  }
  ++place.column;
  return place;
}

// counted_place is how 3.9 to 3.11 found an expression: by counting up to its brace.
Place Positions::counted_place(std::uint32_t outer, const FieldText& field) {
  const std::uint32_t brace = field.expression - 1;
  const std::uint32_t brace_line = line_at(brace);
  const std::uint32_t lines = brace_line - line_at(field.string_start);
  Place place = start_of(field.string_start, outer);
  place.line += lines;
  const bool counts = !starts_with_line_end(
      text_.substr(field.expression, field.expression_end - field.expression));
  std::int32_t columns = 0;
  if (counts) {
    columns = lines == 0 ? distance(field.string_start, brace)
                         : distance(lines_.line_start(brace_line), brace) + (as_ == 309 ? 1 : 0);
  }
  place.column = (lines == 0 || as_ == 309 ? place.column : 0) + columns + 1;
  return place;
}

}  // namespace av::syntax::cpython
