#pragma once
// taint_answers.h — what `debug taint FILE:LINE` says, in words.

#include "analysis/engine/plan.h"
#include "analysis/engine/scan_result.h"
#include "analysis/engine/settings.h"
#include "analysis/taint/why.h"
#include "cli/debug_program.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::cli {

// tell_flow tells a way from a source to a sink, step by step, each line behind `indent`.
std::string tell_flow(const taint::Flow& flow, ProgramLines& lines, std::string_view indent = "  ");

// LineOf is a line of a file, as typed: "app.py:14".
struct LineOf {
  std::string path;
  std::uint32_t line = 0;
};

// parse_line reads "app.py:14"; nothing when there is no number behind the last colon.
std::optional<LineOf> parse_line(std::string_view text);

// AnswerWriter writes down what an Inspection knows of lines.
class AnswerWriter {
 public:
  // All must outlive this; `plan` is that of the scan that the answers are about.
  AnswerWriter(taint::Inspection& inspection, ProgramLines& lines, const engine::Plan& plan)
      : inspection_(inspection), lines_(lines), plan_(plan) {}

  // tell says what is known of a line; nothing when the unit has no such line.
  std::optional<std::string> tell(taint::UnitId unit, std::uint32_t line);

 private:
  using Steps = std::vector<taint::FlowStep>;

  std::vector<taint::Answer> ask(const Steps& steps);
  void add_answer(const taint::Answer& answer);
  void add_sink(const taint::Answer& answer);
  void add_look(const taint::Answer& answer);
  void add_arrivals(const taint::Answer& answer, const std::string& indent);
  void add_lost(const taint::Answer& answer, const std::string& indent);
  void add_callers(const taint::Answer& answer, const std::string& indent);
  void add_calls(const Steps& steps);
  std::string words_of(const taint::Stop& stop);
  [[nodiscard]] std::string input_names(const taint::Answer& answer) const;
  [[nodiscard]] std::string rules_of(knowledge::SinkKind kind, std::string_view path) const;
  [[nodiscard]] bool counts(knowledge::SourceKind kind) const;
  void add(const std::string& indent, const std::string& words) { out_ += indent + words + "\n"; }
  void add_place(const std::string& indent, const taint::FlowStep& at) {
    add(indent + "  ", lines_.place_of(at));
  }

  taint::Inspection& inspection_;
  ProgramLines& lines_;
  const engine::Plan& plan_;
  std::string out_;
};

// tell_findings says what a scan reports at a line, and what it leaves out because of `levels`.
std::string tell_findings(const engine::ScanResult& result, const LineOf& at,
                          const engine::Settings& levels);

}  // namespace av::cli
