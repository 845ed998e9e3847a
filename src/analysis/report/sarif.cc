#include "analysis/report/sarif.h"

#include "analysis/report/json_text.h"
#include "analysis/report/place_text.h"
#include "analysis/report/sarif_rules.h"
#include "analysis/report/trace_text.h"
#include "analysis/report/uri.h"
#include "base/printable.h"
#include "base/version.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace av::report {
namespace {

using engine::FileResult;
using engine::ReportedFinding;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::string_view kRoot = "%SRCROOT%";

// Located is a finding and its file.
struct Located {
  const FileResult* file;
  const ReportedFinding* finding;
  std::string_view state;  // compared with the baseline
};

// link_text is a text as the words of an embedded link ([words](target)) want it.
std::string link_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

// region_of is a place; of a notebook the lines in its file, whose columns are not known.
Json region_of(const engine::Place& place) {
  if (place.start.cell > 0) {
    const std::uint32_t first = line_in_file(place.start);
    return Json{{"startLine", first}, {"endLine", std::max(first, line_in_file(place.end))}};
  }
  return Json{{"startLine", place.start.line},
              {"startColumn", place.start.column_utf16},
              {"endLine", place.end.line},
              {"endColumn", place.end.column_utf16}};
}

// with_snippet adds the marked lines, when they are there whole.
Json with_snippet(Json region, const engine::Excerpt& excerpt) {
  std::string text;
  if (!region.contains("startColumn")) {
    return region;
  }
  std::uint32_t expected = region["startLine"].get<std::uint32_t>();
  for (const engine::ExcerptLine& line : excerpt) {
    if (line.number < expected || line.mark_start == line.mark_end) {
      continue;
    }
    if (line.number != expected || line.cut_before || line.cut_after) {
      return region;
    }
    text += (text.empty() ? "" : "\n") + line.text;
    ++expected;
  }
  if (!text.empty()) {
    region["snippet"] = sarif_text(std::move(text));
  }
  return region;
}

// Log writes one result as a SARIF log.
class Log {
 public:
  Log(const engine::ScanResult& result, const SarifOptions& options, base::Sink& sink)
      : result_(result), options_(options), sink_(sink), rules_(result) {
    for (const FileResult& file : result.files) {
      add_all(file, file.findings, "new");
      add_all(file, file.known, "unchanged");
      add_all(file, file.silenced, "");
      const bool has_findings =
          !file.findings.empty() || !file.known.empty() || !file.silenced.empty();
      if (has_findings || file.error || file.remark_count > 0) {
        const std::size_t index = artifacts_.size();
        artifacts_.emplace(&file, index);
        files_.push_back(&file);
      }
    }
    if (located_.size() > kGithubResults) {
      std::ranges::stable_sort(located_, std::ranges::greater(), [](const Located& one) {
        return std::pair(one.finding->severity, one.finding->confidence);
      });
    }
  }

  void write() {
    sink_.write("{\n  \"$schema\": " + json_text(kSchema) +
                ",\n  \"version\": \"2.1.0\",\n  \"runs\": [{");
    member("tool", tool(), "\n    ");
    const std::string category = options_.category.empty() ? "" : options_.category + "/";
    member("automationDetails", {{"id", "antivenom/scan/" + category}});
    member("columnKind", "utf16CodeUnits");
    member("originalUriBaseIds",
           {{kRoot, {{"description", {{"text", "The root of the repository"}}}}}});
    if (options_.revision && !options_.revision->repository.empty()) {
      member("versionControlProvenance", Json::array({provenance()}));
    }
    member("taxonomies", rules_.taxonomies());
    member("invocations", Json::array({invocation()}));
    list("artifacts", files_, [this](const FileResult* file) { return artifact(*file); });
    located_.resize(std::min(located_.size(), kSarifResults));
    list("results", located_, [this](const Located& one) { return described(one); });
    sink_.write("\n  }]\n}\n");
  }

 private:
  void add_all(const FileResult& file, const std::vector<ReportedFinding>& findings,
               std::string_view state) {
    for (const ReportedFinding& finding : findings) {
      located_.push_back({&file, &finding, result_.known_source.empty() ? "" : state});
    }
    found_ = located_.size();
  }

  void member(std::string_view key, const Json& value, std::string_view before = ",\n    ") {
    sink_.write(std::string(before) + json_text(key) + ": " + json_text(value));
  }

