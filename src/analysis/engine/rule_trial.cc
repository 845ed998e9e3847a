#include "analysis/engine/rule_trial.h"

#include "analysis/engine/plan.h"
#include "analysis/engine/repository.h"
#include "analysis/engine/scan.h"
#include "analysis/text/source.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace av::engine {
namespace {

using Lines = std::set<std::uint32_t>;

// wanted_lines is the lines that end in `# error: <name>`.
Lines wanted_lines(std::string_view code, std::string_view name) {
  const std::string mark = "# error: " + std::string(name);
  Lines lines;
  std::uint32_t line = 1;
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    const std::string_view text = code.substr(0, end);
    const std::size_t at = text.find(mark);
    const bool whole = at != std::string_view::npos &&
                       (at + mark.size() == text.size() || text[at + mark.size()] == ' ');
    if (whole) {
      lines.insert(line);
    }
    code.remove_prefix(std::min(end + 1, code.size()));
    ++line;
  }
  return lines;
}

// TrialFile is one file of an example, with blank lines for those before it: a line has the same
// number in both.
struct TrialFile {
  std::string name;
  std::string text;
};

std::vector<TrialFile> files_of(std::string_view code) {
  constexpr std::string_view kMark = "# file: ";
  std::vector<TrialFile> files = {{"example.py", {}}};
  std::size_t lines = 0;
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    const std::string_view line = code.substr(0, end);
    if (line.starts_with(kMark)) {
      files.push_back({std::string(line.substr(kMark.size())), std::string(lines, '\n')});
    }
    files.back().text.append(line).append("\n");
    ++lines;
    code.remove_prefix(std::min(end + 1, code.size()));
  }
  return files;
}

Result<ScanResult> scan_files(const std::vector<TrialFile>& files, const Plan& plan) {
  const TemporaryFolder folder = AV_TRY(TemporaryFolder::create());
  for (const TrialFile& file : files) {
    const std::filesystem::path path = std::filesystem::path(folder.path()) / file.name;
    std::error_code ignored;
    std::filesystem::create_directories(path.parent_path(), ignored);
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    if (!out.flush()) {
      return fail(ErrorCode::Io, path.string() + ": cannot be written");
    }
  }
  const base::StopFlag never;
  Progress progress;
  const std::string paths[] = {folder.path()};
  return scan(paths, plan, never, progress);
}

Result<Lines> found_lines(std::string_view code, const Plan& plan) {
  const std::vector<TrialFile> files = files_of(code);
  ScanResult result;
  if (files.size() == 1) {
    text::Source source;
    source.path = files[0].name;
    source.text.assign(code);
    result = scan_text(source, plan);
  } else {
    result = AV_TRY(scan_files(files, plan));
  }
  Lines lines;
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      lines.insert(finding.place.start.line);
    }
  }
  return lines;
}

}  // namespace

std::vector<TrialFault> try_rule(const knowledge::Rule& rule) {
  std::vector<TrialFault> faults;
  const Plan plan = Plan::of_rules({&rule});
  for (const knowledge::Example& example : rule.examples) {
    const Lines wanted = wanted_lines(example.code, rule.name);
    const Result<Lines> scanned = found_lines(example.code, plan);
    if (!scanned) {
      faults.push_back({example.page_line, scanned.error().message});
      continue;
    }
    const Lines& found = *scanned;
    for (const std::uint32_t line : wanted) {
      if (!found.contains(line)) {
        faults.push_back({example.page_line + line - 1, "not found"});
      }
    }
    for (const std::uint32_t line : found) {
      if (!wanted.contains(line)) {
        faults.push_back({example.page_line + line - 1, "found, and should not be"});
      }
    }
  }
  return faults;
}

}  // namespace av::engine
