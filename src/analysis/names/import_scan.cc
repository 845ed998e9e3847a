#include "analysis/names/import_scan.h"

#include "base/scan.h"

#include <algorithm>

namespace av::names {
namespace {

constexpr std::string_view kImport = "import";
// A statement that names more, or is longer, was not written by hand.
constexpr std::size_t kMostBytes = 20000;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Cursor reads words behind an `import`.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text.substr(0, kMostBytes)) {}

  // skip_space skips what may stand between two words of one statement.
  void skip_space(bool lines) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\f' || (lines && (c == '\n' || c == '\r'))) {
        ++at_;
      } else if (c == '\\') {
        at_ = std::min(text_.size(), at_ + (text_.substr(at_).starts_with("\\\r\n") ? 3U : 2U));
      } else if (c == '#' && lines) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  bool take(char c) {
    const bool is_there = at_ < text_.size() && text_[at_] == c;
    at_ += is_there ? 1 : 0;
    return is_there;
  }

  // dotted reads a.b.c, perhaps with spaces around its dots.
  std::string dotted(bool lines) {
    std::string out;
    do {
      skip_space(lines);
      const std::string_view part = word();
      if (part.empty()) {
        break;
      }
      out += (out.empty() ? "" : ".") + std::string(part);
      skip_space(lines);
    } while (take('.'));
    return out;
  }

  std::string_view word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  // quoted reads a string without escapes.
  std::string_view quoted() {
    if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) {
      return {};
    }
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    return end == std::string_view::npos ? std::string_view()
                                         : text_.substr(at_ + 1, end - at_ - 1);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// Scanner gathers the imports of one text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<std::string> run() {
    for (std::size_t at = next_from(0); at != std::string_view::npos;
         at = next_from(at + kImport.size())) {
      look_at(at);
    }
    std::ranges::sort(found_);
    const auto doubles = std::ranges::unique(found_);
    found_.erase(doubles.begin(), doubles.end());
    return std::move(found_);
  }

 private:
  // The letters m and p stand side by side in few other words.
  [[nodiscard]] std::size_t next_from(std::size_t at) const {
    for (;;) {
      at = base::find_pair(text_, 'm', 'p', at + 1);
      if (at == std::string_view::npos) {
        return at;
      }
      if (text_.substr(at - 1).starts_with(kImport)) {
        return at - 1;
      }
    }
  }

  void look_at(std::size_t at) {
    const std::size_t end = at + kImport.size();
    const bool is_start = at == 0 || !is_name_char(text_[at - 1]);
    if (is_start && text_.substr(end).starts_with("_module")) {
      return add_called(end + std::string_view("_module").size());
    }
    if (text_.substr(end).starts_with("__") && at >= 2 && text_[at - 1] == '_') {
      return add_called(end + 2);
    }
    if (!is_start || (end < text_.size() && is_name_char(text_[end]))) {
      return;
    }
    const std::string before = statement_before(at);
    if (before.empty() || before == "lazy") {
      add_plain(end);
    } else if (before.starts_with("from") || before.starts_with("lazyfrom")) {
      add_from(before.substr(before.find("from") + 4), end);
    }
  }

  // statement_before is what stands before `at` in its statement, without white space.
  [[nodiscard]] std::string statement_before(std::size_t at) const {
    std::string out;
    while (at > 0 && out.size() < kMostBytes) {
      const char c = text_[--at];
      if (c == ';' || c == ':') {
        break;
      }
      if (c == '\n' || c == '\r') {
        const std::size_t last = c == '\n' && at > 0 && text_[at - 1] == '\r' ? at - 1 : at;
        if (last == 0 || text_[last - 1] != '\\') {
          break;
        }
        at = last - 1;
      } else if (c != ' ' && c != '\t' && c != '\f') {
        out += c;
      }
    }
    std::ranges::reverse(out);
    return out;
  }

  void add_plain(std::size_t at) {
    Cursor cursor(text_.substr(at));
    do {
      add(cursor.dotted(false));
      skip_alias(cursor, false);
    } while (cursor.take(','));
  }

  // `module` begins with the dots of a relative import, and is followed by nothing else.
  void add_from(const std::string& module, std::size_t at) {
    const bool good =
        std::ranges::all_of(module, [](char c) { return c == '.' || is_name_char(c); });
    if (!good || module.empty()) {
      return;
    }
    add(module);
    Cursor cursor(text_.substr(at));
    cursor.skip_space(false);
    const bool lines = cursor.take('(');
    do {
      cursor.skip_space(lines);
      const std::string_view name = cursor.word();
      if (name.empty()) {
        return;
      }
      add(module + (module.back() == '.' ? "" : ".") + std::string(name));
      cursor.skip_space(lines);
      skip_alias(cursor, lines);
    } while (cursor.take(','));
  }

  static void skip_alias(Cursor& cursor, bool lines) {
    if (cursor.word() == "as") {
      cursor.skip_space(lines);
      static_cast<void>(cursor.word());
    }
    cursor.skip_space(lines);
  }

  void add_called(std::size_t at) {
    Cursor cursor(text_.substr(at));
    cursor.skip_space(false);
    if (cursor.take('(')) {
      cursor.skip_space(true);
      add(std::string(cursor.quoted()));
    }
  }

  void add(std::string module) {
    if (!module.empty()) {
      found_.push_back(std::move(module));
    }
  }

  std::string_view text_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> imports_in(std::string_view text) {
  return Scanner(text).run();
}

}  // namespace av::names
