#include "cli/outputs.h"

#include "analysis/report/json.h"
#include "analysis/report/text.h"
#include "base/suggest.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

namespace av::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 3> kFormats = {{
    {"text", Format::Text},
    {"concise", Format::Concise},
    {"json", Format::Json},
}};

Result<Format> parse_format(std::string_view word) {
  std::array<std::string_view, kFormats.size()> names;
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].first == word) {
      return kFormats[i].second;
    }
    names[i] = kFormats[i].first;
  }
  const std::string_view meant = base::suggest(word, names);
  return fail(ErrorCode::InvalidArgument, "there is no format `" + std::string(word) + "`",
              meant.empty() ? "formats are text, concise and json"
                            : "did you mean `" + std::string(meant) + "`?");
}

std::string current_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

void write_report(Format format, const engine::ScanResult& result, const ReportOptions& options,
                  const base::TerminalStyle& style, base::Sink& sink) {
  if (format == Format::Json) {
    report::write_json(result, {options.today, options.silenced}, sink);
    return;
  }
  report::TextOptions text = {style, {}, options.silenced};
  if (style.links) {
    text.folder = current_folder();
  }
  if (format == Format::Text) {
    report::write_text(result, text, sink);
  } else {
    report::write_concise(result, text, sink);
  }
}

}  // namespace

Result<Outputs> Outputs::open(std::span<const std::string> formats) {
  Outputs outputs;
  for (const std::string& word : formats) {
    const std::size_t equals = word.find('=');
    Output output;
    output.format = AV_TRY(parse_format(std::string_view(word).substr(0, equals)));
    if (equals != std::string::npos && word.substr(equals + 1) != "-") {
      output.path = word.substr(equals + 1);
      output.file = AV_TRY(base::AtomicFile::create(output.path));
    }
    const bool taken = std::ranges::any_of(
        outputs.outputs_, [&](const Output& other) { return other.path == output.path; });
    if (taken) {
      const std::string where = output.path.empty() ? "standard output" : output.path;
      return fail(ErrorCode::InvalidArgument, "two formats would go to " + where,
                  "give one of them a file: --format json=report.json");
    }
    outputs.outputs_.push_back(std::move(output));
  }
  if (formats.empty()) {
    outputs.outputs_.emplace_back();
  }
  return outputs;
}

Result<void> Outputs::write(const engine::ScanResult& result, const ReportOptions& options,
                            Console& console) {
  for (Output& output : outputs_) {
    if (output.file) {
      base::TerminalStyle plain;
      plain.unicode = true;
      write_report(output.format, result, options, plain, output.file->sink());
      AV_TRY(output.file->commit());
    }
  }
  for (const Output& output : outputs_) {
    if (!output.file) {
      write_report(output.format, result, options, console.out_style, console.out);
    }
  }
  return {};
}

}  // namespace av::cli
