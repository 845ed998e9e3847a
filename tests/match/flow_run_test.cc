#include "analysis/match/flow_run.h"

#include "analysis/match/check.h"
#include "analysis/syntax/parser.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using av::knowledge::Confidence;
using av::knowledge::Severity;
using av::knowledge::SinkKind;
using av::knowledge::SourceKind;
using av::match::Finding;
using av::match::FlowEnd;
using av::match::Way;

// Ended is a file with flows that end in the call that reads `text`.
struct Ended {
  std::string_view code;
  std::string_view call;
  SinkKind sink;
  std::vector<Way> ways;
  std::string_view path = "os.system";
  std::string name = "app.py";
  std::string_view elsewhere = {};
};

av::match::CheckResult checked(const Ended& ended) {
  av::text::Source source;
  source.path = ended.name;
  source.text.assign(ended.code);
  av::syntax::SyntaxArena arena;
  const av::syntax::Tree tree = av::syntax::parse(source.text.view(), {}, arena);
  av::names::FileNames names(tree);
  FlowEnd end;
  for (std::uint32_t i = 0; i < tree.nodes().size(); ++i) {
    if (tree.is(av::syntax::NodeId(i), av::syntax::NodeKind::Call) &&
        tree.text_of(av::syntax::NodeId(i)) == ended.call) {
      end.at = av::syntax::NodeId(i);
    }
  }
  REQUIRE(end.at.exists());
  end.sink = ended.sink;
  end.path = ended.path;
  end.ways = ended.ways;
  end.elsewhere = ended.elsewhere;
  const av::match::RuleSet rules = av::match::RuleSet::all();
  av::match::CheckInput input = {source, tree, names, rules, {}};
  input.flows = std::span(&end, 1);
  return check_file(input);
}

constexpr std::string_view kRunCode = "import os\n\n\ndef run(line):\n    os.system(line)\n";
constexpr std::string_view kCall = "os.system(line)";

}  // namespace

TEST_CASE("a flow and a shape at one place are one finding, as bad as the flow") {
  const auto shape = checked({kRunCode, kCall, SinkKind::Hash, {{SourceKind::Request}}}).findings;
  REQUIRE(shape.size() == 1);
  CHECK(shape[0].severity == Severity::Low);
  CHECK_FALSE(shape[0].way);
  const auto both = checked({kRunCode,
                             kCall,
                             SinkKind::Command,
                             {{SourceKind::Request, false, false, false, 3, 1, 7}}})
                        .findings;
  REQUIRE(both.size() == 1);
  CHECK(both[0].rule->name == "shell-command");
  CHECK(both[0].severity == Severity::High);
  CHECK(both[0].confidence == Confidence::High);
  CHECK(both[0].message == "`os.system` has a shell run text from what a client sends");
  REQUIRE(both[0].way);
  CHECK(both[0].way->number == 7);
  CHECK(both[0].way->others == 0);
}

TEST_CASE("of several sources the worst is told, the others are counted") {
  const auto found = checked({kRunCode,
                              kCall,
                              SinkKind::Command,
                              {{SourceKind::Environment, false, false, false, 2, 3, 0},
                               {SourceKind::Request, true, false, false, 2, 1, 1, 1},
                               {SourceKind::Request, false, false, false, 9, 2, 2}}})
                         .findings;
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::High);
  CHECK(found[0].way->number == 2);
  CHECK(found[0].way->others == 5);
}

// The finding of a way with so many guesses and steps.
Finding found_by(std::uint8_t guesses, std::uint32_t length,
                 std::string_view path = "builtins.open") {
  Way way;
  way.guesses = guesses;
  way.length = length;
  auto found = checked(
      {"def read(name):\n    return open(name)\n", "open(name)", SinkKind::Path, {way}, path});
  REQUIRE(found.findings.size() == 1);
  return std::move(found.findings[0]);
}

TEST_CASE("a way that nobody can follow is a note") {
  CHECK(found_by(0, 10).severity == Severity::High);
  CHECK(found_by(0, 59).severity == Severity::Low);
  CHECK(found_by(0, 60).severity == Severity::Note);
  CHECK(found_by(2, 23).severity == Severity::Low);
  CHECK(found_by(2, 24).severity == Severity::Note);
}

