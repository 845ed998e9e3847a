#include "analysis/text/folder_listing.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace av::text {
namespace {

TEST_CASE("FolderListing: kinds, in the order of bytes") {
  const test::Folder folder;
  const std::string file = folder.write("b.py", "");
  CHECK_FALSE(folder.write("a/x", "").empty());
  REQUIRE(symlink(file.c_str(), folder.path("B").c_str()) == 0);
  REQUIRE(mkfifo(folder.path("\xFF").c_str(), 0600) == 0);
  const base::Descriptor opened(open(folder.path().c_str(), O_RDONLY | O_DIRECTORY));
  const auto listing = FolderListing::list(opened);
  REQUIRE(listing);
  REQUIRE(listing->entries().size() == 4);
  CHECK(listing->entries()[0].name == "B");
  CHECK(listing->entries()[0].kind == ListedKind::Link);
  CHECK(listing->entries()[1].kind == ListedKind::Folder);
  CHECK(listing->entries()[2].kind == ListedKind::File);
  CHECK(listing->entries()[3].name == "\xFF");
  CHECK(listing->entries()[3].kind == ListedKind::Other);
  CHECK(listing->has("a"));
  CHECK(listing->has("a", ListedKind::Folder));
  CHECK_FALSE(listing->has("a", ListedKind::File));
  CHECK_FALSE(listing->has("c"));
}

TEST_CASE("FolderListing: a folder can be listed again") {
  const test::Folder folder;
  const base::Descriptor opened(open(folder.path().c_str(), O_RDONLY | O_DIRECTORY));
  CHECK(FolderListing::list(opened)->entries().empty());
  CHECK_FALSE(folder.write("x", "").empty());
  CHECK(FolderListing::list(opened)->entries().size() == 1);
}

TEST_CASE("FolderListing: what is no folder") {
  const test::Folder folder;
  const base::Descriptor file(open(folder.write("x", "").c_str(), O_RDONLY));
  CHECK(FolderListing::list(file).error() == ENOTDIR);
  CHECK(FolderListing::list(base::Descriptor()).error() == EBADF);
}

}  // namespace
}  // namespace av::text
