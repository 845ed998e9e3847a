#include "tests/support/folder.h"
#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using av::ErrorCode;
using av::digest::Algorithm;
using av::digest::check_manifest;
using av::digest::Checked;
using av::digest::hash;
using av::digest::hash_file;
using av::digest::hash_tree;
using av::digest::Progress;
using av::digest::Tree;
using av::secret::bytes_of;
using av::test::Folder;

namespace {

// shape is a tree's result as one text, paths relative to the folder.
std::string shape(const Tree& tree, const Folder& folder) {
  std::string text;
  const std::size_t cut = folder.path().size();
  for (const auto& entry : tree.entries) {
    text += entry.path.substr(cut) + " " + entry.digest.hex().substr(0, 4) + "\n";
  }
  for (const auto& failure : tree.failures) {
    text += "failed " + failure.path.substr(cut) + "\n";
  }
  for (const auto& path : tree.skipped) {
    text += "skipped " + path.substr(cut) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("a file's digest is that of its bytes, at the buffer's edges too") {
  const Folder folder;
  for (const std::size_t size : {0U, 1U, 262143U, 262144U, 262145U, 1000000U}) {
    const std::string text(size, 'x');
    CHECK(*hash_file(folder.write("f", text), Algorithm::Sha256) ==
          hash(Algorithm::Sha256, bytes_of(text)));
  }
  CHECK(hash_file(folder.path("none"), Algorithm::Sha256).error().code == ErrorCode::NotFound);
  CHECK(hash_file(folder.path(), Algorithm::Sha256).error().code == ErrorCode::Io);
}

TEST_CASE("a tree: sorted, links and pipes told, the same for any number of threads") {
  const Folder folder;
  (void)folder.write("b/2", "two");
  (void)folder.write("b/1", "one");
  (void)folder.write("a", "abc");
  (void)folder.write("c/d/e", "");
  REQUIRE(symlink("a", folder.path("link").c_str()) == 0);
  REQUIRE(mkfifo(folder.path("b/pipe").c_str(), 0600) == 0);
  const std::string expected =
      "/a ba78\n/b/1 7692\n/b/2 3fc4\n/c/d/e e3b0\nskipped /b/pipe\nskipped /link\n";
  for (const unsigned threads : {1U, 2U, 8U}) {
    CHECK(shape(hash_tree({folder.path()}, {.threads = threads}), folder) == expected);
  }
  CHECK(shape(hash_tree({folder.path("link"), folder.path("none")}), folder) ==
        "/link ba78\nfailed /none\n");
}

TEST_CASE("progress counts, and stops the work") {
  const Folder folder;
  for (int i = 0; i < 20; ++i) {
    (void)folder.write(std::to_string(i), std::string(1000, 'x'));
  }
  Progress progress;
  CHECK(hash_tree({folder.path()}, {.progress = &progress}).entries.size() == 20);
  CHECK(progress.files == 20);
  CHECK(progress.files_done == 20);
  CHECK(progress.bytes == 20000);
  CHECK(progress.bytes_done == 20000);
  progress.stop = true;
  const Tree stopped = hash_tree({folder.path()}, {.progress = &progress});
  CHECK(stopped.stopped);
  CHECK(stopped.entries.empty());
}

TEST_CASE("a manifest is checked in its own order") {
  const Folder folder;
  const std::string same = folder.write("same", "abc");
  const std::string other = folder.write("other", "abc");
  av::digest::Manifest manifest;
  const auto digest = hash(Algorithm::Sha256, bytes_of("abc"));
  for (const std::string& path : {other, folder.path("none"), same, folder.path()}) {
    manifest.entries.push_back({path, Algorithm::Sha256, digest, 1});
  }
  (void)folder.write("other", "changed");
  const auto checked = check_manifest(manifest);
  REQUIRE(checked.size() == 4);
  CHECK(checked[0].verdict == Checked::Verdict::Different);
  CHECK(checked[1].verdict == Checked::Verdict::Missing);
  CHECK(checked[2].verdict == Checked::Verdict::Same);
  CHECK(checked[3].verdict == Checked::Verdict::Unreadable);
}

TEST_CASE("a file that changes while it is read is an error") {
  const Folder folder;
  const std::string path = folder.write("growing", "");
  REQUIRE(truncate(path.c_str(), off_t{256} << 20U) == 0);
  Progress progress;
  std::thread writer([&] {
    while (progress.bytes_done == 0) {
    }
    std::ofstream(path, std::ios::app) << 'x';
  });
  const auto digest = hash_file(path, Algorithm::Sha256, &progress);
  writer.join();
  REQUIRE_FALSE(digest);
  CHECK(digest.error().code == ErrorCode::Changed);
}

TEST_CASE("large files among small ones, and files that do not say their size") {
  const Folder folder;
  const std::string large(300000, 'l');
  for (const char* const name : {"a", "c", "e"}) {
    (void)folder.write(name, std::string(name) + large);
  }
  (void)folder.write("b", "abc");
  const Tree tree = hash_tree({folder.path(), "/proc/self/cmdline"}, {.threads = 2});
  REQUIRE(tree.entries.size() == 5);
  CHECK(tree.failures.empty());
  std::ifstream line("/proc/self/cmdline");
  const std::string words((std::istreambuf_iterator<char>(line)), {});
  CHECK(tree.entries[0].digest == hash(Algorithm::Sha256, bytes_of(words)));
  CHECK(tree.entries[1].digest == hash(Algorithm::Sha256, bytes_of("a" + large)));
  CHECK(tree.entries[2].digest == hash(Algorithm::Sha256, bytes_of("abc")));
  CHECK(tree.entries[4].digest == hash(Algorithm::Sha256, bytes_of("e" + large)));
}
