#pragma once
// excerpt.h — the lines of a file that a report shows for a place, with secrets masked.

#include "analysis/engine/scan_result.h"
#include "analysis/engine/secrets.h"
#include "analysis/text/line_origin.h"
#include "analysis/text/lines.h"
#include "analysis/text/span.h"

#include <span>
#include <string_view>

namespace av::engine {

// FileText is one file's text and what is known of it.  Borrowed.
struct FileText {
  std::string_view text;
  const text::LineIndex& lines;
  const Secrets& secrets;
  std::span<const text::LineOrigin> origins = {};  // of its lines, as in text::Source
};

// Surroundings says whether the lines before and after the place are shown too.
enum class Surroundings : unsigned char { None, OneLine };

// place_of counts a span in lines and columns, of the cell in a notebook.
Place place_of(const FileText& file, text::Span span);

// excerpt_of copies the lines of `span`: all, or of a long place the first and the last.  Of a long
// line, only a few hundred bytes around the mark.
Excerpt excerpt_of(const FileText& file, text::Span span, Surroundings surroundings);

}  // namespace av::engine
