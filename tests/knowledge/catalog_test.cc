#include "analysis/knowledge/catalog.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>

using av::knowledge::all_rules;
using av::knowledge::builtin_rules;
using av::knowledge::Catalog;
using av::knowledge::find_function;
using av::knowledge::find_rule;
using av::knowledge::install_folder;
using av::knowledge::install_models;
using av::knowledge::UseCatalog;
using av::test::Folder;

namespace {

std::string page(const std::string& title) {
  return "+++\nid = \"AV9001\"\nname = \"house-call\"\ntitle = \"" + title +
         "\"\ncwes = [502]\nseverity = \"low\"\nconfidence = \"high\"\nsince = \"0.1\"\n"
         "status = \"preview\"\nmessage = \"`house.call` is called\"\nmend = \"do not\"\n\n"
         "[[pattern]]\nfind = \"house.call(...)\"\n+++\n\n"
         "## What it does\n\nReports.\n\n## Why it matters\n\nIt does.\n\n"
         "## Vulnerable\n\n```python\nimport house\n\nhouse.call()  # error: house-call\n```\n\n"
         "## Safe\n\n```python\nimport house\n\nhouse.other()\n```\n\n"
         "## What it misses\n\nNothing.\n\n## How to mend it\n\nDo not.\n\n"
         "## References\n\n- <https://example.org/>\n";
}

}  // namespace

TEST_CASE("a thread goes by its own catalog, the others by theirs") {
  const Folder ones;
  const Folder others;
  static_cast<void>(ones.write("house-call.md", page("One")));
  static_cast<void>(others.write("house-call.md", page("Other")));
  Catalog one;
  Catalog other;
  {
    const UseCatalog use(one);
    REQUIRE(install_folder(ones.path()));
    CHECK(install_folder(ones.path()));  // once is enough
    CHECK(find_rule("house-call")->title == "One");
    CHECK(all_rules().size() == builtin_rules().size() + 1);
    {
      const UseCatalog inner(other);
      CHECK(find_rule("house-call") == nullptr);
      REQUIRE(install_folder(others.path()));
      CHECK(find_rule("AV9001")->title == "Other");
    }
    CHECK(find_rule("AV9001")->title == "One");
    std::thread([&] { CHECK(find_rule("house-call") == nullptr); }).join();
  }
  CHECK(find_rule("house-call") == nullptr);
  CHECK(all_rules().size() == builtin_rules().size());
}

TEST_CASE("models are of a catalog too") {
  const Folder folder;
  static_cast<void>(folder.write("house.toml",
                                 "[[function]]\npath = \"house.call\"\n"
                                 "parameters = \"text\"\n"));
  Catalog catalog;
  {
    const UseCatalog use(catalog);
    REQUIRE(install_models(folder.path()));
    CHECK(find_function("house.call") != nullptr);
  }
  CHECK(find_function("house.call") == nullptr);
}
