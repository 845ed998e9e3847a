#include "analysis/match/names_in.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;

std::string names(const std::string& expr) {
  Asked asked("f(" + expr + ")\n");
  std::string out;
  for (const std::string_view name : av::match::names_in(asked.check(), asked.node(expr))) {
    out += (out.empty() ? "" : " ") + std::string(name);
  }
  return out;
}

TEST_CASE("names of variables, attributes and constant keys") {
  CHECK(names("x") == "x");
  CHECK(names("x.y") == "x y");
  CHECK(names("'a'") == "");
  CHECK(names("form['password'].encode()").find("password") != std::string::npos);
  CHECK(names("a + f'{b}'") == "a b");
}

TEST_CASE("targets") {
  Asked asked("x = a.b = c['k'] = d[i] = 1\n");
  const auto name = [&](const char* text) {
    return std::string(av::match::target_name(asked.check(), asked.node(text)));
  };
  CHECK(name("x") == "x");
  CHECK(name("a.b") == "b");
  CHECK(name("c['k']") == "k");
  CHECK(name("d[i]") == "");
}

TEST_CASE("the function around") {
  Asked asked("def g():\n  lambda: x\ny\n");
  CHECK(av::match::function_name(asked.check(), asked.node("x")) == "g");
  CHECK(av::match::function_name(asked.check(), asked.node("y")) == "");
}

}  // namespace
