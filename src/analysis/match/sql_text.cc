#include "analysis/match/sql_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace av::match {

using names::Piece;

namespace {

// Clause is the keyword that rules over what follows it.
enum class Clause : std::uint8_t {
  None,
  Names,   // a name follows: FROM, TABLE, ORDER BY
  Values,  // values follow: VALUES, LIMIT
  Test,    // a condition follows: WHERE, AND
  Set,     // assignments follow
};

struct Keyword {
  std::string_view word;
  Clause clause;
};

constexpr auto kKeywords = std::to_array<Keyword>({
    {"AND", Clause::Test},       {"AS", Clause::Names},        {"ATTACH", Clause::Values},
    {"BETWEEN", Clause::Values}, {"BY", Clause::Names},        {"COLUMN", Clause::Names},
    {"CONFLICT", Clause::Names}, {"COPY", Clause::Names},      {"DATABASE", Clause::Names},
    {"DESCRIBE", Clause::Names}, {"DISTINCT", Clause::Names},  {"EXISTS", Clause::Names},
    {"FROM", Clause::Names},     {"HAVING", Clause::Test},     {"IN", Clause::Values},
    {"INDEX", Clause::Names},    {"INTO", Clause::Names},      {"JOIN", Clause::Names},
    {"LIKE", Clause::Values},    {"LIMIT", Clause::Values},    {"OFFSET", Clause::Values},
    {"ON", Clause::Test},        {"OR", Clause::Test},         {"PRAGMA", Clause::Names},
    {"RENAME", Clause::Names},   {"RETURNING", Clause::Names}, {"SCHEMA", Clause::Names},
    {"SELECT", Clause::Names},   {"SET", Clause::Set},         {"TABLE", Clause::Names},
    {"TO", Clause::Names},       {"TRUNCATE", Clause::Names},  {"UPDATE", Clause::Names},
    {"USE", Clause::Names},      {"USER", Clause::Names},      {"USING", Clause::Names},
    {"VALUES", Clause::Values},  {"VIEW", Clause::Names},      {"WHERE", Clause::Test},
});
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end(),
                             [](const Keyword& a, const Keyword& b) { return a.word < b.word; }));

// A statement's first word, one that follows, and within how many words (0: anywhere).
struct Opening {
  std::string_view first;
  std::string_view later;
  std::size_t within;
};
constexpr Opening kOpenings[] = {
    {"SELECT", "FROM", 0},      {"INSERT", "INTO", 4},     {"REPLACE", "INTO", 3},
    {"MERGE", "INTO", 3},       {"DELETE", "FROM", 3},     {"UPDATE", "SET", 0},
    {"WITH", "SELECT", 0},      {"WITH", "INSERT", 0},     {"WITH", "UPDATE", 0},
    {"WITH", "DELETE", 0},      {"CREATE", "TABLE", 6},    {"CREATE", "VIEW", 6},
    {"CREATE", "INDEX", 6},     {"CREATE", "DATABASE", 6}, {"CREATE", "SCHEMA", 6},
    {"CREATE", "USER", 6},      {"CREATE", "ROLE", 6},     {"CREATE", "TRIGGER", 6},
    {"CREATE", "EXTENSION", 6}, {"DROP", "TABLE", 3},      {"DROP", "VIEW", 3},
    {"DROP", "INDEX", 3},       {"DROP", "DATABASE", 3},   {"DROP", "SCHEMA", 3},
    {"DROP", "USER", 3},        {"DROP", "ROLE", 3},       {"ALTER", "TABLE", 3},
    {"ALTER", "USER", 3},       {"ALTER", "DATABASE", 3},  {"ALTER", "ROLE", 3},
    {"TRUNCATE", "TABLE", 2},   {"GRANT", "ON", 0},        {"GRANT", "TO", 0},
    {"REVOKE", "FROM", 0},      {"LOCK", "TABLE", 2},      {"EXPLAIN", "SELECT", 0},
    {"SHOW", "FROM", 0},        {"COPY", "FROM", 0},       {"COPY", "TO", 0},
    {"LOAD", "INTO", 0},        {"ATTACH", "AS", 0},       {"MATCH", "RETURN", 0},
    {"MATCH", "SET", 0},        {"MATCH", "DELETE", 0},
};

constexpr std::string_view kOtherOpenings[] = {"CALL",   "EXEC",   "EXECUTE", "KILL",
                                               "PRAGMA", "VACUUM", "SHOW",    "USE"};

