#pragma once
// reader.h — the one pass that reads a literal, for any sink of values.
//
// A loop over tokens with a stack of open brackets; values go to the sink as they end, so there is
// no tree.  The Sink has the methods of Visitor (literal.h), without virtual, but for
//   big_integer(const Number&)              an integer beyond 64 bits, as written
//   sum(const Number&, bool minus, double)  1+2j; false when the left does not fit a double
//   text(std::string_view, bool is_ascii)
// Each returns false to stop the reading.

#include "base/buffer.h"
#include "base/scan.h"
#include "lexis/identifiers.h"
#include "runtime/literal/cursor.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace av::literal {

template <class Sink>
class Reader : public Cursor {
 public:
  // `text` (checked by check_text), `options` and `sink` must outlive the reader.
  Reader(base::PaddedView text, const Options& options, Sink& sink)
      : Cursor(text, options),
        sink_(sink),
        max_depth_(std::min(options.max_depth, kDepthCeiling)) {}

  // read hands the whole text to the sink.  False when it could not: fault() says why, unless the
  // sink stopped it (stopped()).
  bool read() {
    frames_.push({});
    Step step = skip_lead() ? Step::On : Step::Failed;
    while (step == Step::On) {
      step = !skip() ? Step::Failed : operand_ == Operand::None ? begin() : follow();
    }
    return step == Step::Done;
  }

  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  enum class Step : std::uint8_t { On, Done, Failed };
  enum class Bracket : std::uint8_t { Text, Round, Square, Curly, Set, Dict };
  // Operand is what the last token left.  A Number waits: a sign or a sum may take it in.
  enum class Operand : std::uint8_t { None, Hashable, Unhashable, Number, SignedNumber, SetName };

  struct Frame {
    std::size_t count = 0;
    const char* start = nullptr;
    Bracket bracket = Bracket::Text;
    bool has_key = false;  // a dict's key has come, its value is awaited
    bool has_comma = false;
    bool has_unhashable = false;
  };

  static Step on(bool ok) { return ok ? Step::On : Step::Failed; }
  bool sent(bool ok) {
    stopped_ = stopped_ || !ok;
    return ok;
  }
  Step failed(std::string message) { return on(fail_here(std::move(message))); }

  // begin reads the start of a value, or what may stand where a value could.
  Step begin() {
    operand_at_ = at_;
    switch (*at_) {
      case '[':
        return open(Bracket::Square);
      case '(':
        return open(Bracket::Round);
      case '{':
        return open(Bracket::Curly);
      case ']':
      case ')':
      case '}':
        return close();
      case '+':
      case '-':
        return on(signed_number());
      case '\'':
      case '"':
        return on(string_value());
      case '.':
        return on(dot());
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        return on(numbers());
      default:
        return word_or_end();
    }
  }

  // follow reads what may stand behind a value.
  Step follow() {
    switch (*at_) {
      case ',':
        return on(comma());
      case ':':
        return on(colon());
      case ']':
      case ')':
      case '}':
        return close();
      case '+':
      case '-':
        return on(sum());
      case '(':
        return on(call());
      case '\0':
      case '\n':
      case '\r':
      case '#':
        return finish();
      default:
        return failed("no literal goes on like this");
    }
  }

  Step open(Bracket bracket) {
    if (depth_ >= max_depth_) {
      return on(limit(at_, "too many open brackets", max_depth_));
    }
    ++depth_;
    frames_.push({0, at_, bracket, false, false, false});
    ++at_;
    return Step::On;
  }

  Step close() {
    Frame& frame = frames_.back();
    const char opener = *at_ == ']' ? '[' : *at_ == ')' ? '(' : '{';
    if (depth_ == 0 || *frame.start != opener) {
      return failed("a closing bracket that was not opened");
    }
    const bool is_group = opener == '(' && !frame.has_comma && operand_ != Operand::None;
    if (is_group) {
      operand_at_ = frame.start;
    } else if (!end_container(frame)) {
      return Step::Failed;
    }
    frames_.pop();
    --depth_;
    ++at_;
    return Step::On;
  }

