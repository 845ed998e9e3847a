#include "analysis/text/cell_code.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace av::text {
namespace {

constexpr std::string_view kBlank = " \t\f";
constexpr std::string_view kEffect = "pass";
constexpr std::string_view kValue = "get_ipython()";

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find_first_of(" \t"));
}

// Cell magics whose cell is Python all the same.
bool keeps_python(std::string_view magic) {
  constexpr std::array<std::string_view, 9> kNames = {
      "capture", "debug", "memit", "prun", "pypy", "python", "python3", "time", "timeit"};
  return std::ranges::find(kNames, magic) != kNames.end();
}

// Statements follows a text line by line: whether a line starts a statement, or goes on in a
// bracket, a string or behind a backslash.
class Statements {
 public:
  [[nodiscard]] bool at_start() const { return depth_ == 0 && quote_ == '\0' && !continued_; }

  // read goes over a line; `code_end` is then where its comment begins, or its end.
  void read(std::string_view line) {
    continued_ = false;
    code_end_ = line.size();
    for (std::size_t at = 0; at < line.size();) {
      if (quote_ == '\0' && line[at] == '#') {
        code_end_ = at;
        break;
      }
      at += quote_ == '\0' ? read_code(line.substr(at)) : read_string(line.substr(at));
    }
    if (quote_ != '\0' && !is_triple_ && !continued_) {
      quote_ = '\0';  // never closed: the next line is not in it
    }
  }

  [[nodiscard]] std::size_t code_end() const { return code_end_; }

 private:
  std::size_t read_code(std::string_view rest) {
    switch (rest[0]) {
      case '(':
      case '[':
      case '{':
        ++depth_;
        return 1;
      case ')':
      case ']':
      case '}':
        depth_ -= depth_ > 0 ? 1 : 0;
        return 1;
      case '"':
      case '\'':
        quote_ = rest[0];
        is_triple_ = rest.size() > 2 && rest[1] == quote_ && rest[2] == quote_;
        return is_triple_ ? 3 : 1;
      case '\\':
        continued_ = rest.size() == 1;
        return 1;
      default:
        return 1;
    }
  }

  std::size_t read_string(std::string_view rest) {
    if (rest[0] == '\\') {
      continued_ = rest.size() == 1;
      return std::min<std::size_t>(rest.size(), 2);
    }
    if (rest[0] != quote_) {
      return 1;
    }
    if (is_triple_ && (rest.size() < 3 || rest[1] != quote_ || rest[2] != quote_)) {
      return 1;
    }
    quote_ = '\0';
    return is_triple_ ? 3 : 1;
  }

  std::size_t depth_ = 0;
  std::size_t code_end_ = 0;
  char quote_ = '\0';
  bool is_triple_ = false;
  bool continued_ = false;
};

// assigned_magic is where the value of `name = !command` or `name = %magic` starts; npos for
// others.
std::size_t assigned_magic(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return std::string_view::npos;
  }
  const bool is_target = std::ranges::all_of(line.substr(0, equals), [](char c) {
    return is_word(c) || std::string_view(" \t.,[]()*'\"").find(c) != std::string_view::npos;
  });
  const std::size_t value = line.find_first_not_of(kBlank, equals + 1);
  const bool is_magic =
      value != std::string_view::npos && (line[value] == '!' || line[value] == '%');
  return is_target && is_magic ? value : std::string_view::npos;
}

// timed_statement is what `%time` or `%timeit`, without options, runs; empty for others.
std::string_view timed_statement(std::string_view magic) {
  const std::string_view word = first_word(magic);
  if (word != "%time" && word != "%timeit") {
    return {};
  }
  magic.remove_prefix(word.size());
  magic.remove_prefix(std::min(magic.find_first_not_of(kBlank), magic.size()));
  return magic.starts_with('-') || magic.starts_with('%') ? std::string_view() : magic;
}

// Rewriter turns the lines of one cell into Python.
class Rewriter {
 public:
  void add(std::string_view line) {
    if (in_magic_) {
      in_magic_ = line.ends_with('\\');
      lines_.push_back({});
      return;
    }
    const bool starts = statements_.at_start();
    const std::size_t indent = std::min(line.find_first_not_of(kBlank), line.size());
    const std::string_view body = line.substr(indent);
    if (starts && is_magic(body)) {
      return add_magic(line.substr(0, indent), body);
    }
    if (const std::size_t value = starts ? assigned_magic(line) : std::string_view::npos;
        value != std::string_view::npos) {
      in_magic_ = line.ends_with('\\');
      lines_.push_back({std::string(line.substr(0, value)).append(kValue), 0});
      return;
    }
    statements_.read(line);
    const std::string_view code = line.substr(0, statements_.code_end());
    if (starts && code.find_last_not_of(kBlank) != std::string_view::npos &&
        code[code.find_last_not_of(kBlank)] == '?') {
      statements_ = {};
      lines_.push_back({std::string(line.substr(0, indent)).append(kEffect), 0});
      return;
    }
    lines_.push_back({std::string(line), 0});
  }

  std::vector<CodeLine> take() { return std::move(lines_); }

 private:
  static bool is_magic(std::string_view body) {
    return !body.empty() && (body[0] == '%' || body[0] == '!' || body[0] == '?');
  }

  void add_magic(std::string_view indent, std::string_view body) {
    if (const std::string_view statement = timed_statement(body); !statement.empty()) {
      statements_.read(statement);
      lines_.push_back({std::string(indent).append(statement),
                        static_cast<std::uint32_t>(body.size() - statement.size())});
      return;
    }
    in_magic_ = body.ends_with('\\');
    lines_.push_back({std::string(indent).append(kEffect), 0});
  }

  Statements statements_;
  std::vector<CodeLine> lines_;
  bool in_magic_ = false;  // the line before went on behind a backslash
};

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    const bool is_pair = text.substr(end, 2) == "\r\n";
    text.remove_prefix(std::min(end + (is_pair ? 2 : 1), text.size()));
  }
  return lines;
}

std::vector<CodeLine> python_of_cell(std::string_view cell) {
  std::vector<std::string_view> lines = split_lines(cell);
  if (lines.empty()) {
    lines.emplace_back();
  }
  const auto first = std::ranges::find_if(lines, [](std::string_view line) {
    return line.find_first_not_of(kBlank) != std::string_view::npos;
  });
  Rewriter rewriter;
  const bool has_cell_magic = first != lines.end() && first->starts_with("%%");
  if (has_cell_magic && !keeps_python(first_word(first->substr(2)))) {
    return std::vector<CodeLine>(lines.size());
  }
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    rewriter.add(has_cell_magic && line == first ? std::string_view() : *line);
  }
  return rewriter.take();
}

}  // namespace av::text
