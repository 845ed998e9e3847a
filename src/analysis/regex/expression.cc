#include "analysis/regex/expression.h"

#include "base/utf8.h"

#include <map>
#include <optional>
#include <string>

namespace av::regex {

namespace {

constexpr std::uint32_t kEnd = 0xFFFFFFFF;
// `re` itself refuses more than this many repetitions.
constexpr std::uint64_t kMaxRepeat = 4294967294;

bool is_digit(std::uint32_t c) {
  return c >= '0' && c <= '9';
}

int hex_value(std::uint32_t c) {
  if (is_digit(c)) {
    return static_cast<int>(c - '0');
  }
  const std::uint32_t lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? static_cast<int>(lower - 'a' + 10) : -1;
}

// ExpressionParser reads one pattern.  Functions return the index of the node they made; after a
// failure `error_` is set and what is returned means nothing.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view pattern, Flags flags) : flags_(flags) {
    while (!pattern.empty()) {
      const base::Utf8Step step = base::decode_utf8(pattern, base::Surrogates::Allowed);
      text_.push_back(static_cast<std::uint32_t>(step.code_point));
      pattern.remove_prefix(step.length);
    }
  }

  Result<Expression> run() {
    if (text_.size() > kMaxPatternLength) {
      return fail(ErrorCode::LimitExceeded, "pattern longer than 20,000 characters");
    }
    const std::uint32_t root = parse_alternatives();
    if (error_.empty() && peek() == ')') {
      refuse("a ) without its (");
    }
    if (!error_.empty()) {
      return fail(code_, error_ + " at position " + std::to_string(at_));
    }
    if (root != expression_.root()) {  // the root is last
      make({.kind = NodeKind::Concat, .children = {root}});
    }
    expression_.flags = flags_;
    return std::move(expression_);
  }

 private:
  [[nodiscard]] std::uint32_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : kEnd;
  }
  [[nodiscard]] bool failed() const { return !error_.empty(); }
  std::uint32_t next() { return at_ < text_.size() ? text_[at_++] : kEnd; }
  bool accept(std::uint32_t c) {
    if (peek() != c) {
      return false;
    }
    ++at_;
    return true;
  }
  void refuse(std::string why, ErrorCode code = ErrorCode::InvalidArgument) {
    if (error_.empty()) {
      error_ = std::move(why);
      code_ = code;
    }
    // Nothing is read behind an error.
  }
  std::uint32_t make(Node node) {
    expression_.nodes.push_back(std::move(node));
    return expression_.root();
  }
  std::uint32_t make_set(CharSet set) {
    if (flags_.ignore_case) {
      set = set.with_ascii_case();
    }
    return make({.kind = NodeKind::Set, .set = std::move(set)});
  }
  std::uint32_t make_anchor(Anchor anchor) {
    return make({.kind = NodeKind::Anchor, .anchor = anchor});
  }

  std::uint32_t parse_alternatives();
  std::uint32_t parse_sequence();
  void skip_verbose();
  std::uint32_t parse_atom();
  std::uint32_t parse_repeats(std::uint32_t atom);
  bool parse_counts(std::uint32_t& min, std::uint32_t& max);
  std::optional<std::uint32_t> parse_count();
  std::uint32_t parse_group();
  std::uint32_t parse_extension();
  std::uint32_t parse_named();
  std::uint32_t parse_flags_group();
  std::uint32_t parse_conditional();
  std::uint32_t parse_capture(std::string name);
  std::uint32_t close_group(Node node);
  std::uint32_t make_backreference(const std::string& name);
  std::string parse_name(std::uint32_t closing);
  bool set_flag(std::uint32_t letter, bool value);
  std::uint32_t parse_escape();
  std::uint32_t parse_number_escape(std::uint32_t first);
  std::optional<CharSet> class_escape(std::uint32_t letter);
  std::uint32_t character_escape(std::uint32_t letter);
  std::uint32_t hex_escape(int digits);
  std::uint32_t parse_class();
  std::optional<CharSet> parse_class_item(std::uint32_t& single);

  std::vector<std::uint32_t> text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Flags flags_;
  Expression expression_;
  std::map<std::string, std::uint32_t> group_names_;
  std::string error_;
  ErrorCode code_ = ErrorCode::InvalidArgument;
};

std::uint32_t ExpressionParser::parse_alternatives() {
  if (++depth_ > kMaxGroupDepth) {
    refuse("groups nested too deeply", ErrorCode::LimitExceeded);
    return make({});
  }
  std::vector<std::uint32_t> branches = {parse_sequence()};
  while (!failed() && accept('|')) {
    branches.push_back(parse_sequence());
  }
  --depth_;
  if (branches.size() == 1) {
    return branches[0];
  }
  return make({.kind = NodeKind::Alternate, .children = std::move(branches)});
}