  bool end_container(Frame& frame) {
    if (operand_ != Operand::None && !settle()) {
      return false;
    }
    if (frame.has_key) {
      return fail_here("a key without a value");
    }
    operand_at_ = frame.start;
    operand_ = Operand::Unhashable;
    if (!count_item()) {
      return false;
    }
    switch (frame.bracket) {
      case Bracket::Round:
        operand_ = frame.has_unhashable ? Operand::Unhashable : Operand::Hashable;
        return sent(sink_.tuple(frame.count));
      case Bracket::Square:
        return sent(sink_.list(frame.count));
      case Bracket::Set:
        return set(frame.count);
      default:
        return sent(sink_.dict(frame.count));
    }
  }

  bool set(std::size_t count) {
    return options_.allow.sets ? sent(sink_.set(count)) : refuse(operand_at_, "sets are");
  }

  bool comma() {
    if (!settle()) {
      return false;
    }
    Frame& frame = frames_.back();
    if (frame.has_key) {
      return fail_here("a key without a value");
    }
    frame.has_comma = true;
    operand_ = Operand::None;
    ++at_;
    return true;
  }

  bool colon() {
    Frame& frame = frames_.back();
    const bool is_key =
        frame.bracket == Bracket::Dict || (frame.bracket == Bracket::Curly && frame.count == 0);
    if (!is_key || frame.has_key) {
      return fail_here("a colon outside a dictionary");
    }
    frame.bracket = Bracket::Dict;
    if (!hand_on() || !hashable()) {
      return false;
    }
    frame.has_key = true;
    operand_ = Operand::None;
    ++at_;
    return true;
  }

