#include "analysis/engine/baseline.h"

#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using av::engine::Baseline;
using av::engine::FileResult;
using av::engine::ReportedFinding;
using av::engine::ScanResult;
using av::test::Folder;

namespace {

const av::knowledge::Rule& rule() {
  return av::knowledge::builtin_rules().front();
}

// file has a finding for each digest, a line apart.
FileResult file(std::string path, const std::vector<std::string>& digests) {
  FileResult result;
  result.path = std::move(path);
  std::uint32_t line = 0;
  for (const std::string& digest : digests) {
    ReportedFinding finding;
    finding.rule = &rule();
    finding.place.start.line = ++line;
    finding.fingerprint.digest = digest;
    result.findings.push_back(std::move(finding));
  }
  return result;
}

ScanResult result_of(std::vector<FileResult> files) {
  ScanResult result;
  for (const FileResult& one : files) {
    result.totals.findings += one.findings.size();
  }
  result.files = std::move(files);
  return result;
}

// digests is those of the findings that are left.
std::vector<std::string> digests(const FileResult& file) {
  std::vector<std::string> left;
  for (const ReportedFinding& finding : file.findings) {
    left.push_back(finding.fingerprint.digest);
  }
  return left;
}

Baseline baseline_of(const Folder& folder, std::vector<FileResult> files) {
  Baseline baseline(folder.path());
  baseline.add(result_of(std::move(files)));
  return baseline;
}

using Digests = std::vector<std::string>;

}  // namespace

TEST_CASE("known findings go, each as often as it is known; the rest stays") {
  const Folder folder;
  const std::string a = folder.write("a.py", "");
  const Baseline baseline = baseline_of(folder, {file(a, {"1", "2", "2"})});
  ScanResult result = result_of({file(a, {"2", "3", "2", "2", "1"})});
  baseline.move_known(result);
  CHECK(digests(result.files[0]) == Digests{"3", "2"});
  CHECK(result.files[0].known.size() == 3);
  CHECK(result.totals.findings == 2);
  CHECK(result.totals.known == 3);
}

TEST_CASE("a known line in another file is new, unless its file is gone") {
  const Folder folder;
  const std::string a = folder.write("a.py", "");
  const std::string b = folder.write("b.py", "");
  ScanResult copied = result_of({file(b, {"1"})});
  baseline_of(folder, {file(a, {"1"})}).move_known(copied);
  CHECK(copied.totals.findings == 1);

  ScanResult moved = result_of({file(b, {"1", "1"})});
  baseline_of(folder, {file(folder.path("gone.py"), {"1"})}).move_known(moved);
  CHECK(moved.totals.findings == 1);
  CHECK(moved.totals.known == 1);
}

TEST_CASE("what is written is read again, in order, with reasons kept") {
  const Folder folder;
  const std::string a = folder.write("a.py", "");
  const Baseline baseline = baseline_of(
      folder, {file(folder.path("z/b.py"), {"2"}), file(a, {"1", "1"}), file("/x/c.py", {"3"})});
  CHECK(baseline.size() == 4);
  av::base::StringSink sink;
  baseline.write(sink);
  const std::string path = folder.write("known.json", sink.text());
  auto read = Baseline::read(path);
  REQUIRE(read);
  CHECK(read->size() == 4);
  CHECK(read->lacks(baseline) == 0);
  CHECK(baseline.lacks(*read) == 0);
  av::base::StringSink again;
  read->write(again);
  CHECK(again.text() == sink.text());

  std::string text = sink.text();
  text.replace(text.find("\"count\":2"), 9, R"("count":2,"reason":"only admins")");
  auto reasoned = Baseline::read(folder.write("reasoned.json", text));
  REQUIRE(reasoned);
  Baseline fresh = baseline_of(folder, {file(a, {"1", "4"})});
  fresh.keep_reasons(*reasoned);
  av::base::StringSink kept;
  fresh.write(kept);
  CHECK(kept.text().find("only admins") != std::string::npos);
  CHECK(reasoned->lacks(fresh) == 1);
  CHECK(fresh.lacks(*reasoned) == 3);
}

TEST_CASE("what is no baseline is refused with the reason") {
  const Folder folder;
  const auto error_of = [&](std::string_view text) {
    const auto read = Baseline::read(folder.write("b.json", text));
    REQUIRE_FALSE(read);
    return read.error().message.substr(folder.path("b.json").size());
  };
  CHECK(error_of("") == ": this is no baseline");
  CHECK(error_of("[1, 2") == ": this is no baseline");
  CHECK(error_of(R"({"format": "antivenom-baseline", "version": 2, "findings": []})") ==
        ": a baseline of another version of antivenom");
  CHECK(error_of(R"({"format": "antivenom-baseline", "version": 1})") ==
        ": the list `findings` is missing");
  constexpr std::string_view kStart =
      R"({"format": "antivenom-baseline", "version": 1, "findings": [)";
  for (const std::string_view entry :
       {"1", "null", R"({"path": "a", "rule": "b"})",
        R"({"path": 1, "rule": "b", "fingerprint": "c"})",
        R"({"path": "a", "rule": "b", "fingerprint": "c", "count": 0})",
        R"({"path": "a", "rule": "b", "fingerprint": "c", "count": -1})",
        R"({"path": "a", "rule": "b", "fingerprint": "c", "count": 1e99})"}) {
    CHECK(error_of(std::string(kStart) + std::string(entry) + "]}")
              .starts_with(": `findings` has an entry"));
  }
  CHECK_FALSE(Baseline::read(folder.path("none.json")));
}
