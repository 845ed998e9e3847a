#include "cli/outputs.h"

#include "tests/cli/captured.h"
#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::cli::Outputs;
using av::test::Captured;
using av::test::Folder;
using Words = std::vector<std::string>;

TEST_CASE("without a format it is text on standard output") {
  auto outputs = Outputs::open({});
  REQUIRE(outputs);
  Captured captured;
  av::cli::Console console = captured.console();
  CHECK(outputs->write({}, {}, console));
  CHECK(captured.out().empty());
}

TEST_CASE("several formats go to standard output and to files in one run") {
  const Folder folder;
  const Words formats = {"concise", "json=" + folder.path("a.json"),
                         "text=" + folder.path("b.txt")};
  auto outputs = Outputs::open(formats);
  REQUIRE(outputs);
  Captured captured;
  av::cli::Console console = captured.console();
  av::cli::ReportOptions options;
  options.today = "2024-02-29";
  CHECK(outputs->write({}, options, console));
  CHECK(captured.out().empty());
  CHECK(folder.read("a.json").find("\"today\": \"2024-02-29\"") != std::string::npos);
  CHECK(folder.read("b.txt").empty());
  CHECK(folder.entries() == 2);
}

TEST_CASE("a dash is standard output") {
  auto outputs = Outputs::open(Words{"json=-"});
  REQUIRE(outputs);
  Captured captured;
  av::cli::Console console = captured.console();
  CHECK(outputs->write({}, {}, console));
  CHECK(captured.out().starts_with("{\n  \"format\": \"antivenom-scan\""));
}

TEST_CASE("wrong formats are told before any work") {
  const Folder folder;
  CHECK(Outputs::open(Words{"jsn"}).error().hint == "did you mean `json`?");
  CHECK(Outputs::open(Words{"pdf=x"}).error().hint ==
        "formats are text, concise, json, sarif, github, gitlab and junit");
  CHECK(Outputs::open(Words{"text", "json"}).error().message ==
        "two formats would go to standard output");
  const std::string file = folder.path("a.json");
  CHECK_FALSE(Outputs::open(Words{"json=" + file, "text=" + file}));
  CHECK_FALSE(Outputs::open(Words{"json=" + folder.path("none/a.json")}));
  CHECK_FALSE(Outputs::open(Words{"json="}));
  CHECK(folder.entries() == 0);
}

TEST_CASE("a full device fails the run") {
  auto outputs = Outputs::open(Words{"json=/dev/full"});
  REQUIRE(outputs);
  Captured captured;
  av::cli::Console console = captured.console();
  const auto written = outputs->write({}, {}, console);
  REQUIRE_FALSE(written);
  CHECK(written.error().message == "cannot write to /dev/full: No space left on device");
}