std::uint32_t ExpressionParser::parse_sequence() {
  std::vector<std::uint32_t> parts;
  for (;;) {
    skip_verbose();
    if (failed() || peek() == kEnd || peek() == '|' || peek() == ')') {
      break;
    }
    const std::uint32_t atom = parse_atom();
    if (failed()) {
      break;
    }
    parts.push_back(parse_repeats(atom));
  }
  if (parts.size() == 1) {
    return parts[0];
  }
  return make(
      {.kind = parts.empty() ? NodeKind::Empty : NodeKind::Concat, .children = std::move(parts)});
}

void ExpressionParser::skip_verbose() {
  while (flags_.verbose) {
    const std::uint32_t c = peek();
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      ++at_;
    } else if (c == '#') {
      while (peek() != '\n' && peek() != kEnd) {
        ++at_;
      }
    } else {
      return;
    }
  }
}

std::uint32_t ExpressionParser::parse_atom() {
  const std::uint32_t c = next();
  switch (c) {
    case '.':
      return make({.kind = NodeKind::Set,
                   .set = flags_.dot_all ? CharSet::all() : CharSet::of('\n').complement()});
    case '^':
      return make_anchor(flags_.multi_line ? Anchor::LineStart : Anchor::TextStart);
    case '$':
      return make_anchor(flags_.multi_line ? Anchor::LineEnd : Anchor::LastLineEnd);
    case '(':
      return parse_group();
    case '[':
      return parse_class();
    case '\\':
      return parse_escape();
    case '*':
    case '+':
    case '?':
      refuse("nothing to repeat");
      return make({});
    default:
      return make_set(CharSet::of(c));
  }
}

std::uint32_t ExpressionParser::parse_repeats(std::uint32_t atom) {
  bool repeated = false;
  for (;;) {
    skip_verbose();
    std::uint32_t min = 0;
    std::uint32_t max = kUnbounded;
    if (accept('+')) {
      min = 1;
    } else if (accept('?')) {
      max = 1;
    } else if (!accept('*') && (peek() != '{' || !parse_counts(min, max))) {
      return atom;
    }
    if (repeated) {
      refuse("multiple repeat");
    }
    if (failed()) {
      return atom;
    }
    repeated = true;
    const bool lazy = accept('?');
    const bool possessive = !lazy && accept('+');
    atom = make(
        {.kind = NodeKind::Repeat, .is_lazy = lazy, .min = min, .max = max, .children = {atom}});
    if (possessive) {
      atom = make({.kind = NodeKind::Atomic, .children = {atom}});
    }
  }
}

// parse_counts reads {m}, {m,}, {,n} or {m,n}; anything else is a literal brace.
bool ExpressionParser::parse_counts(std::uint32_t& min, std::uint32_t& max) {
  const std::size_t start = at_;
  ++at_;
  const std::optional<std::uint32_t> low = parse_count();
  const bool comma = accept(',');
  const std::optional<std::uint32_t> high = comma ? parse_count() : low;
  if (!accept('}') || (!low && !comma)) {
    at_ = start;
    return false;
  }
  if (!low && !high && text_[at_ - 2] == '{') {
    at_ = start;
    return false;
  }
  min = low.value_or(0);
  max = high.value_or(kUnbounded);
  if (min > max) {
    refuse("min repeat greater than max repeat");
  }
  return true;
}

