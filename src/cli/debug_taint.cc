#include "analysis/taint/analysis.h"
#include "cli/command.h"
#include "cli/debug_program.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace av::cli {
namespace {

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

std::string tell(const taint::Flow& flow, ProgramLines& lines) {
  std::string out = std::string(name_of(flow.origin.kind)) + " -> " +
                    std::string(name_of(flow.sink.kind)) + place_text(flow.around) +
                    (flow.via_unknown ? " (through a call that is not known)" : "") + "\n";
  std::string last;
  for (const taint::FlowStep& step : flow.steps) {
    std::string line = "  " + lines.place_of(step) + "\n";
    if (line != last) {
      out += line;
    }
    last = std::move(line);
  }
  return out;
}

std::string counted(std::uint64_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string limits_of(const taint::Limits& limits) {
  const std::pair<std::uint64_t, std::string_view> all[] = {
      {limits.labels, "labels"}, {limits.width, "width"},   {limits.depth, "depth"},
      {limits.visits, "visits"}, {limits.rounds, "rounds"}, {limits.entries, "entries"}};
  std::string out;
  for (const auto& [count, name] : all) {
    if (count != 0) {
      out +=
          (out.empty() ? "limits met: " : ", ") + std::string(name) + " " + std::to_string(count);
    }
  }
  return out.empty() ? out : out + "\n";
}

class DebugTaint : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug taint", "Print the ways of input through a program to where it does harm",
            "antivenom debug taint app.py\n"
            "antivenom debug taint src  # and what these files import"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("PATHS", paths_, "Files, and folders to look for Python files in")
        ->required();
  }

  Exit run(Console& console) override {
    const std::optional<engine::ReadProgram> read = read_debug_program(paths_, console);
    if (!read) {
      return Exit::Usage;
    }
    const taint::TaintResult result = taint::find_flows(read->program);
    ProgramLines lines(*read);
    for (const taint::Flow& flow : result.flows) {
      console.out.write(tell(flow, lines));
    }
    console.out.write(counted(result.flows.size(), "flow") + " in " +
                      counted(result.functions, "function") + ", looked at in " +
                      counted(result.passes, "round") + "\n" + limits_of(result.limits));
    return read->failures.empty() ? Exit::Clean : Exit::NoInput;
  }

 private:
  std::vector<std::string> paths_;
};

}  // namespace

std::unique_ptr<Command> make_debug_taint() {
  return std::make_unique<DebugTaint>();
}

}  // namespace av::cli
