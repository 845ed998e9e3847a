#include "analysis/report/text.h"

#include "analysis/report/frame.h"
#include "analysis/report/markdown.h"
#include "base/printable.h"

#include <algorithm>
#include <cstdint>
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

// as_uri is a file: URI of a path, which is relative to `folder` unless it is absolute.
// Source: RFC 3986, unreserved characters and the path's slashes stay.
std::string as_uri(std::string_view path, std::string_view folder) {
  std::string full(path);
  if (!path.starts_with('/')) {
    full = std::string(folder) + "/" + full;
  }
  std::string uri = "file://";
  for (const char c : full) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      constexpr std::string_view kHex = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      uri.append({'%', kHex[byte >> 4U], kHex[byte & 0xFU]});
    }
  }
  return uri;
}

// location is path:line:column, a link where the terminal shows links.
std::string location(const FileResult& file, const engine::Place& place,
                     const TextOptions& options) {
  std::string text = base::printable(file.path) + ":" + std::to_string(place.start.line) + ":" +
                     std::to_string(place.start.column);
  if (!options.style.links) {
    return text;
  }
  return "\x1b]8;;" + as_uri(file.path, options.folder) + "\x1b\\" + text + "\x1b]8;;\x1b\\";
}

// TextReport writes findings with frames; it remembers which rules were explained.
class TextReport {
 public:
  explicit TextReport(const TextOptions& options)
      : options_(options),
        look_{painter_of(options.style), symbols_of(options.style), options.style.columns} {}

  std::string describe(const FileResult& file, const ReportedFinding& finding) {
    std::string out = heading(file, finding);
    unsigned margin = margin_of(finding.excerpt);
    for (const engine::RelatedNote& note : finding.related) {
      margin = std::max(margin, margin_of(note.excerpt));
    }
    const Role role = finding.silence ? Role::Faint : role_of(finding.severity);
    add_frame(out, finding.excerpt, margin, role, look_);
    add_related(out, file, finding, margin);
    add_notes(out, finding, margin);
    return out + "\n";
  }

 private:
  [[nodiscard]] std::string heading(const FileResult& file, const ReportedFinding& finding) const {
    const Role role = finding.silence ? Role::Faint : role_of(finding.severity);
    std::string what(symbol_of(finding.severity, look_.symbols));
    what.append(" ").append(name_of(finding.severity));
    std::string out = look_.painter.paint(Role::Path, location(file, finding.place, options_));
    out += ": " + look_.painter.paint(role, what);
    out += look_.painter.paint(Role::Strong, "[" + std::string(finding.rule->name) + "]");
    return out + (finding.silence ? " (silenced) " : " ") + base::printable(finding.message) + "\n";
  }

  void add_related(std::string& out, const FileResult& file, const ReportedFinding& finding,
                   unsigned margin) const {
    for (const engine::RelatedNote& note : finding.related) {
      add_note(out, "see",
               location(file, note.place, options_) + ": " + base::printable(note.message), margin,
               look_);
      add_frame(out, note.excerpt, margin, Role::Faint, look_);
    }
  }

  void add_notes(std::string& out, const ReportedFinding& finding, unsigned margin) {
    const knowledge::Rule& rule = *finding.rule;
    if (finding.silence) {
      const engine::Silence& silence = *finding.silence;
      add_note(out, "silenced",
               "on line " + std::to_string(silence.line) + ": " + base::printable(silence.reason),
               margin, look_);
      return;
    }
    if (std::ranges::find(explained_, &rule) == explained_.end()) {
      explained_.push_back(&rule);
      add_note(out, "why", plain_text(first_paragraph(rule.why)), margin, look_);
    }
    add_note(out, "mend", base::printable(finding.mend), margin, look_);
    std::string facts;
    for (const std::uint16_t cwe : rule.cwes) {
      facts += "CWE-" + std::to_string(cwe) + ", ";
    }
    facts.append(name_of(finding.confidence)).append(" confidence; more: `antivenom explain ");
    add_note(out, std::string(rule.id), facts.append(rule.name).append("`"), margin, look_);
  }

  const TextOptions& options_;
  FrameLook look_;
  std::vector<const knowledge::Rule*> explained_;
};

}  // namespace

void write_text(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink) {
  TextReport report(options);
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      sink.write(report.describe(file, finding));
    }
    for (const ReportedFinding& finding : file.silenced) {
      if (options.silenced) {
        sink.write(report.describe(file, finding));
      }
    }
  }
}

void write_concise(const engine::ScanResult& result, const TextOptions& options, base::Sink& sink) {
  const Painter painter = painter_of(options.style);
  const auto write_line = [&](const FileResult& file, const ReportedFinding& finding) {
    std::string line = painter.paint(Role::Path, location(file, finding.place, options)) + ": ";
    line += painter.paint(role_of(finding.severity), name_of(finding.severity));
    line += "[" + std::string(finding.rule->name) + "] ";
    line += finding.silence ? "(silenced) " : "";
    sink.write(line + base::printable(finding.message) + "\n");
  };
  for (const FileResult& file : result.files) {
    for (const ReportedFinding& finding : file.findings) {
      write_line(file, finding);
    }
    for (const ReportedFinding& finding : file.silenced) {
      if (options.silenced) {
        write_line(file, finding);
      }
    }
  }
}

}  // namespace av::report
