#include "analysis/text/left_out.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

namespace av::text {
namespace {

// A listing of names; those that end in a slash are folders.
FolderListing listing(const std::vector<std::string>& names) {
  std::vector<ListedEntry> entries;
  for (const std::string& name : names) {
    const bool is_folder = name.ends_with('/');
    entries.push_back({is_folder ? name.substr(0, name.size() - 1) : name,
                       is_folder ? ListedKind::Folder : ListedKind::File});
  }
  return FolderListing::of(entries);
}

TEST_CASE("reason_by_name") {
  CHECK(reason_by_name(".git") == LeftOutReason::VersionControl);
  CHECK(reason_by_name("__pycache__") == LeftOutReason::Cache);
  CHECK(reason_by_name("node_modules") == LeftOutReason::InstalledPackages);
  CHECK(reason_by_name("site-packages") == LeftOutReason::InstalledPackages);
  CHECK(reason_by_name(".venv") == LeftOutReason::VirtualEnvironment);
  for (const char* name : {"src", "build", "dist", "venv", "env", "lib", "tests", ".github", ""}) {
    CAPTURE(name);
    CHECK_FALSE(reason_by_name(name));
  }
}

TEST_CASE("reason_by_content: virtual environments") {
  const auto venv = listing({"pyvenv.cfg", "bin/", "lib/", "include/"});
  CHECK(reason_by_content("anything", venv) == LeftOutReason::VirtualEnvironment);
  CHECK(is_virtual_environment(listing({"pyvenv.cfg", "Scripts/", "Lib/"})));
  CHECK(is_virtual_environment(listing({"conda-meta/", "lib/", "bin/"})));
  // A mark beside code hides nothing.
  CHECK_FALSE(reason_by_content("src", listing({"pyvenv.cfg", "main.py"})));
  CHECK_FALSE(is_virtual_environment(listing({"pyvenv.cfg/", "bin/", "lib/"})));
  CHECK_FALSE(is_virtual_environment(listing({"pyvenv.cfg", "bin/", "lib/", "__init__.py"})));
}

TEST_CASE("reason_by_content: build outputs") {
  const auto is_output = [](const char* name, const std::vector<std::string>& names) {
    return reason_by_content(name, listing(names)) == LeftOutReason::BuildOutput;
  };
  CHECK(is_output("build", {"lib/", "bdist.linux-x86_64/"}));
  CHECK(is_output("build", {"lib.linux-x86_64-cpython-311/"}));
  CHECK(is_output("build", {"CMakeCache.txt"}));
  CHECK(is_output("dist", {"x-1.0-py3-none-any.whl"}));
  CHECK(is_output("dist", {"x-1.0.tar.gz"}));
  CHECK_FALSE(is_output("build", {"main.py", "tools/"}));
  CHECK_FALSE(is_output("build", {"__init__.py", "lib/"}));
  CHECK_FALSE(is_output("dist", {"main.py"}));
  CHECK_FALSE(is_output("src", {"lib/", "x.whl"}));
}

TEST_CASE("is_part_of_environment") {
  CHECK(is_part_of_environment("lib"));
  CHECK(is_part_of_environment("Scripts"));
  CHECK_FALSE(is_part_of_environment("src"));
}

TEST_CASE("describe: every reason has words of its own") {
  std::set<std::string_view> words;
  constexpr int kReasons = static_cast<int>(LeftOutReason::SpecialFile) + 1;
  for (int reason = 0; reason < kReasons; ++reason) {
    words.insert(describe(static_cast<LeftOutReason>(reason)));
  }
  CHECK(words.size() == kReasons);
  CHECK_FALSE(words.contains(""));
}

}  // namespace
}  // namespace av::text
