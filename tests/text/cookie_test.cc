#include "analysis/text/cookie.h"

#include <doctest/doctest.h>

#include <string>

namespace av::text {
namespace {

std::string cookie(std::string_view bytes) {
  const auto found = find_cookie(bytes);
  return found ? std::string(found->name) : "none";
}

TEST_CASE("find_cookie: the forms of PEP 263") {
  CHECK(cookie("# -*- coding: latin-1 -*-\n") == "latin-1");
  CHECK(cookie("# vim: set fileencoding=cp1252 :\n") == "cp1252");
  CHECK(cookie("#coding:utf-8") == "utf-8");
  CHECK(cookie("#coding= \t x_y.z-1!") == "x_y.z-1");
  CHECK(cookie(" \t\f# coding: a\n") == "a");
  CHECK(cookie("# coding x, encoding: b\n") == "b");
  CHECK(cookie("# coding: coding: c\n") == "coding");
  CHECK(cookie("# coding:, coding: d\n") == "d");
}

TEST_CASE("find_cookie: the first two lines only") {
  CHECK(cookie("#!/usr/bin/python\n# coding: a\n") == "a");
  CHECK(cookie("\n# coding: a\n") == "a");
  CHECK(cookie(" \t\f\r\n# coding: a\r\n") == "a");
  CHECK(cookie("#\r# coding: a\r") == "a");
  CHECK(cookie("\n\n# coding: a\n") == "none");
  CHECK(cookie("#\r#\n# coding: a\n") == "none");
  CHECK(cookie("x = 1\n# coding: a\n") == "none");
  CHECK(cookie("\\\n# coding: a\n") == "none");
  CHECK(cookie("x = 1  # coding: a\n") == "none");
  CHECK(cookie("\v# coding: a\n") == "none");
  CHECK(cookie("# coding: a\n# coding: b\n") == "a");
}

TEST_CASE("find_cookie: what is none") {
  CHECK(cookie("") == "none");
  CHECK(cookie("#") == "none");
  CHECK(cookie("# coding") == "none");
  CHECK(cookie("# coding:") == "none");
  CHECK(cookie("# coding :a") == "none");
  CHECK(cookie("# Coding: a") == "none");
  CHECK(cookie("'coding: a'") == "none");
}

TEST_CASE("find_cookie: where it is") {
  const auto found = find_cookie("#!x\r\n# coding: ab\r\ny");
  REQUIRE(found);
  CHECK(found->offset == 15);
  CHECK(found->line_end == 19);
  CHECK(find_cookie("# coding: ab")->line_end == 12);
}

}  // namespace
}  // namespace av::text