TEST_CASE("a way that nobody can follow hides no other") {
  Way lost;
  lost.source = SourceKind::Request;
  lost.length = 60;
  Way sure;
  sure.source = SourceKind::Environment;
  sure.length = 3;
  sure.number = 1;
  const auto found = checked({kRunCode, kCall, SinkKind::Command, {lost, sure}}).findings;
  REQUIRE(found.size() == 1);
  CHECK(found[0].way->number == 1);
  CHECK(found[0].severity == Severity::Low);
}

TEST_CASE("a method known by its name only makes it less sure") {
  CHECK(found_by(0, 1).confidence == Confidence::High);
  CHECK(found_by(0, 1, "*.open").confidence == Confidence::Medium);
  CHECK(found_by(1, 1, "*.open").confidence == Confidence::Low);
}

TEST_CASE("each guess on the way, and a long way, make it less sure") {
  CHECK(found_by(0, 18).confidence == Confidence::High);
  CHECK(found_by(0, 19).confidence == Confidence::Medium);
  CHECK(found_by(1, 18).confidence == Confidence::Medium);
  CHECK(found_by(2, 18).confidence == Confidence::Low);
  CHECK(found_by(1, 19).confidence == Confidence::Low);
  CHECK(found_by(3, 40).confidence == Confidence::Low);
}

TEST_CASE("what a page is not about is not found") {
  constexpr std::string_view kOpen = "def read(name):\n    return open(name)\n";
  const auto count = [&](SourceKind source) {
    return checked({kOpen, "open(name)", SinkKind::Path, {{source}}, "builtins.open"})
        .findings.size();
  };
  CHECK(count(SourceKind::Request) == 1);
  CHECK(count(SourceKind::Arguments) == 0);
  CHECK(count(SourceKind::Environment) == 0);
}

TEST_CASE("what a fixed host confines is low, what a caller passes whole a note") {
  constexpr std::string_view kOpen = "def read(name):\n    return open(name)\n";
  const auto severity = [&](SinkKind sink, const Way& way) {
    const auto found = checked({kOpen, "open(name)", sink, {way}, "builtins.open"});
    REQUIRE(found.findings.size() == 1);
    return found.findings[0].severity;
  };
  CHECK(severity(SinkKind::Url, {SourceKind::Request}) == Severity::High);
  CHECK(severity(SinkKind::Url, {SourceKind::Request, false, true}) == Severity::Low);
  CHECK(severity(SinkKind::Import, {SourceKind::Request}) == Severity::High);
  CHECK(severity(SinkKind::Import, {SourceKind::Response}) == Severity::Low);
  CHECK(severity(SinkKind::Program, {SourceKind::Network}) == Severity::Low);
  CHECK(severity(SinkKind::Code, {SourceKind::Response}) == Severity::Medium);
  CHECK(severity(SinkKind::Path, {SourceKind::Tool, false, false, true}) == Severity::Low);
  CHECK(severity(SinkKind::Path, {SourceKind::Tool}) == Severity::High);
  CHECK(severity(SinkKind::Import, {SourceKind::Request, false, false, false, 23}) ==
        Severity::High);
  CHECK(severity(SinkKind::Import, {SourceKind::Request, false, false, false, 24}) ==
        Severity::Low);
  CHECK(severity(SinkKind::Path, {SourceKind::Request, false, false, false, 16}) == Severity::High);
  CHECK(severity(SinkKind::Path, {SourceKind::Request, false, false, false, 17}) == Severity::Low);
  CHECK(severity(SinkKind::Path, {SourceKind::Request, true, false, false, 16}) == Severity::Low);
  CHECK(severity(SinkKind::Path, {SourceKind::Parameter}) == Severity::Low);
  CHECK(severity(SinkKind::Url, {SourceKind::Parameter}) == Severity::Low);
  CHECK(severity(SinkKind::Url, {SourceKind::Parameter, false, true}) == Severity::Note);
  CHECK(severity(SinkKind::Path, {SourceKind::Parameter, false, false, true}) == Severity::Note);
}

