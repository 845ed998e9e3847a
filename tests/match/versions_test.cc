#include "analysis/match/versions.h"

#include "tests/match/checked.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using av::knowledge::Comparison;
using av::knowledge::VersionLimit;
using av::match::compare_versions;

TEST_CASE("versions compare number by number") {
  CHECK(compare_versions("3.9", "3.12") < 0);
  CHECK(compare_versions("3.12", "3.12.0") == 0);
  CHECK(compare_versions("6", "5.4.1") > 0);
  CHECK(compare_versions("99999999999999999999", "1") > 0);
}

// lines is how many findings there are where the project has `library` from `version` on.
std::size_t findings(std::string_view code, std::string library, std::string version) {
  av::match::CheckedOptions options;
  options.versions.set_least(std::move(library), std::move(version));
  return av::match::Checked(code, options).found().size();
}

TEST_CASE("what newer versions do by themselves is not reported where they are sure") {
  const char* tar = "import tarfile\ntarfile.open(input()).extractall()\n";
  CHECK(findings(tar, "python", "3.12") == 1);
  CHECK(findings(tar, "python", "3.14") == 0);
  const char* yaml = "import yaml\nyaml.load(input())\n";
  CHECK(findings(yaml, "pyyaml", "5.4") == 1);
  CHECK(findings(yaml, "pyyaml", "6.0.1") == 0);
  CHECK(findings("import yaml\nyaml.load(input(), yaml.Loader)\n", "pyyaml", "6") == 1);
  const char* torch = "import torch\ntorch.load(input())\n";
  CHECK(findings(torch, "torch", "2.5") == 1);
  CHECK(findings(torch, "torch", "2.6") == 0);
  CHECK(findings("import torch\ntorch.load(input(), weights_only=False)\n", "torch", "2.6") == 1);
}

TEST_CASE("a lower bound rules out what is older, and nothing that is newer") {
  av::match::Versions versions;
  CHECK(versions.may_be({"python", Comparison::Less, "3.0"}));
  versions.set_least("python", "3.10");
  CHECK_FALSE(versions.may_be({"python", Comparison::Less, "3.10"}));
  CHECK(versions.may_be({"python", Comparison::LessEqual, "3.10"}));
  CHECK(versions.may_be({"python", Comparison::Less, "3.11"}));
  CHECK(versions.may_be({"python", Comparison::GreaterEqual, "3.14"}));
  CHECK(versions.may_be({"pyyaml", Comparison::Less, "6"}));
}

}  // namespace
