#include "analysis/syntax/lexer.h"

#include "analysis/syntax/keywords.h"
#include "analysis/syntax/lexer_state.h"
#include "base/scan.h"
#include "lexis/identifiers.h"
#include "lexis/numbers.h"

#include <array>

namespace av::syntax {

namespace {

// CharClass is what a token may be, judged by its first byte.
enum class CharClass : std::uint8_t {
  Unknown,
  Space,
  Newline,
  Comment,
  Word,
  Digit,
  Dot,
  Quote,
  Open,
  Close,
  Operator,
  Bang,
  Backslash,
  End,
};

// Operators is what an operator character makes alone, with =, doubled, and doubled with =.
struct Operators {
  TokenKind single = TokenKind::Unknown;
  TokenKind with_equal = TokenKind::Unknown;
  TokenKind doubled = TokenKind::Unknown;
  TokenKind doubled_with_equal = TokenKind::Unknown;
};

constexpr std::array<CharClass, 256> make_classes() {
  std::array<CharClass, 256> table{};
  for (unsigned c = 0x80; c < 0x100; ++c) {
    table[c] = CharClass::Word;
  }
  for (unsigned c = 'a'; c <= 'z'; ++c) {
    table[c] = table[c - 'a' + 'A'] = CharClass::Word;
  }
  for (unsigned c = '0'; c <= '9'; ++c) {
    table[c] = CharClass::Digit;
  }
  const auto set = [&table](std::string_view chars, CharClass value) {
    for (const char c : chars) {
      table[static_cast<unsigned char>(c)] = value;
    }
  };
  set("_", CharClass::Word);
  set(" \t\f", CharClass::Space);
  set("\n\r", CharClass::Newline);
  set("#", CharClass::Comment);
  set(".", CharClass::Dot);
  set("'\"", CharClass::Quote);
  set("([{", CharClass::Open);
  set(")]}", CharClass::Close);
  set("+-*/%@&|^~<>=:,;`", CharClass::Operator);
  set("!", CharClass::Bang);
  set("\\", CharClass::Backslash);
  table[0] = CharClass::End;
  return table;
}

constexpr std::array<Operators, 128> make_operators() {
  using enum TokenKind;
  std::array<Operators, 128> table{};
  table['+'] = {Plus, PlusEqual};
  table['-'] = {Minus, MinusEqual};
  table['*'] = {Star, StarEqual, DoubleStar, DoubleStarEqual};
  table['/'] = {Slash, SlashEqual, DoubleSlash, DoubleSlashEqual};
  table['%'] = {Percent, PercentEqual};
  table['@'] = {At, AtEqual};
  table['&'] = {Ampersand, AmpersandEqual};
  table['|'] = {VerticalBar, VerticalBarEqual};
  table['^'] = {Caret, CaretEqual};
  table['~'] = {Tilde};
  table['<'] = {Less, LessEqual, LeftShift, LeftShiftEqual};
  table['>'] = {Greater, GreaterEqual, RightShift, RightShiftEqual};
  table['='] = {Equal, EqualEqual};
  table[':'] = {Colon, ColonEqual};
  table[','] = {Comma};
  table[';'] = {Semicolon};
  table['`'] = {Backquote};
  table['('] = {LParen};
  table['['] = {LBracket};
  table['{'] = {LBrace};
  table[')'] = {RParen};
  table[']'] = {RBracket};
  table['}'] = {RBrace};
  return table;
}

constexpr std::array<CharClass, 256> kClasses = make_classes();
constexpr std::array<Operators, 128> kOperators = make_operators();

// is_string_prefix says whether the word of `length` bytes at `word` may stand before a quote.
bool is_string_prefix(const char* word, std::size_t length) {
  const auto lower = [word](std::size_t i) { return word[i] | 0x20; };
  if (length == 1) {
    const int c = lower(0);
    return c == 'r' || c == 'b' || c == 'f' || c == 'u' || c == 't';
  }
  if (length != 2) {
    return false;
  }
  const int first = lower(0);
  const int second = lower(1);
  if (first == 'u') {
    return second == 'r';
  }
  const int other = first == 'r' ? second : first;
  return (first == 'r' || second == 'r') && (other == 'b' || other == 'f' || other == 't');
}

}  // namespace

void lex(base::PaddedView source, const LexOptions& options, Tokens& tokens) {
  tokens.clear();
  Lexer(source, options, tokens).run();
}

void Lexer::run() {
  capacity_ = static_cast<std::uint32_t>((end_ - base_) / 3 + 64);
  grow();
  indents_.push({0, 0});
  while (at_ < end_) {
    start_line();
    lex_line();
  }
  finish();
  out_.kind.resize_for_overwrite(count_);
  out_.start.resize_for_overwrite(count_);
  out_.end.resize_for_overwrite(count_);
}

void Lexer::grow() {
  if (count_ != 0) {
    capacity_ += capacity_ / 2;
  }
  out_.kind.resize_for_overwrite(capacity_);
  out_.start.resize_for_overwrite(capacity_);
  out_.end.resize_for_overwrite(capacity_);
  kinds_ = out_.kind.data();
  starts_ = out_.start.data();
  ends_ = out_.end.data();
}

// lex_line reads tokens until the logical line ends.
void Lexer::lex_line() {
  const char* line = at_;
  for (;;) {
    while (*at_ == ' ') {
      ++at_;
    }
    const auto first = static_cast<unsigned char>(*at_);
    const CharClass kind = kClasses[first];
    if (kind == CharClass::Word) {
      lex_word();
    } else if (kind == CharClass::Newline) {
      if (brackets_.empty()) {
        end_line();
        return;
      }
      skip_bracketed_newline();
    } else if (kind == CharClass::End && at_ >= end_) {
      if (at_ != line) {
        emit(TokenKind::Newline, end_, end_);
      }
      return;
    } else {
      lex_token(first);
    }
  }
}

void Lexer::lex_token(unsigned char first) {
  switch (kClasses[first]) {
    case CharClass::Operator:
      return lex_operator(first);
    case CharClass::Open:
      return open_bracket(static_cast<char>(first), kOperators[first].single);
    case CharClass::Close:
      return close_bracket(static_cast<char>(first), kOperators[first].single);
    case CharClass::Dot:
      return lex_dot();
    case CharClass::Quote:
      return lex_string(at_, at_);
    case CharClass::Digit:
      return lex_number();
    case CharClass::Comment:
      return lex_comment();
    case CharClass::Space:
      ++at_;
      return;
    case CharClass::Backslash:
      return lex_backslash();
    case CharClass::Bang:
      return lex_bang();
    default:
      return lex_unknown();
  }
}

void Lexer::lex_word() {
  const char* start = at_;
  const auto [end, ascii] = base::scan_word(start);
  const auto length = static_cast<std::size_t>(end - start);
  if (__builtin_expect(length <= 2 && (*end == '"' || *end == '\''), 0) &&
      is_string_prefix(start, length)) {
    return lex_string(start, end);
  }
  if (__builtin_expect(!ascii, 0)) {
    return lex_non_ascii_name(start, end);
  }
  emit(keywords::kind_of(start, length), start, end);
  at_ = end;
}

void Lexer::lex_non_ascii_name(const char* start, const char* end) {
  const std::string_view name(start, static_cast<std::size_t>(end - start));
  const std::size_t bad = lexis::find_invalid_identifier_byte(name);
  if (bad == std::string_view::npos) {
    feature(Feature::UnicodeIdentifier, start);
    emit(TokenKind::Name, start, end);
    at_ = end;
    return;
  }
  // The part before the character that belongs in no name is a name; the character is skipped
  // like white space, as it often is a no-break space from a web page.
  const char* stop = start + bad;
  if (bad != 0) {
    emit(keywords::kind_of(start, bad), start, stop);
  }
  const char* next = stop + 1;
  while (next < end && (static_cast<unsigned char>(*next) & 0xC0) == 0x80) {
    ++next;
  }
  problem(stop, next, "character that belongs in no name");
  at_ = next;
}

void Lexer::lex_number() {
  const char* end = at_ + 1;
  while (kClasses[static_cast<unsigned char>(*end)] == CharClass::Digit) {
    ++end;
  }
  const CharClass next = kClasses[static_cast<unsigned char>(*end)];
  const bool leading_zero = *at_ == '0' && end != at_ + 1;
  const bool is_plain = *at_ != '.' && !leading_zero;
  if (is_plain && next != CharClass::Word && next != CharClass::Dot) {
    emit(TokenKind::Int, at_, end);
    at_ = end;
    return;
  }
  const lexis::NumberToken number = lexis::scan_number(at_);
  end = at_ + number.length;
  if (number.problem != nullptr) {
    problem(at_, end, number.problem);
  }
  if (number.underscore) {
    feature(Feature::NumberUnderscore, at_);
  }
  if (number.old_octal) {
    feature(Feature::OldOctal, at_);
  }
  if (number.long_suffix) {
    feature(Feature::LongSuffix, at_);
  }
  if (number.old_follower) {
    feature(Feature::WordAfterNumber, at_);
  }
  const TokenKind kind = number.kind == lexis::NumberKind::Int     ? TokenKind::Int
                         : number.kind == lexis::NumberKind::Float ? TokenKind::Float
                                                                   : TokenKind::Imaginary;
  emit(kind, at_, end);
  at_ = end;
}

void Lexer::lex_operator(unsigned char first) {
  const char* start = at_;
  const Operators& known = kOperators[first];
  const char second = start[1];
  if (first == ':' && in_field()) {
    return start_spec();
  }
  if (second == '=' && known.with_equal != TokenKind::Unknown) {
    at_ = start + 2;
    return emit(known.with_equal, start, at_);
  }
  if (second == static_cast<char>(first) && known.doubled != TokenKind::Unknown) {
    const bool equal = start[2] == '=';
    at_ = start + (equal ? 3 : 2);
    return emit(equal ? known.doubled_with_equal : known.doubled, start, at_);
  }
  if (second == '>' && (first == '-' || first == '<')) {
    at_ = start + 2;
    return emit(first == '-' ? TokenKind::Arrow : TokenKind::LessGreater, start, at_);
  }
  at_ = start + 1;
  emit(known.single, start, at_);
}

void Lexer::lex_dot() {
  if (kClasses[static_cast<unsigned char>(at_[1])] == CharClass::Digit) {
    return lex_number();
  }
  const bool ellipsis = at_[1] == '.' && at_[2] == '.';
  const char* start = at_;
  at_ += ellipsis ? 3 : 1;
  emit(ellipsis ? TokenKind::Ellipsis : TokenKind::Dot, start, at_);
}

void Lexer::lex_bang() {
  const char* start = at_;
  if (start[1] == '=') {
    at_ += 2;
    return emit(TokenKind::NotEqual, start, at_);
  }
  ++at_;
  emit(in_field() ? TokenKind::FieldConversion : TokenKind::Exclamation, start, at_);
}

void Lexer::lex_backslash() {
  const char* start = at_++;
  if (*at_ == '\r' || *at_ == '\n') {
    at_ += at_[0] == '\r' && at_[1] == '\n' ? 2 : 1;
    if (at_ >= end_) {
      feature(Feature::ContinuationAtEnd, start);
    }
    if (!fstrings_.empty()) {
      feature(Feature::FStringPep701, start);
    }
    check_old_empty_line(start);
    return;
  }
  if (at_ >= end_) {
    check_old_empty_line(start);
    return feature(Feature::ContinuationAtEnd, start);
  }
  problem(start, at_, "character after a backslash that is to continue the line");
}

void Lexer::lex_unknown() {
  const char* start = at_++;
  problem(start, at_, *start == '\0' ? "NUL character" : "character that starts no token");
  emit(TokenKind::Unknown, start, at_);
}

void Lexer::lex_comment() {
  const char* start = at_;
  at_ = base::find_line_end(start);
  while (*at_ == '\0' && at_ < end_) {
    problem(at_, at_ + 1, "NUL character");
    at_ = base::find_line_end(at_ + 1);
  }
  out_.comments.push({offset(start), offset(at_)});
  if (!fstrings_.empty()) {
    feature(Feature::FStringPep701, start);
  }
}

}  // namespace av::syntax
