// lexer_layout.cc — what makes lines, blocks and brackets out of characters.

#include "analysis/syntax/keywords.h"
#include "analysis/syntax/lexer_state.h"
#include "base/scan.h"

namespace av::syntax {

namespace {

constexpr std::uint32_t kTabStop = 8;
// Limits of CPython's tokenizer (Parser/lexer/state.h): MAXLEVEL since 3.8, and MAXINDENT.
constexpr std::size_t kMaxBrackets = 200;
constexpr std::size_t kMaxIndents = 100;
// How many wrongly open brackets a closing one may close to find its partner: a fixed number
// keeps hostile text linear.
constexpr std::size_t kMaxUnwind = 8;

char partner_of(char close) {
  return close == ')' ? '(' : close == ']' ? '[' : '{';
}

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

// starts_statement_only says whether no expression can go on with this keyword at a line's start.
bool starts_statement_only(TokenKind kind) {
  using enum TokenKind;
  switch (kind) {
    case KwDef:
    case KwClass:
    case KwImport:
    case KwReturn:
    case KwWhile:
    case KwWith:
    case KwTry:
    case KwRaise:
    case KwPass:
    case KwBreak:
    case KwContinue:
    case KwDel:
    case KwGlobal:
    case KwAssert:
    case KwExcept:
    case KwFinally:
    case KwElif:
      return true;
    default:
      return false;
  }
}

}  // namespace

// start_line measures the indentation of the next line that holds more than white space or a
// comment, and emits what it changes.  A line continued by a backslash within its indentation is
// indented as far as its first part.
void Lexer::start_line() {
  Indentation now{0, 0};
  Indentation continued{0, 0};
  bool is_continued = false;
  bool keeps_level = false;
  for (;; ++at_) {
    switch (*at_) {
      case ' ': {
        const std::uint32_t count = base::count_spaces(at_);
        now.column += count;
        now.alt_column += count;
        at_ += count - 1;
        continue;
      }
      case '\t':
        now.column = (now.column / kTabStop + 1) * kTabStop;
        ++now.alt_column;
        continue;
      case '\f':
        now = {0, 0};
        continue;
      case '\r':
      case '\n':
        now = {0, 0};
        is_continued = false;
        keeps_level = false;
        continue;
      case '#':
        lex_comment();
        --at_;
        continue;
      case '\\':
        // Before 3.9 the line began here, and was indented as far as this.
        if (!is_line_end(at_[1]) || (options_.limits_of != 0 && options_.limits_of < 309)) {
          break;
        }
        at_ += at_[1] == '\r' && at_[2] == '\n' ? 2 : 1;
        if (at_ + 1 >= end_) {
          feature(Feature::ContinuationAtEnd, at_);
        }
        keeps_level = options_.limits_of == 309;  // which looked at no indentation then
        if (!is_continued && now.column != 0) {
          continued = now;
          is_continued = true;
        }
        now = {0, 0};
        continue;
      default:
        break;
    }
    break;
  }
  if (at_ < end_ && !keeps_level) {
    change_indentation(is_continued ? continued : now);
  }
}

void Lexer::change_indentation(Indentation now) {
  const Indentation top = indents_.back();
  const bool python2 = options_.dialect == Dialect::Python2;
  if (now.column == top.column) {
    if (now.alt_column != top.alt_column && !python2) {
      feature(Feature::Python2Indentation, at_);
    }
    return;
  }
  if (now.column < top.column) {
    return dedent_to(now);
  }
  if (now.alt_column <= top.alt_column && !python2) {
    feature(Feature::Python2Indentation, at_);
  }
  if (options_.limits_of != 0 && indents_.size() >= kMaxIndents) {
    problem(at_, at_, "too many levels of indentation");
  }
  indents_.push(now);
  emit(TokenKind::Indent, at_, at_);
}

void Lexer::dedent_to(Indentation now) {
  while (indents_.size() > 1 && indents_.back().column > now.column) {
    indents_.pop();
    emit(TokenKind::Dedent, at_, at_);
  }
  const Indentation top = indents_.back();
  if (top.column != now.column) {
    problem(at_, at_, "indentation that matches no outer block");
  } else if (top.alt_column != now.alt_column && options_.dialect != Dialect::Python2) {
    feature(Feature::Python2Indentation, at_);
  }
}

// check_old_empty_line: before 3.9 a line of nothing but the backslash at `backslash` was no empty
// line, and could not stand in a block.
void Lexer::check_old_empty_line(const char* backslash) {
  const bool is_old = options_.limits_of != 0 && options_.limits_of < 309;
  if (!is_old || indents_.size() == 1) {
    return;
  }
  const TokenKind last = kinds_[count_ - 1];
  const bool begins_line =
      last == TokenKind::Newline || last == TokenKind::Indent || last == TokenKind::Dedent;
  const char* rest = at_;
  while (*rest == ' ' || *rest == '\t' || *rest == '\f') {
    ++rest;
  }
  if (begins_line && (rest >= end_ || is_line_end(*rest) || *rest == '#')) {
    problem(backslash, backslash + 1, "a continued line is empty");
  }
}

void Lexer::end_line() {
  const char* start = at_;
  at_ += at_[0] == '\r' && at_[1] == '\n' ? 2 : 1;
  emit(TokenKind::Newline, start, at_);
}

// skip_bracketed_newline goes past a line end inside brackets, which is white space, unless the
// next line shows that the brackets were never closed.
void Lexer::skip_bracketed_newline() {
  check_field_layout(offset(at_));
  const char* newline = at_;
  at_ += at_[0] == '\r' && at_[1] == '\n' ? 2 : 1;
  const char* next = at_;
  while (*next == ' ' || *next == '\t' || *next == '\f') {
    ++next;
  }
  if (*next < 'a' || *next > 'w') {
    return;
  }
  const char* end = base::scan_word(next).end;
  if (starts_statement_only(keywords::kind_of(next, static_cast<std::size_t>(end - next)))) {
    close_everything();
    emit(TokenKind::Newline, newline, at_);
    start_line();
  }
}

// finish closes what is open at the end of the file.
void Lexer::finish() {
  close_everything();
  if (count_ != 0 && kinds_[count_ - 1] != TokenKind::Newline) {
    emit(TokenKind::Newline, end_, end_);
  }
  for (; indents_.size() > 1; indents_.pop()) {
    emit(TokenKind::Dedent, end_, end_);
  }
  emit(TokenKind::EndOfFile, end_, end_);
  // Two more that are not counted: the parser looks that far ahead.
  emit(TokenKind::EndOfFile, end_, end_);
  emit(TokenKind::EndOfFile, end_, end_);
  count_ -= 2;
}

void Lexer::open_bracket(char open, TokenKind kind) {
  if (options_.limits_of >= 308 && brackets_.size() >= kMaxBrackets) {
    problem(at_, at_ + 1, "too many nested parentheses");
  }
  brackets_.push({offset(at_), open, false});
  emit(kind, at_, at_ + 1);
  ++at_;
}

void Lexer::close_bracket(char close, TokenKind kind) {
  const char open = partner_of(close);
  const bool matches = !brackets_.empty() && (last_bracket().open == open ||
                                              (last_bracket().open == kField && close == '}'));
  if (!matches) {
    problem(at_, at_ + 1, "closing bracket that matches no open one");
    if (!unwind_to(open)) {
      emit(kind, at_, at_ + 1);
      ++at_;
      return;
    }
  }
  if (last_bracket().open == kField) {
    return end_field();
  }
  brackets_.pop();
  emit(kind, at_, at_ + 1);
  ++at_;
}

// unwind_to drops open brackets until the last one is `open` (or a field, when `open` is {).
// Looks only at a few, and not beyond the innermost field unless that is what is looked for.
bool Lexer::unwind_to(char open) {
  const std::size_t size = brackets_.size();
  for (std::size_t back = 1; back <= size && back <= kMaxUnwind; ++back) {
    const char candidate = brackets_[size - back].open;
    if (candidate == open || (candidate == kField && open == '{')) {
      brackets_.pop(back - 1);
      return true;
    }
    if (candidate == kField) {
      return false;
    }
  }
  return false;
}

// close_everything gives up on all open brackets and f-strings.
void Lexer::close_everything() {
  if (!brackets_.empty()) {
    const char* open = base_ + last_bracket().start;
    problem(open, open + 1, "bracket that is never closed");
  }
  brackets_.clear();
  fstrings_.clear();
}

// check_field_layout records that a field of a one-line f-string goes over a line end.
void Lexer::check_field_layout(std::uint32_t at) {
  if (!fstrings_.empty() && !fstrings_.back().triple) {
    out_.features.push({Feature::FStringPep701, at});
  }
}

}  // namespace av::syntax
