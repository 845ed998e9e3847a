#pragma once
// markdown.h — the small Markdown of rule pages, for terminals.
//
// Understood: paragraphs, "- " lists, fenced code, `code`, **strong**, [text](address), <address>.
// Anything else is shown as written.

#include "analysis/report/paint.h"

#include <string>
#include <string_view>

namespace av::report {

// first_paragraph is the text up to the first blank line.
std::string_view first_paragraph(std::string_view markdown);

// plain_text drops the marks: emphasis, the address of a link; line ends become spaces.
std::string plain_text(std::string_view markdown);

// MarkdownLook is how a page is shown.
struct MarkdownLook {
  Painter painter;
  unsigned columns = 80;
};

// add_markdown appends the text wrapped, indented by two columns.
void add_markdown(std::string& out, std::string_view markdown, const MarkdownLook& look);

}  // namespace av::report
