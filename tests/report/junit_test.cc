#include "analysis/report/junit.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <string>

using av::report::write_junit;
using av::test::sample_result;

namespace {

std::string junit_text(const av::engine::ScanResult& result) {
  av::base::StringSink sink;
  write_junit(result, sink);
  return sink.text();
}

}  // namespace

TEST_CASE("findings are failures, files not analysed are errors, those in part skipped") {
  CHECK(junit_text(sample_result()) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="antivenom" tests="4" failures="1" errors="1">
  <testsuite name="notes/broken.py" tests="1" failures="0" errors="0" skipped="1">
    <testcase classname="notes/broken.py" name="analysis">
      <skipped message="analysed only in part, from line 2: this bracket is never closed"/>
    </testcase>
  </testsuite>
  <testsuite name="notes/export.py" tests="1" failures="1" errors="0" skipped="0">
    <testcase classname="notes/export.py" name="sample-rule at 23:5" file="notes/export.py" line="23">
      <failure type="high" message="Command text from `name` is run by a shell; to mend it: Pass a list to subprocess.run"/>
    </testcase>
  </testsuite>
  <testsuite name="notes/locked.py" tests="1" failures="0" errors="1" skipped="0">
    <testcase classname="notes/locked.py" name="analysis">
      <error message="cannot read notes/locked.py: Permission denied"/>
    </testcase>
  </testsuite>
  <testsuite name="clean files" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="antivenom" name="9 files with nothing to report"/>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("whatever is in a path or message stays an attribute") {
  av::engine::ScanResult result = sample_result();
  result.files[1].path = "a\"<&>\x01\xFF.py";
  const std::string text = junit_text(result);
  CHECK(text.find("name=\"a&quot;&lt;&amp;>\\x01\\xff.py\"") != std::string::npos);
}
