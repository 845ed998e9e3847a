#include <antivenom/secret.h>

#include <doctest/doctest.h>

using av::ErrorCode;
using av::secret::Dotenv;
using av::secret::parse_dotenv;

namespace {

// value_of parses `line` alone and shows what X became.
std::string value_of(std::string_view line) {
  const auto parsed = parse_dotenv(line);
  if (!parsed) {
    return "error: " + parsed.error().message;
  }
  const Dotenv::Entry* const entry = parsed->find("X");
  return entry == nullptr ? "absent" : std::string(entry->value.expose_text());
}

}  // namespace

TEST_CASE("bare values end at the line or at a comment, without blanks around") {
  CHECK(value_of("X=1") == "1");
  CHECK(value_of("  export  X = a b \t # note\n") == "a b");
  CHECK(value_of("X=a#b") == "a#b");
  CHECK(value_of("X=#b") == "");
  CHECK(value_of("X=") == "");
  CHECK(value_of("X=a\r\nY=b") == "a");
  CHECK(value_of("\xEF\xBB\xBFX=a") == "a");
  CHECK(value_of("X=pa$$word") == "pa$$word");
  CHECK(value_of("X=a\\nb") == "a\\nb");
  CHECK(value_of("X=a=b==") == "a=b==");
  CHECK(value_of("export=1\nX=2") == "2");
}

TEST_CASE("quotes keep what they hold") {
  CHECK(value_of("X='a $(b) `c` ${d} \\n #e' # note") == "a $(b) `c` ${d} \\n #e");
  CHECK(value_of("X='two\nlines'\nY=1") == "two\nlines");
  CHECK(value_of("X=\"a\\n\\r\\t\\\\\\\"\\$(b)\"") == "a\n\r\t\\\"$(b)");
  CHECK(value_of("X=\"two\nlines\"") == "two\nlines");
  CHECK(value_of("X=\"\"") == "");
}

TEST_CASE("nothing is substituted: asking for it is an error") {
  for (const char* line :
       {"X=$(id)", "X=`id`", "X=${HOME}", "X=\"a$(id)\"", "X=\"`id`\"", "X=\"${HOME}\""}) {
    CHECK(value_of(line) == "error: .env:1: the value asks for a substitution, and none is made");
  }
}

TEST_CASE("errors name file, line and fault, never the text") {
  const auto failed = parse_dotenv("A=1\n\n# c\nhunter2\n", "/etc/app.env");
  CHECK(failed.error().message == "/etc/app.env:4: a line must be NAME=VALUE");
  CHECK(value_of("X='a") == "error: .env:1: a single quote is not closed");
  CHECK(value_of("Y=\n\nX=\"a\nb") == "error: .env:3: a double quote is not closed");
  CHECK(value_of("X=\"a\\x\"") ==
        "error: .env:1: a backslash in double quotes is followed by none of n r t \\ \" $");
  CHECK(value_of("X=\"a\\") ==
        "error: .env:1: a backslash in double quotes is followed by none of n r t \\ \" $");
  CHECK(value_of("X='a' b") == "error: .env:1: there is text after the closing quote");
  CHECK(value_of("X=1\nX=2") == "error: .env:2: X is assigned a second time");
  CHECK(value_of("1X=2") == "error: .env:1: a line must be NAME=VALUE");
  CHECK(value_of("=2") == "error: .env:1: a line must be NAME=VALUE");
}

TEST_CASE("entries keep order and line") {
  const auto parsed = parse_dotenv("B=1\nA='x\ny'\nC=3");
  REQUIRE(parsed->entries().size() == 3);
  CHECK(parsed->entries()[0].name == "B");
  CHECK(parsed->entries()[1].line == 2);
  CHECK(parsed->entries()[2].line == 4);
  CHECK(parsed->find("D") == nullptr);
  CHECK(parse_dotenv("")->entries().empty());
  CHECK(parse_dotenv("# only\n\n").value().entries().empty());
}
