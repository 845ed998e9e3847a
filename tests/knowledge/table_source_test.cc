#include "analysis/knowledge/table_source.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using av::knowledge::RulePage;

RulePage page_of(const std::string& id, const std::string& text) {
  RulePage made;
  made.id = id;
  made.name = "name-of-" + id;
  made.text = text;
  made.cwes = {1, 2};
  return made;
}

// Pages can be moved only.
template <class... Pages>
std::string source_of(Pages... pages) {
  std::vector<RulePage> all;
  (all.push_back(std::move(pages)), ...);
  return av::knowledge::table_source(std::move(all));
}

TEST_CASE("rules come out ascending by id, whatever the order of the pages") {
  const std::string source = source_of(page_of("AV200", "second"), page_of("AV100", "first"));
  CHECK(source == source_of(page_of("AV100", "first"), page_of("AV200", "second")));
  CHECK(source.find("\"AV100\"") < source.find("\"AV200\""));
}

TEST_CASE("quotes, backslashes and line ends survive as literals") {
  const std::string source = source_of(page_of("AV100", "a\"b\\c\nd\n"));
  CHECK(source.find("\"a\\\"b\\\\c\\n\"\n    \"d\\n\"") != std::string::npos);
}

TEST_CASE("numbers of CWEs are listed") {
  CHECK(source_of(page_of("AV100", "x")).find("{1, 2, }") != std::string::npos);
}

}  // namespace
