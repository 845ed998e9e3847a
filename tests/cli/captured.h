#pragma once
// captured.h — a console whose output a test reads.

#include "cli/command.h"

#include <doctest/doctest.h>

#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace av::test {

// Captured is a console that writes to memory.
class Captured {
 public:
  Captured() : out_(open("out")), err_(open("err")), out_sink(out_, "out"), err_sink(err_, "err") {}
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  Captured(Captured&&) = delete;
  Captured& operator=(Captured&&) = delete;
  ~Captured() {
    close(out_);
    close(err_);
  }

  cli::Console console() { return {out_sink, err_sink, {}, {}}; }
  std::string out() { return text_of(out_sink, out_); }
  std::string err() { return text_of(err_sink, err_); }

 private:
  static int open(const char* name) {
    const int descriptor = memfd_create(name, MFD_CLOEXEC);
    REQUIRE(descriptor >= 0);
    return descriptor;
  }

  static std::string text_of(base::FdSink& sink, int descriptor) {
    sink.flush();
    std::string text(static_cast<std::size_t>(lseek(descriptor, 0, SEEK_END)), '\0');
    REQUIRE(pread(descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    return text;
  }

  int out_, err_;

 public:
  base::FdSink out_sink, err_sink;
};

}  // namespace av::test
