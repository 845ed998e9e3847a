#include "analysis/report/text.h"

#include "analysis/report/frame.h"
#include "analysis/report/markdown.h"
#include "analysis/report/place_text.h"
#include "analysis/report/trace_text.h"
#include "analysis/report/uri.h"
#include "base/printable.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace av::report {
namespace {

using engine::FileResult;
using engine::ReportedFinding;

Painter painter_of(const base::TerminalStyle& style) {
  return Painter(style.colour ? Painter::Colour::On : Painter::Colour::Off);
}

Symbols symbols_of(const base::TerminalStyle& style) {
  return style.unicode ? Symbols::Unicode : Symbols::Ascii;
}

// location is path:line:column.
std::string location(const FileResult& file, const engine::Place& place) {
  return base::printable(file.path) + ":" + place_text(place.start);
}

// linked is the location as a link, where the terminal shows links.
std::string linked(const FileResult& file, const engine::Place& place, const TextOptions& options) {
  std::string text = location(file, place);
  if (!options.style.links) {
    return text;
  }
  return "\x1b]8;;" + file_uri(file.path, options.folder) + "\x1b\\" + text + "\x1b]8;;\x1b\\";
}

// TextReport writes findings with frames; it remembers which rules were explained.
class TextReport {
 public:
  explicit TextReport(const TextOptions& options)
      : options_(options),
        look_{painter_of(options.style), symbols_of(options.style), options.style.columns} {}

  std::string describe(const FileResult& file, const ReportedFinding& finding) {
    unsigned margin = margin_of(finding.excerpt);
    for (const engine::RelatedNote& note : finding.related) {
      margin = std::max(margin, margin_of(note.excerpt));
    }
    const bool has_trace = !is_told_whole(file, finding);
    for (std::size_t i = 0; has_trace && i < finding.trace->steps.size(); ++i) {
      margin = std::max(margin, margin_of(finding.trace->steps[i].excerpt));
    }
    Frame frame(margin, look_);
    frame.add_excerpt(finding.excerpt, look_of(finding));
    for (const engine::RelatedNote& note : finding.related) {
      frame.add_note("see", location(file, note.place) + ": " + base::printable(note.message));
      frame.add_excerpt(note.excerpt, Role::Faint);
    }
    if (has_trace) {
      add_trace(frame, *finding.trace);
    }
    if (finding.silence) {
      add_silence(frame, *finding.silence);
    } else {
      add_advice(frame, finding);
    }
    return heading(file, finding) + frame.text() + "\n";
  }

 private:
  static Role look_of(const ReportedFinding& finding) {
    return finding.silence ? Role::Faint : role_of(finding.severity);
  }

  [[nodiscard]] std::string heading(const FileResult& file, const ReportedFinding& finding) const {
    std::string what(symbol_of(finding.severity, look_.symbols));
    what.append(" ").append(name_of(finding.severity));
    std::string out = look_.painter.paint(Role::Path, linked(file, finding.place, options_));
    out += ": " + look_.painter.paint(look_of(finding), what);
    out += look_.painter.paint(Role::Strong, "[" + std::string(finding.rule->name) + "]");
    return out + (finding.silence ? " (silenced) " : " ") + base::printable(finding.message) + "\n";
  }

  // The last step is the finding's own place, which is shown already.
  static void add_trace(Frame& frame, const engine::Trace& trace) {
    for (std::size_t i = 0; i < trace.steps.size(); ++i) {
      const engine::TraceStep& step = trace.steps[i];
      frame.add_note(std::to_string(i + 1), step_place(step) + " " + base::printable(step.message));
      if (i + 1 < trace.steps.size()) {
        frame.add_excerpt(step.excerpt, Role::Faint);
      }
    }
    if (trace.others > 0) {
      frame.add_note("also", std::to_string(trace.others) + " more " +
                                 (trace.others == 1 ? "source leads" : "sources lead") + " here");
    }
  }

  static void add_silence(Frame& frame, const engine::Silence& silence) {
    frame.add_note("silenced", "on line " + std::to_string(silence.line) + ": " +
                                   base::printable(silence.reason));
  }

  void add_advice(Frame& frame, const ReportedFinding& finding) {
    const knowledge::Rule& rule = *finding.rule;
    if (std::ranges::find(explained_, &rule) == explained_.end()) {
      explained_.push_back(&rule);
      frame.add_note("why", plain_text(first_paragraph(rule.why)));
    }
    frame.add_note("mend", base::printable(finding.mend));
    std::string facts;
    for (const std::uint16_t cwe : rule.cwes) {
      facts += "CWE-" + std::to_string(cwe) + ", ";
    }
    facts.append(name_of(finding.confidence)).append(" confidence; more: `antivenom explain ");
    frame.add_note(rule.id, facts.append(rule.name).append("`"));
  }

  const TextOptions& options_;
  FrameLook look_;
  std::vector<const knowledge::Rule*> explained_;
};

// visit_findings calls `visit` for each finding that is to be shown.
template <class Visit>
void visit_findings(const engine::ScanResult& result, const TextOptions& options,
                    const Visit& visit) {
  const auto visit_all = [&](const FileResult& file, const std::vector<ReportedFinding>& list) {
    for (const ReportedFinding& finding : list) {
      visit(file, finding);
    }
  };
  for (const FileResult& file : result.files) {
    visit_all(file, file.findings);
    if (options.silenced) {
      visit_all(file, file.silenced);
    }
  }
}

}  // namespace

void write_text(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink) {
  TextReport report(options);
  visit_findings(result, options, [&](const FileResult& file, const ReportedFinding& finding) {
    sink.write(report.describe(file, finding));
  });
}

void write_concise(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink) {
  const Painter painter = painter_of(options.style);
  visit_findings(result, options, [&](const FileResult& file, const ReportedFinding& finding) {
    std::string line = painter.paint(Role::Path, linked(file, finding.place, options)) + ": ";
    line += painter.paint(role_of(finding.severity), name_of(finding.severity));
    line += "[" + std::string(finding.rule->name) + "] ";
    line += finding.silence ? "(silenced) " : "";
    sink.write(line + base::printable(finding.message) + "\n");
  });
}

}  // namespace av::report
