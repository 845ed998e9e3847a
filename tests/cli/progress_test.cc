#include "cli/progress.h"

#include "tests/cli/captured.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

using av::cli::progress_line;
using av::cli::ProgressLine;
using av::test::Captured;

namespace {

// drawn is what a ProgressLine writes within half a second.
std::string drawn(ProgressLine::Wanted wanted, bool on_terminal) {
  Captured captured;
  av::cli::Console console = captured.console();
  console.err_style.animation = on_terminal;
  av::engine::Progress progress;
  progress.files = 8;
  progress.done = 2;
  {
    const ProgressLine line(progress, console, wanted);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
  return captured.err();
}

}  // namespace

TEST_CASE("the line is a bar and a count, or only that") {
  CHECK(progress_line(0, 0, 80) == "looking for files");
  CHECK(progress_line(0, 8, 80) == "[                              ] 0 of 8 files");
  CHECK(progress_line(4, 8, 80) == "[###############               ] 4 of 8 files");
  CHECK(progress_line(8, 8, 80) == "[##############################] 8 of 8 files");
  CHECK(progress_line(4, 8, 40) == "4 of 8 files");
}

TEST_CASE("the line is drawn on a terminal and gone at the end") {
  const std::string text = drawn(ProgressLine::Wanted::Yes, true);
  CHECK(text.starts_with("\r\x1b[K["));
  CHECK(text.find("2 of 8 files") != std::string::npos);
  CHECK(text.ends_with("\r\x1b[K"));
}

TEST_CASE("nothing is drawn elsewhere, or when it is not wanted") {
  CHECK(drawn(ProgressLine::Wanted::Yes, false).empty());
  CHECK(drawn(ProgressLine::Wanted::No, true).empty());
}

TEST_CASE("short work draws nothing and does not wait") {
  Captured captured;
  av::cli::Console console = captured.console();
  console.err_style.animation = true;
  const av::engine::Progress progress;
  const auto before = std::chrono::steady_clock::now();
  { const ProgressLine line(progress, console, ProgressLine::Wanted::Yes); }
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::milliseconds(250));
  CHECK(captured.err().empty());
}
