#pragma once
// reader.h — the one pass that reads a literal, for any sink of values.
//
// A loop over tokens with a stack of open brackets; values go to the sink as they end, so there is
// no tree.  The Sink has the methods of Visitor (literal.h), without virtual, but for
//   big_integer(const Number&)              an integer beyond 64 bits, as written
//   sum(const Number&, bool minus, double)  1+2j
//   text(std::string_view, bool is_ascii)
// Each returns false to stop the reading.

#include "runtime/literal/grammar.h"

#include <cstring>
#include <string>
#include <utility>

namespace av::literal {

template <class Sink>
class Reader : public Grammar {
 public:
  // `text` (checked by check_text), `options` and `sink` must outlive the reader.
  Reader(base::PaddedView text, const Options& options, Sink& sink)
      : Grammar(text, options), sink_(sink) {}

  // read hands the whole text to the sink.  False when it could not: fault() says why, unless the
  // sink stopped it (stopped()).
  bool read() {
    Step step = skip_lead() ? Step::On : Step::Failed;
    while (step == Step::On) {
      step = !skip() ? Step::Failed : operand_ == Operand::None ? begin() : follow();
    }
    return step == Step::Done;
  }

  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  enum class Step : std::uint8_t { On, Done, Failed };

  static Step on(bool ok) { return ok ? Step::On : Step::Failed; }

  bool sent(bool ok) {
    stopped_ = stopped_ || !ok;
    return ok;
  }

  // begin reads the start of a value, or what may stand where a value could.
  Step begin() {
    operand_at_ = at_;
    switch (*at_) {
      case '[':
        return on(open(Bracket::Square));
      case '(':
        return on(open(Bracket::Round));
      case '{':
        return on(open(Bracket::Curly));
      case ']':
      case ')':
      case '}':
        return on(close());
      case '+':
      case '-':
        return on(read_sign());
      case '\'':
      case '"':
        return on(string_value());
      case '.':
        return on(dot());
      default:
        return is_digit(*at_) ? on(numbers()) : word_or_end();
    }
  }

  // follow reads what may stand behind a value.
  Step follow() {
    switch (*at_) {
      case ',':
        return on(comma());
      case ':':
        return on(begin_key() && hand_on() && end_key());
      case ']':
      case ')':
      case '}':
        return on(close());
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
        return on(fail_here("no literal goes on like this"));
    }
  }

  bool close() {
    if (!closes()) {
      return false;
    }
    Frame& frame = frames_.back();
    const bool group = is_group();
    if (!group && !end_container(frame)) {
      return false;
    }
    operand_at_ = frame.start;
    pop();
    return true;
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
    end_item();
    return true;
  }

  // settle makes the operand an element of the innermost bracket.
  bool settle() { return hand_on() && place(); }

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
      if (!is_digit(*at_)) {
        return true;
      }
      operand_at_ = at_;
    }
  }

  bool dot() {
    if (begins_number()) {
      return numbers();
    }
    if (std::memcmp(at_, "...", 3) != 0) {
      return fail_here("a dot alone");
    }
    if (!options_.allow.ellipsis) {
      return refuse(at_, "an ellipsis is");
    }
    at_ += 3;
    return count_item() && value(sink_.ellipsis());
  }

  bool sum() {
    bool is_minus = false;
    double imaginary = 0;
    return read_sum(is_minus, imaginary) && count_item() &&
           value(sink_.sum(number_, is_minus, imaginary));
  }

  bool call() {
    if (!read_call() || !count_item() || !set(0)) {
      return false;
    }
    operand_ = Operand::Unhashable;
    return true;
  }

  Step word_or_end() {
    if (!is_at_end()) {
      return on(begins_string() ? string_value() : word());
    }
    const bool is_done = depth_ > 0 || frames_.back().count > 0;
    return is_done ? finish() : on(fail_here("nothing where a value should be"));
  }

  bool word() {
    const Word word = read_word();
    switch (word) {
      case Word::Set:
        operand_ = Operand::SetName;
        return true;
      case Word::None:
        return count_item() && value(sink_.none());
      case Word::True:
      case Word::False:
        return count_item() && value(sink_.boolean(word == Word::True));
      default:
        return false;
    }
  }

  Step finish() {
    if (!all_closed() || (operand_ != Operand::None && !settle())) {
      return Step::Failed;
    }
    const Frame& frame = frames_.back();
    if (frame.has_comma && (!count_item() || !sent(sink_.tuple(frame.count)))) {
      return Step::Failed;
    }
    return skip_tail() ? Step::Done : Step::Failed;
  }

  Sink& sink_;
  bool stopped_ = false;
};

}  // namespace av::literal
