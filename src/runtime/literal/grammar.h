#pragma once
// grammar.h — what may stand where in a literal: open brackets, the value just read, signs.
//
// The part of the reading that does not depend on where values go.  Every method that can fail
// returns false and leaves the reason in fault().
// Source: CPython's Lib/ast.py, literal_eval.

#include "base/buffer.h"
#include "runtime/literal/cursor.h"

#include <algorithm>
#include <cstdint>

namespace av::literal {

// Grammar is a Cursor with a stack of open brackets.
class Grammar : public Cursor {
 protected:
  enum class Bracket : std::uint8_t { Text, Round, Square, Curly, Set, Dict };
  // Operand is what the last token left.  A Number waits: a sign or a sum may take it in.
  enum class Operand : std::uint8_t { None, Hashable, Unhashable, Number, SignedNumber, SetName };
  enum class Word : std::uint8_t { Set, None, True, False, Other };

  struct Frame {
    std::size_t count = 0;
    const char* start = nullptr;
    Bracket bracket = Bracket::Text;
    bool has_key = false;  // a dict's key has come, its value is awaited
    bool has_comma = false;
    bool has_unhashable = false;
  };

  Grammar(base::PaddedView text, const Options& options)
      : Cursor(text, options), max_depth_(std::min(options.max_depth, kDepthCeiling)) {
    frames_.push({});
  }

  // open pushes a bracket, which begins here.
  bool open(Bracket bracket);
  // closes says whether the bracket here closes the innermost one.
  bool closes();
  // is_group says whether closing now gives (x) and not a tuple.
  [[nodiscard]] bool is_group() const {
    const Frame& frame = frames_.back();
    return frame.bracket == Bracket::Round && !frame.has_comma && operand_ != Operand::None;
  }
  void pop() {
    frames_.pop();
    --depth_;
    ++at_;
  }

  // place makes the operand, handed on, an element of the innermost bracket.
  bool place();
  // end_item passes a comma behind a placed element.
  void end_item() {
    frames_.back().has_comma = true;
    operand_ = Operand::None;
    ++at_;
  }
  // begin_key makes the innermost bracket a dictionary; the operand, to be handed on, is a key.
  bool begin_key();
  // end_key passes the colon behind a key that was handed on.
  bool end_key();
  bool hashable();
  bool count_item();

  // read_sign reads a sign and its number.
  bool read_sign();
  // read_sum reads + or - and the imaginary number behind it.
  bool read_sum(bool& is_minus, double& imaginary);
  // read_word reads a name; Other is no literal, and not passed.
  Word read_word();
  // read_call reads the brackets of set().
  bool read_call();
  // all_closed fails when the text ends and a bracket is open.
  bool all_closed();

  [[nodiscard]] bool is_at_end() const {
    return at_ >= end_ || *at_ == '\n' || *at_ == '\r' || *at_ == '#';
  }
  [[nodiscard]] bool begins_number() const {
    return is_digit(*at_) || (*at_ == '.' && is_digit(at_[1]));
  }
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  base::Buffer<Frame> frames_;
  Operand operand_ = Operand::None;
  const char* operand_at_ = nullptr;
  Number number_;

 private:
  bool unsigned_number(Number& out);

  std::uint32_t max_depth_;
  std::size_t items_ = 0;
};

inline bool Grammar::count_item() {
  return ++items_ <= options_.max_items ||
         limit(operand_at_, "too many values", options_.max_items);
}

inline bool Grammar::hashable() {
  return operand_ != Operand::Unhashable ||
         fail_at(operand_at_, ErrorCode::InvalidArgument,
                 "a list, dictionary or set cannot be a key or in a set");
}

inline bool Grammar::place() {
  Frame& frame = frames_.back();
  if (frame.bracket == Bracket::Dict) {
    if (!frame.has_key) {
      return fail_here("a key without a value");
    }
    frame.has_key = false;
  } else if (frame.bracket == Bracket::Curly || frame.bracket == Bracket::Set) {
    frame.bracket = Bracket::Set;
    if (!hashable()) {
      return false;
    }
  }
  frame.has_unhashable = frame.has_unhashable || operand_ == Operand::Unhashable;
  ++frame.count;
  return true;
}

}  // namespace av::literal