  // settle makes the operand an element of the innermost bracket.
  bool settle() {
    if (!hand_on()) {
      return false;
    }
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

  bool hashable() {
    return operand_ != Operand::Unhashable ||
           fail_at(operand_at_, ErrorCode::InvalidArgument,
                   "a list, dictionary or set cannot be a key or in a set");
  }

  // hand_on gives a waiting number to the sink.
  bool hand_on() {
    if (operand_ == Operand::Number || operand_ == Operand::SignedNumber) {
      operand_ = Operand::Hashable;
      return count_item() && send(number_);
    }
    return operand_ != Operand::SetName ||
           fail_at(operand_at_, ErrorCode::InvalidArgument, "a name is no literal");
  }

  bool send(const Number& number) {
    switch (number.sort) {
      case Number::Sort::Small:
        return sent(sink_.integer(number.small));
      case Number::Sort::Big:
        return sent(sink_.big_integer(number));
      case Number::Sort::Real:
        return sent(sink_.real(number.real));
      default:  // -2j is -(0+2j), so its real part is -0.0
        return sent(sink_.complex(number.is_negative ? -0.0 : 0.0, number.real));
    }
  }

  bool count_item() {
    return ++items_ <= options_.max_items ||
           limit(operand_at_, "too many values", options_.max_items);
  }

  bool value(bool ok) {
    operand_ = Operand::Hashable;
    return sent(ok);
  }

  bool string_value() {
    StringToken token;
    if (!string(token) || !count_item()) {
      return false;
    }
    return value(token.is_bytes ? sink_.bytes(token.value)
                                : sink_.text(token.value, token.is_ascii));
  }

  // numbers reads a number, and in a list or tuple those that follow it: the usual long list.
  bool numbers() {
    const Bracket bracket = frames_.back().bracket;
    const bool is_sequence = bracket == Bracket::Square || bracket == Bracket::Round;
    for (;;) {
      operand_ = Operand::Number;
      if (!number(number_)) {
        return false;
      }
      if (!is_sequence || *at_ != ',') {
        return true;
      }
      if (!comma() || !skip()) {
        return false;
      }
      if (*at_ < '0' || *at_ > '9') {
        return true;
      }
      operand_at_ = at_;
    }
  }

  bool dot() {
    if (std::memcmp(at_, "...", 3) != 0) {
      operand_ = Operand::Number;
      return at_[1] >= '0' && at_[1] <= '9' ? number(number_) : fail_here("a dot alone");
    }
    if (!options_.allow.ellipsis) {
      return refuse(at_, "an ellipsis is");
    }
    at_ += 3;
    return count_item() && value(sink_.ellipsis());
  }

  bool signed_number() {
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

  // unsigned_number reads a number that may stand in round brackets, as an operand of + and -.
  bool unsigned_number(Number& out) {
    std::uint32_t open = 0;
    while (skip() && *at_ == '(') {
      if (++depth_ > max_depth_) {
        return limit(at_, "too many open brackets", max_depth_);
      }
      ++open;
      ++at_;
    }
    const bool begins =
        (*at_ >= '0' && *at_ <= '9') || (*at_ == '.' && at_[1] >= '0' && at_[1] <= '9');
    if (!begins) {
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

  // sum reads the imaginary part of 1+2j.
  bool sum() {
    const bool has_number = operand_ == Operand::Number || operand_ == Operand::SignedNumber;
    if (!has_number || number_.sort == Number::Sort::Imaginary) {
      return fail_here("only a real and an imaginary number can be added");
    }
    const bool is_minus = *at_ == '-';
    ++at_;
    Number imaginary;
    if (!unsigned_number(imaginary)) {
      return false;
    }
    if (imaginary.sort != Number::Sort::Imaginary) {
      return fail_at(operand_at_, ErrorCode::InvalidArgument, "arithmetic is no literal");
    }
    const bool is_integer =
        number_.sort == Number::Sort::Small || number_.sort == Number::Sort::Big;
    if (is_integer && std::isinf(number_.as_double())) {
      return fail_at(operand_at_, ErrorCode::InvalidArgument,
                     "too large an integer for a complex number");
    }
    return count_item() && value(sink_.sum(number_, is_minus, imaginary.real));
  }

  // call reads the brackets of set().
  bool call() {
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
    if (!count_item() || !set(0)) {
      return false;
    }
    operand_ = Operand::Unhashable;
    return true;
  }

  Step word_or_end() {
    if (at_ >= end_ || *at_ == '\n' || *at_ == '\r' || *at_ == '#') {
      const bool is_done = depth_ > 0 || frames_.back().count > 0;
      return is_done ? finish() : failed("nothing where a value should be");
    }
    return on(begins_string() ? string_value() : word());
  }

  bool word() {
    const auto found = base::scan_word(at_);
    const std::string_view name(at_, static_cast<std::size_t>(found.end - at_));
    const bool is_set = name == "set" || (!found.ascii && lexis::normalized(name) == "set");
    if (is_set) {
      operand_ = Operand::SetName;
    } else if (name == "None") {
      return take(name) && value(sink_.none());
    } else if (name == "True" || name == "False") {
      return take(name) && value(sink_.boolean(name == "True"));
    } else {
      return fail_here(name.empty() ? "no literal starts like this" : "a name is no literal");
    }
    at_ = found.end;
    return true;
  }

  bool take(std::string_view name) {
    at_ += name.size();
    return count_item();
  }

  Step finish() {
    if (depth_ > 0) {
      const char* start = frames_.back().start;
      return on(fail_at(start, ErrorCode::InvalidArgument, "a bracket that is never closed"));
    }
    Frame& frame = frames_.back();
    if (operand_ != Operand::None && !settle()) {
      return Step::Failed;
    }
    if (frame.has_comma && (!count_item() || !sent(sink_.tuple(frame.count)))) {
      return Step::Failed;
    }
    return skip_tail() ? Step::Done : Step::Failed;
  }

  Sink& sink_;
  std::uint32_t max_depth_;
  base::Buffer<Frame> frames_;
  Operand operand_ = Operand::None;
  const char* operand_at_ = nullptr;
  Number number_;
  std::size_t items_ = 0;
  bool stopped_ = false;
};

}  // namespace av::literal
