#include "cli/scan_options.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::cli::ScanOptions;
using av::cli::settings_of;
using av::knowledge::Severity;
using av::test::Folder;
using Words = std::vector<std::string>;

namespace {

ScanOptions parsed(const Words& words) {
  ScanOptions options;
  av::cli::ArgumentParser parser;
  options.declare(parser);
  CHECK_FALSE(parser.parse(words));
  return options;
}

}  // namespace

TEST_CASE("lists are repeated or separated by commas, and take no path with them") {
  const ScanOptions options = parsed({"--select", "a,b", "--select=c", "--ignore", "d", "x.py"});
  CHECK(options.select == Words{"a", "b", "c"});
  CHECK(options.ignore == Words{"d"});
  CHECK(options.paths == Words{"x.py"});
  const ScanOptions formats = parsed({"--format", "text", "--format", "json=a.json", "x.py"});
  CHECK(formats.formats == Words{"text", "json=a.json"});
  CHECK(formats.paths == Words{"x.py"});
}

TEST_CASE("paths may look like options behind two dashes, and a dash is a path") {
  CHECK(parsed({"--", "--select"}).paths == Words{"--select"});
  CHECK(parsed({"-", "--stdin-filename", "a.py"}).paths == Words{"-"});
}

TEST_CASE("an option beats the configuration") {
  const Folder folder;
  static_cast<void>(folder.write(
      "antivenom.toml",
      "select = [\"injection\"]\nignore = [\"AV101\"]\nmin-severity = \"low\"\njobs = 2\n"
      "exclude = [\"a\"]\n"));
  ScanOptions options;
  options.paths = {folder.path()};
  const auto plain = settings_of(options);
  REQUIRE(plain);
  CHECK(plain->select == Words{"injection"});
  CHECK(plain->ignore == Words{"AV101"});
  CHECK(plain->min_severity == Severity::Low);
  CHECK_FALSE(plain->strict);

  options.select = {"all"};
  options.exclude = {"b"};
  options.min_severity = "high";
  options.jobs = "7";
  options.strict = options.honor_nosec = true;
  const auto changed = settings_of(options);
  REQUIRE(changed);
  CHECK(changed->select == Words{"all"});
  CHECK(changed->ignore.empty());
  CHECK(changed->exclude == Words{"a", "b"});
  CHECK(changed->min_severity == Severity::High);
  CHECK(changed->jobs == 7);
  CHECK(changed->strict == true);
  CHECK(changed->honor_foreign == true);
}

TEST_CASE("the configuration is the project's, another, or none") {
  const Folder folder;
  static_cast<void>(folder.write("antivenom.toml", "jobs = 2"));
  const std::string other = folder.write("other.toml", "jobs = 3");
  ScanOptions options;
  options.paths = {folder.path()};
  CHECK(settings_of(options)->jobs == 2);
  options.config = other;
  CHECK(settings_of(options)->jobs == 3);
  options.config.clear();
  options.isolated = true;
  CHECK_FALSE(settings_of(options)->jobs);
  options.isolated = false;
  options.paths = {"-"};
  options.stdin_filename = folder.path("x.py");
  CHECK(settings_of(options)->jobs == 2);
}

TEST_CASE("wrong values are errors") {
  const auto fails = [](auto set) {
    ScanOptions options;
    options.isolated = true;
    set(options);
    return !settings_of(options);
  };
  CHECK(fails([](ScanOptions& o) { o.min_severity = "severe"; }));
  CHECK(fails([](ScanOptions& o) { o.min_confidence = "sure"; }));
  CHECK(fails([](ScanOptions& o) { o.fail_on = "never"; }));
  CHECK(fails([](ScanOptions& o) { o.jobs = "0"; }));
  CHECK(fails([](ScanOptions& o) { o.max_file_size = "big"; }));
  CHECK(fails([](ScanOptions& o) { o.config = "/none/such.toml"; }));
}
