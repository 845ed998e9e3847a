// Files and manifests when there is no memory: an answer for each file, or std::bad_alloc for the
// list.

#include "tests/support/allocations.h"
#include "tests/support/folder.h"
#include <antivenom/digest.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using av::digest::Algorithm;
using av::digest::check_manifest;
using av::digest::Checked;
using av::digest::hash_file;
using av::digest::hash_tree;
using av::test::Folder;
using av::test::for_each_allocation;

TEST_CASE("each allocation that fails is told of its file, never a wrong digest") {
  const Folder folder;
  for (const char* const name : {"a", "b/c", "b/d"}) {
    (void)folder.write(name, "abc");
  }
  (void)folder.write("large", std::string(600000, 'x'));
  const auto right = hash_tree({folder.path()});
  REQUIRE(right.entries.size() == 4);
  av::digest::Manifest manifest;
  for (const auto& entry : right.entries) {
    manifest.entries.push_back({entry.path, Algorithm::Sha256, entry.digest, 1});
  }
  bool good = true;
  int whole = 0;
  const int failed = for_each_allocation([&] {
    av::base::had_memory([&] {
      const auto tree = hash_tree({folder.path()}, {.threads = 2});
      good = good && tree.entries.size() + tree.failures.size() == 4;
      for (const auto& entry : tree.entries) {
        const auto same = [&](const auto& one) { return one.path == entry.path; };
        good = good && std::ranges::find_if(right.entries, same)->digest == entry.digest;
      }
      whole += tree.failures.empty() ? 1 : 0;
    });
    av::base::had_memory([&] {
      for (const Checked& one : check_manifest(manifest, {.threads = 2})) {
        good = good && (one.verdict == Checked::Verdict::Same ||
                        one.verdict == Checked::Verdict::Unreadable);
      }
    });
    const auto one = hash_file(manifest.entries[0].path, Algorithm::Sha256);
    good = good && (one ? *one == right.entries[0].digest : one.error().message == "out of memory");
  });
  CHECK(good);
  CHECK(whole > 0);
  CHECK(failed > 30);
}
