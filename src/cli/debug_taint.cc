#include "analysis/engine/program_reader.h"
#include "analysis/engine/project_index.h"
#include "analysis/syntax/parser.h"
#include "analysis/taint/analysis.h"
#include "analysis/text/discovery.h"
#include "analysis/text/lines.h"
#include "base/workers.h"
#include "cli/command.h"

#include <map>
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

// FlowWriter tells flows; each file is parsed again when a way first leads through it.
class FlowWriter {
 public:
  explicit FlowWriter(const engine::ReadProgram& read) : read_(read) {}

  std::string tell(const taint::Flow& flow) {
    std::string out = std::string(name_of(flow.origin.kind)) + " -> " +
                      std::string(name_of(flow.sink.kind)) + place_text(flow.around) +
                      (flow.via_unknown ? " (through a call that is not known)" : "") + "\n";
    std::string last;
    for (const taint::FlowStep& step : flow.steps) {
      std::string line = "  " + place_of(step) + "\n";
      if (line != last) {
        out += line;
      }
      last = std::move(line);
    }
    return out;
  }

 private:
  // File is one file, read again.
  struct File {
    text::Source source;
    std::vector<std::uint32_t> starts;  // by node
  };

  std::string place_of(const taint::FlowStep& step) {
    const taint::UnitId unit = read_.program[step.function].unit;
    const taint::Unit& code = read_.program[unit];
    const File& file = file_of(unit);
    const std::uint32_t node = code.flow.instrs[step.instr].node.index();
    if (node >= file.starts.size()) {
      return code.path;  // the file has changed since
    }
    const text::LineIndex lines(file.source.text.text());
    const std::uint32_t line = lines.line_at(file.starts[node]);
    std::string_view text = lines.line_text(line);
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return code.path + ":" + std::to_string(line) + ": " + std::string(text);
  }

  const File& file_of(taint::UnitId unit) {
    const auto [slot, is_new] = files_.try_emplace(unit.index());
    if (is_new) {
      const std::string& path = read_.files[unit.index()].path;
      if (text::load_source_into(slot->second.source, path, path)) {
        const syntax::Tree tree = syntax::parse(slot->second.source.text.view(), {}, arena_);
        for (const syntax::Node& node : tree.nodes()) {
          slot->second.starts.push_back(node.start);
        }
      }
    }
    return slot->second;
  }

  const engine::ReadProgram& read_;
  syntax::SyntaxArena arena_;
  std::map<std::uint32_t, File> files_;
};

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
    Result<text::Discovery> found = text::discover(paths_, {});
    if (!found) {
      console.complain(found.error());
      return Exit::Usage;
    }
    const base::StopFlag never;
    std::vector<engine::Workspace> workspaces(base::processor_count());
    engine::IndexOptions options;
    options.scope = engine::IndexScope::All;
    options.jobs = static_cast<unsigned>(workspaces.size());
    const names::Project project =
        engine::index_project(found->files, options, workspaces, never).project;
    const engine::ReadProgram read = engine::read_program(
        {found->files, project, engine::kDefaultMaxFileBytes}, workspaces, never);
    for (const Error& failure : read.failures) {
      console.complain(failure);
    }
    const taint::TaintResult result = taint::find_flows(read.program);
    FlowWriter writer(read);
    for (const taint::Flow& flow : result.flows) {
      console.out.write(writer.tell(flow));
    }
    console.out.write(counted(result.flows.size(), "flow") + " in " +
                      counted(result.functions, "function") + ", looked at in " +
                      counted(result.passes, "round") + "\n" + limits_of(result.limits));
    return read.failures.empty() ? Exit::Clean : Exit::NoInput;
  }

 private:
  std::vector<std::string> paths_;
};

}  // namespace

std::unique_ptr<Command> make_debug_taint() {
  return std::make_unique<DebugTaint>();
}

}  // namespace av::cli
