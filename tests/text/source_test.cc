#include "analysis/text/source.h"

#include "analysis/text/given_text.h"
#include "tests/support/folder.h"
#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace av::text {
namespace {

std::string name_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::UndecodableBytes:
      return "undecodable";
    case NoticeKind::UnknownEncoding:
      return "unknown";
    case NoticeKind::HidingEncoding:
      return "hiding";
    case NoticeKind::ConflictingCookie:
      return "conflicting";
    case NoticeKind::BrokenCell:
      return "BrokenCell";
    case NoticeKind::NullByte:
      return "null";
  }
  return "";
}

// Encoding, text and notices on one line.
std::string read(std::string_view bytes) {
  const Source source = decode("x.py", bytes);
  std::string out = source.encoding + (source.had_bom ? "+bom" : "") + "|";
  out += source.text.text();
  for (const Notice& notice : source.notices) {
    out += "|" + name_of(notice.kind) + " " + std::to_string(notice.span.start) + "-" +
           std::to_string(notice.span.end) + (notice.rejects ? "!" : "");
  }
  return out;
}

TEST_CASE("decode: UTF-8 is the default") {
  CHECK(read("") == "utf-8|");
  CHECK(read("x = 'é'") == "utf-8|x = 'é'");
  CHECK(read("\xEF\xBB\xBFx") == "utf-8+bom|x");
  CHECK(read("# coding: UTF8\né") == "utf-8|# coding: UTF8\né");
  CHECK(read("a\xFF\xFE\nb\xC3") ==
        "utf-8|a\uFFFD\uFFFD\nb\uFFFD|undecodable 1-7!|undecodable 9-12!");
}

TEST_CASE("decode: by cookie") {
  CHECK(read("# coding: latin-1\n\xE9") == "latin-1|# coding: latin-1\né");
  CHECK(read("# coding: Latin_1-unix\n\xE9") == "latin-1|# coding: Latin_1-unix\né");
  CHECK(read("# coding: cp1252\n\x80\x81") ==
        "cp1252|# coding: cp1252\n€\uFFFD|undecodable 20-23!");
  CHECK(read("# coding: iso8859-15\n\xA4") == "iso8859-15|# coding: iso8859-15\n€");
  CHECK(read("# coding: ascii\n\xE9") == "ascii|# coding: ascii\n\uFFFD|undecodable 16-19!");
  CHECK(read("# coding: koi8-r\n\xC1") == "koi8-r|# coding: koi8-r\nа");
  CHECK(read("# coding: shift_jis\n\x82\xA0\\") == "shift-jis|# coding: shift_jis\nあ\\");
  CHECK(read("# coding: euc-jp\n\xA4\xA2") == "euc-jp|# coding: euc-jp\nあ");
  CHECK(read("# coding: gbk\n\xC4\xE3") == "gbk|# coding: gbk\n你");
}

TEST_CASE("decode: cookies that no Python takes") {
  CHECK(read("# coding: klingon\né") == "utf-8|# coding: klingon\né|unknown 10-17!");
  CHECK(read("# coding: klingon\n\xE9") == "latin-1|# coding: klingon\né|unknown 10-17!");
  CHECK(read("# coding: base64\n") == "utf-8|# coding: base64\n|unknown 10-16!");
  CHECK(read("\xEF\xBB\xBF# coding: cp1252\né") ==
        "utf-8+bom|# coding: cp1252\né|conflicting 10-16!");
  CHECK(read("\xEF\xBB\xBF# coding: utf8\n") == "utf-8+bom|# coding: utf8\n|conflicting 10-14!");
  CHECK(read("\xEF\xBB\xBF# coding: UTF-8-unix\n") == "utf-8+bom|# coding: UTF-8-unix\n");
}

TEST_CASE("decode: what hides is shown") {
  CHECK(read("# coding: utf-7\n+AGU-val(x)") == "utf-7|# coding: utf-7\neval(x)|hiding 10-15");
  CHECK(read("# coding: unicode_escape\n#\\nevil()") ==
        "unicode-escape|# coding: unicode_escape\n#\nevil()|hiding 10-24");
  CHECK(read("# coding: raw_unicode_escape\n\\u0065val") ==
        "raw-unicode-escape|# coding: raw_unicode_escape\neval|hiding 10-28");
  CHECK(read("# coding: rot13\nriny(k)") == "rot-13|# coding: rot13\neval(x)|hiding 10-15!");
  CHECK(read("# coding: cp037\n\x85\xA5\x81\x93") == "cp037|# coding: cp037\neval|hiding 10-15!");
  CHECK(read(std::string_view("# coding: utf-16-be\n\0e\0v", 24)) ==
        "utf-16-be|# coding: utf-16-be\nev|hiding 10-19!");
  CHECK(read("#\xFF coding: cp037\n\x85") ==
        "cp037|#\uFFFD coding: cp037\ne|undecodable 1-4!|hiding 13-18!");
  CHECK(read("# \xE9 coding: x\n\xE9") == "latin-1|# é coding: x\né|unknown 13-14!");
  CHECK(read("# \xE9 coding: utf-7\n") ==
        "utf-7|# \uFFFD coding: utf-7\n|undecodable 2-5!|hiding 14-19");
  CHECK(read(std::string_view("\xFF\xFEx\0\n\0", 6)) == "utf-16|x\n|unknown 0-0!");
}

