#include "analysis/engine/repository.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using av::engine::TemporaryFolder;
using av::engine::uri_of_remote;

TEST_CASE("a remote's address becomes a URI without user and password") {
  CHECK(uri_of_remote("https://example.org/a/b.git") == "https://example.org/a/b.git");
  CHECK(uri_of_remote("https://me:secret@example.org/a.git") == "https://example.org/a.git");
  CHECK(uri_of_remote("https://me:se@cret@example.org/a@b.git") == "https://example.org/a@b.git");
  CHECK(uri_of_remote("git@example.org:a/b.git") == "ssh://example.org/a/b.git");
  CHECK(uri_of_remote("ssh://git@example.org:22/a.git") == "ssh://example.org:22/a.git");
  CHECK(uri_of_remote("/srv/git/a.git").empty());
  CHECK(uri_of_remote("../a.git").empty());
  CHECK(uri_of_remote("file:///srv/a.git").empty());
  CHECK(uri_of_remote("").empty());
}

TEST_CASE("a temporary folder goes away with what is in it, and moves") {
  namespace fs = std::filesystem;
  std::string path;
  {
    auto made = TemporaryFolder::create();
    REQUIRE(made);
    TemporaryFolder folder = *std::move(made);
    path = folder.path();
    fs::create_directories(path + "/a/b");
    CHECK(fs::exists(path));
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("an option is no revision") {
  CHECK_FALSE(av::engine::merge_base("--output=/tmp/x"));
}
