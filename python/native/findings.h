#pragma once
// findings.h — the result of a scan as the frozen values of antivenom._findings.

#include "analysis/engine/scan_result.h"
#include "analysis/report/reason_word.h"

#include <cstdint>
#include <nanobind/nanobind.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/native/source_text.h"

namespace av::python {

// Values makes them; one is made for a conversion, with the GIL.
class Values {
 public:
  Values()
      : module_(nanobind::module_::import_("antivenom._findings")),
        position_(type("Position")),
        line_(type("Line")),
        note_(type("Note")),
        step_(type("Step")),
        finding_(type("Finding")) {}

  // all is a tuple of what `make` makes of each item.
  template <class Items, class Make>
  static nanobind::tuple all(const Items& items, const Make& make) {
    return tuple_of(items.size(), [&](std::size_t i) { return make(items[i]); });
  }

  // findings is one list of all files.
  [[nodiscard]] nanobind::tuple findings(
      const engine::ScanResult& result,
      std::vector<engine::ReportedFinding> engine::FileResult::*list) const {
    std::vector<std::pair<const engine::FileResult*, const engine::ReportedFinding*>> found;
    for (const engine::FileResult& file : result.files) {
      for (const engine::ReportedFinding& one : file.*list) {
        found.emplace_back(&file, &one);
      }
    }
    return all(found, [&](const auto& one) { return finding(*one.first, *one.second); });
  }

  [[nodiscard]] nanobind::tuple not_analysed(const engine::ScanResult& result) const {
    const nanobind::object made = type("NotAnalysed");
    return all(in_state(result, engine::FileState::Skipped), [&](const auto* file) {
      return made(path_object(file->path), text_object(report::reason_word(file->error->code)),
                  text_object(file->error->message), text_object(file->error->hint));
    });
  }
  [[nodiscard]] nanobind::tuple partly_analysed(const engine::ScanResult& result) const {
    const nanobind::object made = type("PartlyAnalysed");
    return all(in_state(result, engine::FileState::Partly), [&](const auto* file) {
      return made(path_object(file->path), file->remark_count,
                  all(file->remarks, [&](const auto& remark) { return note(remark); }));
    });
  }
  [[nodiscard]] nanobind::tuple left_out(const engine::ScanResult& result) const {
    const nanobind::object made = type("LeftOut");
    return all(result.left_out, [&](const engine::LeftOutPath& one) {
      return made(path_object(one.path), text_object(report::reason_word(one.reason)));
    });
  }
  [[nodiscard]] nanobind::tuple limits(const engine::ScanResult& result) const {
    const nanobind::object made = type("Limit");
    return all(result.limits, [&](const Error& limit) {
      return made(text_object(report::reason_word(limit.code)), text_object(limit.message),
                  text_object(limit.hint));
    });
  }
  [[nodiscard]] nanobind::object flow(const engine::FlowCoverage& flow) const {
    if (!flow.is_on) {
      return nanobind::none();
    }
    const nanobind::object given_up = type("GivenUp");
    return type("Flow")(flow.functions,
                        all(flow.given_up,
                            [&](const engine::GivenUp& one) {
                              return given_up(path_object(one.path), text_object(one.name));
                            }),
                        calls(flow.unknown_calls), calls(flow.dynamic_code), flow.cut_values);
  }
  [[nodiscard]] nanobind::object totals(const engine::Totals& totals) const {
    return type("Totals")(totals.files, totals.files - totals.skipped, totals.partly,
                          totals.skipped, totals.lines, totals.bytes, totals.findings, totals.known,
                          totals.silenced, totals.hidden, totals.foreign_comments);
  }

 private:
  [[nodiscard]] nanobind::object type(const char* name) const { return module_.attr(name); }

  [[nodiscard]] nanobind::object position(const text::Position& at) const {
    if (at.cell == 0) {
      return position_(at.line, at.column, at.column_bytes, at.column_utf16);
    }
    return position_(at.line, at.column, at.column_bytes, at.column_utf16, at.cell, at.file_line);
  }
  // note is of whatever has a message and a place.
  template <class Noted>
  [[nodiscard]] nanobind::object note(const Noted& noted) const {
    return note_(text_object(noted.message), position(noted.place.start),
                 position(noted.place.end));
  }
  [[nodiscard]] nanobind::tuple snippet(const engine::Excerpt& excerpt) const {
    std::vector<const engine::ExcerptLine*> marked;
    for (const engine::ExcerptLine& line : excerpt) {
      if (line.mark_start != line.mark_end) {
        marked.push_back(&line);
      }
    }
    return all(marked, [&](const engine::ExcerptLine* line) {
      return line_(line->number, text_object(line->text), line->cut_before || line->cut_after);
    });
  }
  [[nodiscard]] nanobind::object step(const engine::TraceStep& step) const {
    return step_(path_object(step.path), position(step.place.start), position(step.place.end),
                 text_object(step.message), snippet(step.excerpt));
  }
  [[nodiscard]] nanobind::object silence(const engine::ReportedFinding& found) const {
    return found.silence ? type("Silence")(text_object(found.silence->reason), found.silence->line,
                                           found.silence->foreign)
                         : nanobind::none();
  }
  [[nodiscard]] nanobind::object finding(const engine::FileResult& file,
                                         const engine::ReportedFinding& found) const {
    const std::vector<engine::TraceStep> none;
    const knowledge::Rule& rule = *found.rule;
    return finding_(
        text_object(rule.name), text_object(rule.id), text_object(name_of(found.severity)),
        text_object(name_of(found.confidence)),
        all(rule.cwes, [](std::uint16_t cwe) { return nanobind::int_(cwe); }),
        path_object(file.path), position(found.place.start), position(found.place.end),
        text_object(found.message), text_object(found.mend),
        text_object(occurrence_text(found.fingerprint)), snippet(found.excerpt),
        all(found.related, [&](const auto& related) { return note(related); }),
        all(found.trace ? found.trace->steps : none, [&](const auto& one) { return step(one); }),
        found.trace ? found.trace->others : 0, silence(found));
  }
  [[nodiscard]] nanobind::tuple calls(
      const std::vector<std::pair<std::string, std::uint64_t>>& counts) const {
    const nanobind::object made = type("Calls");
    return all(counts, [&](const auto& one) { return made(path_object(one.first), one.second); });
  }
  static std::vector<const engine::FileResult*> in_state(const engine::ScanResult& result,
                                                         engine::FileState state) {
    std::vector<const engine::FileResult*> files;
    for (const engine::FileResult& file : result.files) {
      if (file.state == state) {
        files.push_back(&file);
      }
    }
    return files;
  }

  nanobind::module_ module_;
  nanobind::object position_, line_, note_, step_, finding_;
};

}  // namespace av::python
