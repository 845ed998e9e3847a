#include "analysis/text/file_bytes.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace av::text {
namespace {

constexpr std::uint64_t kLimit = 1 << 20;

ErrorCode failure(const std::string& path) {
  base::PaddedText bytes;
  const auto read = read_file_bytes(path, "f", kLimit, bytes);
  REQUIRE_FALSE(read);
  return read.error().code;
}

TEST_CASE("read_file_bytes: content and padding") {
  const test::Folder folder;
  base::PaddedText bytes;
  const std::string content(100000, 'x');
  REQUIRE(read_file_bytes(folder.write("f", content), "f", kLimit, bytes));
  CHECK(bytes.text() == content);
  CHECK(std::string_view(bytes.text().data() + content.size(), base::kPadding) ==
        std::string(base::kPadding, '\0'));
  REQUIRE(read_file_bytes(folder.write("g", "g"), "g", kLimit, bytes));
  CHECK(bytes.text() == "g");
}

TEST_CASE("read_file_bytes: what is no regular file is refused at once") {
  const test::Folder folder;
  CHECK(failure(folder.path()) == ErrorCode::InvalidArgument);
  const std::string fifo = folder.path("fifo");
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(failure(fifo) == ErrorCode::InvalidArgument);
  CHECK(failure("/dev/zero") == ErrorCode::InvalidArgument);
  CHECK(failure(folder.path("none")) == ErrorCode::NotFound);
  const std::string loop = folder.path("loop");
  REQUIRE(symlink(loop.c_str(), loop.c_str()) == 0);
  CHECK(failure(loop) == ErrorCode::Io);
}

TEST_CASE("read_file_bytes: a file nobody may read") {
  if (geteuid() == 0) {
    MESSAGE("skipped: root may read everything");
    return;
  }
  const test::Folder folder;
  const std::string path = folder.write("f", "x");
  REQUIRE(chmod(path.c_str(), 0) == 0);
  CHECK(failure(path) == ErrorCode::Denied);
}

TEST_CASE("read_file_bytes: a file that keeps growing is given up") {
  const test::Folder folder;
  // Large enough that something is always appended while it is read.
  const std::string path = folder.write("f", std::string(std::size_t{16} << 20, 'x'));
  std::atomic<bool> started = false;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    std::ofstream file(path, std::ios::app);
    while (!stop) {
      file << 'x' << std::flush;
      started = true;
    }
  });
  while (!started) {
    std::this_thread::yield();
  }
  bool is_given_up = false;
  base::PaddedText bytes;
  for (int i = 0; i < 100 && !is_given_up; ++i) {
    const auto read = read_file_bytes(path, "f", std::uint64_t{1} << 30, bytes);
    is_given_up = !read && read.error().code == ErrorCode::Changed &&
                  read.error().message == "f changed while it was read";
  }
  stop = true;
  writer.join();
  CHECK(is_given_up);
}

TEST_CASE("file_error: says what and why") {
  const Error error = file_error("a.py", EACCES);
  CHECK(error.code == ErrorCode::Denied);
  CHECK(error.message == "cannot read a.py: Permission denied");
  CHECK(file_error("a", ENOENT).code == ErrorCode::NotFound);
  CHECK(file_error("a", EIO).code == ErrorCode::Io);
}

}  // namespace
}  // namespace av::text