  // list writes an array with an item a line, so that a large log is never whole in memory.
  template <class Items, class Describe>
  void list(std::string_view key, const Items& items, const Describe& describe) {
    sink_.write(",\n    " + json_text(key) + ": [");
    std::string_view before = "\n      ";
    for (const auto& item : items) {
      sink_.write(std::string(before) + json_text(describe(item)));
      before = ",\n      ";
    }
    sink_.write(items.empty() ? "]" : "\n    ]");
  }

  [[nodiscard]] Json tool() const {
    Json driver;
    driver["name"] = "antivenom";
    driver["semanticVersion"] = base::version();
    driver["informationUri"] = "https://pypi.org/project/antivenom/";
    driver["supportedTaxonomies"] = Json::array({{{"name", "CWE"}, {"index", 0}}});
    driver["rules"] = rules_.rules();
    return Json{{"driver", std::move(driver)}};
  }

  [[nodiscard]] Json provenance() const {
    Json object{{"repositoryUri", options_.revision->repository},
                {"revisionId", options_.revision->commit}};
    if (!options_.revision->branch.empty()) {
      object["branch"] = options_.revision->branch;
    }
    object["mappedTo"] = {{"uriBaseId", kRoot}};
    return object;
  }

  // location_of is a file's address: from the root of the repository, or with file:// when it lies
  // elsewhere.
  [[nodiscard]] Json location_of(const std::string& path) const {
    if (path.starts_with('/')) {
      return Json{{"uri", file_uri(path, {})}};
    }
    return Json{{"uri", relative_uri(options_.prefix + path)}, {"uriBaseId", kRoot}};
  }

  [[nodiscard]] Json artifact(const FileResult& file) const {
    Json object{{"location", location_of(file.path)}, {"roles", {"analysisTarget"}}};
    if (!file.sha256.empty()) {
      object["length"] = file.byte_count;
      object["hashes"] = {{"sha-256", file.sha256}};
    }
    object["sourceLanguage"] = "python";
    return object;
  }

  [[nodiscard]] Json physical(const FileResult& file, Json region) const {
    Json location = location_of(file.path);
    location["index"] = artifacts_.at(&file);
    return Json{{"artifactLocation", std::move(location)}, {"region", std::move(region)}};
  }

  // location is where something is; in a notebook its cell too, which no file position can say.
  [[nodiscard]] Json location(const FileResult& file, const engine::Place& place,
                              const engine::Excerpt& excerpt) const {
    Json object = {{"physicalLocation", physical(file, with_snippet(region_of(place), excerpt))}};
    if (place.start.cell > 0) {
      object["logicalLocations"] = Json::array({{{"name", line_words(place.start)}}});
    }
    return object;
  }

  [[nodiscard]] Json described(const Located& one) const {
    const ReportedFinding& finding = *one.finding;
    Json object;
    object["ruleId"] = finding.rule->id;
    object["ruleIndex"] = rules_.index_of(*finding.rule);
    object["level"] = sarif_level(finding.severity);
    object["message"] = sarif_text(message_of(*one.file, finding));
    object["locations"] = Json::array({location(*one.file, finding.place, finding.excerpt)});
    if (Json others = related(*one.file, finding); !others.empty()) {
      object["relatedLocations"] = std::move(others);
    }
    if (finding.trace && !finding.trace->steps.empty()) {
      object["codeFlows"] =
          Json::array({{{"threadFlows", Json::array({{{"locations", steps(*finding.trace)}}})}}});
    }
    if (!finding.fingerprint.digest.empty()) {
      object["partialFingerprints"] = {{"primaryLocationLineHash", finding.fingerprint.line_hash},
                                       {"antivenom/v1", occurrence_text(finding.fingerprint)}};
    }
    if (finding.silence) {
      object["suppressions"] =
          Json::array({{{"kind", "inSource"}, {"justification", finding.silence->reason}}});
    }
    if (!one.state.empty()) {
      object["baselineState"] = one.state;
    }
    object["rank"] = rank_of(finding);
    object["properties"] = {{"severity", name_of(finding.severity)},
                            {"confidence", name_of(finding.confidence)},
                            {"security-severity", security_severity(finding.severity)}};
    return object;
  }

