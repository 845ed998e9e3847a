#pragma once
// cell_code.h — a notebook's cell as Python: what IPython adds to the language is taken out.
//
// Line magics (`%matplotlib inline`), shell lines (`!pip install x`) and help (`obj?`) become
// `pass`; an assigned one (`files = !ls`) keeps its name, with a call in the place of the rest.
// `%time` and `%timeit` keep their statement.  A cell magic of another language (`%%bash`) empties
// the cell.  Only the start of a statement can be a magic: `%` inside brackets stays.
// Linear.  Source: IPython's documentation of magics and its input transformation.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// CodeLine is a line of Python, without its end, and how much of the original's front it lacks.
struct CodeLine {
  std::string text;
  std::uint32_t cut = 0;
};

// python_of_cell gives as many lines as the cell has, at least one.
std::vector<CodeLine> python_of_cell(std::string_view cell);

// split_lines cuts at \n, \r\n and \r; a text that ends in one has no empty line behind it.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace av::text