constexpr std::string_view kWithoutValues[] = {"ALTER", "COPY",   "CREATE",   "DROP",
                                               "GRANT", "PRAGMA", "REVOKE",   "SET",
                                               "SHOW",  "USE",    "TRUNCATE", "VACUUM"};

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// How deep a text that starts as one of several is followed.
constexpr int kMaxNesting = 4;

// Reader goes over the pieces once.
class Reader {
 public:
  explicit Reader(const names::Value& text) : text_(text) {}

  SqlText read() {
    take(text_, kMaxNesting);
    end_word();
    out_.is_statement = is_statement();
    out_.is_other = starts_with_one_of(kOtherOpenings);
    out_.takes_no_values = starts_with_one_of(kWithoutValues);
    out_.is_fragment = starts_with_hole_ && (saw("WHERE") || saw("FROM") || saw("VALUES"));
    return std::move(out_);
  }

 private:
  enum class State : std::uint8_t { Plain, Single, Double, Backtick, Line, Block };

  void take(const names::Value& text, int nesting) {
    for (std::size_t i = 0; i < text.pieces.size(); ++i) {
      const Piece& piece = text.pieces[i];
      if (piece.hole.exists() && !(is_start() && take_start(piece, nesting))) {
        take_hole(piece, next_character(text, i));
      }
      if (piece.is_known) {
        take_text(piece.text);
      }
    }
  }

  [[nodiscard]] bool is_start() const { return words_.empty() && word_.empty() && before_ == '\0'; }

  // A text that starts as one of several, such as a query that a loop adds to: read on behind the
  // one that starts in constants, and collect the holes of the others.
  bool take_start(const Piece& piece, int nesting) {
    if (piece.is_known || nesting == 0 || piece.value == nullptr ||
        !piece.value->is(names::ValueKind::OneOf)) {
      return false;
    }
    const names::Value* base = nullptr;
    for (const names::Item& one : piece.value->items) {
      const auto& pieces = one.value->pieces;
      if (base == nullptr && !pieces.empty() && !pieces[0].hole.exists()) {
        base = one.value;
      } else if (one.value->is(names::ValueKind::Text)) {
        Reader other(*one.value);
        other.take(*one.value, nesting - 1);
        out_.holes.insert(out_.holes.end(), other.out_.holes.begin(), other.out_.holes.end());
      }
    }
    if (base != nullptr) {
      take(*base, nesting - 1);
    }
    return base != nullptr;
  }

  void take_hole(const Piece& piece, char next) {
    end_word();
    starts_with_hole_ = starts_with_hole_ || is_start();
    const bool is_clause = state_ == State::Plain && !piece.is_known && begins_clause(piece);
    out_.holes.push_back({&piece, is_clause ? SqlPlace::Fragment : place_of(next)});
    if (!piece.is_known) {
      before_ = '?';  // a hole is some operand
    }
  }

  // begins_clause: what is put in is written as SQL itself: f" ON CONFLICT ({keys}) DO NOTHING".
  static bool begins_clause(const Piece& piece) {
    if (piece.value == nullptr) {
      return false;
    }
    const auto begins = [](const names::Value& text) {
      const std::string_view front =
          text.is(names::ValueKind::Text) && !text.pieces.empty() && !text.pieces[0].hole.exists()
              ? text.pieces[0].text
              : std::string_view();
      const std::size_t at = front.find_first_not_of(" \t\r\n");
      const std::size_t end = std::min(front.find(' ', at), front.size());
      return at != std::string_view::npos && end > at + 1 && end < front.size() &&
             std::all_of(front.begin() + static_cast<std::ptrdiff_t>(at),
                         front.begin() + static_cast<std::ptrdiff_t>(end), is_name_letter);
    };
    const auto& items = piece.value->items;
    return begins(*piece.value) ||
           (piece.value->is(names::ValueKind::OneOf) &&
            std::any_of(items.begin(), items.end(),
                        [&](const names::Item& one) { return begins(*one.value); }));
  }

  static char next_character(const names::Value& text, std::size_t i) {
    if (i + 1 >= text.pieces.size() || text.pieces[i + 1].hole.exists()) {
      return '\0';
    }
    const std::string_view next = text.pieces[i + 1].text;
    const std::size_t at = next.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? '\0' : next[at];
  }

