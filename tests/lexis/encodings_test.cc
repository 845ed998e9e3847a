#include "lexis/encodings.h"

#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace av::lexis {
namespace {

std::string codec(std::string_view name) {
  const Codec* found = find_codec(name);
  return found == nullptr ? "unknown" : found->name;
}

TEST_CASE("find_codec: spellings") {
  CHECK(codec("utf-8") == "utf-8");
  CHECK(codec("UTF8") == "utf-8");
  CHECK(codec("utf_8-unix") == "utf-8");
  CHECK(codec("u8") == "utf-8");
  CHECK(codec("UTF-8-sig") == "utf-8");
  CHECK(codec("Latin_1") == "latin-1");
  CHECK(codec("iso-8859-1-dos") == "latin-1");
  CHECK(codec("l1") == "latin-1");
  CHECK(codec("iso8859-15") == "iso8859-15");
  CHECK(codec("latin9") == "iso8859-15");
  CHECK(codec("windows-1252") == "cp1252");
  CHECK(codec("-cp1252-") == "cp1252");
  CHECK(codec("sjis") == "shift-jis");
  CHECK(codec("mac-roman") == "mac-roman");
  CHECK(codec("MacCentralEurope") == "mac-latin2");
  CHECK(codec("koi8_r") == "koi8-r");
  CHECK(codec("rot13") == "rot-13");
}

TEST_CASE("find_codec: what is none") {
  for (const char* name : {"", "-", "klingon", "utf-8.", "utf8-unix", "cp1252.", "iso8859.15",
                           "aliases", "utf--9", "latin-1x"}) {
    CAPTURE(name);
    CHECK(codec(name) == "unknown");
  }
}

TEST_CASE("canonical_cookie: what a byte-order mark is compared with") {
  CHECK(canonical_cookie("UTF_8") == "utf-8");
  CHECK(canonical_cookie("utf-8-sig") == "utf-8");
  CHECK(canonical_cookie("utf8") == "utf8");
  CHECK(canonical_cookie("utf-80") == "utf-80");
  CHECK(canonical_cookie("LATIN-1") == "iso-8859-1");
  CHECK(canonical_cookie("iso_latin_1_unix") == "iso-8859-1");
  CHECK(canonical_cookie("cp1252") == "cp1252");
}

TEST_CASE("all_codecs: ascending, and what hides or no Python takes is marked") {
  const auto& codecs = all_codecs();
  CHECK(codecs.size() > 110);
  CHECK(std::is_sorted(codecs.begin(), codecs.end(),
                       [](const Codec& a, const Codec& b) { return a.name < b.name; }));
  for (const char* name : {"utf-7", "rot13", "unicode_escape", "raw_unicode_escape", "cp037", "hz",
                           "utf-16", "utf-32-be", "iso2022_jp", "punycode", "idna"}) {
    CAPTURE(name);
    CHECK(find_codec(name)->hides);
  }
  for (const char* name : {"utf-8", "cp1252", "gbk", "big5", "cp864", "mac_roman", "ascii"}) {
    CAPTURE(name);
    CHECK_FALSE(find_codec(name)->hides);
  }
  CHECK(find_codec("base64")->kind == CodecKind::NotText);
  CHECK_FALSE(find_codec("rot13")->python3);
  CHECK(find_codec("utf-7")->python3);
}

// Every name we know, and random changes of them; seeded, the same on every run.
std::vector<std::string> cookie_names() {
  std::mt19937 random(13);
  std::vector<std::string> names = {"utf8",       "latin1",   "8859",         "u8",
                                    "l9",         "sjis",     "windows-1252", "latin-1",
                                    "iso-8859-1", "macroman", "ibm037",       "csascii"};
  for (const Codec& known : all_codecs()) {
    names.push_back(known.name);
  }
  const std::size_t known = names.size();
  for (int i = 0; i < 4000; ++i) {
    std::string name = names[random() % known];
    const std::size_t at = random() % (name.size() + 1);
    switch (random() % 4) {
      case 0:
        name.insert(at, 1, "-_.xX8"[random() % 6]);
        break;
      case 1:
        name.erase(at, 1);
        break;
      case 2:
        std::replace(name.begin(), name.end(), '-', '_');
        break;
      default:
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    }
    if (!name.empty()) {
      names.push_back(name);
    }
  }
  return names;
}

TEST_CASE("find_codec: names that CPython's source may use, and no others") {
  const auto names = cookie_names();
  const auto answers = test::python_answers("tests/differential/lexis_answers.py cookies", names);
  if (!answers) {
    return;
  }
  REQUIRE(answers->size() == names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Codec* found = find_codec(names[i]);
    // A line of ASCII is no punycode, which a file may be in all the same.
    if (found == nullptr || found->name != "punycode") {
      CAPTURE(names[i]);
      CHECK((found != nullptr && found->python3) == ((*answers)[i] == "yes"));
    }
  }
}

}  // namespace
}  // namespace av::lexis
