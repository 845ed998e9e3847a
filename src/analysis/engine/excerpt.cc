#include "analysis/engine/excerpt.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace av::engine {
namespace {

using text::Span;

constexpr std::uint32_t kMostLines = 6;     // a longer place is shortened
constexpr std::uint32_t kLeadingLines = 4;  // to this many lines, and its last one
constexpr std::uint32_t kBytesAround = 240;
constexpr std::uint32_t kMostMarkedBytes = 480;

std::uint32_t narrow(std::size_t value) {
  return static_cast<std::uint32_t>(value);
}

Span line_span(const FileText& file, std::uint32_t line) {
  const std::uint32_t start = file.lines.line_start(line);
  return {start, start + narrow(file.lines.line_text(line).size())};
}

bool is_continuation_byte(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

// to_boundary moves an offset back to the start of its character.
std::uint32_t to_boundary(std::string_view text, std::uint32_t offset, std::uint32_t least) {
  while (offset > least && offset < text.size() && is_continuation_byte(text[offset])) {
    --offset;
  }
  return offset;
}

// marked_part is what of `span` is to be marked on a line: not the indentation of a line that the
// place goes on in, and at least one character of an empty place.
Span marked_part(const FileText& file, Span line, Span span) {
  std::uint32_t start = std::clamp(span.start, line.start, line.end);
  const std::uint32_t end = std::clamp(span.end, line.start, line.end);
  if (span.start == span.end && start == span.start && start < line.end) {
    std::uint32_t next = start + 1;
    while (next < line.end && is_continuation_byte(file.text[next])) {
      ++next;
    }
    return {start, next};
  }
  while (span.start < line.start && start < end &&
         (file.text[start] == ' ' || file.text[start] == '\t')) {
    ++start;
  }
  return {start, std::max(start, end)};
}

// shown_part is the part of a line around its mark that is copied.
Span shown_part(const FileText& file, Span line, Span mark) {
  const bool marked = mark.start < mark.end;
  const std::uint32_t from = marked ? mark.start : line.start;
  const std::uint32_t to = marked ? std::min(mark.end, mark.start + kMostMarkedBytes) : line.start;
  const std::uint32_t start = from - line.start > kBytesAround ? from - kBytesAround : line.start;
  const std::uint32_t end = line.end - to > kBytesAround ? to + kBytesAround : line.end;
  return {to_boundary(file.text, start, line.start), to_boundary(file.text, end, line.start)};
}

// copy_masked copies `part` into `line`, masking secrets, and sets the mark where its ends went.
void copy_masked(const FileText& file, Span part, Span mark, ExcerptLine& line) {
  std::uint32_t at = part.start;
  const auto copy_to = [&](std::uint32_t end) {
    const auto place_in_copy = [&](std::uint32_t offset) {
      return narrow(line.text.size()) + (offset - at);
    };
    if (mark.start >= at && mark.start < end) {
      line.mark_start = place_in_copy(mark.start);
    }
    if (mark.end > at && mark.end <= end) {
      line.mark_end = place_in_copy(mark.end);
    }
    line.text.append(file.text.substr(at, end - at));
    at = end;
  };
  const auto spans = file.secrets.spans();
  auto secret = std::ranges::upper_bound(spans, part.start, {}, &Span::end);
  for (; secret != spans.end() && secret->start < part.end; ++secret) {
    copy_to(std::clamp(secret->start, part.start, part.end));
    const std::uint32_t end = std::min(secret->end, part.end);
    if (mark.start >= at && mark.start < end) {
      line.mark_start = narrow(line.text.size());
    }
    line.text.append(kMask);
    if (mark.end > at && mark.end <= end) {
      line.mark_end = narrow(line.text.size());
    }
    at = end;
  }
  copy_to(part.end);
}

ExcerptLine excerpt_line(const FileText& file, std::uint32_t number, Span span) {
  const Span line = line_span(file, number);
  const Span mark = marked_part(file, line, span);
  const Span part = shown_part(file, line, mark);
  ExcerptLine result;
  result.number = number;
  result.cut_before = part.start > line.start;
  result.cut_after = part.end < line.end;
  const Span visible = {mark.start, std::min(mark.end, part.end)};
  copy_masked(file, part, visible, result);
  if (visible.start >= visible.end) {
    result.mark_start = result.mark_end = 0;
  }
  return result;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\f") == std::string_view::npos;
}

// add_neighbour adds an unmarked line when there is something on it.
void add_neighbour(const FileText& file, std::uint32_t number, Excerpt& excerpt) {
  if (number >= 1 && number <= file.lines.line_count() && !is_blank(file.lines.line_text(number))) {
    const std::uint32_t start = file.lines.line_start(number);
    ExcerptLine line = excerpt_line(file, number, {start, start});
    line.mark_start = line.mark_end = 0;  // an empty place marks a character
    excerpt.push_back(std::move(line));
  }
}

// number_by_origin numbers lines as their cell or file does, and drops those of other cells than
// that of line `first`.
void number_by_origin(const FileText& file, std::uint32_t first, Excerpt& excerpt) {
  if (file.origins.empty()) {
    return;
  }
  const auto origin_of = [&](std::uint32_t line) -> const text::LineOrigin& {
    return file.origins[std::min<std::size_t>(line - 1, file.origins.size() - 1)];
  };
  const std::uint32_t cell = origin_of(first).cell;
  std::erase_if(excerpt,
                [&](const ExcerptLine& line) { return origin_of(line.number).cell != cell; });
  for (ExcerptLine& line : excerpt) {
    line.number = origin_of(line.number).line;
  }
}

}  // namespace

Place place_of(const FileText& file, Span span) {
  return {text::at_origin(file.lines.position_at(span.start), file.origins),
          text::at_origin(file.lines.position_at(span.end), file.origins)};
}

Excerpt excerpt_of(const FileText& file, Span span, Surroundings surroundings) {
  const std::uint32_t first = file.lines.line_at(span.start);
  const std::uint32_t last = file.lines.line_at(span.end > span.start ? span.end - 1 : span.start);
  Excerpt excerpt;
  if (surroundings == Surroundings::OneLine) {
    add_neighbour(file, first - 1, excerpt);
  }
  const bool shorten = last - first + 1 > kMostLines;
  for (std::uint32_t line = first; line <= last; ++line) {
    if (shorten && line == first + kLeadingLines) {
      line = last;
    }
    excerpt.push_back(excerpt_line(file, line, span));
  }
  if (surroundings == Surroundings::OneLine) {
    add_neighbour(file, last + 1, excerpt);
  }
  number_by_origin(file, first, excerpt);
  return excerpt;
}

}  // namespace av::engine
