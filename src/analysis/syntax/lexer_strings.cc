// lexer_strings.cc — strings and f-strings.
//
// An f-string is lexed in turns: text up to a {, then ordinary tokens of the expression, then
// text again (PEP 701).  Versions before 3.12 read the whole as one string first; whatever they
// would have refused is recorded as Feature::FStringPep701.

#include "analysis/syntax/lexer_state.h"
#include "base/scan.h"

#include <cstring>

namespace av::syntax {

namespace {

bool is_triple(const char* quote) {
  return quote[1] == quote[0] && quote[2] == quote[0];
}

// has_prefix says whether the prefix before the quote holds `letter`, in either case.
bool has_prefix(const char* start, const char* quote, char letter) {
  for (; start < quote; ++start) {
    if ((*start | 0x20) == letter) {
      return true;
    }
  }
  return false;
}

// skip_escape goes past a backslash and what it escapes; \r\n is one.
const char* skip_escape(const char* at) {
  return at + (at[1] == '\r' && at[2] == '\n' ? 3 : 2);
}

}  // namespace

void Lexer::lex_string(const char* start, const char* quote) {
  if (!fstrings_.empty()) {
    note_string_in_field(start, quote);
  }
  if (quote != start && (has_prefix(start, quote, 'f') || has_prefix(start, quote, 't'))) {
    return start_fstring(start, quote);
  }
  if (quote - start == 2) {
    if (has_prefix(start, quote, 'u')) {
      feature(Feature::UrString, start);
    } else if ((*start | 0x20) == 'r') {
      feature(Feature::RbPrefix, start);
    }
  }
  lex_plain_string(start, quote);
}

void Lexer::lex_plain_string(const char* start, const char* quote) {
  at_ =
      is_triple(quote) ? skip_triple_body(quote + 3, *quote) : skip_string_body(quote + 1, *quote);
  emit(TokenKind::String, start, at_);
  if (!fstrings_.empty() &&
      std::memchr(start, '\\', static_cast<std::size_t>(at_ - start)) != nullptr) {
    feature(Feature::FStringPep701, start);
  }
}

// skip_string_body returns the place behind the closing quote, or the line's end without one.
const char* Lexer::skip_string_body(const char* at, char quote) {
  const char* opening = at - 1;
  for (;;) {
    at = base::find_block(at, [quote](base::Block block) {
      return block.equal(quote) | block.equal('\\') | block.equal('\n') | block.equal('\r') |
             block.equal('\0');
    });
    if (*at == quote) {
      return at + 1;
    }
    if (*at == '\\' && at + 1 < end_) {
      at = skip_escape(at);
    } else if (*at == '\0' && at < end_) {
      problem(at, at + 1, "NUL character");
      ++at;
    } else {
      problem(opening, at, "string that is never closed");
      return at < end_ ? at : end_;
    }
  }
}

const char* Lexer::skip_triple_body(const char* at, char quote) {
  const char* opening = at - 3;
  for (;;) {
    at = base::find_block(at, [quote](base::Block block) {
      return block.equal(quote) | block.equal('\\') | block.equal('\0');
    });
    if (*at == quote && at[1] == quote && at[2] == quote) {
      return at + 3;
    }
    if (at >= end_) {
      problem(opening, opening + 3, "triple-quoted string that is never closed");
      return end_;
    }
    if (*at == '\\') {
      at = at + 1 < end_ ? at + 2 : end_;
    } else {
      if (*at == '\0') {
        problem(at, at + 1, "NUL character");
      }
      ++at;
    }
  }
}

void Lexer::start_fstring(const char* start, const char* quote) {
  const bool triple = is_triple(quote);
  at_ = quote + (triple ? 3 : 1);
  feature(has_prefix(start, quote, 't') ? Feature::TemplateString : Feature::FStringLiteral, start);
  emit(TokenKind::FStringStart, start, at_);
  fstrings_.push({offset(start), *quote, triple, has_prefix(start, quote, 'r')});
  lex_fstring_text();
}

// lex_fstring_text reads literal text, of the f-string or of a field's format spec, and the token
// that ends it.
void Lexer::lex_fstring_text() {
  for (;;) {
    const bool spec = in_spec();
    const char* start = at_;
    at_ = scan_fstring_text(spec);
    if (at_ != start) {
      emit(TokenKind::FStringText, start, at_);
    }
    if (*at_ == '{') {
      return open_field();
    }
    if (*at_ != '}' || !spec) {
      return end_fstring();
    }
    close_field();
  }
}

// scan_fstring_text returns the place of the {, the } of a spec, the closing quote, or the line or
// file end that stands in its stead.
const char* Lexer::scan_fstring_text(bool in_spec) {
  const FString& string = fstrings_.back();
  const char quote = string.quote;
  const char* at = at_;
  for (;;) {
    at = base::find_block(at, [quote](base::Block block) {
      return block.equal(quote) | block.equal('\\') | block.equal('{') | block.equal('}') |
             block.equal('\n') | block.equal('\r') | block.equal('\0');
    });
    switch (*at) {
      case '{':
        if (at[1] != '{' || in_spec) {
          return at;
        }
        at += 2;
        break;
      case '}':
        if (in_spec) {
          return at;
        }
        if (at[1] != '}') {
          problem(at, at + 1, "single } in an f-string");
        }
        at += at[1] == '}' ? 2 : 1;
        break;
      case '\\':
        if (at + 1 >= end_) {
          return end_;
        }
        if (!string.raw && at[1] == 'N' && at[2] == '{') {
          at += 3;
          while (at < end_ && *at != '}' && *at != quote && *at != '\n' && *at != '\\') {
            ++at;
          }
          at += *at == '}' ? 1 : 0;
        } else {
          // A brace behind a backslash is still a brace.
          at = at[1] == '{' || at[1] == '}' ? at + 1 : skip_escape(at);
        }
        break;
      case '\n':
      case '\r':
        if (!string.triple) {
          return at;
        }
        ++at;
        break;
      case '\0':
        if (at >= end_) {
          return end_;
        }
        problem(at, at + 1, "NUL character");
        ++at;
        break;
      default:  // the quote
        if (!string.triple || (at[1] == quote && at[2] == quote)) {
          return at;
        }
        ++at;
        break;
    }
  }
}

// end_fstring ends the innermost f-string at at_: at its closing quote, or where the text breaks
// off.  Fields of it that are still open are given up.
void Lexer::end_fstring() {
  const FString string = fstrings_.back();
  const char* start = at_;
  if (*at_ == string.quote && at_ < end_) {
    at_ += string.triple ? 3 : 1;
  } else {
    const char* opening = base_ + string.start;
    problem(opening, at_, "f-string that is never closed");
  }
  if (in_spec()) {
    problem(start, at_, "f-string field without its }");
  }
  while (!brackets_.empty() && last_bracket().start > string.start) {
    brackets_.pop();
  }
  emit(TokenKind::FStringEnd, start, at_);
  fstrings_.pop();
}

void Lexer::open_field() {
  if (options_.limits_of >= 312 && brackets_.size() >= 200) {
    problem(at_, at_ + 1, "too many nested parentheses");
  }
  brackets_.push({offset(at_), kField, false});
  emit(TokenKind::FieldStart, at_, at_ + 1);
  ++at_;
}

void Lexer::start_spec() {
  brackets_.back().in_spec = true;
  emit(TokenKind::FieldColon, at_, at_ + 1);
  ++at_;
  lex_fstring_text();
}

void Lexer::close_field() {
  brackets_.pop();
  emit(TokenKind::FieldEnd, at_, at_ + 1);
  ++at_;
}

// end_field ends a field behind its expression, and goes on with the text it stands in.
void Lexer::end_field() {
  close_field();
  lex_fstring_text();
}

// note_string_in_field records a string whose quotes would have ended an enclosing f-string before
// Python 3.12.
void Lexer::note_string_in_field(const char* start, const char* quote) {
  const FString& outer = fstrings_.back();
  if (*quote == outer.quote && (!outer.triple || is_triple(quote))) {
    feature(Feature::FStringPep701, start);
  }
}

}  // namespace av::syntax
