#include "tests/report/sample.h"

#include <array>

namespace av::test {
namespace {

constexpr std::array<std::uint16_t, 2> kCwes = {78, 88};

knowledge::Rule make_rule() {
  knowledge::Rule rule;
  rule.id = "AV900";
  rule.name = "sample-rule";
  rule.title = "A sample";
  rule.cwes = kCwes;
  rule.why = "A shell gives meaning to `;` and\n**much** else.\n\nSecond paragraph.";
  return rule;
}

}  // namespace

const knowledge::Rule& sample_rule() {
  static const knowledge::Rule kRule = make_rule();
  return kRule;
}

engine::ExcerptLine line(std::uint32_t number, std::string text, std::uint32_t start,
                         std::uint32_t end) {
  engine::ExcerptLine made;
  made.number = number;
  made.text = std::move(text);
  made.mark_start = start;
  made.mark_end = end;
  return made;
}

engine::Place place(std::uint32_t line, std::uint32_t column, std::uint32_t end_line,
                    std::uint32_t end_column) {
  return {{line, column, column, column}, {end_line, end_column, end_column, end_column}};
}

engine::ReportedFinding sample_finding() {
  engine::ReportedFinding finding;
  finding.rule = &sample_rule();
  finding.severity = knowledge::Severity::High;
  finding.place = place(23, 5, 23, 32);
  finding.excerpt = {line(22, "def export(name):"),
                     line(23, "    os.system('tar cf ' + name)", 4, 31)};
  finding.message = "Command text from `name` is run by a shell";
  finding.mend = "Pass a list to subprocess.run";
  engine::RelatedNote note;
  note.place = place(7, 1, 7, 5);
  note.excerpt = {line(7, "name = input()", 0, 4)};
  note.message = "`name` is bound here";
  finding.related = {note};
  return finding;
}

engine::ReportedFinding traced_finding() {
  engine::ReportedFinding finding = sample_finding();
  finding.related.clear();
  engine::TraceStep source;
  source.path = "notes/app.py";
  source.place = place(6, 8, 6, 20);
  source.excerpt = {line(6, "name = request.args['n']", 7, 19)};
  source.message = "comes from what a client sends";
  engine::TraceStep sink;
  sink.path = "notes/export.py";
  sink.place = finding.place;
  sink.excerpt = {finding.excerpt[1]};
  sink.message = "reaches `os.system`";
  finding.trace = engine::Trace{0, 2, {source, sink}};
  return finding;
}

engine::ScanResult sample_result() {
  engine::ScanResult result;
  engine::FileResult broken;
  broken.path = "notes/broken.py";
  broken.state = engine::FileState::Partly;
  broken.remark_count = 3;
  broken.remarks = {{place(2, 9, 2, 10), "this bracket is never closed"}};
  engine::FileResult found;
  found.path = "notes/export.py";
  found.findings = {sample_finding()};
  engine::ReportedFinding silenced = sample_finding();
  silenced.silence = engine::Silence{"the name is checked above", 22, false};
  found.silenced = {silenced};
  engine::FileResult locked;
  locked.path = "notes/locked.py";
  locked.state = engine::FileState::Skipped;
  locked.error = Error{ErrorCode::Denied, "cannot read notes/locked.py: Permission denied", {}};
  result.files = {broken, found, locked};
  result.totals.files = 12;
  result.totals.lines = 345;
  result.totals.bytes = 6789;
  result.totals.partly = result.totals.skipped = 1;
  result.totals.findings = result.totals.silenced = 1;
  return result;
}

}  // namespace av::test
