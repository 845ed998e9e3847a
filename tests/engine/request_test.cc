#include "analysis/engine/request.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::engine::date_text;
using av::engine::parse_date;
using av::engine::Request;
using av::engine::settings_of;
using av::test::Folder;

TEST_CASE("the configuration is looked for around the places") {
  const Folder folder;
  static_cast<void>(folder.write("a/antivenom.toml", "jobs = 2\nignore = [\"files\"]"));
  static_cast<void>(folder.write("b/antivenom.toml", "jobs = 3"));
  Request request;
  request.ignore = {"injection"};
  const std::vector<std::string> places = {folder.path("a/x.py")};
  const auto settings = settings_of(request, places);
  REQUIRE(settings);
  CHECK(settings->jobs == 2);
  CHECK(settings->ignore == std::vector<std::string>{"files", "injection"});
  CHECK(origin_of(*settings, "ignore").ends_with("antivenom.toml:2, --ignore"));
}

TEST_CASE("dates are read and written alike") {
  CHECK(date_text(*parse_date("2024-02-29")) == "2024-02-29");
  CHECK(date_text(*parse_date("0999-01-01")) == "0999-01-01");
  CHECK(parse_date(""));
  for (const char* const wrong : {"2023-02-29", "2024-13-01", "2024-1", "24-02-29x", "2024-02-29 ",
                                  "today", "2024-02-29-01", "2024/02/29"}) {
    CHECK_FALSE(parse_date(wrong));
  }
}
