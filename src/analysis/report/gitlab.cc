#include "analysis/report/gitlab.h"

#include "analysis/report/json_text.h"
#include "analysis/report/place_text.h"
#include "analysis/report/repository_path.h"
#include "analysis/report/trace_text.h"
#include "base/printable.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace av::report {
namespace {

using engine::FileResult;
using engine::ReportedFinding;

std::string_view level_of(knowledge::Severity severity) {
  constexpr std::array<std::string_view, 4> kLevels = {"info", "minor", "major", "critical"};
  return kLevels[static_cast<std::size_t>(severity)];
}

// Lines is what GitLab marks.
Json lines_of(std::uint32_t begin, std::uint32_t end) {
  return {{"begin", begin}, {"end", end}};
}

Json finding_object(const std::string& path, const FileResult& file,
                    const ReportedFinding& finding) {
  const text::Position& start = finding.place.start;
  const std::string cell = start.cell > 0 ? line_words(start) + ": " : std::string();
  const std::string mend = finding.mend.empty() ? std::string() : "; to mend it: " + finding.mend;
  const std::string source = source_note(file, finding);
  const std::string from = source.empty() ? source : "; " + source;
  return {{"description", base::printable(cell + finding.message + from + mend)},
          {"check_name", finding.rule->name},
          {"fingerprint", path + ":" + occurrence_text(finding.fingerprint)},
          {"severity", level_of(finding.severity)},
          {"location",
           {{"path", path},
            {"lines", lines_of(line_in_file(start), line_in_file(finding.place.end))}}}};
}

// gap_object tells that a file was not analysed: what is not said of it is not known.
Json gap_object(const std::string& path, const Error& error) {
  return {{"description", base::printable(error.message)},
          {"check_name", "not-analysed"},
          {"fingerprint", path + ":not-analysed"},
          {"severity", "major"},
          {"location", {{"path", path}, {"lines", lines_of(1, 1)}}}};
}

// ArrayWriter writes the elements of an array, one a line.
class ArrayWriter {
 public:
  explicit ArrayWriter(base::Sink& sink) : sink_(sink) {}

  void add(const Json& element) {
    sink_.write((is_empty_ ? "[\n" : ",\n") + json_text(element));
    is_empty_ = false;
  }
  void finish() { sink_.write(is_empty_ ? "[]\n" : "\n]\n"); }

 private:
  base::Sink& sink_;
  bool is_empty_ = true;
};

}  // namespace

void write_gitlab(const engine::ScanResult& result, std::string_view prefix, base::Sink& sink) {
  ArrayWriter array(sink);
  for (const FileResult& file : result.files) {
    const std::string path = base::printable(path_in_repository(prefix, file.path));
    for (const ReportedFinding& finding : file.findings) {
      array.add(finding_object(path, file, finding));
    }
    if (file.error) {
      array.add(gap_object(path, *file.error));
    }
  }
  array.finish();
}

}  // namespace av::report
