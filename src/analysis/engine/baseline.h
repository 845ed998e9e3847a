#pragma once
// baseline.h — the findings that are known already, so that a scan speaks only of new ones.
//
// A known finding is its file, its rule and its fingerprint, and how many there are of them; no
// line numbers, so that edits elsewhere change nothing.  A file that is gone may have moved: what
// was known of it counts for the same line in any other file.  Written one finding a line, in
// order, so that version control can merge it.  Never holds a secret: fingerprints are of masked
// lines.
//
// The form: {"format": "antivenom-baseline", "version": 1, "findings": [{"path", "rule",
// "fingerprint", "count", and perhaps "reason"}]}.

#include "analysis/engine/scan_result.h"
#include "base/sink.h"
#include <antivenom/result.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace av::engine {

// KnownFinding is what one line of a baseline speaks of.
struct KnownFinding {
  std::string path;  // relative to the baseline's folder
  std::string rule;
  std::string digest;
  auto operator<=>(const KnownFinding&) const = default;
};

// Baseline is a set of known findings, with how often each is known.
class Baseline {
 public:
  // `folder` is what the paths are relative to, absolute.
  explicit Baseline(std::string folder) : folder_(std::move(folder)) {}

  // read reads the file at `path`; its folder is the baseline's.  Error with `path:` and what is
  // wrong.
  static Result<Baseline> read(const std::string& path);

  // add takes every finding of a result, which must have fingerprints.
  void add(const ScanResult& result);
  // move_to says that the paths are relative to another folder from now on.
  void move_to(std::string folder) { folder_ = std::move(folder); }
  // keep_reasons copies the reasons that another baseline gives for the same findings.
  void keep_reasons(const Baseline& other);
  void write(base::Sink& sink) const;

  // move_known moves the known findings of `result` to FileResult::known and counts them.  Each is
  // known as often as the baseline says.
  void move_known(ScanResult& result) const;

  [[nodiscard]] std::uint64_t size() const;
  // lacks is how many findings of `other` this baseline does not have.
  [[nodiscard]] std::uint64_t lacks(const Baseline& other) const;

 private:
  struct Entry {
    std::uint32_t count = 0;
    std::string reason;
  };

  [[nodiscard]] KnownFinding key_of(const FileResult& file, const ReportedFinding& finding) const;
  Result<void> read_entries(const std::string& path, std::string_view text);

  std::string folder_;
  std::map<KnownFinding, Entry> entries_;
};

}  // namespace av::engine
