#include "analysis/text/glob.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace av::text {
namespace {

using Bytes = std::bitset<256>;

constexpr std::size_t index(char c) {
  return static_cast<unsigned char>(c);
}

constexpr bool in(char c, char low, char high) {
  return c >= low && c <= high;
}

constexpr bool is_graph(char c) {
  return in(c, '!', '~');
}

constexpr bool is_alnum(char c) {
  return in(c, '0', '9') || in(c, 'a', 'z') || in(c, 'A', 'Z');
}

struct NamedClass {
  std::string_view name;
  bool (*has)(char);
};

// POSIX classes in the C locale.
constexpr std::array<NamedClass, 12> kClasses = {{
    {"alnum", is_alnum},
    {"alpha", [](char c) { return in(c, 'a', 'z') || in(c, 'A', 'Z'); }},
    {"blank", [](char c) { return c == ' ' || c == '\t'; }},
    {"cntrl", [](char c) { return in(c, '\0', '\x1F') || c == '\x7F'; }},
    {"digit", [](char c) { return in(c, '0', '9'); }},
    {"graph", is_graph},
    {"lower", [](char c) { return in(c, 'a', 'z'); }},
    {"print", [](char c) { return in(c, ' ', '~'); }},
    {"punct", [](char c) { return is_graph(c) && !is_alnum(c); }},
    {"space", [](char c) { return c == ' ' || in(c, '\t', '\r'); }},
    {"upper", [](char c) { return in(c, 'A', 'Z'); }},
    {"xdigit", [](char c) { return in(c, '0', '9') || in(c, 'a', 'f') || in(c, 'A', 'F'); }},
}};

// Adds a named class to `bytes`; false when there is none of that name.
bool add_class(std::string_view name, Bytes& bytes) {
  const auto* const found = std::find_if(
      kClasses.begin(), kClasses.end(), [name](const NamedClass& row) { return row.name == name; });
  if (found == kClasses.end()) {
    return false;
  }
  for (int value = 0; value < 128; ++value) {
    if (found->has(static_cast<char>(value))) {
      bytes.set(static_cast<std::size_t>(value));
    }
  }
  return true;
}

void add_range(char first, char last, Bytes& bytes) {
  for (std::size_t value = index(first); value <= index(last); ++value) {
    bytes.set(value);
  }
}

// BracketReader reads what stands between [ and ].
class BracketReader {
 public:
  // `at` is behind the opening bracket.
  BracketReader(std::string_view pattern, std::size_t at) : pattern_(pattern), at_(at) {}

  // Returns the offset behind the closing bracket, or npos when the pattern is malformed.
  std::size_t read(Bytes& bytes) {
    const bool is_negated = peek() == '!' || peek() == '^';
    at_ += is_negated ? 1U : 0U;
    // A closing bracket that comes first is an ordinary one.
    do {
      if (at_ >= pattern_.size() || !item(bytes)) {
        return std::string_view::npos;
      }
    } while (peek() != ']');
    if (is_negated) {
      bytes.flip();
    }
    return at_ + 1;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }

  // One character, range or class.
  bool item(Bytes& bytes) {
    const char c = peek();
    if (c == '-' && before_ != '\0' && peek(1) != '\0' && peek(1) != ']') {
      ++at_;
      return range(bytes);
    }
    if (c == '[' && peek(1) == ':') {
      return named(bytes);
    }
    return single(bytes, before_);
  }

  // A character, escaped or not; it may begin a range.
  bool single(Bytes& bytes, char& value) {
    at_ += peek() == '\\' ? 1U : 0U;
    if (at_ >= pattern_.size()) {
      return false;
    }
    value = pattern_[at_++];
    bytes.set(index(value));
    return true;
  }

  bool range(Bytes& bytes) {
    Bytes ignored;
    char last = '\0';
    if (!single(ignored, last)) {
      return false;
    }
    add_range(std::exchange(before_, '\0'), last, bytes);
    return true;
  }

  // [:name:]; what has no `:]` is the ordinary characters it looks like.
  bool named(Bytes& bytes) {
    const std::size_t start = at_ + 2;
    const std::size_t close = pattern_.find(']', start);
    if (close == std::string_view::npos) {
      return false;
    }
    if (close == start || pattern_[close - 1] != ':') {
      return single(bytes, before_);
    }
    at_ = close + 1;
    before_ = '\0';
    return add_class(pattern_.substr(start, close - 1 - start), bytes);
  }

  std::string_view pattern_;
  std::size_t at_;
  char before_ = '\0';  // what a range may begin with
};

}  // namespace

class GlobCompiler {
 public:
  GlobCompiler(std::string_view pattern, Glob::Sort sort) : pattern_(pattern), sort_(sort) {}

