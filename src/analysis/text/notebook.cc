#include "analysis/text/notebook.h"

#include "analysis/text/cell_code.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace av::text {
namespace {

using Json = nlohmann::json;

// CountingIterator tells, through `line`, on which line the parser that reads by it is.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::uint32_t* line) : at_(at), line_(line) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *line_ += *at_ == '\n' ? 1 : 0;
    ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::uint32_t* line_;
};

// Piece is a string of a cell's source, and the line of the file that it is on.
struct Piece {
  std::string text;
  std::uint32_t file_line;
};

// Cell is what is known of the cell being read.
struct Cell {
  std::vector<Piece> pieces;
  bool is_code = false;
  bool is_foreign = false;    // of another language
  bool has_source = false;    // a key for it was there
  bool is_malformed = false;  // its source is no text
};

bool is_python_language(std::string_view name) {
  return name == "python" || name == "python3" || name == "python2" || name == "ipython";
}

// CellReader takes the parser's events.  Of where it is, only as much as a cell needs is
// remembered.
class CellReader {
 public:
  explicit CellReader(const std::uint32_t& line) : line_(line) {}

  bool null() { return scalar(); }
  bool boolean(bool /*value*/) { return scalar(); }
  bool number_integer(Json::number_integer_t /*value*/) { return scalar(); }
  bool number_unsigned(Json::number_unsigned_t /*value*/) { return scalar(); }
  bool number_float(Json::number_float_t /*value*/, const std::string& /*text*/) {
    return scalar();
  }
  bool binary(Json::binary_t& /*value*/) { return scalar(); }
  bool string(std::string& value) {
    if (depth_ < keys_.size()) {
      take(where(), value);
    }
    return true;
  }
  bool start_object(std::size_t /*size*/) {
    mark_malformed(where_is_source());
    enter("");
    if (is_at_cell()) {
      cell_ = {};
    }
    return true;
  }
  bool end_object() {
    if (is_at_cell()) {
      finish_cell();
    }
    return leave();
  }
  bool start_array(std::size_t /*size*/) {
    const std::string at = depth_ < keys_.size() ? where() : std::string();
    has_cells_ = has_cells_ || at == ".cells" || at == ".worksheets";
    mark_malformed(at.ends_with(".source[]") || at.ends_with(".input[]"));
    enter("[]");
    return true;
  }
  bool end_array() { return leave(); }
  bool key(std::string& name) {
    if (depth_ <= keys_.size() && depth_ > 0) {
      keys_[depth_ - 1] = "." + name;
    }
    const std::string at = depth_ < keys_.size() ? where() : std::string();
    cell_.has_source = cell_.has_source || is_source(at);
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

  [[nodiscard]] bool has_cells() const { return has_cells_; }
  NotebookText take_text() { return is_foreign_ ? NotebookText() : std::move(text_); }

 private:
  // Deeper than any key that is asked for.
  static constexpr std::size_t kDepth = 8;

  static bool is_source(std::string_view at) {
    return at == ".cells[].source" || at == ".worksheets[].cells[].input";
  }

  [[nodiscard]] bool where_is_source() const {
    if (depth_ >= keys_.size()) {
      return false;
    }
    const std::string at = where();
    return is_source(at) || at == ".cells[].source[]" || at == ".worksheets[].cells[].input[]";
  }

  [[nodiscard]] std::string where() const {
    std::string at;
    for (std::size_t i = 0; i < std::min(depth_, keys_.size()); ++i) {
      at += keys_[i];
    }
    return at;
  }

  [[nodiscard]] bool is_at_cell() const {
    if (depth_ != 3 && depth_ != 5) {
      return false;
    }
    return keys_[depth_ - 2] == "[]" && keys_[depth_ - 3] == ".cells" &&
           (depth_ == 3 || (keys_[1] == "[]" && keys_[0] == ".worksheets"));
  }

  void enter(std::string key) {
    if (depth_ < keys_.size()) {
      keys_[depth_] = std::move(key);
    }
    ++depth_;
  }

  bool leave() {
    --depth_;
    return true;
  }

  void mark_malformed(bool is_malformed) {
    cell_.is_malformed = cell_.is_malformed || is_malformed;
  }

  bool scalar() {
    mark_malformed(where_is_source());
    return true;
  }

  void take(const std::string& at, const std::string& value) {
    if (is_source(at) || at == ".cells[].source[]" || at == ".worksheets[].cells[].input[]") {
      cell_.pieces.push_back({value, line_});
    } else if (at == ".cells[].cell_type" || at == ".worksheets[].cells[].cell_type") {
      cell_.is_code = value == "code";
    } else if (at == ".cells[].metadata.vscode.languageId" ||
               at == ".worksheets[].cells[].language") {
      cell_.is_foreign = !is_python_language(value);
    } else if (at == ".metadata.language_info.name" || at == ".metadata.kernelspec.language") {
      is_foreign_ = is_foreign_ || !is_python_language(value);
    }
  }

  void finish_cell() {
    ++cells_;
    if (!cell_.is_code || cell_.is_foreign) {
      return;
    }
    if (cell_.is_malformed || !cell_.has_source) {
      const auto at = static_cast<std::uint32_t>(text_.text.size());
      text_.notices.push_back({NoticeKind::BrokenCell,
                               {at, at},
                               "the source of cell " + std::to_string(cells_) + " is no text",
                               false});
    }
    add_code();
  }

  // add_code appends the cell's lines, and an empty one, so that a backslash at its end does not
  // reach into the next cell.
  void add_code() {
    std::string code;
    std::vector<std::pair<std::size_t, std::uint32_t>> starts;  // of the pieces, in `code`
    for (const Piece& piece : cell_.pieces) {
      starts.emplace_back(code.size(), piece.file_line);
      code += piece.text;
    }
    const std::vector<std::string_view> original = split_lines(code);
    std::vector<CodeLine> lines = python_of_cell(code);
    lines.push_back({});
    std::uint32_t number = 0;
    for (const CodeLine& line : lines) {
      LineOrigin origin;
      origin.cell = cells_;
      origin.line = ++number;
      origin.cut = line.cut;
      const std::size_t start =
          number <= original.size()
              ? static_cast<std::size_t>(original[number - 1].data() - code.data())
              : code.size();
      const auto after = std::ranges::upper_bound(starts, start, {},
                                                  &std::pair<std::size_t, std::uint32_t>::first);
      origin.file_line = after == starts.begin() ? line_ : std::prev(after)->second;
      text_.origins.push_back(origin);
      text_.text.append(line.text).append("\n");
    }
  }

  const std::uint32_t& line_;
  std::array<std::string, kDepth> keys_;
  std::size_t depth_ = 0;
  Cell cell_;
  std::uint32_t cells_ = 0;
  bool has_cells_ = false;
  bool is_foreign_ = false;
  NotebookText text_;
};

}  // namespace

Result<NotebookText> read_notebook(std::string_view path, std::string_view json) {
  std::uint32_t line = 1;
  CellReader reader(line);
  const CountingIterator begin(json.data(), &line);
  const CountingIterator end(json.data() + json.size(), &line);
  if (!Json::sax_parse(begin, end, &reader)) {
    return fail(ErrorCode::Unsupported, std::string(path) + " is no notebook: line " +
                                            std::to_string(line) + " is no JSON");
  }
  if (!reader.has_cells()) {
    return fail(ErrorCode::Unsupported, std::string(path) + " is no notebook: it has no cells");
  }
  return reader.take_text();
}

}  // namespace av::text
