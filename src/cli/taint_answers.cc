#include "cli/taint_answers.h"

#include "analysis/knowledge/rule_book.h"
#include "analysis/taint/function_name.h"

#include <algorithm>
#include <charconv>

namespace av::cli {
namespace {

using knowledge::Port;
using taint::Answer;
using taint::Arrival;
using taint::Fate;
using taint::FlowStep;
using taint::Stop;

// place_text says where in a text a value lands.
std::string place_text(taint::Around around) {
  static constexpr std::pair<taint::Around, std::string_view> kFacts[] = {
      {taint::around::kBehindHost, "behind the host"},
      {taint::around::kBehindFolder, "below a folder"},
      {taint::around::kBehindSpace, "behind the first word"},
      {taint::around::kInQuotes, "in quotes"}};
  std::string out;
  for (const auto& [fact, words] : kFacts) {
    if ((around & fact) != 0) {
      out += (out.empty() ? ", " : " ") + std::string(words);
    }
  }
  return out.empty() && (around & taint::around::kBehindText) != 0 ? ", behind a text" : out;
}

std::string in_backquotes(std::string_view text) {
  return text.empty() ? "what is there" : "`" + std::string(text) + "`";
}

// port_text is "argument `command` of ", or nothing for what is no argument.
std::string port_text(const Port& port) {
  switch (port.root) {
    case Port::Root::Receiver:
      return "the object of ";
    case Port::Root::Parameter:
      return "argument " + in_backquotes(port.parameter) + " of ";
    case Port::Root::Position:
      return "argument " + std::to_string(port.position + 1) + " of ";
    case Port::Root::Arguments:
      return "any argument of ";
    case Port::Root::Keywords:
      return "the named arguments of ";
    default:
      return "";
  }
}

std::string fate_text(const Arrival& arrival) {
  switch (arrival.fate) {
    case Fate::Arrives:
      return arrival.via_unknown ? ", through a call that is not known" : "";
    case Fate::Cleared:
      return ", made harmless for such a sink";
    case Fate::NoHarm:
      return ", which does no harm there";
    case Fate::NoChoice:
      return ", behind text that leaves it no choice";
    case Fate::TooFar:
      return ", as a name says that is too far away to be believed";
  }
  return "";
}

}  // namespace

std::string tell_flow(const taint::Flow& flow, ProgramLines& lines, std::string_view indent) {
  std::string out = std::string(name_of(flow.origin.kind)) + " -> " +
                    std::string(name_of(flow.sink.kind)) + place_text(flow.around) +
                    (flow.via_unknown ? " (through a call that is not known)" : "") + "\n";
  std::string last;
  for (const FlowStep& step : flow.steps) {
    std::string line = std::string(indent) + lines.place_of(step) + "\n";
    if (line != last) {
      out += line;
    }
    last = std::move(line);
  }
  return out;
}

std::optional<LineOf> parse_line(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) {
    return std::nullopt;
  }
  LineOf at{std::string(text.substr(0, colon)), 0};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, at.line);
  return error == std::errc() && rest == end ? std::optional(at) : std::nullopt;
}

// What begins on the line is meant; else what a line in the middle belongs to.
std::optional<std::string> AnswerWriter::tell(taint::UnitId unit, std::uint32_t line) {
  const std::optional<std::string> text = lines_.line_text(unit, line);
  if (!text) {
    return std::nullopt;
  }
  out_ = inspection_.program()[unit].path + ":" + std::to_string(line) + ": " + *text + "\n";
  const Steps steps = lines_.on_line(unit, line);
  std::vector<Answer> answers = ask(steps);
  if (answers.empty()) {
    const Steps around = lines_.spanning_line(unit, line);
    answers = ask(around);
  }
  for (const Answer& answer : answers) {
    add_answer(answer);
  }
  if (answers.empty()) {
    add_calls(steps);
  }
  return std::exchange(out_, {});
}