  // message_of is a sentence that stands alone, the mend, and where else to look.
  static std::string message_of(const FileResult& file, const ReportedFinding& finding) {
    std::string text = finding.message + ".";
    if (!finding.mend.empty()) {
      text += " To mend it: " + finding.mend + ".";
    }
    for (std::size_t i = 0; i < finding.related.size(); ++i) {
      text += " [" + link_text(finding.related[i].message) + "](" + std::to_string(i + 1) + ").";
    }
    if (!is_told_whole(file, finding)) {
      text += " [The value " + link_text(finding.trace->steps.front().message) + "](" +
              std::to_string(finding.related.size() + 1) + ").";
    }
    return text;
  }

  [[nodiscard]] Json related(const FileResult& file, const ReportedFinding& finding) const {
    Json list = Json::array();
    for (std::size_t i = 0; i < finding.related.size(); ++i) {
      const engine::RelatedNote& note = finding.related[i];
      list.push_back({{"id", i + 1}});
      list.back().update(location(file, note.place, note.excerpt));
      list.back()["message"] = sarif_text(note.message);
    }
    if (!is_told_whole(file, finding)) {
      list.push_back({{"id", list.size() + 1}});
      list.back().update(step_location(finding.trace->steps.front()));
    }
    return list;
  }

  // step_location is where a step is, in whatever file, and what happens there.
  [[nodiscard]] Json step_location(const engine::TraceStep& step) const {
    Json object = {{"physicalLocation",
                    {{"artifactLocation", location_of(step.path)},
                     {"region", with_snippet(region_of(step.place), step.excerpt)}}}};
    if (step.place.start.cell > 0) {
      object["logicalLocations"] = Json::array({{{"name", line_words(step.place.start)}}});
    }
    object["message"] = sarif_text(step.message);
    return object;
  }

  [[nodiscard]] Json steps(const engine::Trace& trace) const {
    Json list = Json::array();
    for (const engine::TraceStep& step : trace.steps) {
      list.push_back({{"location", step_location(step)}});
    }
    return list;
  }

  // rank_of is SARIF's priority, from 0 to 100: severity first, then confidence.
  static double rank_of(const ReportedFinding& finding) {
    constexpr double kSeverityStep = 25;
    constexpr double kConfidenceStep = 10;
    return kSeverityStep * static_cast<double>(finding.severity) +
           kConfidenceStep * static_cast<double>(finding.confidence);
  }

  [[nodiscard]] Json invocation() const {
    Json object;
    object["executionSuccessful"] = true;
    object["exitCode"] = options_.exit_code;
    if (!options_.started.empty()) {
      object["startTimeUtc"] = options_.started;
      object["endTimeUtc"] = options_.ended;
    }
    object["toolExecutionNotifications"] = notifications();
    object["properties"] = {{"today", options_.today}};
    return object;
  }

  [[nodiscard]] Json notifications() const {
    Json list = Json::array();
    const auto add = [&](std::string_view level, std::string text) -> Json& {
      list.push_back({{"level", level}, {"message", sarif_text(std::move(text))}});
      return list.back();
    };
    for (const FileResult* const file : files_) {
      if (file->error) {
        add("error", file->error->message + ".")["locations"] =
            Json::array({{{"physicalLocation", {{"artifactLocation", location_of(file->path)}}}}});
      }
      for (const engine::Remark& remark : file->remarks) {
        add("warning", "Not analysed here: " + remark.message + ".")["locations"] =
            Json::array({{{"physicalLocation", physical(*file, region_of(remark.place))}}});
      }
    }
    for (const engine::GivenUp& one : result_.flow.given_up) {
      add("warning", "Values are not followed to the end in " + one.name + ".")["locations"] =
          Json::array({{{"physicalLocation", {{"artifactLocation", location_of(one.path)}}}}});
    }
    for (const Error& limit : result_.limits) {
      add("warning", limit.message + ".");
    }
    if (found_ > kSarifResults) {
      add("warning", "Of " + std::to_string(found_) + " results only the worst " +
                         std::to_string(kSarifResults) + " are here.");
    } else if (found_ > kGithubResults) {
      add("note", "The " + std::to_string(found_) +
                      " results are in order of severity: GitHub keeps the first " +
                      std::to_string(kGithubResults) + ".");
    }
    return list;
  }

  const engine::ScanResult& result_;
  const SarifOptions& options_;
  base::Sink& sink_;
  SarifRules rules_;
  std::vector<Located> located_;
  std::size_t found_ = 0;
  std::vector<const FileResult*> files_;
  std::map<const FileResult*, std::size_t> artifacts_;
};

}  // namespace

void write_sarif(const engine::ScanResult& result, const SarifOptions& options, base::Sink& sink) {
  Log(result, options, sink).write();
}

}  // namespace av::report
