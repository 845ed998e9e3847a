#pragma once
// markdown_code.h — the Python in the fenced blocks of a Markdown page.
//
// Fences of ``` or ~~~ whose first word is python, py, pycon or a kin of these.  Everything else
// becomes empty lines, so that lines keep their numbers; blocks of one page share their names.  In
// a session (`>>> `), prompts are taken off and what the interpreter said is left out.
// Never fails.  Linear.  Source: CommonMark 0.31, 4.5; fences inside block quotes are not read.

#include "analysis/text/line_origin.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// MarkdownText is the Python of a page.
struct MarkdownText {
  std::string text;                 // one line for each of the page, each with its newline
  std::vector<LineOrigin> origins;  // one a line
  std::vector<bool> is_code;        // whether a line is in a fence; one a line
};

MarkdownText read_markdown(std::string_view page);

}  // namespace av::text
