#include "analysis/engine/baseline.h"

#include "analysis/text/source.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

namespace av::engine {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "antivenom-baseline";
constexpr int kVersion = 1;
constexpr std::uint64_t kMostBaselineBytes = std::uint64_t{256} << 20;

std::string json_text(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

fs::path whole_path(const std::string& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal();
}

// text_at is a member that must be a string with something in it; empty otherwise.
std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// count_at is a member that may be missing, then 1; 0 when it is no count.
std::uint32_t count_at(const Json& object) {
  const auto found = object.find("count");
  if (found == object.end()) {
    return 1;
  }
  const bool fits = found->is_number_unsigned() && found->get<std::uint64_t>() <= UINT32_MAX;
  return fits ? found->get<std::uint32_t>() : 0;
}

// Left is how often each known finding is still to be met.
using Left = std::map<KnownFinding, std::uint32_t>;

// take counts one down; false when none is left.
bool take(Left& left, const KnownFinding& key) {
  const auto found = left.find(key);
  if (found == left.end() || found->second == 0) {
    return false;
  }
  --found->second;
  return true;
}

// without_paths is what is left of files that are gone, whatever their path was.
Left without_paths(const Left& left, const std::string& folder) {
  Left moved;
  for (const auto& [key, count] : left) {
    std::error_code ignored;
    if (count > 0 && !fs::exists(fs::path(folder) / key.path, ignored)) {
      moved[{"", key.rule, key.digest}] += count;
    }
  }
  return moved;
}

// move_if moves the findings of a file for which `is_known` holds to its known ones.
template <class IsKnown>
void move_if(ScanResult& result, const IsKnown& is_known) {
  for (FileResult& file : result.files) {
    std::vector<ReportedFinding> fresh;
    for (ReportedFinding& finding : file.findings) {
      (is_known(file, finding) ? file.known : fresh).push_back(std::move(finding));
    }
    file.findings = std::move(fresh);
  }
}

}  // namespace

Result<Baseline> Baseline::read(const std::string& path) {
  Baseline baseline(whole_path(path).parent_path().string());
  const text::Source source = AV_TRY(text::load_source(path, path, {kMostBaselineBytes}));
  AV_TRY(baseline.read_entries(path, source.text.text()));
  return baseline;
}

Result<void> Baseline::read_entries(const std::string& path, std::string_view text) {
  const Json root = Json::parse(text, nullptr, false);
  if (!root.is_object() || text_at(root, "format") != kFormat) {
    return fail(ErrorCode::InvalidArgument, path + ": this is no baseline",
                "`antivenom baseline create` writes one");
  }
  if (root.value("version", Json()) != kVersion) {
    return fail(ErrorCode::Unsupported, path + ": a baseline of another version of antivenom",
                "write it anew with `antivenom baseline create`");
  }
  const auto findings = root.find("findings");
  if (findings == root.end() || !findings->is_array()) {
    return fail(ErrorCode::InvalidArgument, path + ": the list `findings` is missing");
  }
  for (const Json& one : *findings) {
    KnownFinding key;
    if (one.is_object()) {
      key = {text_at(one, "path"), text_at(one, "rule"), text_at(one, "fingerprint")};
    }
    const std::uint32_t count = one.is_object() ? count_at(one) : 0;
    if (key.path.empty() || key.rule.empty() || key.digest.empty() || count == 0) {
      return fail(ErrorCode::InvalidArgument,
                  path + ": `findings` has an entry without path, rule, fingerprint or count: " +
                      json_text(one).substr(0, 200));
    }
    Entry& entry = entries_[std::move(key)];
    entry.count += count;
    entry.reason = text_at(one, "reason");
  }
  return {};
}

KnownFinding Baseline::key_of(const FileResult& file, const ReportedFinding& finding) const {
  return {whole_path(file.path).lexically_relative(folder_).string(),
          std::string(finding.rule->name), finding.fingerprint.digest};
}

void Baseline::add(const ScanResult& result) {
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      ++entries_[key_of(file, finding)].count;
    }
  }
}

void Baseline::keep_reasons(const Baseline& other) {
  for (auto& [key, entry] : entries_) {
    const auto found = other.entries_.find(key);
    if (found != other.entries_.end()) {
      entry.reason = found->second.reason;
    }
  }
}

void Baseline::write(base::Sink& sink) const {
  sink.write("{\n  \"format\": " + json_text(kFormat) +
             ",\n  \"version\": " + std::to_string(kVersion) + ",\n  \"findings\": [");
  std::string_view before = "\n    ";
  for (const auto& [key, entry] : entries_) {
    Json line{{"path", key.path}, {"rule", key.rule}, {"fingerprint", key.digest}};
    if (entry.count > 1) {
      line["count"] = entry.count;
    }
    if (!entry.reason.empty()) {
      line["reason"] = entry.reason;
    }
    sink.write(std::string(before) + json_text(line));
    before = ",\n    ";
  }
  sink.write(entries_.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

void Baseline::move_known(ScanResult& result) const {
  Left left;
  for (const auto& [key, entry] : entries_) {
    left[key] = entry.count;
  }
  move_if(result, [&](const FileResult& file, const ReportedFinding& finding) {
    return take(left, key_of(file, finding));
  });
  Left moved = without_paths(left, folder_);
  if (!moved.empty()) {
    move_if(result, [&](const FileResult& file, const ReportedFinding& finding) {
      KnownFinding key = key_of(file, finding);
      key.path.clear();
      return take(moved, key);
    });
  }
  result.totals.findings = 0;
  for (FileResult& file : result.files) {
    std::ranges::stable_sort(file.known, {}, [](const ReportedFinding& finding) {
      const text::Position& start = finding.place.start;
      return std::tuple(start.cell, start.line, start.column);
    });
    result.totals.findings += file.findings.size();
    result.totals.known += file.known.size();
  }
}

std::uint64_t Baseline::size() const {
  std::uint64_t sum = 0;
  for (const auto& [key, entry] : entries_) {
    sum += entry.count;
  }
  return sum;
}

std::uint64_t Baseline::lacks(const Baseline& other) const {
  std::uint64_t sum = 0;
  for (const auto& [key, entry] : other.entries_) {
    const auto found = entries_.find(key);
    const std::uint32_t own = found == entries_.end() ? 0 : found->second.count;
    sum += entry.count > own ? entry.count - own : 0;
  }
  return sum;
}

}  // namespace av::engine
