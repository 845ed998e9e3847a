#include "analysis/report/text.h"

#include "tests/report/sample.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using av::base::StringSink;
using av::report::TextOptions;
using av::report::write_concise;
using av::report::write_text;
using av::test::sample_result;

namespace {

std::string text_of(const av::engine::ScanResult& result, const TextOptions& options = {}) {
  StringSink sink;
  write_text(result, options, sink);
  return sink.text();
}

std::string concise_of(const av::engine::ScanResult& result, const TextOptions& options = {}) {
  StringSink sink;
  write_concise(result, options, sink);
  return sink.text();
}

}  // namespace

TEST_CASE("a finding is shown with its frame, why and how to mend it") {
  CHECK(text_of(sample_result()) ==
        R"(notes/export.py:23:5: X high[sample-rule] Command text from `name` is run by a shell
22 | def export(name):
23 |     os.system('tar cf ' + name)
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = see: notes/export.py:7:1: `name` is bound here
 7 | name = input()
   | ^^^^
   = why: A shell gives meaning to `;` and much else.
   = mend: Pass a list to subprocess.run
   = AV900: CWE-78, CWE-88, medium confidence; more: `antivenom explain sample-rule`

)");
}

TEST_CASE("why is said once a rule, mending every time") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings.push_back(av::test::sample_finding());
  const std::string text = text_of(result);
  const auto count = [&](std::string_view wanted) {
    int found = 0;
    for (std::size_t at = text.find(wanted); at != std::string::npos;
         at = text.find(wanted, at + 1)) {
      ++found;
    }
    return found;
  };
  CHECK(count("= why:") == 1);
  CHECK(count("= mend:") == 2);
}

TEST_CASE("silenced findings are shown when asked for, with the reason") {
  TextOptions options;
  options.silenced = true;
  const std::string text = text_of(sample_result(), options);
  CHECK(text.find("(silenced) Command text") != std::string::npos);
  CHECK(text.find("= silenced: on line 22: the name is checked above\n") != std::string::npos);
}

TEST_CASE("a long place is shown with a gap") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings[0].excerpt = {av::test::line(8, "f(", 0, 2),
                                         av::test::line(99, ")", 0, 1)};
  CHECK(text_of(result).find(" 8 > f(\n   > ^^\n   :\n99 > )\n") != std::string::npos);
}

TEST_CASE("colours and symbols come with the style and change no words") {
  TextOptions options;
  options.style.colour = options.style.unicode = true;
  const std::string text = text_of(sample_result(), options);
  CHECK(text.find("\x1b[1;31m✖ high\x1b[0m") != std::string::npos);
  CHECK(text.find("│") != std::string::npos);
  std::string bare;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\x1b') {
      at = text.find('m', at);
    } else {
      bare += text[at];
    }
  }
  options.style.colour = false;
  CHECK(bare == text_of(sample_result(), options));
}

TEST_CASE("paths become links where terminals show them") {
  TextOptions options;
  options.style.links = true;
  options.folder = "/home/a b";
  CHECK(concise_of(sample_result(), options)
            .starts_with("\x1b]8;;file:///home/a%20b/notes/export.py\x1b\\notes/export.py:23:5"
                         "\x1b]8;;\x1b\\: high[sample-rule]"));
}

TEST_CASE("concise is a line a finding") {
  CHECK(concise_of(sample_result()) ==
        "notes/export.py:23:5: high[sample-rule] Command text from `name` is run by a shell\n");
  TextOptions options;
  options.silenced = true;
  CHECK(concise_of(sample_result(), options).find("(silenced) ") != std::string::npos);
}

TEST_CASE("nothing from a file or its name acts on the terminal") {
  av::engine::ScanResult result = sample_result();
  const std::string evil = "\x1b]0;owned\x07\u202e\r\n\xff";
  result.files[1].path = evil;
  av::engine::ReportedFinding& finding = result.files[1].findings[0];
  finding.message = finding.mend = finding.excerpt[0].text = evil;
  finding.related[0].message = finding.related[0].excerpt[0].text = evil;
  result.files[1].silenced[0].silence->reason = evil;
  TextOptions options;
  options.silenced = true;
  for (const std::string& text : {text_of(result, options), concise_of(result, options)}) {
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
    CHECK(text.find('\xff') == std::string::npos);
    CHECK(text.find("\\x1b]0;owned\\x07\\u202e\\x0d\\x0a\\xff") != std::string::npos);
  }
}

TEST_CASE("the way of a value is shown step by step, its end only named") {
  av::engine::ScanResult result = sample_result();
  result.files[1].findings = {av::test::traced_finding()};
  CHECK(text_of(result) ==
        R"(notes/export.py:23:5: X high[sample-rule] Command text from `name` is run by a shell
22 | def export(name):
23 |     os.system('tar cf ' + name)
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = 1: notes/app.py:6:8 comes from what a client sends
 6 | name = request.args['n']
   |        ^^^^^^^^^^^^
   = 2: notes/export.py:23:5 reaches `os.system`
   = also: 2 more sources lead here
   = why: A shell gives meaning to `;` and much else.
   = mend: Pass a list to subprocess.run
   = AV900: CWE-78, CWE-88, medium confidence; more: `antivenom explain sample-rule`

)");
}

TEST_CASE("a way that the finding's own lines show is not told again") {
  av::engine::ScanResult result = sample_result();
  av::engine::ReportedFinding finding = av::test::traced_finding();
  finding.trace->steps.erase(finding.trace->steps.begin());
  result.files[1].findings = {finding};
  CHECK(text_of(result).find("reaches") == std::string::npos);
}
