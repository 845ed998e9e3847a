#include "analysis/engine/line_hash.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

using av::engine::line_hashes;

namespace {

std::vector<std::string> all_hashes(std::string_view text, std::uint32_t lines) {
  std::vector<std::uint32_t> numbers(lines);
  std::iota(numbers.begin(), numbers.end(), 1U);
  return line_hashes(text, numbers);
}

using Hashes = std::vector<std::string>;

}  // namespace

// The expected hashes are those that the published implementation gives for these texts.
TEST_CASE("hashes are those of GitHub's code scanning") {
  CHECK(all_hashes("", 1) == Hashes{"c129715d7a2bc9a3:1"});
  CHECK(all_hashes(" a\nb\n  \t\tc\n d", 4) == Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                      "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
  const Hashes greetings = {"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
                            "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"};
  CHECK(all_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", 6) == greetings);
  CHECK(all_hashes(" hello; \t\rworld!!!\r\r\r  \t\tGreetings\r End", 6) == greetings);
  CHECK(all_hashes("hello;\r\nworld!!!\r\n\r\n\r\nGreetings\r\nEnd", 6) == greetings);
}

TEST_CASE("equal lines are counted, also those that nobody asks for") {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "x\n";
  }
  const std::vector<std::uint32_t> wanted = {1, 2, 150, 299};
  const Hashes hashes = line_hashes(text, wanted);
  REQUIRE(hashes.size() == 4);
  const std::string hash = hashes[0].substr(0, hashes[0].find(':'));
  CHECK(hashes[0] == hash + ":1");
  CHECK(hashes[1] == hash + ":2");
  CHECK(hashes[2] == hash + ":150");
  CHECK(hashes[3] != hash + ":299");  // the end of the text is in its window
}

TEST_CASE("a line may be asked for twice; characters beyond 16 bits are two units") {
  const std::vector<std::uint32_t> wanted = {2, 2};
  const Hashes hashes = line_hashes("a\nb \xF0\x9F\x92\xA3\n", wanted);
  CHECK(hashes[0] == hashes[1]);
  CHECK_FALSE(hashes[0].empty());
  CHECK(hashes[0] != all_hashes("a\nb \xEF\xBF\xBD\n", 2)[1]);
}
