#include "analysis/knowledge/front_matter.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

using av::knowledge::RulePage;

const std::string kGood =
    "id = \"AV999\"\n"
    "name = \"sample-rule\"\n"
    "title = \"A sample\"\n"
    "cwes = [78]\n"
    "severity = \"high\"\n"
    "confidence = \"low\"\n"
    "since = \"0.1\"\n"
    "status = \"stable\"\n";

av::Result<void> read_front(const std::string& toml) {
  RulePage page;
  page.path = "p.md";
  return av::knowledge::read_front_matter(toml, 2, page);
}

// The error of kGood with `from` replaced by `to`.
av::Error front_refusal(const std::string& from, const std::string& to) {
  std::string toml = kGood;
  const std::size_t at = toml.find(from);
  REQUIRE(at != std::string::npos);
  const auto result = read_front(toml.replace(at, from.size(), to));
  REQUIRE_FALSE(result.has_value());
  return result.error();
}

TEST_CASE("the sample is good") {
  CHECK(read_front(kGood).has_value());
}

TEST_CASE("an unknown key is an error with a suggestion") {
  const av::Error error = front_refusal("severity", "severty");
  CHECK(error.message == "p.md:6: unknown key `severty`");
  CHECK(error.hint == "did you mean `severity`?");
  CHECK(front_refusal("since", "zzzz").hint.starts_with("the keys are id, "));
}

TEST_CASE("a missing key is an error") {
  CHECK(front_refusal("id = \"AV999\"\n", "").message == "p.md:2: the key `id` is missing");
  CHECK(front_refusal("status = \"stable\"\n", "").message ==
        "p.md:2: the key `status` is missing");
  CHECK(front_refusal("cwes = [78]\n", "").message == "p.md:2: `cwes` must be a list of numbers");
}

TEST_CASE("values have their form") {
  CHECK(front_refusal("AV999", "AV99").message == "p.md:2: the value of `id` has the wrong form");
  CHECK(front_refusal("AV999", "XX999").message == "p.md:2: the value of `id` has the wrong form");
  CHECK(front_refusal("AV999", "AV99x").message == "p.md:2: the value of `id` has the wrong form");
  for (const char* name : {"Sample", "a--b", "-a", "a-", "a b", "", "9a"}) {
    CAPTURE(name);
    CHECK(front_refusal("sample-rule", name).message ==
          "p.md:3: the value of `name` has the wrong form");
  }
  CHECK(front_refusal("A sample", "A sample.").message ==
        "p.md:4: the value of `title` has the wrong form");
  CHECK(front_refusal("\"A sample\"", "7").message ==
        "p.md:4: the value of `title` has the wrong form");
  CHECK(front_refusal("0.1", "1..2").message == "p.md:8: the value of `since` has the wrong form");
  CHECK(front_refusal("\"high\"", "\"huge\"").message == "p.md:6: unknown severity");
  CHECK(front_refusal("\"low\"", "\"sure\"").message == "p.md:7: unknown confidence");
  CHECK(front_refusal("stable", "old").message == "p.md:9: unknown status");
}

TEST_CASE("cwes are ascending positive numbers") {
  for (const char* list : {"[0]", "[-1]", "[70000]", "[2, 1]", "[1, 1]", "[\"78\"]"}) {
    CAPTURE(list);
    CHECK(front_refusal("[78]", list).message == "p.md:5: `cwes` must be ascending numbers");
  }
  CHECK(front_refusal("[78]", "78").message == "p.md:5: `cwes` must be a list of numbers");
}

TEST_CASE("broken TOML is an error at its line") {
  const av::Error error = front_refusal("title = \"A sample\"", "title = ");
  CHECK(error.message.starts_with("p.md:4: the front matter is no TOML: "));
}

TEST_CASE("a flow says what must not get where, and how bad that is") {
  RulePage page;
  page.path = "p.md";
  const std::string flow =
      "\n[[flow]]\nsink = [\"command\", \"program\"]\nsource = \"request\"\nlocal = \"off\"\n"
      "library = \"low\"\ncall = \"os.*\"\nmessage = \"$SINK runs $SOURCE\"\nmend = \"stop\"\n";
  REQUIRE(av::knowledge::read_front_matter(kGood + flow, 2, page));
  REQUIRE(page.flows.size() == 1);
  std::vector<std::string_view> kept;
  const av::knowledge::FlowRule rule = page.flows[0].view(kept);
  using av::knowledge::SinkKind;
  using av::knowledge::SourceKind;
  CHECK(rule.tells(SinkKind::Command, SourceKind::Request));
  CHECK(rule.tells(SinkKind::Program, SourceKind::Request));
  CHECK_FALSE(rule.tells(SinkKind::Sql, SourceKind::Request));
  CHECK_FALSE(rule.tells(SinkKind::Command, SourceKind::Response));
  CHECK(rule.grades[0].severity == av::knowledge::Severity::High);
  CHECK_FALSE(rule.grades[1].is_reported);
  CHECK(rule.grades[2].severity == av::knowledge::Severity::Low);
  CHECK(rule.is_at("os.system"));
  CHECK_FALSE(rule.is_at("ossify.system"));
  CHECK(rule.message == "$SINK runs $SOURCE");
}

TEST_CASE("tables of a page are tables") {
  for (const std::string key : {"flow", "pattern"}) {
    for (const char* const wrong : {"3", "[1]"}) {
      const auto result = read_front(std::string(kGood) + "\n" + key + " = " + wrong + "\n");
      REQUIRE_FALSE(result.has_value());
      CHECK(result.error().message.ends_with(": `" + key + "` must be tables"));
      CHECK(result.error().hint == "write [[" + key + "]] and its keys below");
    }
  }
}

TEST_CASE("a flow that means nothing is an error") {
  const auto flow = [](const std::string& keys) {
    const auto result = read_front(kGood + "\n[[flow]]\n" + keys);
    REQUIRE_FALSE(result.has_value());
    return result.error().message;
  };
  const std::string words = "message = \"m\"\nmend = \"m\"\n";
  CHECK(flow(words) == "p.md:11: a flow has no sink");
  CHECK(flow("sink = \"commands\"\n" + words) == "p.md:12: there is no sink `commands`");
  CHECK(flow("sink = \"command\"\nsource = [\"x\"]\n" + words) ==
        "p.md:13: there is no source `x`");
  CHECK(flow("sink = \"command\"\nremote = \"bad\"\n" + words) == "p.md:13: unknown severity");
  CHECK(flow("sink = \"command\"\nmend = \"m\"\n") ==
        "p.md:11: `message` must be one sentence without a full stop");
  CHECK(flow("sink = \"command\"\nmessage = \"$X\"\nmend = \"m\"\n") ==
        "p.md:13: a flow knows $SINK and $SOURCE only");
  CHECK(flow("sinks = 1\n") == "p.md:12: unknown key `sinks` of a [[flow]]");
}

}  // namespace
