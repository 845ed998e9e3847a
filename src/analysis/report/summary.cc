#include "analysis/report/summary.h"

#include "analysis/report/place_text.h"
#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

namespace av::report {
namespace {

using engine::FileResult;
using engine::FileState;
using engine::ReportedFinding;
using knowledge::Severity;

constexpr std::size_t kFilesNamed = 10;
// Of so many files all places are named that are known.
constexpr std::size_t kFilesListed = 3;

// reason_of is a sentence that names the file.
std::string reason_of(const FileResult& file) {
  if (file.state == FileState::Skipped) {
    return file.error->message;
  }
  const engine::Remark& first = file.remarks.front();
  std::string text = file.path + ": " + counted(file.remark_count, "place") + ", " +
                     line_words(first.place.start) + ": " + first.message;
  return text.append(file.remark_count > 1 ? ", ..." : "");
}

// places_of is the places of a file that are known, a line each.
std::string places_of(const FileResult& file) {
  std::string text = "  " + base::printable(file.path) + ":\n";
  for (const engine::Remark& remark : file.remarks) {
    text += "    " + base::printable(line_words(remark.place.start) + ": " + remark.message) + "\n";
  }
  const std::size_t others = file.remark_count - file.remarks.size();
  return others == 0 ? text : text + "    and " + counted(others, "more place") + "\n";
}

// add_files names the files that are in `state`, and counts those beyond the first ten.
void add_files(std::string& text, const engine::ScanResult& result, FileState state) {
  const auto all =
      static_cast<std::size_t>(std::ranges::count(result.files, state, &FileResult::state));
  std::size_t count = 0;
  for (const FileResult& file : result.files) {
    if (file.state != state || ++count > kFilesNamed) {
      continue;
    }
    const bool has_more = file.remark_count > 1 && all <= kFilesListed;
    text += has_more ? places_of(file) : "  " + base::printable(reason_of(file)) + "\n";
  }
  if (count > kFilesNamed) {
    text += "  and " + std::to_string(count - kFilesNamed) + " more; --format json names all\n";
  }
}

// is_worth_saying leaves out what is in every folder and never a project's own code.
bool is_worth_saying(text::LeftOutReason reason) {
  return reason != text::LeftOutReason::VersionControl && reason != text::LeftOutReason::Cache;
}

// left_out_text counts what was left out by reason.
std::string left_out_text(const engine::ScanResult& result) {
  std::map<text::LeftOutReason, std::uint64_t> counts;
  for (const engine::LeftOutPath& path : result.left_out) {
    if (is_worth_saying(path.reason)) {
      ++counts[path.reason];
    }
  }
  std::string text;
  for (const auto& [reason, count] : counts) {
    text.append(text.empty() ? "left out: " : ", ").append(describe(reason));
    text.append(" (").append(std::to_string(count)).append(")");
  }
  return text.empty() ? text : text + "\n";
}

std::array<std::uint64_t, 4> count_by_severity(const engine::ScanResult& result) {
  std::array<std::uint64_t, 4> counts = {};
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      ++counts[static_cast<std::size_t>(finding.severity)];
    }
  }
  return counts;
}

}  // namespace

std::string counted(std::uint64_t count, std::string_view noun) {
  std::string text = std::to_string(count) + " ";
  return text.append(noun).append(count == 1 ? "" : "s");
}

std::string coverage_text(const engine::ScanResult& result) {
  const engine::Totals& totals = result.totals;
  std::string text = counted(totals.files, "file") + ", " + counted(totals.lines, "line");
  if (totals.skipped > 0) {
    text += "; " + std::to_string(totals.skipped) + " not analysed";
  }
  if (totals.partly > 0) {
    text += "; " + std::to_string(totals.partly) + " only in part";
  }
  text += totals.skipped + totals.partly > 0 ? ":\n" : "\n";
  add_files(text, result, FileState::Skipped);
  add_files(text, result, FileState::Partly);
  text += left_out_text(result);
  if (!result.settings_source.empty()) {
    text += "settings: " + base::printable(result.settings_source) + "\n";
  }
  if (!result.flow.given_up.empty()) {
    text += "values are not followed to the end in " +
            counted(result.flow.given_up.size(), "function") + "; --show-limits names them\n";
  }
  for (const Error& limit : result.limits) {
    text += base::printable(limit.message) + "\n";
    text += limit.hint.empty() ? "" : "  " + base::printable(limit.hint) + "\n";
  }
  return text;
}

std::string limits_text(const engine::ScanResult& result) {
  const engine::FlowCoverage& flow = result.flow;
  if (!flow.is_on) {
    return "values were not followed\n";
  }
  std::string text = "values followed through " + counted(flow.functions, "function") + "\n";
  for (const engine::GivenUp& one : flow.given_up) {
    text += "  " + base::printable(one.path + ": " + one.name) + " was too much to follow\n";
  }
  for (const auto& [path, count] : flow.unknown_calls) {
    text += "  " + base::printable(path) + ": values from outside pass " + counted(count, "call") +
            " of what is not known\n";
  }
  for (const auto& [path, count] : flow.dynamic_code) {
    text += "  " + base::printable(path) + ": " + counted(count, "call") +
            " of text that runs as Python\n";
  }
  if (flow.cut_values > 0) {
    text += "  of " + counted(flow.cut_values, "value") + " only a part was kept\n";
  }
  return text;
}

std::string findings_text(const engine::ScanResult& result) {
  const engine::Totals& totals = result.totals;
  std::string text = totals.findings == 0 ? "no findings" : counted(totals.findings, "finding");
  const std::array<std::uint64_t, 4> counts = count_by_severity(result);
  std::string parts;
  for (const Severity severity :
       {Severity::High, Severity::Medium, Severity::Low, Severity::Note}) {
    const std::uint64_t count = counts[static_cast<std::size_t>(severity)];
    if (count > 0) {
      parts += parts.empty() ? "" : ", ";
      parts.append(std::to_string(count)).append(" ").append(name_of(severity));
    }
  }
  text += parts.empty() ? "" : " (" + parts + ")";
  if (!result.known_source.empty()) {
    text +=
        "; " + std::to_string(totals.known) + " known from " + base::printable(result.known_source);
  }
  if (totals.silenced > 0) {
    text += "; " + std::to_string(totals.silenced) + " silenced by comments";
  }
  if (totals.hidden > 0) {
    text += "; " + std::to_string(totals.hidden) + " below the level asked for";
  }
  text += "\n";
  if (totals.foreign_comments > 0) {
    text += counted(totals.foreign_comments, "comment") +
            " for other scanners (# nosec, # noqa: S...) not heeded; --honor-nosec heeds them\n";
  }
  return text;
}

std::string statistics_text(const engine::ScanResult& result) {
  std::map<const knowledge::Rule*, std::uint64_t> counts;
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      ++counts[finding.rule];
    }
  }
  std::vector<std::pair<const knowledge::Rule*, std::uint64_t>> rows(counts.begin(), counts.end());
  std::ranges::sort(rows, [](const auto& left, const auto& right) {
    return left.second != right.second ? left.second > right.second
                                       : left.first->id < right.first->id;
  });
  std::string text;
  for (const auto& [rule, count] : rows) {
    const std::string number = std::to_string(count);
    text.append(number.size() < 7 ? 7 - number.size() : 0, ' ').append(number).append("  ");
    text.append(rule->id).append("  ").append(rule->name).append("\n");
  }
  return text;
}

}  // namespace av::report
