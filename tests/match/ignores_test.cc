#include "analysis/match/ignores.h"

#include "tests/match/checked.h"

#include <doctest/doctest.h>

namespace {

using av::match::Checked;
using av::match::ForeignComments;
using av::match::SilencedFinding;

// Counts as "found, silenced, faults".
std::string counts(std::string_view code, ForeignComments foreign = ForeignComments::Count) {
  const Checked checked(code, {.rules = {"shell-command", "faulty-ignore"}, .foreign = foreign});
  int found = 0;
  int faults = 0;
  for (const auto& one : checked.found()) {
    ++(one.rule == "faulty-ignore" ? faults : found);
  }
  return std::to_string(found) + ", " + std::to_string(checked.result().silenced.size()) + ", " +
         std::to_string(faults);
}

const std::string kImport = "import os\n";

TEST_CASE("a comment with a reason silences its statement") {
  CHECK(counts(kImport + "os.system(x)  # antivenom: ignore[shell-command] why\n") == "0, 1, 0");
  CHECK(counts(kImport + "# antivenom: ignore[AV101] why\nos.system(x)\n") == "0, 1, 0");
  CHECK(counts(kImport + "os.system(\n  x)  # antivenom: ignore[AV101] why\n") == "0, 1, 0");
}

TEST_CASE("a faulty one silences nothing") {
  CHECK(counts(kImport + "os.system(x)  # antivenom: ignore[shell-command]\n") == "1, 0, 1");
  CHECK(counts(kImport + "os.system(x)  # antivenom: ignore[weak-hash] why\n") == "1, 0, 0");
  CHECK(counts(kImport + "os.system(x)  # antivenom: ignore[no-rule] why\n") == "1, 0, 1");
  CHECK(counts(kImport + "os.system('x')  # antivenom: ignore[AV101] why\n") == "0, 0, 1");
}

TEST_CASE("what was silenced says why") {
  const Checked checked("import os\nos.system(x)  # antivenom: ignore[AV101] paths are ours\n");
  REQUIRE(checked.result().silenced.size() == 1);
  const SilencedFinding& silenced = checked.result().silenced[0];
  CHECK(silenced.reason == "paths are ours");
  CHECK(silenced.finding.rule->id == "AV101");
  CHECK_FALSE(silenced.foreign);
}

TEST_CASE("comments of others count, and silence when asked to") {
  const std::string code = kImport + "os.system(x)  # nosec\nos.system(x)  # noqa: S605\n";
  CHECK(counts(code) == "2, 0, 0");
  CHECK(counts(code, ForeignComments::Honor) == "0, 2, 0");
  CHECK(Checked(code).result().foreign_comments == 2);
}

TEST_CASE("our own comment goes first, for its reason") {
  const Checked checked("import os\nos.system(x)  # nosec  # antivenom: ignore[AV101] why\n",
                        {.foreign = ForeignComments::Honor});
  REQUIRE(checked.result().silenced.size() == 1);
  CHECK(checked.result().silenced[0].reason == "why");
}

TEST_CASE("a misspelt rule is recognised") {
  const Checked checked("# antivenom: ignore[shell-comand] why\n");
  REQUIRE(checked.result().findings.size() == 1);
  CHECK(checked.result().findings[0].mend == "write `shell-command`");
}

}  // namespace
