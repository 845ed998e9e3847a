#include "analysis/report/github.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using av::report::write_github;
using av::test::sample_result;

namespace {

std::string github_text(const av::engine::ScanResult& result, std::string_view prefix = {}) {
  av::base::StringSink sink;
  write_github(result, prefix, sink);
  return sink.text();
}

}  // namespace

TEST_CASE("a finding is one command, a file not analysed a warning") {
  CHECK(github_text(sample_result()) ==
        "::error file=notes/export.py,line=23,endLine=23,col=5,endColumn=32,"
        "title=AV900 sample-rule::Command text from `name` is run by a shell"
        "%0ATo mend it: Pass a list to subprocess.run\n"
        "::warning title=not analysed::cannot read notes/locked.py: Permission denied\n");
}

TEST_CASE("nothing in a message or a path can end the command or begin another") {
  av::engine::ScanResult result = sample_result();
  result.files[1].path = "a,b:c%\n::error::x.py";
  result.files[1].findings[0].message = "100%\n::set-output name=x::y";
  const std::string text = github_text(result);
  CHECK(text.starts_with("::error file=a%2Cb%3Ac%25\\x0a%3A%3Aerror%3A%3Ax.py,line=23"));
  CHECK(text.find("::100%25\\x0a::set-output") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
}

TEST_CASE("paths lead from the repository's root, columns stand only within one line") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings[0].place.end.line = 25;
  CHECK(github_text(result, "services/api/")
            .starts_with("::error file=services/api/notes/export.py,line=23,endLine=25,title="));
}

TEST_CASE("the worst come first") {
  av::engine::ScanResult result = sample_result();
  auto low = result.files[1].findings[0];
  low.severity = av::knowledge::Severity::Low;
  result.files[1].findings.insert(result.files[1].findings.begin(), low);
  const std::string text = github_text(result);
  CHECK(text.starts_with("::error "));
  CHECK(text.find("\n::notice ") != std::string::npos);
}

TEST_CASE("where the value comes from stands behind, when the finding does not show it") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings = {av::test::traced_finding()};
  CHECK(
      github_text(result).find("%0Athe value comes from what a client sends, notes/app.py:6:8\n") !=
      std::string::npos);
}
