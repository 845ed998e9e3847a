#pragma once
// text.h — findings for people: where, what, the code with the place marked, why, how to mend.

#include "analysis/engine/scan_result.h"
#include "base/sink.h"
#include "base/terminal.h"

#include <string>

namespace av::report {

// TextOptions is how findings are shown.
struct TextOptions {
  base::TerminalStyle style;
  std::string folder;     // what shown paths are relative to; for links
  bool silenced = false;  // also those that a comment silences
};

// write_text writes every finding with its frame.  Why a rule matters is said at its first finding.
void write_text(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink);

// write_concise writes `path:line:column: severity[rule] message`, a line a finding.
void write_concise(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink);

}  // namespace av::report
