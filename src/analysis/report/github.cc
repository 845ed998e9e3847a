#include "analysis/report/github.h"

#include "analysis/report/place_text.h"
#include "analysis/report/repository_path.h"
#include "analysis/report/trace_text.h"
#include "base/printable.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace av::report {
namespace {

using engine::FileResult;
using engine::ReportedFinding;

// escaped replaces every character of `special` by its percent code.
std::string escaped(std::string_view text, std::string_view special) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return out;
}

std::string escaped_message(std::string_view text) {
  return escaped(text, "%\r\n");
}

std::string escaped_property(std::string_view text) {
  return escaped(text, "%\r\n:,");
}

std::string_view command_of(knowledge::Severity severity) {
  constexpr std::array<std::string_view, 4> kCommands = {"notice", "notice", "warning", "error"};
  return kCommands[static_cast<std::size_t>(severity)];
}

std::string annotation(const std::string& path, const FileResult& file,
                       const ReportedFinding& finding) {
  const engine::Place& place = finding.place;
  std::string text = "::" + std::string(command_of(finding.severity));
  text += " file=" + escaped_property(base::printable(path));
  text += ",line=" + std::to_string(line_in_file(place.start));
  text += ",endLine=" + std::to_string(line_in_file(place.end));
  const bool in_cell = place.start.cell > 0;
  if (place.start.line == place.end.line && !in_cell) {  // GitHub takes columns within one line
    text += ",col=" + std::to_string(place.start.column);
    text += ",endColumn=" + std::to_string(place.end.column);
  }
  text += ",title=" +
          escaped_property(std::string(finding.rule->id) + " " + std::string(finding.rule->name));
  text += "::" + escaped_message((in_cell ? line_words(place.start) + ": " : std::string()) +
                                 base::printable(finding.message));
  if (!finding.mend.empty()) {
    text += "%0A" + escaped_message("To mend it: " + base::printable(finding.mend));
  }
  if (const std::string source = source_note(file, finding); !source.empty()) {
    text += "%0A" + escaped_message(source);
  }
  return text + "\n";
}

}  // namespace

void write_github(const engine::ScanResult& result, std::string_view prefix, base::Sink& sink) {
  std::vector<std::pair<const FileResult*, const ReportedFinding*>> findings;
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      findings.emplace_back(&file, &finding);
    }
  }
  std::ranges::stable_sort(findings, std::ranges::greater(), [](const auto& one) {
    return std::pair(one.second->severity, one.second->confidence);
  });
  for (const auto& [file, finding] : findings) {
    sink.write(annotation(path_in_repository(prefix, file->path), *file, *finding));
  }
  for (const FileResult& file : result.files) {
    if (file.error) {
      sink.write("::warning title=not analysed::" +
                 escaped_message(base::printable(file.error->message)) + "\n");
    }
  }
}

}  // namespace av::report
