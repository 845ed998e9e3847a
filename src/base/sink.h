#pragma once
// sink.h — where a report is written: a string, a file descriptor, a file.
//
// Writing never fails at the call: a sink remembers its first failure, drops what comes after and
// tells at the end, so that report code has no error path of its own.  A sink is used by one
// thread at a time.

#include <antivenom/result.h>

#include <optional>
#include <string>
#include <string_view>

namespace av::base {

// Sink takes text.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  Sink(Sink&&) = delete;
  Sink& operator=(Sink&&) = delete;
  virtual ~Sink() = default;
  virtual void write(std::string_view text) = 0;
};

// StringSink keeps the text.
class StringSink : public Sink {
 public:
  void write(std::string_view text) override { text_.append(text); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// FdSink writes to an open file descriptor, which it does not close.  `name` is what errors call
// it: "standard output".
class FdSink : public Sink {
 public:
  // Buffering: Whole passes text on in large pieces and at flush(); Each at once, for messages.
  enum class Buffering : unsigned char { Whole, Each };

  FdSink(int descriptor, std::string name, Buffering buffering = Buffering::Whole)
      : descriptor_(descriptor), name_(std::move(name)), buffering_(buffering) {}
  ~FdSink() override { flush(); }
  void write(std::string_view text) override;
  void flush();

  // failure is what went wrong first, if anything did.
  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
  // closed says that the reader of a pipe went away: no reason to complain.
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  void pass_on(std::string_view text);

  int descriptor_;
  std::string name_;
  Buffering buffering_;
  std::string buffer_;
  std::optional<Error> failure_;
  bool closed_ = false;
};

}  // namespace av::base
