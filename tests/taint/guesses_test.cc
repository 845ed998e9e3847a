// guesses_test.cc — how sure it is that a value came all the way.

#include "tests/taint/program_sample.h"

#include <doctest/doctest.h>

#include <string>

namespace {

// guesses_of is what was guessed on the only way to a sink of a program.
int guesses_of(const std::string& code) {
  const std::string prelude = "import os\nfrom flask import request\n";
  const av::test::ProgramSample sample({{"app.py", prelude + code}});
  REQUIRE(sample.result().flows.size() == 1);
  return sample.result().flows[0].guesses;
}

TEST_CASE("what is seen step by step is certain") {
  CHECK(guesses_of("os.system('ls ' + request.args['q'])\n") == 0);
  CHECK(guesses_of("class Job:\n"
                   "    def __init__(self, cmd):\n"
                   "        self.cmd = cmd\n"
                   "def view():\n"
                   "    os.system(Job(request.args['q']).cmd)\n") == 0);
}

TEST_CASE("a call of which nothing is known may bring something else") {
  CHECK(guesses_of("os.system(work(request.args['q']))\n") == 1);
  CHECK(guesses_of("os.system(work(other(request.args['q'])))\n") == 2);
}

TEST_CASE("what an attribute holds is less sure to come out of a call than the object") {
  constexpr const char* kJob =
      "class Job:\n"
      "    def __init__(self, cmd):\n"
      "        self.cmd = cmd\n";
  CHECK(guesses_of(std::string(kJob) + "os.system(str(Job(request.args['q'])))\n") == 1);
  CHECK(guesses_of(std::string(kJob) + "os.system(work(Job(request.args['q'])))\n") == 2);
}

TEST_CASE("a method that may be overridden is a guess, unless it is there to be") {
  const auto program = [](const std::string& body) {
    return "class Base:\n"
           "    def run(self):\n"
           "        self.step(request.args['q'])\n"
           "    def step(self, cmd):\n"
           "        " +
           body +
           "\n"
           "class Job(Base):\n"
           "    def step(self, cmd):\n"
           "        os.system(cmd)\n";
  };
  CHECK(guesses_of(program("pass")) == 1);
  CHECK(guesses_of(program("raise NotImplementedError")) == 0);
}

TEST_CASE("what an override brings itself is as unsure as what is passed to it") {
  const auto program = [](const std::string& body) {
    return "class Base:\n"
           "    def run(self):\n"
           "        os.system(self.step())\n"
           "    def step(self):\n"
           "        " +
           body +
           "\n"
           "class Job(Base):\n"
           "    def step(self):\n"
           "        return request.args['q']\n";
  };
  CHECK(guesses_of(program("return 'ls'")) == 1);
  CHECK(guesses_of(program("raise NotImplementedError")) == 0);
  CHECK(guesses_of("class Job:\n"
                   "    def step(self):\n"
                   "        return request.args['q']\n"
                   "def view(job):\n"
                   "    os.system(job.step())\n") == 1);
}

TEST_CASE("which part of what an unknown call gives a value is in is a guess") {
  CHECK(guesses_of("a, b = work(request.args['q'])\n"
                   "os.system(a)\n") == 2);
  CHECK(guesses_of("a, b = work(request.args['q']).split(':')\n"
                   "os.system(a)\n") == 1);
  CHECK(guesses_of("def work(q):\n"
                   "    return 'ls', q\n"
                   "a, b = work(request.args['q'])\n"
                   "os.system(b)\n") == 0);
}

TEST_CASE("of many keys it is not known which one a value is in") {
  const auto dict = [](int keys) {
    std::string code = "q = request.args['q']\nd = {}\n";
    for (int i = 0; i < keys; ++i) {
      code += "d['k" + std::to_string(i) + "'] = q\n";
    }
    return code + "os.system(d['k0'])\n";
  };
  CHECK(guesses_of(dict(10)) == 0);
  CHECK(guesses_of(dict(30)) == 1);
}

TEST_CASE("a way too far to be told of ends, if a guess is among its steps") {
  const auto flows = [](const std::string& brought) {
    const std::string code =
        "import os\nfrom flask import request\ndef on(x):\n    return x\nv = " + brought + "\n";
    std::string steps;
    for (int i = 0; i < 40; ++i) {
      steps += "v = on(v)\n";
    }
    const av::test::ProgramSample sample({{"app.py", code + steps + "os.system(v)\n"}});
    return sample.result().flows.size();
  };
  CHECK(flows("request.args['q']") == 1);
  CHECK(flows("work(work(work(request.args['q'])))") == 0);
}

TEST_CASE("a handler that may get an exception is a guess") {
  constexpr const char* kRaise =
      "class Wrong(Exception):\n"
      "    pass\n"
      "def view():\n"
      "    try:\n"
      "        raise Wrong(request.args['q'])\n";
  CHECK(guesses_of(std::string(kRaise) + "    except Wrong as e:\n        os.system(str(e))\n") ==
        0);
  CHECK(guesses_of(std::string(kRaise) + "    except some() as e:\n        os.system(str(e))\n") ==
        1);
}

}  // namespace
