#include "base/sink.h"

#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

using av::base::FdSink;

namespace {

// Pipe is both ends of a pipe, closed at the end.
struct Pipe {
  std::array<int, 2> ends = {-1, -1};
  explicit Pipe(int flags = 0) { REQUIRE(pipe2(ends.data(), flags) == 0); }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  void close_end(std::size_t end) {
    if (ends[end] >= 0) {
      close(ends[end]);
      ends[end] = -1;
    }
  }
};

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer = {};
  for (;;) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) {
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

TEST_CASE("a whole-buffering sink writes at flush, another at once") {
  Pipe pipe(O_NONBLOCK);
  FdSink whole(pipe.ends[1], "the pipe");
  whole.write("one");
  CHECK(read_all(pipe.ends[0]).empty());
  whole.flush();
  CHECK(read_all(pipe.ends[0]) == "one");
  FdSink each(pipe.ends[1], "the pipe", FdSink::Buffering::Each);
  each.write("two");
  CHECK(read_all(pipe.ends[0]) == "two");
}

TEST_CASE("a sink outlasts a non-blocking pipe that is full") {
  Pipe pipe;
  REQUIRE(fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK) == 0);
  const std::string much(1 << 20, 'x');
  std::string received;
  std::thread reader([&] { received = read_all(pipe.ends[0]); });
  {
    FdSink sink(pipe.ends[1], "the pipe");
    sink.write(much);
    sink.flush();
    CHECK_FALSE(sink.failure());
  }
  pipe.close_end(1);
  reader.join();
  CHECK(received == much);
}

TEST_CASE("a closed pipe is a failure that needs no words") {
  std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.close_end(0);
  FdSink sink(pipe.ends[1], "the pipe");
  sink.write("lost");
  CHECK_FALSE(sink.failure());
  sink.flush();
  CHECK(sink.closed());
  CHECK(sink.failure());
  sink.write("also lost");  // and nothing happens
}

TEST_CASE("a full device is told by name") {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  FdSink sink(full, "the report");
  sink.write("text");
  sink.flush();
  REQUIRE(sink.failure());
  CHECK_FALSE(sink.closed());
  CHECK(sink.failure()->message == "cannot write to the report: No space left on device");
  close(full);
}
