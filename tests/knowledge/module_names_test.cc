#include "analysis/knowledge/module_names.h"

#include "analysis/knowledge/module_table.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

namespace av::knowledge {

TEST_CASE("modules in C and what they have") {
  CHECK(is_native_module("_socket"));
  CHECK(has_hidden_name("_socket", "AF_INET"));
  CHECK_FALSE(has_hidden_name("_socket", "AF_INE"));
  CHECK_FALSE(has_hidden_name("_socket", ""));
  CHECK_FALSE(has_hidden_name("_socket", "AF_INET AF_INET6"));
  CHECK(hidden_names("no_such_module").empty());
  CHECK_FALSE(is_native_module("no_such_module"));
}

TEST_CASE("names that Python code computes") {
  CHECK_FALSE(is_native_module("http.client"));
  CHECK(has_hidden_name("http.client", "BAD_REQUEST"));
  CHECK_FALSE(has_hidden_name("http.client", "HTTPConnection"));
}

TEST_CASE("numbers that names stand for") {
  CHECK(find_number("stat.S_IRWXU") == 0700);
  CHECK(find_number("ssl.VerifyMode.CERT_NONE") == 0);
  CHECK(find_number("subprocess.PIPE") == -1);
  CHECK_FALSE(find_number("stat.S_IRWX"));
  CHECK_FALSE(find_number(""));
  CHECK(std::ranges::is_sorted(number_rows(), {}, &NumberRow::path));
}

TEST_CASE("the table can be searched by halves, and its names are ascending") {
  const auto rows = module_rows();
  CHECK(rows.size() > 80);
  CHECK(std::ranges::is_sorted(rows, {}, &ModuleRow::module));
  for (const ModuleRow& row : rows) {
    const auto names = hidden_names(row.module);
    CHECK(std::ranges::adjacent_find(names, std::greater_equal<>()) == names.end());
    CHECK(std::ranges::all_of(names, [](std::string_view name) { return !name.empty(); }));
  }
}

}  // namespace av::knowledge
