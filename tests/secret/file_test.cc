#include "tests/support/folder.h"
#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

using av::ErrorCode;
using av::secret::from_credential;
using av::secret::from_file;
using av::secret::ReadOptions;
using av::test::Folder;

namespace {

std::string write_private(const Folder& folder, std::string_view name, std::string_view content) {
  std::string path = folder.write(name, content);
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  return path;
}

}  // namespace

TEST_CASE("a private file is read, less one line end") {
  const Folder folder;
  CHECK(from_file(write_private(folder, "a", "key"))->expose_text() == "key");
  CHECK(from_file(write_private(folder, "b", "key\n"))->expose_text() == "key");
  CHECK(from_file(write_private(folder, "c", "key\r\n"))->expose_text() == "key");
  CHECK(from_file(write_private(folder, "d", "key\n\n"))->expose_text() == "key\n");
  const ReadOptions keep = {.line_end = ReadOptions::LineEnd::Keep};
  CHECK(from_file(folder.path("b"), keep)->expose_text() == "key\n");
  CHECK(from_file(write_private(folder, "e", std::string("k\0y", 3)))->size() == 3);
}

TEST_CASE("a file that others may read or write is refused, whatever the bit") {
  const Folder folder;
  const std::string path = write_private(folder, "key", "swordfish");
  for (const mode_t bit : {0040U, 0020U, 0010U, 0004U, 0002U, 0001U}) {
    REQUIRE(chmod(path.c_str(), 0600U | bit) == 0);
    const auto refused = from_file(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::Denied);
    CHECK(refused.error().message.find("swordfish") == std::string::npos);
  }
  REQUIRE(chmod(path.c_str(), 0644) == 0);
  CHECK(from_file(path).error().message == path + " is open to other users (mode 0644)");
  REQUIRE(chmod(path.c_str(), 0400) == 0);
  CHECK(from_file(path));
}

TEST_CASE("links are refused unless followed, and what they lead to is checked") {
  const Folder folder;
  const std::string path = write_private(folder, "key", "swordfish");
  const std::string link = folder.path("link");
  REQUIRE(symlink(path.c_str(), link.c_str()) == 0);
  CHECK(from_file(link).error().code == ErrorCode::Denied);
  const ReadOptions follow = {.links = ReadOptions::Links::Follow};
  CHECK(from_file(link, follow)->expose_text() == "swordfish");
  REQUIRE(chmod(path.c_str(), 0604) == 0);
  CHECK(from_file(link, follow).error().code == ErrorCode::Denied);
}

TEST_CASE("folders, pipes, devices, empty and missing files are refused without waiting") {
  const Folder folder;
  CHECK(from_file(folder.path()).error().code == ErrorCode::InvalidArgument);
  REQUIRE(mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  CHECK(from_file(folder.path("pipe")).error().code == ErrorCode::InvalidArgument);
  CHECK(from_file("/dev/zero").error().code == ErrorCode::InvalidArgument);
  CHECK(from_file(write_private(folder, "empty", "\n")).error().code == ErrorCode::InvalidArgument);
  CHECK(from_file(folder.path("none")).error().code == ErrorCode::NotFound);
  CHECK(from_file("").error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("the limit is exact") {
  const Folder folder;
  const std::string path = write_private(folder, "key", "0123456789");
  CHECK(from_file(path, {.max_bytes = 10})->size() == 10);
  CHECK(from_file(path, {.max_bytes = 9}).error().code == ErrorCode::LimitExceeded);
  const std::string large = write_private(folder, "large", std::string(300000, 'x'));
  CHECK(from_file(large)->size() == 300000);
}

TEST_CASE("a credential is a file of systemd's folder, and nothing outside it") {
  const Folder folder;
  (void)write_private(folder, "database", "swordfish\n");
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(from_credential("database").error().code == ErrorCode::NotFound);
  setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
  CHECK(from_credential("database")->expose_text() == "swordfish");
  CHECK(from_credential("other").error().code == ErrorCode::NotFound);
  for (const char* name : {"", ".", "..", "../x", "a/b"}) {
    CHECK(from_credential(name).error().code == ErrorCode::InvalidArgument);
  }
  unsetenv("CREDENTIALS_DIRECTORY");
}
