#pragma once
// program_sample.h — a program of a few files in memory, and the flows found in it.

#include "analysis/taint/analysis.h"
#include "analysis/taint/unit_builder.h"
#include "analysis/text/lines.h"
#include "tests/names/sample_project.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::test {

// FoundFlow is a flow by the line of its sink.
struct FoundFlow {
  std::string file;
  std::uint32_t line = 0;
  std::string sink;  // its kind, and where in its text the value lands
  std::string source;
  std::string way;  // "app.py:3 helper.py:1", lines in a row once
  friend auto operator<=>(const FoundFlow&, const FoundFlow&) = default;
};

// ProgramSample analyses files below /p.
class ProgramSample {
 public:
  using Files = names::SampleProject::Files;

  explicit ProgramSample(Files files) : files_(std::move(files)), project_(files_) {
    std::ranges::sort(files_);
    taint::NameTable table;
    for (const auto& [path, code] : files_) {
      names::FileNames& names = project_.ask_in(path).names();
      program_.add(taint::build_unit(names, table, path, project_.module(path)));
    }
    program_.link();
    result_ = taint::find_flows(program_);
  }

  [[nodiscard]] const taint::Program& program() const { return program_; }
  [[nodiscard]] const taint::TaintResult& result() const { return result_; }

  // stopped is what is found once `stop` was asked to stop.
  [[nodiscard]] taint::TaintResult stopped(const base::StopFlag& stop) const {
    return taint::find_flows(program_, {.stop = &stop});
  }

  // misses_nothing says whether the same flows are found when every function is looked at.
  [[nodiscard]] bool misses_nothing() const {
    const auto same = [](const taint::Flow& a, const taint::Flow& b) {
      return a.origin == b.origin && a.sink == b.sink && a.around == b.around &&
             a.via_unknown == b.via_unknown;
    };
    return std::ranges::equal(result_.flows,
                              taint::find_flows(program_, {.everywhere = true}).flows, same);
  }

  std::vector<FoundFlow> flows() {
    std::vector<FoundFlow> found;
    for (const taint::Flow& flow : result_.flows) {
      const auto [file, line] = place_of({flow.sink.function, flow.sink.instr});
      FoundFlow one = {file, line, std::string(name_of(flow.sink.kind)) + place_in_text(flow),
                       std::string(name_of(flow.origin.kind)), ""};
      std::string last;
      for (const taint::FlowStep& step : flow.steps) {
        const auto [step_file, step_line] = place_of(step);
        const std::string place = step_file + ":" + std::to_string(step_line);
        if (place != last) {
          one.way += (one.way.empty() ? "" : " ") + place;
        }
        last = place;
      }
      found.push_back(std::move(one));
    }
    return found;
  }

 private:
  // What a rule would ask of such a sink.
  static std::string place_in_text(const taint::Flow& flow) {
    using knowledge::SinkKind;
    const auto has = [&](SinkKind kind, taint::Around fact) {
      return flow.sink.kind == kind && (flow.around & fact) != 0;
    };
    return has(SinkKind::Url, taint::around::kBehindHost)      ? " behind the host"
           : has(SinkKind::Path, taint::around::kBehindFolder) ? " below a folder"
           : has(SinkKind::Sql, taint::around::kInQuotes)      ? " in quotes"
                                                               : "";
  }

  std::pair<std::string, std::uint32_t> place_of(const taint::FlowStep& step) {
    const taint::UnitId unit = program_[step.function].unit;
    const std::string& path = program_[unit].path;
    const syntax::Tree& tree = project_.ask_in(path).names().tree();
    const text::LineIndex lines(tree.text());
    const syntax::NodeId node = program_[unit].flow.instrs[step.instr].node;
    return {path, lines.line_at(tree[node].start)};
  }

  Files files_;
  names::SampleProject project_;
  taint::Program program_;
  taint::TaintResult result_;
};

}  // namespace av::test
