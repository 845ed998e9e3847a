#include "analysis/text/markdown_code.h"

#include "analysis/text/cell_code.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace av::text {
namespace {

constexpr std::string_view kTextBlank = " \t";

// Fence is the line that opens a block.
struct Fence {
  char mark = '`';
  std::size_t length = 0;
  std::size_t indent = 0;
  bool is_python = false;
};

// is_python_info judges the words behind the marks: "python", "{.py}", "python title=x".
bool is_python_info(std::string_view info) {
  constexpr std::array<std::string_view, 7> kNames = {"python", "py",      "python3",    "py3",
                                                      "pycon",  "ipython", "python-repl"};
  info.remove_prefix(std::min(info.find_first_not_of(" \t{."), info.size()));
  std::string word(info.substr(0, info.find_first_of(" \t,}:")));
  std::ranges::transform(word, word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::find(kNames, word) != kNames.end();
}

// fence_of is the fence that a line is; nothing for other lines.
std::optional<Fence> fence_of(std::string_view line) {
  constexpr std::size_t kLeast = 3;
  Fence fence;
  fence.indent = std::min(line.find_first_not_of(kTextBlank), line.size());
  line.remove_prefix(fence.indent);
  if (line.empty() || (line[0] != '`' && line[0] != '~')) {
    return std::nullopt;
  }
  fence.mark = line[0];
  fence.length = std::min(line.find_first_not_of(fence.mark), line.size());
  const std::string_view info = line.substr(fence.length);
  const bool is_inline = fence.mark == '`' && info.find('`') != std::string_view::npos;
  if (fence.length < kLeast || is_inline) {
    return std::nullopt;
  }
  fence.is_python = is_python_info(info);
  return fence;
}

bool closes(std::string_view line, const Fence& open) {
  const std::size_t indent = std::min(line.find_first_not_of(kTextBlank), line.size());
  line.remove_prefix(indent);
  const std::size_t length = std::min(line.find_first_not_of(open.mark), line.size());
  return length >= open.length &&
         line.substr(length).find_first_not_of(kTextBlank) == std::string_view::npos;
}

// Reader goes over a page line by line.
class Reader {
 public:
  void add(std::string_view line) {
    if (!open_) {
      open_ = fence_of(line);
      session_ = std::nullopt;
      return put({}, 0, false);
    }
    if (closes(line, *open_)) {
      open_ = std::nullopt;
      return put({}, 0, false);
    }
    if (!open_->is_python) {
      return put({}, 0, false);
    }
    const std::size_t indent = std::min(line.find_first_not_of(kTextBlank), line.size());
    const std::size_t cut = std::min(indent, open_->indent);
    add_code(line.substr(cut), cut);
  }

  MarkdownText take() { return std::move(result_); }

 private:
  void add_code(std::string_view line, std::size_t cut) {
    if (!session_ && line.find_first_not_of(kTextBlank) != std::string_view::npos) {
      session_ = line.starts_with(">>>");
    }
    if (!session_.value_or(false)) {
      return put(line, cut, true);
    }
    const bool is_input =
        line == ">>>" || line == "..." || line.starts_with(">>> ") || line.starts_with("... ");
    const std::size_t prompt = std::min<std::size_t>(line.size(), 4);
    is_input ? put(line.substr(prompt), cut + prompt, true) : put({}, 0, true);
  }

  void put(std::string_view line, std::size_t cut, bool is_code) {
    LineOrigin origin;
    origin.line = origin.file_line = static_cast<std::uint32_t>(result_.origins.size()) + 1;
    origin.cut = static_cast<std::uint32_t>(cut);
    result_.origins.push_back(origin);
    result_.is_code.push_back(is_code);
    result_.text.append(line).append("\n");
  }

  MarkdownText result_;
  std::optional<Fence> open_;
  std::optional<bool> session_;  // of the block at hand, once its first line is known
};

}  // namespace

MarkdownText read_markdown(std::string_view page) {
  Reader reader;
  for (const std::string_view line : split_lines(page)) {
    reader.add(line);
  }
  return reader.take();
}

}  // namespace av::text
