#include "cli/application.h"

#include "tests/cli/captured.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using av::cli::Exit;
using av::test::Captured;

namespace {

// Ran is what came of a command line.
struct Ran {
  Exit exit;
  std::string out, err;
};

Ran run(std::vector<const char*> words) {
  words.insert(words.begin(), "antivenom");
  Captured captured;
  av::cli::Console console = captured.console();
  const Exit exit = av::cli::run_arguments(static_cast<int>(words.size()), words.data(), console);
  return {exit, captured.out(), captured.err()};
}

}  // namespace

TEST_CASE("the version is told in three ways") {
  for (const char* const word : {"--version", "-V", "version"}) {
    const Ran ran = run({word});
    CHECK(ran.exit == Exit::Clean);
    CHECK(ran.out.starts_with("antivenom "));
    CHECK(ran.err.empty());
  }
}

TEST_CASE("no command is wrong usage, with help") {
  const Ran ran = run({});
  CHECK(ran.exit == Exit::Usage);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("Usage: antivenom COMMAND") != std::string::npos);
}

TEST_CASE("help is there for all, groups and commands, wherever the word stands") {
  CHECK(run({"--help"}).out == run({"help"}).out);
  CHECK(run({"scan", "--help"}).out == run({"help", "scan"}).out);
  CHECK(run({"rules"}).out == run({"rules", "--help"}).out);
  CHECK(run({"rules", "list", "-h"}).out == run({"help", "rules", "list"}).out);
  CHECK(run({"explain", "--help"}).exit == Exit::Clean);  // though RULE is missing
  CHECK(run({"scan", "--no-such", "--help"}).exit == Exit::Clean);
}

TEST_CASE("misspelt commands are suggested") {
  const auto hint = [](std::vector<const char*> words) { return run(std::move(words)).err; };
  CHECK(hint({"scna"}) == "antivenom: there is no command `scna`\n  did you mean `scan`?\n");
  CHECK(hint({"rules", "lst"}) ==
        "antivenom: there is no command `rules lst`\n  did you mean `rules list`?\n");
  CHECK(hint({"help", "explian"}) ==
        "antivenom: there is no command `explian`\n  did you mean `explain`?\n");
  CHECK(hint({"xyzzy"}).find("`antivenom help` lists the commands") != std::string::npos);
  CHECK(run({"xyzzy"}).exit == Exit::Usage);
}

TEST_CASE("misspelt options are suggested") {
  const Ran ran = run({"scan", "--selct=all"});
  CHECK(ran.exit == Exit::Usage);
  CHECK(ran.err == "antivenom: there is no option `--selct`\n  did you mean `--select`?\n");
  CHECK(run({"scan", "-z"}).err.find("there is no option `-z`") != std::string::npos);
}

TEST_CASE("missing, superfluous and wrong values are told") {
  CHECK(run({"explain"}).err.find("RULE") != std::string::npos);
  CHECK(run({"explain", "a", "b"}).err.find("one argument too many: `b`") != std::string::npos);
  CHECK(run({"scan", "--jobs"}).exit == Exit::Usage);
  CHECK(run({"version", "--color", "pink"}).err ==
        "antivenom: --color takes auto, always or never\n");
}

TEST_CASE("behind two dashes there are only arguments") {
  CHECK(run({"explain", "--", "shell-command"}).exit == Exit::Clean);
  CHECK(run({"explain", "--", "--shell"}).err.find("there is no rule `--shell`") !=
        std::string::npos);
}

TEST_CASE("what was typed does not act on the terminal") {
  const Ran ran = run({"\x1b[31mscan"});
  CHECK(ran.err.find('\x1b') == std::string::npos);
  CHECK(ran.err.find("\\x1b[31mscan") != std::string::npos);
}
