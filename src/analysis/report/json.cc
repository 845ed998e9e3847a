#include "analysis/report/json.h"

#include "analysis/report/json_text.h"
#include "analysis/report/reason_word.h"
#include "base/printable.h"
#include "base/utf8.h"
#include "base/version.h"

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace av::report {
namespace {

using engine::FileResult;
using engine::FileState;

// put_path sets "path", and for a name that is no UTF-8 also its bytes.
void put_path(Json& object, const std::string& path) {
  if (base::find_invalid_utf8(path) == std::string::npos) {
    object["path"] = path;
  } else {
    object["path"] = base::printable(path);
    object["path_base64"] = base64(path);
  }
}

Json position(const text::Position& position) {
  Json object{{"line", position.line},
              {"column", position.column},
              {"column_bytes", position.column_bytes},
              {"column_utf16", position.column_utf16}};
  if (position.cell > 0) {
    object["cell"] = position.cell;
    object["file_line"] = position.file_line;
  }
  return object;
}

// snippet is the marked lines, without their surroundings.
Json snippet(const engine::Excerpt& excerpt) {
  Json lines = Json::array();
  for (const engine::ExcerptLine& line : excerpt) {
    if (line.mark_start == line.mark_end) {
      continue;
    }
    Json shown{{"line", line.number}, {"text", line.text}};
    if (line.cut_before || line.cut_after) {
      shown["shortened"] = true;
    }
    lines.push_back(std::move(shown));
  }
  return lines;
}

void put_place(Json& object, const engine::Place& place) {
  object["start"] = position(place.start);
  object["end"] = position(place.end);
}

Json trace(const engine::Trace& trace) {
  Json steps = Json::array();
  for (const engine::TraceStep& step : trace.steps) {
    Json shown;
    put_path(shown, step.path);
    put_place(shown, step.place);
    shown["message"] = step.message;
    shown["snippet"] = snippet(step.excerpt);
    steps.push_back(std::move(shown));
  }
  return steps;
}

Json finding(const FileResult& file, const engine::ReportedFinding& found) {
  Json object;
  object["rule"] = found.rule->name;
  object["id"] = found.rule->id;
  object["severity"] = name_of(found.severity);
  object["confidence"] = name_of(found.confidence);
  object["cwe"] = found.rule->cwes;
  put_path(object, file.path);
  put_place(object, found.place);
  object["message"] = found.message;
  object["mend"] = found.mend;
  if (!found.fingerprint.digest.empty()) {
    object["fingerprint"] = occurrence_text(found.fingerprint);
  }
  object["snippet"] = snippet(found.excerpt);
  object["related"] = Json::array();
  for (const engine::RelatedNote& note : found.related) {
    Json related;
    related["message"] = note.message;
    put_place(related, note.place);
    object["related"].push_back(std::move(related));
  }
  if (found.trace) {
    object["trace"] = trace(*found.trace);
    object["more_sources"] = found.trace->others;
  }
  if (found.silence) {
    object["silenced"] = {{"reason", found.silence->reason},
                          {"line", found.silence->line},
                          {"foreign", found.silence->foreign}};
  }
  return object;
}

Json error(const Error& error) {
  Json object{{"reason", reason_word(error.code)}, {"message", error.message}};
  if (!error.hint.empty()) {
    object["hint"] = error.hint;
  }
  return object;
}

Json not_analysed(const FileResult& file) {
  Json object;
  put_path(object, file.path);
  object.update(error(*file.error));
  return object;
}

Json partly_analysed(const FileResult& file) {
  Json object;
  put_path(object, file.path);
  object["count"] = file.remark_count;
  object["remarks"] = Json::array();
  for (const engine::Remark& remark : file.remarks) {
    Json place;
    place["message"] = remark.message;
    put_place(place, remark.place);
    object["remarks"].push_back(std::move(place));
  }
  return object;
}

Json left_out(const engine::LeftOutPath& path) {
  Json object;
  put_path(object, path.path);
  object["reason"] = reason_word(path.reason);
  return object;
}

Json totals(const engine::Totals& totals) {
  return Json{{"files", totals.files},
              {"analysed", totals.files - totals.skipped},
              {"partly_analysed", totals.partly},
              {"not_analysed", totals.skipped},
              {"lines", totals.lines},
              {"bytes", totals.bytes},
              {"findings", totals.findings},
              {"known", totals.known},
              {"silenced", totals.silenced},
              {"below_threshold", totals.hidden},
              {"foreign_comments", totals.foreign_comments}};
}

Json counts_by_path(const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  Json list = Json::array();
  for (const auto& [path, count] : counts) {
    Json object;
    put_path(object, path);
    object["calls"] = count;
    list.push_back(std::move(object));
  }
  return list;
}

Json flow(const engine::FlowCoverage& flow) {
  Json given_up = Json::array();
  for (const engine::GivenUp& one : flow.given_up) {
    Json object;
    put_path(object, one.path);
    object["function"] = one.name;
    given_up.push_back(std::move(object));
  }
  return Json{{"functions", flow.functions},
              {"given_up", std::move(given_up)},
              {"unknown_calls", counts_by_path(flow.unknown_calls)},
              {"dynamic_code", counts_by_path(flow.dynamic_code)},
              {"cut_values", flow.cut_values}};
}

// Writer writes the outer object key by key, its lists line by line, so that a large result is
// never whole in memory twice.
class Writer {
 public:
  explicit Writer(base::Sink& sink) : sink_(sink) { sink_.write("{"); }

  void value(std::string_view key, const Json& value) {
    begin(key);
    sink_.write(json_text(value));
  }

  using Put = std::function<void(const Json&)>;
  void list(std::string_view key, const std::function<void(const Put&)>& fill) {
    begin(key);
    sink_.write("[");
    bool first = true;
    fill([&](const Json& item) {
      sink_.write(first ? "\n    " : ",\n    ");
      sink_.write(json_text(item));
      first = false;
    });
    sink_.write(first ? "]" : "\n  ]");
  }

  void end() { sink_.write("\n}\n"); }

 private:
  void begin(std::string_view key) {
    sink_.write(first_ ? "\n  " : ",\n  ");
    sink_.write(json_text(Json(key)) + ": ");
    first_ = false;
  }

  base::Sink& sink_;
  bool first_ = true;
};

using FindingList = std::vector<engine::ReportedFinding> FileResult::*;

void put_findings(const engine::ScanResult& result, FindingList list, const Writer::Put& put) {
  for (const FileResult& file : result.files) {
    for (const engine::ReportedFinding& found : file.*list) {
      put(finding(file, found));
    }
  }
}

void put_files(const engine::ScanResult& result, FileState state, const Writer::Put& put) {
  for (const FileResult& file : result.files) {
    if (file.state == state) {
      put(state == FileState::Skipped ? not_analysed(file) : partly_analysed(file));
    }
  }
}

}  // namespace

void write_json(const engine::ScanResult& result, const JsonOptions& options, base::Sink& sink) {
  using Put = Writer::Put;
  Writer writer(sink);
  writer.value("format", "antivenom-scan");
  writer.value("version", kJsonVersion);
  writer.value("antivenom", base::version());
  writer.value("today", options.today);
  if (result.settings_source.empty()) {
    writer.value("settings", nullptr);
  } else {
    Json settings;
    put_path(settings, result.settings_source);
    writer.value("settings", settings);
  }
  writer.value("totals", totals(result.totals));
  writer.list("not_analysed", [&](const Put& put) { put_files(result, FileState::Skipped, put); });
  writer.list("partly_analysed",
              [&](const Put& put) { put_files(result, FileState::Partly, put); });
  writer.list("left_out", [&](const Put& put) {
    for (const engine::LeftOutPath& path : result.left_out) {
      put(left_out(path));
    }
  });
  writer.list("limits", [&](const Put& put) {
    for (const Error& limit : result.limits) {
      put(error(limit));
    }
  });
  if (result.flow.is_on) {
    writer.value("flow", flow(result.flow));
  }
  writer.list("findings",
              [&](const Put& put) { put_findings(result, &FileResult::findings, put); });
  if (!result.known_source.empty()) {
    writer.list("known", [&](const Put& put) { put_findings(result, &FileResult::known, put); });
  }
  if (options.silenced) {
    writer.list("silenced",
                [&](const Put& put) { put_findings(result, &FileResult::silenced, put); });
  }
  writer.end();
}

}  // namespace av::report