TEST_CASE("what somebody asks on the way, and what administrators send, is low") {
  constexpr std::string_view kOpen = "def read(name):\n    return open(name)\n";
  constexpr std::string_view kAsks =
      "def read(name):\n    check_allowed(name)\n    return open(name)\n";
  constexpr std::string_view kAsksOther =
      "def read(name, user):\n    check_allowed(user)\n    return open(name)\n";
  const auto severity = [](std::string_view code, const Way& way, SinkKind sink = SinkKind::Path) {
    const auto found = checked({code, "open(name)", sink, {way}, "builtins.open"});
    REQUIRE(found.findings.size() == 1);
    return found.findings[0].severity;
  };
  Way asked = {SourceKind::Request};
  asked.is_checked = true;
  Way guarded = {SourceKind::Request};
  guarded.is_guarded = true;
  CHECK(severity(kOpen, {SourceKind::Request}) == Severity::High);
  CHECK(severity(kOpen, asked) == Severity::Low);
  CHECK(severity(kOpen, asked, SinkKind::Deserialization) == Severity::High);
  CHECK(severity(kOpen, guarded) == Severity::Low);
  CHECK(severity(kAsks, {SourceKind::Request}) == Severity::Low);
  CHECK(severity(kAsksOther, {SourceKind::Request}) == Severity::High);
}

TEST_CASE("an attribute that is only compared is neither used nor shown") {
  const auto count = [](std::string_view code) {
    return checked({code,
                    "getattr(a, name)",
                    SinkKind::Attribute,
                    {{SourceKind::Request}},
                    "builtins.getattr"})
        .findings.size();
  };
  CHECK(count("def has(a, name):\n    return getattr(a, name) is None\n") == 0);
  CHECK(count("def get(a, name):\n    return getattr(a, name)\n") == 1);
}

TEST_CASE("markup that an unknown function makes of a caller's text is that function's") {
  const auto severity = [](const Way& way) {
    const auto found = checked({"def show(text):\n    return Markup(text)\n",
                                "Markup(text)",
                                SinkKind::Html,
                                {way},
                                "markupsafe.Markup"});
    REQUIRE(found.findings.size() == 1);
    return found.findings[0].severity;
  };
  CHECK(severity({SourceKind::Parameter, true}) == Severity::Note);
  CHECK(severity({SourceKind::Parameter}) == Severity::Low);
  CHECK(severity({SourceKind::Request, true}) != Severity::Note);
}

TEST_CASE("which rule speaks may depend on what is called") {
  constexpr std::string_view kLoad = "def read(text):\n    return load(text)\n";
  const auto rule = [&](std::string_view path) {
    const auto found =
        checked({kLoad, "load(text)", SinkKind::Deserialization, {{SourceKind::Request}}, path});
    REQUIRE(found.findings.size() == 1);
    return found.findings[0].rule->name;
  };
  CHECK(rule("pickle.loads") == "unsafe-pickle");
  CHECK(rule("yaml.load") == "unsafe-yaml");
}

TEST_CASE("comments silence flows, and tests make them less bad") {
  constexpr std::string_view kIgnored =
      "def read(name):\n"
      "    return open(name)  # antivenom: ignore[path-traversal] names come from us\n";
  const Ended ended = {
      kIgnored, "open(name)", SinkKind::Path, {{SourceKind::Request}}, "builtins.open"};
  const auto silenced = checked(ended);
  CHECK(silenced.findings.empty());
  REQUIRE(silenced.silenced.size() == 1);
  CHECK(silenced.silenced[0].finding.way);
  const auto tested = checked({kRunCode,
                               kCall,
                               SinkKind::Command,
                               {{SourceKind::Request}},
                               "os.system",
                               "tests/test_app.py"});
  REQUIRE(tested.findings.size() == 1);
  CHECK(tested.findings[0].severity == Severity::Medium);
}

TEST_CASE("what does harm in another file is told with that file, and judged with care") {
  Ended ended = {"def run(line):\n    start(line)\n",
                 "start(line)",
                 SinkKind::Command,
                 {{SourceKind::Request}}};
  ended.elsewhere = "jobs.py";
  const auto found = checked(ended).findings;
  REQUIRE(found.size() == 1);
  CHECK(found[0].message ==
        "`os.system` has a shell run text from what a client sends, in jobs.py");
  CHECK(found[0].severity == Severity::High);
  ended.sink = SinkKind::Sql;
  ended.path = "*.execute";
  const auto unsure = checked(ended).findings;
  REQUIRE(unsure.size() == 1);
  CHECK(unsure[0].severity == Severity::Low);
}