std::vector<Answer> AnswerWriter::ask(const Steps& steps) {
  std::vector<Answer> all;
  for (std::size_t i = 0; i < steps.size();) {
    std::vector<std::uint32_t> instrs;
    const taint::FunctionId function = steps[i].function;
    for (; i < steps.size() && steps[i].function == function; ++i) {
      instrs.push_back(steps[i].instr);
    }
    for (Answer& one : taint::ask_why(inspection_, function, instrs)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

void AnswerWriter::add_answer(const Answer& answer) {
  add_sink(answer);
  if (!answer.is_reached) {
    add("  ", "this is never reached, as far as is known");
    return;
  }
  if (answer.is_off) {
    add("  ", "not here: another argument says so");
    return;
  }
  add_look(answer);
  add_arrivals(answer, "  ");
  if (!answer.has_flow()) {
    add_lost(answer, "  ");
  }
}

void AnswerWriter::add_sink(const Answer& answer) {
  const FlowStep end = {answer.sink.function, answer.sink.instr};
  const std::string port = answer.row != nullptr ? port_text(answer.row->at) : "";
  std::string out = port + in_backquotes(lines_.text_of(answer.at));
  const bool is_here = end == answer.at;
  out += (is_here ? ": " : " leads to ") + std::string(knowledge::words_of(answer.sink.kind)) +
         " (" + rules_of(answer.sink.kind, answer.model) + ")";
  add("", out);
  if (!is_here) {
    add_place("", end);
  }
}

// rules_of is the rules that speak of a kind of sink where `path` is called.
std::string AnswerWriter::rules_of(knowledge::SinkKind kind, std::string_view path) const {
  std::string names;
  for (const knowledge::Rule* rule : knowledge::all_rules()) {
    const bool speaks = std::ranges::any_of(rule->flows, [&](const knowledge::FlowRule& flow) {
      return (flow.sinks & knowledge::set_of(kind)) != 0 && flow.is_at(path);
    });
    if (speaks) {
      names += (names.empty() ? "" : ", ") + std::string(rule->name) +
               (plan_.rules().has(*rule) ? "" : ", which is off");
    }
  }
  return names.empty() ? "no rule speaks of it" : names;
}

// add_look says how well the function around was looked at.
void AnswerWriter::add_look(const Answer& answer) {
  const taint::FunctionId function = answer.at.function;
  const std::string name = taint::dotted_name(inspection_.program(), function);
  const std::string called = name.empty() ? "the module" : in_backquotes(name);
  if (!inspection_.was_looked_at(function)) {
    add("  ", "a scan does not look at " + called + ": nothing from a source comes near it");
  }
  if (std::ranges::binary_search(inspection_.result().given_up, function)) {
    add("  ", called + " was not followed to its end: it is too much work");
  }
}

bool AnswerWriter::counts(knowledge::SourceKind kind) const {
  const auto threat = static_cast<unsigned>(knowledge::threat_of(kind));
  return ((plan_.settings().threats.value_or(engine::kDefaultThreats) >> threat) & 1U) != 0;
}

void AnswerWriter::add_arrivals(const Answer& answer, const std::string& indent) {
  for (const Arrival& arrival : answer.arrivals) {
    const knowledge::SourceKind kind = arrival.origin.kind;
    const std::string threat(name_of(knowledge::threat_of(kind)));
    add(indent, "arrives: " + std::string(knowledge::words_of(kind)) + fate_text(arrival) +
                    (counts(kind) ? "" : "; --threats leaves out " + threat));
    const auto& flows = inspection_.result().flows;
    const auto flow = std::ranges::find_if(flows, [&](const taint::Flow& one) {
      return one.sink == answer.sink && one.origin == arrival.origin;
    });
    if (arrival.fate == Fate::Arrives && flow != flows.end()) {
      out_ += indent + "  " + tell_flow(*flow, lines_, indent + "    ");
    } else {
      add_place(indent, {arrival.origin.function, arrival.origin.instr});
    }
  }
}

void AnswerWriter::add_lost(const Answer& answer, const std::string& indent) {
  if (answer.inputs.empty() && answer.arrivals.empty()) {
    add(indent, "nothing from a source arrives");
  }
  for (const Stop& stop : answer.stops) {
    if (stop.reason != Stop::Reason::Constant || answer.inputs.empty()) {
      add(indent, words_of(stop));
      add_place(indent, stop.at);
    }
  }
  if (!answer.inputs.empty()) {
    add_callers(answer, indent);
  }
}

void AnswerWriter::add_callers(const Answer& answer, const std::string& indent) {
  const taint::FunctionId function = answer.at.function;
  const std::string name = in_backquotes(taint::dotted_name(inspection_.program(), function));
  add(indent, "arrives: " + input_names(answer) + ", as " + name + " gets it");
  if (answer.callers.empty()) {
    add(indent, "nothing that was read passes anything for it to " + name);
  }
  for (const Answer& caller : answer.callers) {
    add_place(indent, caller.at);
    add_arrivals(caller, indent + "    ");
    if (!caller.has_flow()) {
      add_lost(caller, indent + "    ");
    }
  }
  if (answer.more_callers != 0) {
    add(indent, "and " + std::to_string(answer.more_callers) + " more functions that call it");
  }
  if (indent.size() == 2 && inspection_.is_open_to_all(function) &&
      !counts(knowledge::SourceKind::Parameter)) {
    add(indent, "--threats library counts what callers of public functions pass");
  }
}

std::string AnswerWriter::input_names(const Answer& answer) const {
  const taint::Program& program = inspection_.program();
  const auto parameters = program.parameters(answer.at.function);
  std::string names;
  for (const taint::Input input : answer.inputs) {
    const bool is_named = !input.is_captured() && input.code < parameters.size() &&
                          parameters[input.code].name.exists();
    names += (names.empty() ? "" : ", ") +
             (is_named ? in_backquotes(program.names().text(parameters[input.code].name))
                       : "a variable around it");
  }
  return names;
}

std::string AnswerWriter::words_of(const Stop& stop) {
  const std::string code = in_backquotes(lines_.text_of(stop.at));
  switch (stop.reason) {
    case Stop::Reason::Cleared:
      return code + " makes it harmless for such a sink";
    case Stop::Reason::Checked:
      return "only what was checked gets past " + code;
    case Stop::Reason::Dropped:
      return "nothing of it comes out of " + code;
    case Stop::Reason::OtherPart:
      return "it is in another part of the value, not in " + code;
    case Stop::Reason::SetAnew:
      return "it is replaced: " + code;
    case Stop::Reason::NoHarm:
      return code + " is " +
             (stop.source ? std::string(knowledge::words_of(*stop.source)) : "a source") +
             ", which does no harm there";
    case Stop::Reason::NoInput:
      return code + " is a number, or made by the framework";
    case Stop::Reason::Nothing:
      return "nothing from a source is in " + code;
    case Stop::Reason::Constant:
      return code + " is a constant";
  }
  return {};
}

// add_calls says of each call what is known of it, where none of them is a sink.
void AnswerWriter::add_calls(const Steps& steps) {
  add("", "nothing here is known to do harm");
  for (const FlowStep& step : steps) {
    const taint::Unit& unit = inspection_.program()[inspection_.program()[step.function].unit];
    const flow::Instr& code = unit.flow.instrs[step.instr];
    if (code.op != flow::Op::Call || unit.detail[step.instr] == taint::Unit::kNone ||
        (code.flags & flow::flag::kDecorator) != 0) {
      continue;
    }
    const taint::CallSite& call = unit.calls[unit.detail[step.instr]];
    add("  ", in_backquotes(lines_.text_of(step)) +
                  (call.target_count != 0  ? ": of the program; what it gets reaches no sink in it"
                   : call.model != nullptr ? ": its model has no sink"
                   : call.has_path         ? ": of a library, without a model"
                                           : ": not known what it is"));
  }
}

std::string tell_findings(const engine::ScanResult& result, const LineOf& at,
                          const engine::Settings& levels) {
  std::string out = result.flow.is_on ? "" : "a scan with these options does not follow values\n";
  const std::size_t said = out.size();
  const auto tell = [&](const engine::ReportedFinding& finding) {
    if (at.line < finding.place.start.line || at.line > finding.place.end.line) {
      return;
    }
    const bool is_low =
        finding.severity < levels.min_severity.value_or(knowledge::Severity::Note) ||
        finding.confidence < levels.min_confidence.value_or(knowledge::Confidence::Low);
    out += "a scan " + std::string(is_low || finding.silence ? "leaves out " : "reports ") +
           std::string(name_of(finding.severity)) + "[" + std::string(finding.rule->name) + "], " +
           std::string(name_of(finding.confidence)) + " confidence";
    out += finding.trace ? "" : ", by what the code alone shows";
    out += is_low ? ": below the level asked for" : "";
    out += finding.silence
               ? ": the comment in line " + std::to_string(finding.silence->line) + " silences it"
               : "";
    out += "\n";
  };
  for (const engine::FileResult& file : result.files) {
    if (file.path == at.path) {
      std::ranges::for_each(file.findings, tell);
      std::ranges::for_each(file.silenced, tell);
    }
  }
  return out.size() == said ? out + "a scan reports nothing on this line\n" : out;
}

}  // namespace av::cli
