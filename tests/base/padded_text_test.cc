#include "base/padded_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>

namespace av::base {
namespace {

bool is_padded(const PaddedText& text) {
  const char* end = text.text().data() + text.text().size();
  return std::all_of(end, end + kPadding, [](char c) { return c == '\0'; });
}

TEST_CASE("PaddedText: text, and zero bytes behind it, whatever was done") {
  PaddedText text;
  CHECK(text.text().empty());
  CHECK(is_padded(text));
  text.assign(std::string(1000, 'x'));
  text.assign("short");
  CHECK(text.text() == "short");
  CHECK(is_padded(text));
  text.shrink(2);
  CHECK(text.text() == "sh");
  CHECK(is_padded(text));
  std::fill_n(text.fill(3), 3, 'y');
  CHECK(text.text() == "yyy");
  CHECK(is_padded(text));
  text.release();
  CHECK(text.text().empty());
  CHECK(is_padded(text));
}

TEST_CASE("PaddedText: drop_front") {
  PaddedText text("abcdef");
  text.drop_front(2);
  CHECK(text.text() == "cdef");
  CHECK(is_padded(text));
  text.drop_front(4);
  CHECK(text.text().empty());
  CHECK(is_padded(text));
}

TEST_CASE("PaddedText: moving leaves no text behind") {
  PaddedText from("abc");
  PaddedText to(std::move(from));
  CHECK(to.text() == "abc");
  CHECK(to.view().size() == 3);
  CHECK(from.text().empty());  // NOLINT(bugprone-use-after-move): what it promises
  from.assign("again");
  CHECK(from.text() == "again");
}

}  // namespace
}  // namespace av::base