  Glob compile() {
    const std::size_t plain = std::min(pattern_.find_first_of(kGlobSpecial), pattern_.size());
    glob_.literal_ = pattern_.substr(0, plain);
    // As in git, what follows the plain part is a pattern of its own: `a**/b` begins with `**/`.
    pattern_.remove_prefix(plain);
    while (at_ < pattern_.size() && glob_.is_valid_) {
      piece();
    }
    glob_.last_run_ = run_;
    return std::move(glob_);
  }

 private:
  void piece() {
    switch (pattern_[at_]) {
      case '*':
        return stars();
      case '?':
        ++at_;
        return step(Bytes().set());
      case '[':
        return bracket();
      case '\\':
        ++at_;
        if (at_ == pattern_.size()) {
          glob_.is_valid_ = false;
          return;
        }
        break;
      default:
        break;
    }
    Bytes bytes;
    bytes.set(index(pattern_[at_++]));
    add(bytes);
  }

  void stars() {
    const std::size_t start = at_;
    at_ = std::min(pattern_.find_first_not_of('*', start), pattern_.size());
    const std::string_view rest = pattern_.substr(at_);
    const bool is_folders = at_ - start > 1 && (start == 0 || pattern_[start - 1] == '/') &&
                            (rest.empty() || rest[0] == '/' || rest.starts_with("\\/"));
    const bool is_any = sort_ == Glob::Sort::Name || is_folders;
    run_ = is_any ? Glob::Run::Any : Glob::Run::NoSlash;
    skippable_ = sort_ == Glob::Sort::Path && is_folders && rest.starts_with('/');
  }

  void bracket() {
    Bytes bytes;
    const std::size_t end = BracketReader(pattern_, at_ + 1).read(bytes);
    glob_.is_valid_ = end != std::string_view::npos;
    at_ = end;
    step(bytes);
  }

  // A step that takes no slash in a path, whatever is in the brackets.
  void step(Bytes bytes) {
    if (sort_ == Glob::Sort::Path) {
      bytes.reset(index('/'));
    }
    add(bytes);
  }

  void add(const Bytes& bytes) {
    glob_.steps_.push_back(
        {bytes, std::exchange(run_, Glob::Run::None), std::exchange(skippable_, false)});
  }

  std::string_view pattern_;
  Glob::Sort sort_;
  std::size_t at_ = 0;
  Glob glob_;
  Glob::Run run_ = Glob::Run::None;
  bool skippable_ = false;
};

Glob Glob::compile(std::string_view pattern, Sort sort) {
  return GlobCompiler(pattern, sort).compile();
}

// States is the set of places in the pattern that some way of reading the text has reached; place i
// is in front of step i.
class Glob::States {
 public:
  explicit States(const Glob& glob) : glob_(glob), words_(glob.steps_.size() / 64 + 1) {
    enter(0, words_);
  }

  // advance reads one byte; false when no way of reading is left.
  bool advance(char c) {
    next_.assign(words_.size(), 0);
    for (std::size_t word = 0; word < words_.size(); ++word) {
      for (std::uint64_t left = words_[word]; left != 0; left &= left - 1) {
        advance_from(word * 64 + static_cast<std::size_t>(std::countr_zero(left)), c);
      }
    }
    std::swap(words_, next_);
    return std::any_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word != 0; });
  }

  // has_last says whether some way of reading has taken every step.
  [[nodiscard]] bool has_last() const {
    const std::size_t last = glob_.steps_.size();
    return ((words_[last / 64] >> (last % 64)) & 1) != 0;
  }

 private:
  using Words = std::vector<std::uint64_t>;

  static void set(std::size_t place, Words& words) {
    words[place / 64] |= std::uint64_t{1} << (place % 64);
  }

  // Adds a place that was reached by a step (or by starting), and those a skippable step leads to.
  void enter(std::size_t place, Words& words) const {
    set(place, words);
    while (place < glob_.steps_.size() && glob_.steps_[place].skippable) {
      set(++place, words);
    }
  }

  void advance_from(std::size_t place, char c) {
    const Run run = glob_.run_at(place);
    if (run == Run::Any || (run == Run::NoSlash && c != '/')) {
      set(place, next_);
    }
    if (place < glob_.steps_.size() && glob_.steps_[place].bytes.test(index(c))) {
      enter(place + 1, next_);
    }
  }

  const Glob& glob_;
  Words words_;
  Words next_;
};

bool Glob::matches(std::string_view text) const {
  if (!is_valid_ || !text.starts_with(literal_)) {
    return false;
  }
  States states(*this);
  text.remove_prefix(literal_.size());
  const bool is_alive =
      std::all_of(text.begin(), text.end(), [&states](char c) { return states.advance(c); });
  return is_alive && states.has_last();
}

}  // namespace av::text