TEST_CASE("take_text: what a cookie says is over") {
  const std::string_view text = "# coding: latin-1\né = '\xED\xA0\x80'";
  const Source source = take_text("x.ipynb", text);
  CHECK(source.encoding == "utf-8");
  CHECK(source.text.text() == "# coding: latin-1\né = '\uFFFD\uFFFD\uFFFD'");
  REQUIRE(source.notices.size() == 1);
  CHECK(source.notices[0].kind == NoticeKind::UndecodableBytes);
  CHECK(take_text_by_name("x.py", text)->text.text() == source.text.text());
  CHECK_FALSE(take_text_by_name("x.ipynb", text));
  CHECK(take_text_by_name("x.md", "```python\nx\n```\n")->text.text() ==
        decode_by_name("x.md", "```python\nx\n```\n")->text.text());
}

TEST_CASE("decode: null bytes") {
  CHECK(read(std::string_view("a\0b\0", 4)) == std::string("utf-8|a\0b\0|null 1-2!|null 3-4!", 30));
}

TEST_CASE("decode: notices of one kind are few, and the last tells of the rest") {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    bytes += "\xFFx";
  }
  const Source damaged = decode("", bytes);
  REQUIRE(damaged.notices.size() == kMostNotices);
  CHECK(damaged.notices.back().message ==
        "bytes that are no text in utf-8, and 80 more places like this");
  const Source nulls = decode("", std::string(100, '\0'));
  REQUIRE(nulls.notices.size() == kMostNotices);
  CHECK(nulls.notices.back().message == "a null byte, and 80 more places like this");
}

TEST_CASE("load_source: a file as it is on disk") {
  const test::Folder folder;
  const std::string path = folder.write("a.py", "# coding: latin-1\n\xE9\n");
  const auto source = load_source(path, "shown.py");
  REQUIRE(source);
  CHECK(source->path == "shown.py");
  CHECK(source->encoding == "latin-1");
  CHECK(source->text.text() == "# coding: latin-1\né\n");
  CHECK(load_source(folder.write("empty.py", ""), "")->text.text().empty());
}

TEST_CASE("load_source_into: a source is used again") {
  const test::Folder folder;
  Source source;
  REQUIRE(load_source_into(source, folder.write("a", "\xEF\xBB\xBFlonger\xFF"), "a"));
  CHECK(source.had_bom);
  CHECK(source.notices.size() == 1);
  REQUIRE(load_source_into(source, folder.write("b", "b"), "b"));
  CHECK(source.path == "b");
  CHECK(source.text.text() == "b");
  CHECK_FALSE(source.had_bom);
  CHECK(source.notices.empty());
  CHECK_FALSE(load_source_into(source, folder.path("none"), "none"));
  CHECK(source.text.text().empty());
}

TEST_CASE("load_source: larger than the limit") {
  const test::Folder folder;
  const std::string path = folder.write("a.py", "12345");
  CHECK(load_source(path, "a.py", {.max_bytes = 5}));
  const auto source = load_source(path, "a.py", {.max_bytes = 4});
  REQUIRE_FALSE(source);
  CHECK(source.error().code == ErrorCode::LimitExceeded);
  CHECK(source.error().message == "a.py is larger than 4 bytes");
}

// Sources as people write them and as they should not; seeded, the same on every run.
std::vector<std::string> random_sources() {
  std::mt19937 random(9);
  const std::vector<std::string> marks = {"", "", "", "\xEF\xBB\xBF"};
  const std::vector<std::string> firsts = {"",    "#!x\n", "\n",    "x=1\n",     " \t\f\n",
                                           "#\r", "\r\n",  "#\r\n", "'''\n'''\n"};
  const std::vector<std::string> words = {
      "# coding: ",     "#coding=",  " # -*- coding:\t",     "# Coding: ",
      "x=1 # coding: ", "# coding ", "# encoding: coding= ", "#"};
  const std::vector<std::string> names = {
      "utf-8",     "UTF8",    "utf_8",        "latin-1", "Latin1",    "iso-8859-15",  "cp1252",
      "ascii",     "klingon", "utf-8-sig",    "koi8-r",  "mac-roman", "windows-1251", "gbk",
      "shift_jis", "euc-jp",  "u8",           "utf-8-x", "8859",      "base64",       "iso8859.15",
      "",          "rot13",   "latin-1-unix", "-utf8-",  "utf-7",     "big5",         "iso2022_jp"};
  const std::vector<std::string> bodies = {
      "y = 'abc'\n",  "y = '\xC3\xA9'\n", "y = '\xE9'\n",          "y = '\x80'\n",
      "y = '\x81'\n", "y = '\xA4\xA2'\n", "y = '\xE2\x82\xAC'\r\n"};
  const auto pick = [&random](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  std::vector<std::string> sources;
  for (int i = 0; i < 4000; ++i) {
    std::string source = pick(marks) + pick(firsts);
    source += pick(words) + pick(names) + "\n";
    sources.push_back(source + pick(bodies));
  }
  return sources;
}

TEST_CASE("decode: accepted, refused and read as by CPython") {
  const auto sources = random_sources();
  const auto answers = test::python_answers("tests/differential/text_answers.py sources", sources);
  if (!answers) {
    return;
  }
  REQUIRE(answers->size() == sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Source source = decode("", sources[i]);
    bool is_refused = false;
    for (const Notice& notice : source.notices) {
      is_refused = is_refused || notice.rejects;
    }
    CAPTURE(sources[i]);
    CAPTURE((*answers)[i]);
    if ((*answers)[i] == "refused") {
      CHECK(is_refused);
    } else {
      CHECK_FALSE(is_refused);
      CHECK(source.text.text().find(test::from_hex((*answers)[i])) != std::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace av::text
