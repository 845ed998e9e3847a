#include "analysis/engine/file_scan.h"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using av::engine::FileResult;
using av::engine::Fingerprint;
using av::engine::Plan;
using av::engine::Settings;

namespace {

std::unique_ptr<FileResult> file_scanned(std::string_view code, Settings settings = {}) {
  auto plan = Plan::make(std::move(settings), std::chrono::year(2024) / 2 / 29,
                         {.fingerprints = true, .line_hashes = true});
  REQUIRE(plan);
  av::engine::Workspace workspace;
  const av::names::Project nothing;
  auto file = scan_source({av::text::decode("app.py", code), nothing}, *plan, workspace).result;
  REQUIRE(file);
  return file;
}

// only is the fingerprint of the one finding.
Fingerprint only(std::string_view code, Settings settings = {}) {
  const auto file = file_scanned(code, std::move(settings));
  REQUIRE(file->findings.size() == 1);
  return file->findings[0].fingerprint;
}

}  // namespace

TEST_CASE("without being asked there are no fingerprints") {
  const auto plan = Plan::make({}, std::chrono::year(2024) / 2 / 29);
  REQUIRE(plan);
  av::engine::Workspace workspace;
  const av::names::Project nothing;
  const auto source = av::text::decode("app.py", "import os\nos.system(input())\n");
  const auto file = scan_source({source, nothing}, *plan, workspace).result;
  REQUIRE(file);
  CHECK(file->findings.at(0).fingerprint.digest.empty());
}

TEST_CASE("a fingerprint survives edits around, new indentation and other spacing") {
  const Fingerprint print = only("import os\nos.system('ls ' + input())\n");
  CHECK(print.digest.size() == 32);
  CHECK(print.occurrence == 1);
  CHECK(print.line_hash.ends_with(":1"));
  CHECK(only("import os\n\n# list\nif True:\n    os.system('ls ' +  input())  \n").digest ==
        print.digest);
  CHECK(only("import os\nos.system( 'ls '+input( ) )\n").digest == print.digest);
  CHECK(only("import os\nos.system('rm ' + input())\n").digest != print.digest);
  const auto named = [](const std::string& text) {
    return only("import os\nos.system('" + text + "' + input())\n").digest;
  };
  CHECK(named("a b ") == named("a  b "));
  CHECK(named("a b ") != named("ab "));
}

TEST_CASE("equal lines are told apart by their order, silenced ones counted") {
  const auto file = file_scanned(
      "import os\n"
      "os.system('ls ' + input())\n"
      "os.system('ls ' + input())\n");
  REQUIRE(file->findings.size() == 2);
  CHECK(file->findings[0].fingerprint.digest == file->findings[1].fingerprint.digest);
  CHECK(file->findings[0].fingerprint.occurrence == 1);
  CHECK(file->findings[1].fingerprint.occurrence == 2);

  const auto partly = file_scanned(
      "import os\n"
      "# antivenom: ignore[shell-command] only I run it\n"
      "os.system('ls ' + input())\n"
      "os.system('ls ' + input())\n");
  REQUIRE(partly->findings.size() == 1);
  REQUIRE(partly->silenced.size() == 1);
  CHECK(partly->silenced[0].fingerprint.occurrence == 1);
  CHECK(partly->findings[0].fingerprint.occurrence == 2);
}

TEST_CASE("another secret on the same line is the same finding: nothing is taken from the secret") {
  const auto with = [](const std::string& secret) {
    return only("password = '" + secret + "'\n\nos = 1  # not " + secret + "\n");
  };
  const Fingerprint one = with("jK8!vQz29xLm");
  const Fingerprint other = with("Wr5#pTn63bYc");
  CHECK(one.digest == other.digest);
  CHECK(one.line_hash == other.line_hash);
}

TEST_CASE("rules and settings that hide others leave a fingerprint as it is") {
  constexpr std::string_view kCode =
      "import os, hashlib\nos.system('ls ' + input()); hashlib.md5(b'')\n";
  Settings settings;
  settings.select = {"shell-command"};
  const Fingerprint alone = only(kCode, settings);
  const auto both = file_scanned(kCode);
  CHECK(both->findings.size() == 2);
  for (const auto& finding : both->findings) {
    if (finding.rule->name == "shell-command") {
      CHECK(finding.fingerprint.digest == alone.digest);
      CHECK(finding.fingerprint.occurrence == alone.occurrence);
    } else {
      CHECK(finding.fingerprint.digest != alone.digest);
    }
  }
}
