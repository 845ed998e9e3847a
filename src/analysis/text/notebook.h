#pragma once
// notebook.h — the Python in a Jupyter notebook (.ipynb, nbformat 3 and 4).
//
// In: JSON text.  Out: the code cells one behind the other as one text, since they share their
// names; magics are taken out (cell_code.h), and each line knows its cell.
// Failure: Error when the text is no JSON, or holds no list of cells.  A cell of the wrong form is
// a notice.  Linear in the text, whatever its nesting; outputs are passed over.
// Source: nbformat's documented JSON schema.

#include "analysis/text/source.h"

#include <string_view>

namespace av::text {

// NotebookText is the Python of a notebook.
struct NotebookText {
  std::string text;                 // ends in a newline, or is empty
  std::vector<LineOrigin> origins;  // one a line
  std::vector<Notice> notices;      // cells that could not be read
};

// read_notebook reads the notebook at `path`, which is only named in messages.  One in another
// language than Python has no text.
Result<NotebookText> read_notebook(std::string_view path, std::string_view json);

}  // namespace av::text
