#include "analysis/names/format_text.h"

#include <algorithm>
#include <charconv>

namespace av::names {
namespace {

using Form = Piece::Form;

// PercentReader reads one template of the % operator.
class PercentReader {
 public:
  explicit PercentReader(std::string_view text) : text_(text) {}

  std::optional<std::vector<FormatPart>> read() {
    while (at_ < text_.size()) {
      const std::size_t percent = std::min(text_.find('%', at_), text_.size());
      add_literal(at_, percent);
      at_ = percent;
      if (at_ < text_.size() && !read_field()) {
        return std::nullopt;
      }
    }
    return std::move(parts_);
  }

 private:
  void add_literal(std::size_t start, std::size_t end) {
    if (end > start) {
      FormatPart part;
      part.literal = text_.substr(start, end - start);
      parts_.push_back(part);
    }
  }

  // read_field reads from a percent sign on.
  bool read_field() {
    FormatPart field;
    field.is_field = true;
    std::size_t at = at_ + 1;
    if (at < text_.size() && text_[at] == '(') {
      const std::size_t close = text_.find(')', at);
      if (close == std::string_view::npos) {
        return false;
      }
      field.name = text_.substr(at + 1, close - at - 1);
      at = close + 1;
    } else {
      field.index = next_index_;
    }
    const std::size_t options = at;
    at = std::min(text_.find_first_not_of("#0- +.*123456789hlL", at), text_.size());
    if (at == text_.size()) {
      return false;
    }
    field.has_spec = at > options;
    const auto stars = text_.substr(options, at - options);
    // Each * takes an argument of its own.
    const auto star_count = static_cast<std::uint32_t>(std::count(stars.begin(), stars.end(), '*'));
    if (field.index) {
      field.index = *field.index + star_count;
    }
    return finish_field(field, at);
  }

  bool finish_field(FormatPart field, std::size_t at) {
    const char conversion = text_[at];
    at_ = at + 1;
    if (conversion == '%') {
      add_literal(at, at + 1);
      return true;
    }
    constexpr std::string_view kNumbers = "diouxXeEfFgG";
    if (kNumbers.find(conversion) != std::string_view::npos) {
      field.form = Form::Number;
    } else if (conversion == 'r' || conversion == 'a') {
      field.form = Form::Repr;
    } else if (conversion != 's' && conversion != 'b' && conversion != 'c') {
      return false;
    }
    if (field.index) {
      next_index_ = *field.index + 1;
    }
    parts_.push_back(field);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t next_index_ = 0;
  std::vector<FormatPart> parts_;
};

// BraceReader reads one template of str.format.
class BraceReader {
 public:
  explicit BraceReader(std::string_view text) : text_(text) {}

  std::optional<std::vector<FormatPart>> read() {
    while (at_ < text_.size()) {
      const std::size_t brace = std::min(text_.find_first_of("{}", at_), text_.size());
      add_literal(at_, brace);
      at_ = brace;
      if (at_ < text_.size() && !read_brace()) {
        return std::nullopt;
      }
    }
    return std::move(parts_);
  }

 private:
  void add_literal(std::size_t start, std::size_t end) {
    if (end > start) {
      FormatPart part;
      part.literal = text_.substr(start, end - start);
      parts_.push_back(part);
    }
  }

  bool read_brace() {
    if (at_ + 1 < text_.size() && text_[at_ + 1] == text_[at_]) {
      add_literal(at_, at_ + 1);
      at_ += 2;
      return true;
    }
    return text_[at_] == '{' && read_field();
  }

  bool read_field() {
    const std::size_t close = closing_brace();
    if (close == std::string_view::npos) {
      return false;
    }
    std::string_view field = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    FormatPart part;
    part.is_field = true;
    const std::size_t colon = find_colon(field);
    if (colon != std::string_view::npos) {
      part.form = form_of_spec(field.substr(colon + 1));
      part.has_spec = true;
      field = field.substr(0, colon);
    }
    if (field.size() >= 2 && field[field.size() - 2] == '!') {
      part.form = field.back() == 's' ? part.form : Form::Repr;
      field.remove_suffix(2);
    }
    return name_field(part, field);
  }

  // The colon behind the name, not one inside an index: {x[a:b]}.
  static std::size_t find_colon(std::string_view field) {
    const std::size_t bracket = field.find('[');
    const std::size_t colon = field.find(':');
    return bracket < colon ? field.find(':', std::min(field.find(']'), field.size())) : colon;
  }

  // A specification may hold fields of its own: {:{width}}.
  [[nodiscard]] std::size_t closing_brace() const {
    int depth = 0;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      if (text_[i] == '{') {
        ++depth;
      } else if (text_[i] == '}' && --depth == 0) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  bool name_field(FormatPart part, std::string_view field) {
    const std::size_t end = std::min(field.find_first_of(".["), field.size());
    part.is_plain = end == field.size();
    const std::string_view first = field.substr(0, end);
    std::uint32_t number = 0;
    const auto parsed = std::from_chars(first.data(), first.data() + first.size(), number);
    if (first.empty()) {
      part.index = next_index_++;
    } else if (parsed.ec == std::errc() && parsed.ptr == first.data() + first.size()) {
      part.index = number;
    } else {
      part.name = first;
    }
    parts_.push_back(part);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t next_index_ = 0;
  std::vector<FormatPart> parts_;
};

}  // namespace

std::optional<std::vector<FormatPart>> parse_percent_template(std::string_view text) {
  return PercentReader(text).read();
}

std::optional<std::vector<FormatPart>> parse_brace_template(std::string_view text) {
  return BraceReader(text).read();
}

Form form_of_spec(std::string_view spec) {
  constexpr std::string_view kNumbers = "bdeEfFgGoxX%";
  return !spec.empty() && kNumbers.find(spec.back()) != std::string_view::npos ? Form::Number
                                                                               : Form::Plain;
}

}  // namespace av::names
