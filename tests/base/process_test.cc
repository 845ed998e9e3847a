#include "base/process.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <vector>

using av::ErrorCode;
using av::base::ProcessOptions;
using av::base::run_process;
using Words = std::vector<std::string>;

TEST_CASE("a program's output and exit code come back") {
  const auto result = run_process(Words{"sh", "-c", "printf 'a\\0b'; exit 3"});
  REQUIRE(result);
  CHECK(result->exit_code == 3);
  CHECK(result->output == std::string("a\0b", 3));
}

TEST_CASE("arguments go through no shell, input comes from a file, the environment is extended") {
  const av::test::Folder folder;
  ProcessOptions options;
  options.input = folder.write("input", "hello");
  options.environment = {{"AV_TEST_WORD", "two words"}};
  const auto result = run_process(
      Words{"sh", "-c", "cat; printf '[%s][%s]' \"$1\" \"$AV_TEST_WORD\"", "x", "$(id) *"},
      options);
  REQUIRE(result);
  CHECK(result->output == "hello[$(id) *][two words]");
}

TEST_CASE("a program that is not there, one that is killed, one that prints too much") {
  const auto none = run_process(Words{"antivenom-no-such-program"});
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::NotFound);

  const auto killed = run_process(Words{"sh", "-c", "kill -9 $$"});
  REQUIRE(killed);
  CHECK(killed->exit_code == 128 + SIGKILL);

  ProcessOptions options;
  options.max_output_bytes = 100'000;
  const auto endless = run_process(Words{"yes"}, options);
  REQUIRE_FALSE(endless);
  CHECK(endless.error().code == ErrorCode::LimitExceeded);
}

TEST_CASE("a closed pipe ends the child even where we ignore the signal") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  ProcessOptions options;
  options.max_output_bytes = 10;
  CHECK_FALSE(run_process(Words{"yes"}, options));
  std::signal(SIGPIPE, before);
}
