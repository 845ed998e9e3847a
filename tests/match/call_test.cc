#include "analysis/match/call.h"

#include "tests/match/asked.h"

namespace {

using av::match::Argument;
using av::match::Asked;
using av::match::Call;
using av::match::Parameter;

// The source of the argument, "absent" or "hidden".
std::string argument(const std::string& code, const std::string& call, Parameter parameter) {
  Asked asked(code + "\n" + call + "\n");
  const Argument found = asked.call(call).argument(parameter);
  switch (found.state) {
    case Argument::State::Absent:
      return "absent";
    case Argument::State::Hidden:
      return "hidden";
    case Argument::State::Given:
      return std::string(asked.tree().text_of(found.node));
  }
  return "";
}

TEST_CASE("an argument is given by position or by name") {
  CHECK(argument("", "f(1, 2)", {1, "b"}) == "2");
  CHECK(argument("", "f(1, b=2)", {1, "b"}) == "2");
  CHECK(argument("", "f(b=2, a=1)", {0, "a"}) == "1");
  CHECK(argument("", "f(1)", {1, "b"}) == "absent");
  CHECK(argument("", "f(1, 2)", {Parameter::kKeywordOnly, "b"}) == "absent");
}

TEST_CASE("what the file does not show is hidden") {
  CHECK(argument("", "f(*x)", {0, "a"}) == "hidden");
  CHECK(argument("", "f(1, *x)", {0, "a"}) == "1");
  CHECK(argument("", "f(1, *x)", {1, "b"}) == "hidden");
  CHECK(argument("", "f(*x, 2)", {0, "a"}) == "hidden");
  CHECK(argument("", "f(**x)", {1, "b"}) == "hidden");
  CHECK(argument("", "f(b=2, **x)", {1, "b"}) == "2");
  CHECK(argument("", "f(*x)", {Parameter::kKeywordOnly, "b"}) == "absent");
}

TEST_CASE("what the file shows is written out") {
  CHECK(argument("x = (1, 2)", "f(*x)", {1, "b"}) == "2");
  CHECK(argument("x = {'b': 2}", "f(**x)", {1, "b"}) == "2");
  CHECK(argument("x = dict(b=2)", "f(1, **x)", {1, "b"}) == "2");
  CHECK(argument("x = {'b': 2}", "f(**x)", {0, "a"}) == "absent");
  CHECK(argument("x = {'b': 2, **y}", "f(**x)", {0, "a"}) == "hidden");
  CHECK(argument("x = [1]\nx.append(2)", "f(*x)", {0, "a"}) == "hidden");
}

TEST_CASE("a partial's arguments count") {
  const std::string code = "from functools import partial\ng = partial(f, 1, c=3)";
  CHECK(argument(code, "g(2)", {0, "a"}) == "1");
  CHECK(argument(code, "g(2)", {1, "b"}) == "2");
  CHECK(argument(code, "g(2)", {2, "c"}) == "3");
}

TEST_CASE("what a partial gives that is no variable of the function is hidden") {
  const std::string code =
      "import functools, yaml\nx.load = functools.partial(yaml.load, Loader=L)";
  CHECK(argument(code, "functools.partial(yaml.load, Loader=L)(s)", {1, "Loader"}) == "hidden");
  CHECK(argument(code, "functools.partial(yaml.load)(s)", {1, "Loader"}) == "absent");
}

TEST_CASE("very long spreads are not written out") {
  std::string list = "x = [";
  for (int i = 0; i < 100; ++i) {
    list += "1, ";
  }
  CHECK(argument(list + "]", "f(*x)", {0, "a"}) == "hidden");
}

TEST_CASE("receiver and method") {
  Asked asked("a.b.c(1)\nf(2)\n");
  const Call method = asked.call("a.b.c(1)");
  CHECK(method.method() == "c");
  CHECK(asked.tree().text_of(method.receiver()) == "a.b");
  CHECK(method.text() == "a.b.c");
  CHECK(method.is_unresolved());
  const Call function = asked.call("f(2)");
  CHECK(function.method().empty());
  CHECK_FALSE(function.receiver().exists());
}

TEST_CASE("what is called") {
  Asked asked("import os\nos.system('x')\n");
  const Call call = asked.call("os.system('x')");
  CHECK(call.is("os.system"));
  CHECK_FALSE(call.is("os.popen"));
  CHECK_FALSE(call.is_unresolved());
  CHECK(call.value({0, "command"}).text() == "x");
  CHECK(call.positional_count() == 1);
}

TEST_CASE("a long callee is shown by its last name") {
  const std::string callee = "f(" + std::string(100, 'a') + ").run";
  Asked asked(callee + "()\n");
  CHECK(asked.call(callee + "()").text() == "run");
}

}  // namespace
