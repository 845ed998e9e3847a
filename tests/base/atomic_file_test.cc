#include "base/atomic_file.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using av::ErrorCode;
using av::base::AtomicFile;
using av::test::Folder;

namespace {

unsigned permissions(const std::string& path) {
  struct stat status = {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("a file is there only after commit, and nothing else is left") {
  const Folder folder;
  auto file = AtomicFile::create(folder.path("report.json"));
  REQUIRE(file);
  file->sink().write("{}");
  CHECK(access(folder.path("report.json").c_str(), F_OK) != 0);
  CHECK(file->commit());
  CHECK(folder.read("report.json") == "{}");
  CHECK(folder.entries() == 1);
}

TEST_CASE("what was there stays until commit, and without one") {
  const Folder folder;
  const std::string path = folder.write("report.json", "old");
  {
    auto file = AtomicFile::create(path);
    REQUIRE(file);
    file->sink().write("new");
    file->sink().flush();
    CHECK(folder.read("report.json") == "old");
  }
  CHECK(folder.read("report.json") == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a replaced file keeps its permissions, a new one gets the usual ones") {
  const Folder folder;
  const std::string path = folder.write("private.json", "old");
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  auto file = AtomicFile::create(path);
  REQUIRE(file);
  CHECK(file->commit());
  CHECK(permissions(path) == 0600);

  const mode_t mask = umask(022);
  auto fresh = AtomicFile::create(folder.path("fresh.json"));
  umask(mask);
  REQUIRE(fresh);
  CHECK(fresh->commit());
  CHECK(permissions(folder.path("fresh.json")) == 0644);
}

TEST_CASE("a symbolic link stays and its file is replaced") {
  const Folder folder;
  const std::string target = folder.write("deep/real.json", "old");
  REQUIRE(symlink(target.c_str(), folder.path("link.json").c_str()) == 0);
  auto file = AtomicFile::create(folder.path("link.json"));
  REQUIRE(file);
  file->sink().write("new");
  CHECK(file->commit());
  struct stat status = {};
  REQUIRE(lstat(folder.path("link.json").c_str(), &status) == 0);
  CHECK(S_ISLNK(status.st_mode));
  CHECK(folder.read("deep/real.json") == "new");
}

TEST_CASE("what cannot be written fails at once and says why") {
  const Folder folder;
  auto missing = AtomicFile::create(folder.path("none/report.json"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::NotFound);
  CHECK(missing.error().hint == "is its folder there?");
  auto directory = AtomicFile::create(folder.path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().message == "cannot write " + folder.path() + ": Is a directory");
  CHECK_FALSE(AtomicFile::create(""));
  CHECK_FALSE(AtomicFile::create(folder.path("new/")));
  if (geteuid() != 0) {
    const std::string path = folder.write("locked.json", "old");
    REQUIRE(chmod(path.c_str(), 0400) == 0);
    auto locked = AtomicFile::create(path);
    REQUIRE_FALSE(locked);
    CHECK(locked.error().code == ErrorCode::Denied);
  }
}

TEST_CASE("devices are written directly, and a full one is an error") {
  auto null = AtomicFile::create("/dev/null");
  REQUIRE(null);
  null->sink().write("gone");
  CHECK(null->commit());
  auto full = AtomicFile::create("/dev/full");
  REQUIRE(full);
  full->sink().write("too much");
  const auto committed = full->commit();
  REQUIRE_FALSE(committed);
  CHECK(committed.error().message == "cannot write to /dev/full: No space left on device");
}

TEST_CASE("a moved file is committed once") {
  const Folder folder;
  auto first = AtomicFile::create(folder.path("a"));
  REQUIRE(first);
  first->sink().write("text");
  AtomicFile second = std::move(*first);
  CHECK(second.commit());
  CHECK(folder.read("a") == "text");
}
