#pragma once
// lexer_state.h — the lexer's own class, shared by its three source files; no part of the room's
// interface (see lexer.h).

#include "analysis/syntax/lexer.h"
#include "base/buffer.h"

#include <cstdint>

namespace av::syntax {

// Lexer walks one text once.  Where it is: inside which brackets, which f-strings, which blocks.
class Lexer {
 public:
  Lexer(base::PaddedView source, const LexOptions& options, Tokens& out)
      : base_(source.data()),
        at_(source.data()),
        end_(source.data() + source.size()),
        options_(options),
        out_(out) {}
  void run();

 private:
  // Open brackets: the character, or kField for the { of an f-string field.
  static constexpr char kField = 'F';
  struct Bracket {
    std::uint32_t start;
    char open;
    bool in_spec;  // kField: behind the colon, in the format spec
  };
  // FString is an f-string whose end has not been seen.
  struct FString {
    std::uint32_t start;
    char quote;
    bool triple;
    bool raw;
  };
  struct Indentation {
    std::uint32_t column;      // tabs to multiples of eight
    std::uint32_t alt_column;  // tabs as one
  };

  // lexer.cc
  void lex_line();
  void lex_token(unsigned char first);
  void lex_word();
  void lex_non_ascii_name(const char* start, const char* end);
  void lex_number();
  void lex_operator(unsigned char first);
  void lex_dot();
  void lex_bang();
  void lex_backslash();
  void lex_unknown();
  void lex_comment();

  // lexer_layout.cc
  void start_line();
  void change_indentation(Indentation now);
  void dedent_to(Indentation now);
  void check_old_empty_line(const char* backslash);
  void end_line();
  void skip_bracketed_newline();
  void finish();
  void open_bracket(char open, TokenKind kind);
  void close_bracket(char close, TokenKind kind);
  bool unwind_to(char open);
  void close_everything();
  void check_field_layout(std::uint32_t at);

  // lexer_strings.cc
  void lex_string(const char* start, const char* quote);
  void lex_plain_string(const char* start, const char* quote);
  void start_fstring(const char* start, const char* quote);
  void lex_fstring_text();
  const char* scan_fstring_text(bool in_spec);
  void end_fstring();
  void open_field();
  void start_spec();
  void close_field();
  void end_field();
  void note_string_in_field(const char* start, const char* quote);
  [[nodiscard]] const char* skip_string_body(const char* at, char quote);
  [[nodiscard]] const char* skip_triple_body(const char* at, char quote);
  [[nodiscard]] bool in_spec() const {
    return !brackets_.empty() && last_bracket().open == kField && last_bracket().in_spec &&
           last_bracket().start > fstrings_[fstrings_.size() - 1].start;
  }
  [[nodiscard]] bool in_field() const {
    return !brackets_.empty() && last_bracket().open == kField;
  }

  [[nodiscard]] const Bracket& last_bracket() const { return brackets_[brackets_.size() - 1]; }
  [[nodiscard]] std::uint32_t offset(const char* at) const {
    return static_cast<std::uint32_t>(at - base_);
  }
  void emit(TokenKind kind, const char* start, const char* end) {
    if (__builtin_expect(count_ == capacity_, 0)) {
      grow();
    }
    kinds_[count_] = kind;
    starts_[count_] = offset(start);
    ends_[count_] = offset(end);
    ++count_;
  }
  void grow();
  void problem(const char* start, const char* end, const char* message) {
    out_.problems.push({offset(start), offset(end), message});
  }
  void feature(Feature feature, const char* start) { out_.features.push({feature, offset(start)}); }

  const char* base_;
  const char* at_;
  const char* end_;
  // The token arrays of out_, as plain pointers: they stay in registers.
  TokenKind* kinds_ = nullptr;
  std::uint32_t* starts_ = nullptr;
  std::uint32_t* ends_ = nullptr;
  std::uint32_t count_ = 0;
  std::uint32_t capacity_ = 0;

  LexOptions options_;
  Tokens& out_;
  base::Buffer<Bracket> brackets_;
  base::Buffer<FString> fstrings_;
  base::Buffer<Indentation> indents_;
};

}  // namespace av::syntax
