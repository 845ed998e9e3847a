#pragma once
// scan_result.h — what a scan found, and what it could not look at.
//
// Complete in itself: places are lines and columns, the lines to show are copied, and every secret
// in them is masked already, so that a report needs no source text and cannot leak one.
// Ordered by path and place; nothing in it depends on threads, time or the order of arguments.

#include "analysis/knowledge/rule.h"
#include "analysis/text/left_out.h"
#include "analysis/text/lines.h"
#include <antivenom/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace av::engine {

// Place is a stretch of a file as people count; `end` is behind the last character.
struct Place {
  text::Position start;
  text::Position end;
};

// ExcerptLine is one line of a file, or the part of a long line around its mark.  Bytes
// [mark_start, mark_end) of `text` are marked; none when they are equal.
struct ExcerptLine {
  std::uint32_t number = 0;
  std::string text;
  std::uint32_t mark_start = 0;
  std::uint32_t mark_end = 0;
  bool cut_before = false;  // the line began before `text`
  bool cut_after = false;   // the line goes on behind `text`
};

// Excerpt is the lines to show for a place, ascending, with gaps where a long place is shortened.
using Excerpt = std::vector<ExcerptLine>;

// RelatedNote is another place of the same file that explains a finding.
struct RelatedNote {
  Place place;
  Excerpt excerpt;
  std::string message;
};

// TraceStep is one step of a value's way, in whatever file.
struct TraceStep {
  std::string path;  // as FileResult::path
  Place place;
  Excerpt excerpt;
  std::string message;  // what happens to the value: "is passed to `run`"
};

// Trace is how a value from outside gets to where it does harm.
struct Trace {
  std::uint32_t way = 0;     // its number in the scan
  std::uint32_t others = 0;  // sources that get there too
  std::vector<TraceStep> steps;
};

// Silence says why a finding is not reported: a comment in the file.
struct Silence {
  std::string reason;
  std::uint32_t line = 0;
  bool foreign = false;  // the comment is another scanner's
};

// Fingerprint finds a finding again after edits and moves; empty unless the plan asks for it.
struct Fingerprint {
  std::string digest;  // of the rule and the masked line, white space aside; 32 hex digits
  std::uint32_t occurrence = 1;  // among the findings of the file with that digest, by place
  std::string line_hash;         // `hash:n`, as GitHub's code scanning computes it
};

// occurrence_text is `digest:occurrence`, which no other finding of the file has.
inline std::string occurrence_text(const Fingerprint& fingerprint) {
  return fingerprint.digest + ":" + std::to_string(fingerprint.occurrence);
}

// ReportedFinding is one result.
struct ReportedFinding {
  const knowledge::Rule* rule = nullptr;
  knowledge::Severity severity = knowledge::Severity::Medium;
  knowledge::Confidence confidence = knowledge::Confidence::Medium;
  Place place;
  Excerpt excerpt;
  std::string message;
  std::string mend;
  std::vector<RelatedNote> related;
  std::optional<Trace> trace;
  std::optional<Silence> silence;
  Fingerprint fingerprint;
};

// Remark is something odd in a file that made its analysis less sure.
struct Remark {
  Place place;
  std::string message;  // a sentence without a full stop
};

// FileState says how much of a file was analysed.
enum class FileState : std::uint8_t {
  Analysed,  // all of it
  Partly,    // but for the places in `remarks`
  Skipped,   // nothing, because of `error`
};

// FileResult is what is to be said of one file.
struct FileResult {
  std::string path;  // as shown to the user; any bytes
  FileState state = FileState::Analysed;
  std::optional<Error> error;
  std::vector<Remark> remarks;     // the first few
  std::uint32_t remark_count = 0;  // all of them
  std::vector<ReportedFinding> findings;
  std::vector<ReportedFinding> silenced;
  std::vector<ReportedFinding> known;  // what a baseline has already
  std::uint32_t hidden_count = 0;      // findings below the least severity or confidence
  // Of the file's bytes; empty unless the plan asks for it, and when the text is not the bytes.
  std::string sha256;
  std::uint64_t byte_count = 0;
};

// LeftOutPath is a folder or file that was not wanted.
struct LeftOutPath {
  std::string path;
  text::LeftOutReason reason;
};

// GivenUp is a function that was too much work to be followed to its end.
struct GivenUp {
  std::string path;
  std::string name;  // "Class.method"; "the module" for what is in no function
};

// FlowCoverage is how far values were followed.
struct FlowCoverage {
  bool is_on = false;
  std::uint64_t functions = 0;
  std::vector<GivenUp> given_up;  // by path, then in the order of the text
  // By path: calls of which nothing is known that values from outside pass, where there are any.
  std::vector<std::pair<std::string, std::uint64_t>> unknown_calls;
  // By path: calls that run text as Python (eval, exec), whose effects are not followed.
  std::vector<std::pair<std::string, std::uint64_t>> dynamic_code;
  std::uint64_t cut_values = 0;  // of which not all was kept
};

// Totals counts over all files of a scan.
struct Totals {
  std::uint64_t files = 0;  // found: analysed, partly or skipped
  std::uint64_t partly = 0;
  std::uint64_t skipped = 0;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t findings = 0;
  std::uint64_t silenced = 0;
  std::uint64_t known = 0;
  std::uint64_t hidden = 0;            // findings below the least severity or confidence
  std::uint64_t foreign_comments = 0;  // # nosec and # noqa: S… that were not honoured
};

// ScanResult is all of a scan.
struct ScanResult {
  std::vector<FileResult> files;  // only those of which there is something to say
  Totals totals;
  std::vector<LeftOutPath> left_out;
  std::string settings_source;  // the configuration file that had a say, or empty
  std::string known_source;     // the baseline or revision that `known` comes from, or empty
  std::vector<Error> limits;    // limits on count or depth that were hit: more was there
  FlowCoverage flow;
  bool interrupted = false;  // if so, what else is here is incomplete
};

}  // namespace av::engine