std::optional<std::uint32_t> ExpressionParser::parse_count() {
  if (!is_digit(peek())) {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  while (is_digit(peek())) {
    value = value * 10 + (next() - '0');
    if (value > kMaxRepeat) {
      refuse("the repetition number is too large");
      return std::nullopt;
    }
  }
  return static_cast<std::uint32_t>(value);
}

std::uint32_t ExpressionParser::parse_group() {
  return accept('?') ? parse_extension() : parse_capture("");
}

// close_group reads the inside of a group and its end, and makes `node` of it.
std::uint32_t ExpressionParser::close_group(Node node) {
  const Flags outer = flags_;
  const std::uint32_t inside = parse_alternatives();
  flags_ = outer;
  if (!failed() && !accept(')')) {
    refuse("a ( without its )");
  }
  if (node.kind == NodeKind::Empty) {
    return inside;
  }
  node.children = {inside};
  return make(std::move(node));
}

std::uint32_t ExpressionParser::parse_capture(std::string name) {
  const std::uint32_t index = ++expression_.group_count;
  if (!name.empty() && !group_names_.emplace(std::move(name), index).second) {
    refuse("a group name used twice");
  }
  return close_group({.kind = NodeKind::Group, .index = index});
}

std::uint32_t ExpressionParser::parse_extension() {
  const std::uint32_t c = next();
  switch (c) {
    case 'P':
      return parse_named();
    case ':':
      return close_group({});
    case '>':
      return close_group({.kind = NodeKind::Atomic});
    case '=':
      return close_group({.kind = NodeKind::Look});
    case '!':
      return close_group({.kind = NodeKind::Look, .is_negative = true});
    case '(':
      return parse_conditional();
    case '#':
      while (peek() != ')' && peek() != kEnd) {
        ++at_;
      }
      if (!accept(')')) {
        refuse("a comment without its )");
      }
      return make({});
    case '<':
      if (peek() == '=' || peek() == '!') {
        const bool negative = next() == '!';
        return close_group({.kind = NodeKind::Look, .is_negative = negative, .is_behind = true});
      }
      refuse("unknown extension");
      return make({});
    default:
      --at_;
      return parse_flags_group();
  }
}

std::uint32_t ExpressionParser::parse_named() {
  if (accept('<')) {
    return parse_capture(parse_name('>'));
  }
  if (accept('=')) {
    return make_backreference(parse_name(')'));
  }
  refuse("unknown extension");
  return make({});
}

std::string ExpressionParser::parse_name(std::uint32_t closing) {
  std::string name;
  while (peek() != closing && peek() != kEnd) {
    base::append_utf8(name, static_cast<char32_t>(next()));
  }
  if (!accept(closing) || name.empty()) {
    refuse("missing group name");
  }
  return name;
}

std::uint32_t ExpressionParser::make_backreference(const std::string& name) {
  const auto found = group_names_.find(name);
  if (found == group_names_.end()) {
    refuse("unknown group name");
    return make({});
  }
  return make({.kind = NodeKind::Backreference, .index = found->second});
}

// (?(1)yes|no) or (?(name)yes|no)
std::uint32_t ExpressionParser::parse_conditional() {
  const std::string name = parse_name(')');
  std::uint32_t index = 0;
  if (const auto found = group_names_.find(name); found != group_names_.end()) {
    index = found->second;
  } else {
    for (const char c : name) {
      if (!is_digit(static_cast<unsigned char>(c)) || index > 100'000) {
        refuse("unknown group name");
        return make({});
      }
      index = index * 10 + static_cast<std::uint32_t>(c - '0');
    }
  }
  std::vector<std::uint32_t> branches = {parse_sequence()};
  if (accept('|')) {
    branches.push_back(parse_sequence());
  }
  if (!failed() && !accept(')')) {
    refuse("a ( without its )");
  }
  return make({.kind = NodeKind::Conditional, .index = index, .children = std::move(branches)});
}

// (?aiLmsux) for the whole pattern, or (?i-m:…) for a part.
std::uint32_t ExpressionParser::parse_flags_group() {
  const Flags outer = flags_;
  bool value = true;
  for (;;) {
    const std::uint32_t c = next();
    if (c == ')') {
      return make({});  // stays in force, as CPython makes it for the whole pattern
    }
    if (c == ':') {
      const std::uint32_t inside = parse_alternatives();
      flags_ = outer;
      if (!failed() && !accept(')')) {
        refuse("a ( without its )");
      }

      return inside;
    }
    if (c == '-' && value) {
      value = false;
    } else if (!set_flag(c, value)) {
      refuse("unknown extension");
      return make({});
    }
  }
}

bool ExpressionParser::set_flag(std::uint32_t letter, bool value) {
  switch (letter) {
    case 'i':
      flags_.ignore_case = value;
      return true;
    case 'm':
      flags_.multi_line = value;
      return true;
    case 's':
      flags_.dot_all = value;
      return true;
    case 'x':
      flags_.verbose = value;
      return true;
    case 'a':
      flags_.ascii = value;
      return true;
    case 'u':
    case 'L':
      return true;
    default:
      return false;
  }
}

std::uint32_t ExpressionParser::parse_escape() {
  const std::uint32_t c = next();
  switch (c) {
    case kEnd:
      refuse("bad escape (end of pattern)");
      return make({});
    case 'A':
      return make_anchor(Anchor::TextStart);
    case 'Z':
    case 'z':
      return make_anchor(Anchor::TextEnd);
    case 'b':
      return make_anchor(Anchor::WordBoundary);
    case 'B':
      return make_anchor(Anchor::NotWordBoundary);
    default:
      break;
  }
  if (const auto set = class_escape(c)) {
    return make({.kind = NodeKind::Set, .set = *set});
  }
  if (is_digit(c)) {
    return parse_number_escape(c);
  }
  return make_set(CharSet::of(character_escape(c)));
}

// \0, \12 and \123 may be octal; otherwise \1 to \99 are groups.
std::uint32_t ExpressionParser::parse_number_escape(std::uint32_t first) {
  const auto is_octal = [](std::uint32_t c) { return c >= '0' && c <= '7'; };
  if (first == '0' || (is_octal(first) && is_octal(peek()) && is_octal(peek(1)))) {
    std::uint32_t value = first - '0';
    for (int i = 0; i < 2 && is_octal(peek()); ++i) {
      value = value * 8 + (next() - '0');
    }
    return make_set(CharSet::of(value));
  }
  std::uint32_t index = first - '0';
  if (is_digit(peek())) {
    index = index * 10 + (next() - '0');
  }
  if (index > expression_.group_count) {
    refuse("invalid group reference");
  }
  return make({.kind = NodeKind::Backreference, .index = index});
}

std::optional<CharSet> ExpressionParser::class_escape(std::uint32_t letter) {
  switch (letter) {
    case 'w':
      return word_set(flags_.ascii);
    case 'W':
      return word_set(flags_.ascii).complement();
    case 'd':
      return digit_set(flags_.ascii);
    case 'D':
      return digit_set(flags_.ascii).complement();
    case 's':
      return space_set(flags_.ascii);
    case 'S':
      return space_set(flags_.ascii).complement();
    default:
      return std::nullopt;
  }
}

std::uint32_t ExpressionParser::character_escape(std::uint32_t letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    case 'x':
      return hex_escape(2);
    case 'u':
      return hex_escape(4);
    case 'U':
      return hex_escape(8);
    case 'N':
      while (peek() != '}' && peek() != kEnd) {
        ++at_;
      }
      accept('}');
      return kLastCodePoint;  // some character beyond ASCII: which one decides nothing here
    default:
      break;
  }
  if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
    refuse("bad escape");
  }
  return letter;
}

