#include "analysis/engine/file_scan.h"

#include "analysis/engine/excerpt.h"
#include "analysis/engine/fingerprint.h"
#include "analysis/engine/secrets.h"
#include "analysis/engine/trace.h"
#include "analysis/names/file_names.h"
#include "analysis/taint/unit_builder.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace av::engine {
namespace {

using text::Span;

constexpr std::size_t kRemarksKept = 5;
// Memory beyond this is given back after a file, so that one giant does not cost all workers.
constexpr std::size_t kKeptNodes = std::size_t{4} << 20;

// FileInput is a file as it was read.
struct FileInput {
  const text::Source& source;
  const syntax::Tree& tree;
  const FlowFile* flows;
};

// Odd is something that made the analysis less sure, before its place is counted in lines.
struct Odd {
  Span span;
  std::string message;
};

std::vector<Odd> odd_places(const text::Source& source, const syntax::Tree& tree) {
  std::vector<Odd> odd;
  odd.reserve(source.notices.size() + tree.problems().size());
  for (const text::Notice& notice : source.notices) {
    odd.push_back({notice.span, notice.message});
  }
  for (const syntax::Problem& problem : tree.problems()) {
    odd.push_back({{problem.start, problem.end}, problem.message});
  }
  std::ranges::stable_sort(odd, {}, [](const Odd& one) { return one.span.start; });
  return odd;
}

void add_remarks(const FileText& file, const std::vector<Odd>& odd, FileResult& result) {
  result.remark_count = static_cast<std::uint32_t>(odd.size());
  for (std::size_t i = 0; i < std::min(odd.size(), kRemarksKept); ++i) {
    result.remarks.push_back({place_of(file, odd[i].span), file.secrets.masked(odd[i].message)});
  }
  if (!odd.empty()) {
    result.state = FileState::Partly;
  }
}

// fingerprints are those of all findings of a file, silenced ones behind the others.
std::vector<Fingerprint> fingerprints(const FileText& file, const match::CheckResult& checked,
                                      const Plan& plan) {
  std::vector<const match::Finding*> all;
  all.reserve(checked.findings.size() + checked.silenced.size());
  for (const match::Finding& finding : checked.findings) {
    all.push_back(&finding);
  }
  for (const match::SilencedFinding& silenced : checked.silenced) {
    all.push_back(&silenced.finding);
  }
  if (!plan.wanted().fingerprints || all.empty()) {
    return std::vector<Fingerprint>(all.size());
  }
  std::vector<Fingerprint> prints = fingerprints_of(file, all);
  if (plan.wanted().line_hashes) {
    add_line_hashes(file, all, prints);
  }
  return prints;
}

ReportedFinding reported(const FileText& file, const match::Finding& finding,
                         Fingerprint fingerprint) {
  ReportedFinding result;
  result.fingerprint = std::move(fingerprint);
  result.rule = finding.rule;
  result.severity = finding.severity;
  result.confidence = finding.confidence;
  result.place = place_of(file, finding.span);
  result.excerpt = excerpt_of(file, finding.span, Surroundings::OneLine);
  result.message = file.secrets.masked(finding.message);
  result.mend = file.secrets.masked(finding.mend);
  for (const match::RelatedPlace& place : finding.related) {
    result.related.push_back({place_of(file, place.span),
                              excerpt_of(file, place.span, Surroundings::None),
                              file.secrets.masked(place.message)});
  }
  if (finding.way) {
    result.trace = Trace{finding.way->number, finding.way->others, {}};
  }
  return result;
}

void add_findings(const FileText& file, match::CheckResult& checked, const Plan& plan,
                  FileResult& result) {
  const Rules off = plan.rules_off(result.path);
  std::vector<Fingerprint> prints = fingerprints(file, checked, plan);
  auto print = prints.begin();
  for (match::Finding& finding : checked.findings) {
    const Plan::Verdict verdict = plan.judge(finding, off);
    if (verdict == Plan::Verdict::Reported) {
      result.findings.push_back(reported(file, finding, std::move(*print)));
    }
    ++print;
    result.hidden_count += verdict == Plan::Verdict::Hidden ? 1 : 0;
  }
  for (match::SilencedFinding& silenced : checked.silenced) {
    if (plan.judge(silenced.finding, off) == Plan::Verdict::Reported) {
      result.silenced.push_back(reported(file, silenced.finding, std::move(*print)));
      result.silenced.back().silence =
          Silence{file.secrets.masked(silenced.reason), place_of(file, silenced.comment).start.line,
                  silenced.foreign};
    }
    ++print;
  }
}

// secrets_of gathers from all findings, silenced ones too.
Secrets secrets_of(const syntax::Tree& tree, const match::CheckResult& checked) {
  std::vector<match::Finding> about_secrets;
  const auto keep = [&](const match::Finding& finding) {
    if (is_about_secrets(*finding.rule)) {
      about_secrets.push_back(finding);
    }
  };
  for (const match::Finding& finding : checked.findings) {
    keep(finding);
  }
  for (const match::SilencedFinding& silenced : checked.silenced) {
    keep(silenced.finding);
  }
  return {tree, about_secrets};
}

// text_is_bytes: the decoded text is what the file holds, byte for byte.
bool text_is_bytes(const text::Source& source) {
  return source.encoding == "utf-8" && !source.had_bom && source.origins.empty() &&
         std::ranges::none_of(source.notices, [](const text::Notice& notice) {
           return notice.kind == text::NoticeKind::UndecodableBytes;
         });
}

std::uint32_t lines_in(std::string_view text) {
  const bool ended = text.empty() || text.back() == '\n' || text.back() == '\r';
  return text::count_lines(text) - (ended ? 1 : 0);
}

// describe says what was found; of most files there is nothing to say, and their lines and secrets
// need not be looked for.
void describe(const FileInput& input, match::CheckResult& checked, const Plan& plan,
              FileScan& scan) {
  FileResult& result = *scan.result;
  const std::vector<Odd> odd = odd_places(input.source, input.tree);
  const bool has_steps = input.flows != nullptr && !input.flows->steps.empty();
  if (checked.findings.empty() && checked.silenced.empty() && odd.empty() && !has_steps) {
    return;
  }
  const std::string_view text = input.source.text.text();
  const text::LineIndex lines(text);
  const Secrets secrets = secrets_of(input.tree, checked);
  const FileText file = {text, lines, secrets, input.source.origins};
  add_findings(file, checked, plan, result);
  add_remarks(file, odd, result);
  if (has_steps) {
    scan.steps = tell_steps(file, input.tree, input.source.path, input.flows->steps);
  }
}

void count(const text::Source& source, const FileResult& result, Totals& totals) {
  totals.files += 1;
  totals.bytes += source.text.text().size();
  totals.lines += lines_in(source.text.text());
  totals.findings += result.findings.size();
  totals.silenced += result.silenced.size();
  totals.hidden += result.hidden_count;
  totals.partly += result.state == FileState::Partly ? 1 : 0;
}

}  // namespace

