#include "runtime/literal/grammar.h"

#include "base/scan.h"
#include "lexis/identifiers.h"

#include <cmath>

namespace av::literal {

bool Grammar::open(Bracket bracket) {
  if (depth_ >= max_depth_) {
    return limit(at_, "too many open brackets", max_depth_);
  }
  ++depth_;
  frames_.push({0, at_, bracket, false, false, false});
  ++at_;
  return true;
}

bool Grammar::closes() {
  const char opener = *at_ == ']' ? '[' : *at_ == ')' ? '(' : '{';
  return (depth_ > 0 && *frames_.back().start == opener) ||
         fail_here("a closing bracket that was not opened");
}

bool Grammar::begin_key() {
  Frame& frame = frames_.back();
  const bool is_key =
      frame.bracket == Bracket::Dict || (frame.bracket == Bracket::Curly && frame.count == 0);
  if (!is_key || frame.has_key) {
    return fail_here("a colon outside a dictionary");
  }
  frame.bracket = Bracket::Dict;
  return true;
}

bool Grammar::end_key() {
  if (!hashable()) {
    return false;
  }
  frames_.back().has_key = true;
  operand_ = Operand::None;
  ++at_;
  return true;
}

bool Grammar::read_sign() {
  const bool is_negative = *at_ == '-';
  ++at_;
  if (!unsigned_number(number_)) {
    return false;
  }
  operand_ = Operand::SignedNumber;
  if (is_negative) {
    number_.is_negative = true;
    number_.small = -number_.small;
    number_.real = -number_.real;
  }
  return true;
}

// A number that may stand in round brackets, as an operand of + and -.
bool Grammar::unsigned_number(Number& out) {
  std::uint32_t open = 0;
  while (skip() && *at_ == '(') {
    if (depth_ >= max_depth_) {
      return limit(at_, "too many open brackets", max_depth_);
    }
    ++depth_;
    ++open;
    ++at_;
  }
  if (!begins_number()) {
    return fail_here("a sign without a number behind it");
  }
  if (!number(out)) {
    return false;
  }
  for (; open > 0; --open, --depth_, ++at_) {
    if (!skip() || *at_ != ')') {
      return fail_here("only a number may stand behind a sign");
    }
  }
  return true;
}

bool Grammar::read_sum(bool& is_minus, double& imaginary) {
  const bool has_number = operand_ == Operand::Number || operand_ == Operand::SignedNumber;
  if (!has_number || number_.sort == Number::Sort::Imaginary) {
    return fail_here("only a real and an imaginary number can be added");
  }
  is_minus = *at_ == '-';
  ++at_;
  Number right;
  if (!unsigned_number(right)) {
    return false;
  }
  if (right.sort != Number::Sort::Imaginary) {
    return fail_at(operand_at_, ErrorCode::InvalidArgument, "arithmetic is no literal");
  }
  imaginary = right.real;
  return number_.sort == Number::Sort::Real || !std::isinf(number_.as_double()) ||
         fail_at(operand_at_, ErrorCode::InvalidArgument,
                 "too large an integer for a complex number");
}

Grammar::Word Grammar::read_word() {
  const auto found = base::scan_word(at_);
  const std::string_view name(at_, static_cast<std::size_t>(found.end - at_));
  const bool is_set = name == "set" || (!found.ascii && lexis::normalized(name) == "set");
  const Word word = is_set            ? Word::Set
                    : name == "None"  ? Word::None
                    : name == "True"  ? Word::True
                    : name == "False" ? Word::False
                                      : Word::Other;
  if (word == Word::Other) {
    fail_here(name.empty() ? "no literal starts like this" : "a name is no literal");
  } else {
    at_ = found.end;
  }
  return word;
}

bool Grammar::read_call() {
  if (operand_ != Operand::SetName) {
    return fail_here("a call is no literal");
  }
  ++at_;
  ++depth_;
  if (!skip() || *at_ != ')') {
    return fail_here("only set() without arguments is a literal");
  }
  --depth_;
  ++at_;
  return true;
}

bool Grammar::all_closed() {
  return depth_ == 0 || fail_at(frames_.back().start, ErrorCode::InvalidArgument,
                                "a bracket that is never closed");
}

}  // namespace av::literal