std::uint32_t ExpressionParser::hex_escape(int digits) {
  std::uint32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = hex_value(peek());
    if (digit < 0) {
      refuse("incomplete escape");
      return 0;
    }
    value = value * 16 + static_cast<std::uint32_t>(digit);
    ++at_;
  }
  return value > kLastCodePoint ? kLastCodePoint : value;
}

std::uint32_t ExpressionParser::parse_class() {
  const bool negated = accept('^');
  CharSet set;
  bool first = true;
  while (first || peek() != ']') {
    first = false;
    if (peek() == kEnd) {
      refuse("unterminated character set");
      break;
    }
    std::uint32_t low = 0;
    const std::optional<CharSet> item = parse_class_item(low);
    if (failed()) {
      break;
    }
    if (item) {
      set.add(*item);
    }
    if (peek() != '-' || peek(1) == ']' || peek(1) == kEnd) {
      if (!item) {
        set.add(CharSet::of(low));
      }
      continue;
    }
    ++at_;
    std::uint32_t high = 0;
    if (item || parse_class_item(high) || high < low) {
      refuse("bad character range");
      break;
    }
    set.add(Range{low, high});
  }
  accept(']');
  if (flags_.ignore_case) {
    set = set.with_ascii_case();
  }
  return make({.kind = NodeKind::Set, .set = negated ? set.complement() : set});
}

// parse_class_item reads one character into `single`, or returns a class such as \w.
std::optional<CharSet> ExpressionParser::parse_class_item(std::uint32_t& single) {
  single = next();
  if (single != '\\') {
    return std::nullopt;
  }
  const std::uint32_t letter = next();
  if (letter == kEnd) {
    refuse("bad escape (end of pattern)");
    return std::nullopt;
  }
  if (const auto set = class_escape(letter)) {
    return set;
  }
  if (letter == 'b') {
    single = '\b';
  } else if (is_digit(letter)) {
    single = letter - '0';
    for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; ++i) {
      single = single * 8 + (next() - '0');
    }
  } else {
    single = character_escape(letter);
  }
  return std::nullopt;
}

}  // namespace

Result<Expression> parse_expression(std::string_view pattern, Flags flags) {
  return ExpressionParser(pattern, flags).run();
}

}  // namespace av::regex
