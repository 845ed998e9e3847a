#include "analysis/engine/config.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

using av::engine::find_config;
using av::engine::load_config;
using av::engine::read_config;
using av::knowledge::Confidence;
using av::knowledge::Severity;
using av::test::Folder;
using Paths = std::vector<std::string>;

namespace {

// message_of reads a configuration that is wrong.
std::string message_of(std::string_view text) {
  const auto settings = read_config("antivenom.toml", text);
  REQUIRE_FALSE(settings);
  return settings.error().message;
}

}  // namespace

TEST_CASE("every key is read") {
  const auto settings = read_config("antivenom.toml", R"(
select = ["injection", "AV101"]
ignore = ["shell-command"]
exclude = ["build/**"]
max-file-size = "1 MiB"
max-files = 10
jobs = 3
min-severity = "low"
min-confidence = "high"
fail-on = "high:low"
strict = true
honor-nosec = false

[per-path-ignores]
"tests/**" = ["all"]

[severity]
shell-command = "note"
)");
  REQUIRE(settings);
  REQUIRE(*settings);
  const av::engine::Settings& read = **settings;
  CHECK(read.select == Paths{"injection", "AV101"});
  CHECK(read.ignore == Paths{"shell-command"});
  CHECK(read.exclude == Paths{"build/**"});
  CHECK(read.max_file_bytes == 1U << 20U);
  CHECK(read.max_files == 10);
  CHECK(read.jobs == 3);
  CHECK(read.min_severity == Severity::Low);
  CHECK(read.min_confidence == Confidence::High);
  CHECK(read.fail_on->severity == Severity::High);
  CHECK(read.fail_on->confidence == Confidence::Low);
  CHECK(read.strict == true);
  CHECK(read.honor_foreign == false);
  REQUIRE(read.path_ignores.size() == 1);
  CHECK(read.path_ignores[0].pattern == "tests/**");
  REQUIRE(read.severities.size() == 1);
  CHECK(read.severities[0].first->name == "shell-command");
  CHECK(read.severities[0].second == Severity::Note);
  CHECK(read.source == "antivenom.toml");
  CHECK(read.folder == std::filesystem::current_path().string());
}

TEST_CASE("what is wrong is told with the line and what would be right") {
  CHECK(message_of("jobs = 1\nselct = []") == "antivenom.toml:2: there is no key `selct`");
  CHECK(read_config("antivenom.toml", "selct = []").error().hint == "did you mean `select`?");
  CHECK(read_config("antivenom.toml", "x = 1").error().hint.starts_with("keys are rules, "));
  CHECK(message_of("select = \"all\"") == "antivenom.toml:1: `select`: takes a list of strings");
  CHECK(message_of("select = [1]") == "antivenom.toml:1: `select`: takes a list of strings");
  CHECK(message_of("ignore = [\"shel-command\"]") ==
        "antivenom.toml:1: `ignore`: there is no rule `shel-command`");
  CHECK(message_of("strict = 1") == "antivenom.toml:1: `strict`: takes true or false");
  CHECK(message_of("max-files = 0") == "antivenom.toml:1: `max-files`: takes a number from 1 on");
  CHECK(message_of("jobs = 0") == "antivenom.toml:1: `jobs`: `0` is no number of threads");
  CHECK(message_of("min-severity = \"severe\"") ==
        "antivenom.toml:1: `min-severity`: `severe` is no severity");
  CHECK(message_of("per-path-ignores = 1") ==
        "antivenom.toml:1: `per-path-ignores`: takes a table of path patterns and lists of rules");
  CHECK(message_of("[severity]\nno-such-thing-here = \"low\"") ==
        "antivenom.toml:1: `severity`: there is no rule `no-such-thing-here`");
  CHECK(message_of("jobs = 1\njobs = 2").starts_with("antivenom.toml:2: "));
  CHECK(message_of("= 3").starts_with("antivenom.toml:1: "));
}

TEST_CASE("a pyproject.toml speaks only in its own table") {
  CHECK_FALSE(*read_config("pyproject.toml", "[project]\nname = \"x\""));
  CHECK_FALSE(*read_config("pyproject.toml", "[tool.other]\nselct = 1"));
  const auto settings = read_config("sub/pyproject.toml", "[tool.antivenom]\njobs = 2");
  REQUIRE(settings);
  CHECK((*settings)->jobs == 2);
  CHECK((*settings)->folder == (std::filesystem::current_path() / "sub").string());
  CHECK_FALSE(read_config("pyproject.toml", "[tool.antivenom]\nselct = 1"));
}

TEST_CASE("the nearest configuration above all paths is found") {
  const Folder folder;
  static_cast<void>(folder.write("antivenom.toml", "jobs = 1"));
  static_cast<void>(folder.write("a/pyproject.toml", "[tool.antivenom]\njobs = 2"));
  static_cast<void>(folder.write("a/b/pyproject.toml", "[project]\nname = \"x\""));
  const std::string deep = folder.write("a/b/c/app.py", "");
  const std::string other = folder.write("z/app.py", "");
  const auto jobs = [](const Paths& paths) {
    const auto found = find_config(paths);
    REQUIRE(found);
    REQUIRE(*found);
    return *(*found)->settings.jobs;
  };
  CHECK(jobs({deep}) == 2);
  CHECK(jobs({folder.path("a")}) == 2);
  CHECK(jobs({other}) == 1);
  CHECK(jobs({deep, other}) == 1);
  CHECK(jobs({other, deep}) == 1);
  CHECK(jobs({folder.path("a/b/c/not-there.py")}) == 2);
}

TEST_CASE("the search ends at the root of the repository") {
  const Folder folder;
  static_cast<void>(folder.write("antivenom.toml", "jobs = 1"));
  static_cast<void>(folder.write("repository/.git/HEAD", ""));
  const std::string file = folder.write("repository/src/app.py", "");
  CHECK_FALSE(*find_config(Paths{file}));
  static_cast<void>(folder.write("repository/antivenom.toml", "jobs = 2"));
  CHECK((*find_config(Paths{file}))->settings.jobs == 2);
}

TEST_CASE("a configuration that was asked for must be there and say something") {
  const Folder folder;
  CHECK_FALSE(load_config(folder.path("none.toml")));
  CHECK(load_config(folder.write("own.toml", "jobs = 4"))->settings.jobs == 4);
  CHECK_FALSE(load_config(folder.write("pyproject.toml", "[project]")));
}
