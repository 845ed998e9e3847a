#include <antivenom/secret.h>

#include <algorithm>
#include <cstring>

namespace av::secret {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool is_name_start(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

bool is_name_part(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// Reader walks over the text of one file.
class Reader {
 public:
  Reader(std::string_view text, std::string_view shown_name) : text_(text), shown_(shown_name) {}

  // skip_to_entry passes blanks, empty lines and comments; false at the end.
  bool skip_to_entry() {
    for (; at_ < text_.size(); step()) {
      if (text_[at_] == '#') {
        skip_line();
      }
      if (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '\n') {
        return true;
      }
      if (at_ == text_.size()) {
        return false;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint32_t line() const { return line_; }
  Result<std::string> read_name();
  Result<SecretBytes> read_value();
  // fail_here is an error at the present line; it never quotes the text.
  [[nodiscard]] tl::unexpected<Error> fail_here(const std::string& what,
                                                std::string hint = {}) const {
    return fail(ErrorCode::InvalidArgument,
                std::string(shown_) + ":" + std::to_string(line_) + ": " + what, std::move(hint));
  }

 private:
  [[nodiscard]] bool ended() const { return at_ >= text_.size() || text_[at_] == '\n'; }
  void step() { line_ += text_[at_++] == '\n' ? 1U : 0U; }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
      ++at_;
    }
  }
  void skip_line() {
    while (!ended()) {
      ++at_;
    }
  }
  std::string_view word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }
  Result<void> refuse_substitution();
  Result<SecretBytes> read_single();
  Result<SecretBytes> read_double();
  Result<SecretBytes> read_bare();
  Result<std::byte> read_escape();
  Result<SecretBytes> after_quote(SecretBytes value);

  std::string_view text_;
  std::string_view shown_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

Result<std::string> Reader::read_name() {
  std::string_view name = word();
  skip_blanks();
  if (name == "export" && !ended() && text_[at_] != '=') {
    name = word();
    skip_blanks();
  }
  // Not quoted: a line without = may be the rest of a key pasted without quotes.
  if (name.empty() || !is_name_start(name.front()) || ended() || text_[at_] != '=') {
    return fail_here("a line must be NAME=VALUE", "quote a value of several lines");
  }
  ++at_;
  skip_blanks();
  return std::string(name);
}

Result<SecretBytes> Reader::read_value() {
  if (!ended() && text_[at_] == '\'') {
    return read_single();
  }
  return !ended() && text_[at_] == '"' ? read_double() : read_bare();
}

Result<void> Reader::refuse_substitution() {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with('`') || rest.starts_with("$(") || rest.starts_with("${")) {
    return fail_here("the value asks for a substitution, and none is made",
                     "put it in single quotes if it is meant as it stands");
  }
  return {};
}

Result<SecretBytes> Reader::read_single() {
  const std::size_t start = at_ + 1;
  const std::size_t end = text_.find('\'', start);
  if (end == std::string_view::npos) {
    return fail_here("a single quote is not closed");
  }
  while (at_ <= end) {
    step();
  }
  return after_quote(SecretBytes::copy_of(text_.substr(start, end - start)));
}

Result<SecretBytes> Reader::read_double() {
  SecretBytes value;
  const Reader start = *this;
  for (++at_; at_ < text_.size() && text_[at_] != '"';) {
    AV_TRY(refuse_substitution());
    if (text_[at_] == '\\') {
      ++at_;
      const std::byte escaped = AV_TRY(read_escape());
      value.append({&escaped, 1});
      continue;
    }
    value.append(bytes_of(text_.substr(at_, 1)));
    step();
  }
  if (at_ >= text_.size()) {
    return start.fail_here("a double quote is not closed");
  }
  ++at_;
  return after_quote(std::move(value));
}

Result<std::byte> Reader::read_escape() {
  static constexpr std::string_view kLetters = "nrt\\\"$";
  static constexpr std::string_view kMeanings = "\n\r\t\\\"$";
  const std::size_t known = at_ < text_.size() ? kLetters.find(text_[at_]) : std::string_view::npos;
  if (known == std::string_view::npos) {
    return fail_here("a backslash in double quotes is followed by none of n r t \\ \" $");
  }
  ++at_;
  return static_cast<std::byte>(kMeanings[known]);
}

Result<SecretBytes> Reader::after_quote(SecretBytes value) {
  skip_blanks();
  if (!ended() && text_[at_] != '#') {
    return fail_here("there is text after the closing quote");
  }
  skip_line();
  return value;
}

Result<SecretBytes> Reader::read_bare() {
  const std::size_t start = at_;
  std::size_t end = at_;
  for (; !ended(); ++at_) {
    const bool after_blank = at_ == start || is_blank(text_[at_ - 1]);
    if (text_[at_] == '#' && after_blank) {
      break;
    }
    AV_TRY(refuse_substitution());
    end = is_blank(text_[at_]) ? end : at_ + 1;
  }
  skip_line();
  return SecretBytes::copy_of(text_.substr(start, end - start));
}

}  // namespace

const Dotenv::Entry* Dotenv::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

Result<Dotenv> parse_dotenv(std::string_view text, std::string_view shown_name) {
  Dotenv result;
  std::vector<std::string> names;  // sorted, so that a long file stays linear but for the log
  text.remove_prefix(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  Reader reader(text, shown_name);
  while (reader.skip_to_entry()) {
    const std::uint32_t line = reader.line();
    std::string name = AV_TRY(reader.read_name());
    const auto place = std::ranges::lower_bound(names, name);
    if (place != names.end() && *place == name) {
      return reader.fail_here(name + " is assigned a second time",
                              "keep one: which of them holds is not the same everywhere");
    }
    names.insert(place, name);
    SecretBytes value = AV_TRY(reader.read_value());
    result.entries_.push_back({std::move(name), std::move(value), line});
  }
  return result;
}

Result<Dotenv> load_dotenv(const std::string& path, const ReadOptions& options) {
  ReadOptions whole = options;
  whole.line_end = ReadOptions::LineEnd::Keep;
  const SecretBytes text = AV_TRY(from_file(path, whole));
  return parse_dotenv(text.expose_text(), path);
}

}  // namespace av::secret