  [[nodiscard]] SqlPlace place_of(char next) const {
    switch (state_) {
      case State::Single:
        return SqlPlace::Quoted;
      case State::Double:
        return double_is_value_ ? SqlPlace::Quoted : SqlPlace::Name;
      case State::Backtick:
        return SqlPlace::Name;
      case State::Line:
      case State::Block:
        return SqlPlace::Comment;
      case State::Plain:
        break;
    }
    const bool operand = before_ == '=' || before_ == '<' || before_ == '>' || before_ == '%';
    if (operand) {
      return SqlPlace::Value;
    }
    // What stands in front of a dot is the table of a column.
    const bool compared = next == '=' || next == '<' || next == '>' || next == '!' || next == '.';
    switch (clause_) {
      case Clause::None:
        return SqlPlace::Fragment;
      case Clause::Names:
        return SqlPlace::Name;
      case Clause::Values:
        return SqlPlace::Value;
      case Clause::Test:
      case Clause::Set:
        return compared || before_ == '.'         ? SqlPlace::Name
               : before_ == '(' || before_ == ',' ? SqlPlace::Value
                                                  : SqlPlace::Fragment;
    }
    return SqlPlace::Fragment;
  }

  void take_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char next = i + 1 < text.size() ? text[i + 1] : '\0';
      if (state_ == State::Plain) {
        plain(text[i], next);
      } else {
        inside(text[i], next);
      }
    }
  }

  void plain(char c, char next) {
    if (is_name_letter(c) || (!word_.empty() && c >= '0' && c <= '9')) {
      word_ += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
      before_ = c;
      return;
    }
    end_word();
    if (c == '-' && next == '-') {
      state_ = State::Line;
    } else if (c == '/' && next == '*') {
      state_ = State::Block;
    } else if (c == '\'') {
      state_ = State::Single;
    } else if (c == '`') {
      state_ = State::Backtick;
    } else if (c == '"') {
      state_ = State::Double;
      double_is_value_ = before_ == '=' || before_ == '<' || before_ == '>' || before_ == '(' ||
                         before_ == ',' || clause_ == Clause::Values;
    }
    if (!is_space(c)) {
      opens_ = opens_ || (c == '(' && words_.size() == 1);
      before_ = c;
    }
  }

  // A doubled quote closes and opens again, which comes to the same.
  void inside(char c, char next) {
    const bool closes =
        (state_ == State::Single && c == '\'') || (state_ == State::Double && c == '"') ||
        (state_ == State::Backtick && c == '`') || (state_ == State::Line && c == '\n') ||
        (state_ == State::Block && c == '*' && next == '/');
    if (closes) {
      state_ = State::Plain;
      before_ = c;
    }
  }

  void end_word() {
    if (word_.empty()) {
      return;
    }
    const auto* found = std::lower_bound(
        kKeywords.begin(), kKeywords.end(), word_,
        [](const Keyword& keyword, std::string_view word) { return keyword.word < word; });
    if (found != kKeywords.end() && found->word == word_) {
      // CREATE TABLE a LIKE b names a table.
      const bool likens = word_ == "LIKE" && !words_.empty() && words_[0] == "CREATE";
      clause_ = likens ? Clause::Names : found->clause;
    }
    constexpr std::size_t kMaxWords = 200;
    if (words_.size() < kMaxWords) {
      words_.push_back(std::move(word_));
    }
    word_.clear();
  }

  template <class List>
  [[nodiscard]] bool starts_with_one_of(const List& list) const {
    return !starts_with_hole_ && !words_.empty() &&
           std::find(std::begin(list), std::end(list), words_[0]) != std::end(list);
  }

  // saw: the word is among the first `within`, or anywhere.
  [[nodiscard]] bool saw(std::string_view word, std::size_t within = 0) const {
    const std::size_t count = within == 0 ? words_.size() : std::min(within, words_.size());
    const auto end = words_.begin() + static_cast<std::ptrdiff_t>(count);
    return std::find(words_.begin(), end, word) != end;
  }

  // MATCH (n:Person …) of a graph; prose has a word behind it.
  [[nodiscard]] bool is_statement() const {
    return !starts_with_hole_ && !words_.empty() && (words_[0] != "MATCH" || opens_) &&
           std::any_of(std::begin(kOpenings), std::end(kOpenings), [this](const Opening& opening) {
             return words_[0] == opening.first && saw(opening.later, opening.within);
           });
  }

  const names::Value& text_;
  SqlText out_;
  State state_ = State::Plain;
  Clause clause_ = Clause::None;
  bool double_is_value_ = false;
  bool starts_with_hole_ = false;
  bool opens_ = false;  // a parenthesis stands behind the first word
  char before_ = '\0';  // the last character that is no space
  std::string word_;    // being read, in capitals
  std::vector<std::string> words_;
};

}  // namespace

SqlText read_sql(const names::Value& text) {
  return Reader(text).read();
}

}  // namespace av::match