void give_back_memory(Workspace& workspace) {
  if (workspace.arena.nodes.capacity() > kKeptNodes) {
    workspace.arena = {};
  }
}

namespace {

// find_all runs the rules on a file and says what they found.
FileScan find_all(const FileTask& task, names::FileNames& names, const Plan& plan, Totals& totals) {
  const text::Source& source = task.source;
  const syntax::Tree& tree = names.tree();
  const match::ForeignComments foreign = plan.settings().honor_foreign.value_or(false)
                                             ? match::ForeignComments::Honor
                                             : match::ForeignComments::Count;
  match::CheckInput input = {
      source, tree, names, plan.rules(), plan.today(), foreign, &plan.settings().versions};
  if (task.flows != nullptr) {
    input.flows = task.flows->ends;
    input.cleared = task.flows->cleared;
  }
  match::CheckResult checked = match::check_file(input);
  FileScan scan;
  scan.result = std::make_unique<FileResult>();
  scan.result->path = source.path;
  describe({source, tree, task.flows}, checked, plan, scan);
  count(source, *scan.result, totals);
  totals.foreign_comments +=
      foreign == match::ForeignComments::Count ? checked.foreign_comments : 0;
  const FileResult& result = *scan.result;
  const bool nothing_to_say =
      result.state == FileState::Analysed && result.findings.empty() && result.silenced.empty();
  if (nothing_to_say) {
    scan.result = nullptr;
  } else if (plan.wanted().digests && text_is_bytes(source)) {
    scan.result->sha256 = sha256_of(source.text.text());
    scan.result->byte_count = source.text.text().size();
  }
  return scan;
}

}  // namespace

FileScan scan_source(const FileTask& task, const Plan& plan, Workspace& workspace) {
  const text::Source& source = task.source;
  const syntax::Tree tree = syntax::parse(source.text.view(), {}, workspace.arena);
  const names::ModuleId module = task.project.find_file(source.path);
  names::FileNames names(tree, task.project, module);
  FileScan scan = find_all(task, names, plan, workspace.totals);
  if (task.wants_unit) {
    scan.unit = taint::build_unit(names, workspace.names, source.path, module);
  }
  give_back_memory(workspace);
  return scan;
}

}  // namespace av::engine
