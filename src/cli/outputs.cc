#include "cli/outputs.h"

#include "analysis/engine/project_folder.h"
#include "analysis/report/github.h"
#include "analysis/report/gitlab.h"
#include "analysis/report/json.h"
#include "analysis/report/junit.h"
#include "analysis/report/sarif.h"
#include "analysis/report/text.h"
#include "base/suggest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

namespace av::cli {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 7> kFormats = {{
    {"text", Format::Text},
    {"concise", Format::Concise},
    {"json", Format::Json},
    {"sarif", Format::Sarif},
    {"github", Format::Github},
    {"gitlab", Format::Gitlab},
    {"junit", Format::Junit},
}};

// spoken is "text, concise and json".
std::string spoken(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text.append(i == 0 ? "" : i + 1 == words.size() ? " and " : ", ").append(words[i]);
  }
  return text;
}

Result<Format> parse_format(std::string_view word) {
  const auto* const known =
      std::ranges::find(kFormats, word, &decltype(kFormats)::value_type::first);
  if (known != kFormats.end()) {
    return known->second;
  }
  const std::vector<std::string_view> names = format_names();
  const std::string_view meant = base::suggest(word, names);
  return fail(ErrorCode::InvalidArgument, "there is no format `" + std::string(word) + "`",
              meant.empty() ? "formats are " + spoken(names)
                            : "did you mean `" + std::string(meant) + "`?");
}

std::string current_folder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

report::SarifOptions sarif_options(const ReportOptions& options) {
  report::SarifOptions sarif;
  sarif.today = options.today;
  sarif.category = options.category;
  sarif.prefix = engine::folder_in_repository();
  sarif.exit_code = options.exit_code;
  if (Result<engine::Revision> revision = engine::head_revision()) {
    sarif.revision = *std::move(revision);
  }
  sarif.started = options.started;
  sarif.ended = options.ended;
  return sarif;
}

// Look is what is shown, and how.
struct Look {
  const ReportOptions& options;
  const base::TerminalStyle& style;
};

report::TextOptions text_options(const Look& look) {
  report::TextOptions text = {look.style, {}, look.options.silenced};
  if (look.style.links) {
    text.folder = current_folder();
  }
  return text;
}

void write_report(Format format, const engine::ScanResult& result, const Look& look,
                  base::Sink& sink) {
  const ReportOptions& options = look.options;
  switch (format) {
    case Format::Text:
      return report::write_text(result, text_options(look), sink);
    case Format::Concise:
      return report::write_concise(result, text_options(look), sink);
    case Format::Json:
      return report::write_json(result, {options.today, options.silenced}, sink);
    case Format::Sarif:
      return report::write_sarif(result, sarif_options(options), sink);
    case Format::Github:
      return report::write_github(result, engine::folder_in_repository(), sink);
    case Format::Gitlab:
      return report::write_gitlab(result, engine::folder_in_repository(), sink);
    case Format::Junit:
      return report::write_junit(result, sink);
  }
}

}  // namespace

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  names.reserve(kFormats.size());
  for (const auto& [name, format] : kFormats) {
    names.push_back(name);
  }
  return names;
}

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

engine::Wanted Outputs::wanted() const {
  const auto has = [this](Format format) {
    return std::ranges::any_of(outputs_, [&](const Output& one) { return one.format == format; });
  };
  return {.fingerprints = has(Format::Json) || has(Format::Sarif) || has(Format::Gitlab),
          .line_hashes = has(Format::Sarif),
          .digests = has(Format::Sarif)};
}

Result<void> Outputs::write(const engine::ScanResult& result, const ReportOptions& options,
                            Console& console) {
  for (Output& output : outputs_) {
    if (output.file) {
      base::TerminalStyle plain;
      plain.unicode = true;
      write_report(output.format, result, {options, plain}, output.file->sink());
      AV_TRY(output.file->commit());
    }
  }
  for (const Output& output : outputs_) {
    if (!output.file) {
      write_report(output.format, result, {options, console.out_style}, console.out);
    }
  }
  return {};
}

}  // namespace av::cli
