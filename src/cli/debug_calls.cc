#include "analysis/calls/collect.h"
#include "analysis/calls/print.h"
#include "analysis/calls/solve.h"
#include "analysis/flow/lower.h"
#include "analysis/names/outline.h"
#include "base/workers.h"
#include "cli/command.h"
#include "cli/debug_project.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace av::cli {
namespace {

// Worker is what one thread uses for file after file.
struct Worker {
  text::Source source;
  syntax::SyntaxArena arena;
  std::vector<calls::FileFacts> facts;
  std::vector<Error> failures;
};

class DebugCalls : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug calls", "Print who calls whom in files and what they import",
            "antivenom debug calls app.py\n"
            "antivenom debug calls --root src src/app/main.py  # named from src on\n"
            "antivenom debug calls --guesses app.py  # also calls of methods of unknown objects"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("FILE", files_, "Python files; their project is read around them")
        ->required();
    parser.add_option("--root", root_, "Name modules from this folder on")->type_name("DIR");
    parser.add_flag("--guesses", guesses_, "Also print callees that are known by their name only");
    parser.add_flag("--files", by_file_, "Name functions by their files instead of their modules");
    parser.add_flag("--limits", limits_, "Print which limits were hit instead");
  }

  Exit run(Console& console) override {
    std::ranges::sort(files_);
    const auto doubles = std::ranges::unique(files_);
    files_.erase(doubles.begin(), doubles.end());
    const names::Project project = index_for_debug(files_, root_);
    std::vector<names::ModuleId> modules;
    for (std::uint32_t i = 0; i < project.tables().modules.size(); ++i) {
      const names::Module& module = project[names::ModuleId(i)];
      if (module.is_indexed && !module.is_namespace && !module.is_standard) {
        modules.emplace_back(i);
      }
    }
    std::vector<Worker> workers(base::processor_count());
    const std::vector<calls::FileFacts> facts = read(project, modules, workers);
    if (complain(workers, console)) {
      return Exit::NoInput;
    }
    const calls::Graph graph = calls::solve(project, facts);
    calls::PrintOptions options;
    options.guesses = guesses_ ? calls::Guesses::Shown : calls::Guesses::Left;
    options.files = by_file_ ? &project : nullptr;
    console.out.write(limits_ ? shown(graph) : calls::print(graph, options));
    return Exit::Clean;
  }

 private:
  static std::vector<calls::FileFacts> read(const names::Project& project,
                                            std::span<const names::ModuleId> modules,
                                            std::span<Worker> workers) {
    const base::StopFlag never;
    const base::WorkerOptions options = {.threads = static_cast<unsigned>(workers.size())};
    base::run_workers(modules.size(), options, never, [&](unsigned thread, std::size_t item) {
      Worker& worker = workers[thread];
      const std::string path(project.text(project[modules[item]].path));
      const Result<void> loaded = text::load_source_into(worker.source, path, path);
      if (!loaded) {
        worker.failures.push_back(loaded.error());
        return;
      }
      const syntax::Tree tree = syntax::parse(worker.source.text.view(), {}, worker.arena);
      const names::Outline outline(tree);
      const names::Bindings bindings(outline);
      worker.facts.push_back(calls::collect(bindings, flow::lower(bindings), modules[item]));
    });
    std::vector<calls::FileFacts> facts;
    for (Worker& worker : workers) {
      std::ranges::move(worker.facts, std::back_inserter(facts));
    }
    return facts;
  }

  bool complain(std::span<const Worker> workers, Console& console) const {
    bool failed = false;
    for (const Worker& worker : workers) {
      for (const Error& failure : worker.failures) {
        console.complain(failure);
        failed = true;
      }
    }
    for (const std::string& file : files_) {
      const Result<text::Source> source = text::load_source(file, file);
      if (!source) {
        console.complain(source.error());
        failed = true;
      }
    }
    return failed;
  }

  static std::string shown(const calls::Graph& graph) {
    const calls::Limits& limits = graph.limits();
    std::uint64_t sites = 0;
    std::uint64_t callees = 0;
    for (std::uint32_t i = 0; i < graph.callables().size(); ++i) {
      for (const calls::Site& site : graph.sites(calls::CallableId(i))) {
        const auto count = std::ranges::count_if(
            graph.edges(site), [](const calls::Edge& edge) { return !edge.is_external; });
        sites += count > 0 ? 1U : 0U;
        callees += static_cast<std::uint64_t>(count);
      }
    }
    const std::pair<std::string_view, std::uint64_t> rows[] = {
        {"functions", graph.callables().size()},
        {"components", graph.component_count()},
        {"sites with a callee here", sites},
        {"callees here", callees},
        {"calls without a callee", limits.unresolved_sites},
        {"variables with too many objects", limits.full_sets},
        {"paths cut", limits.long_paths},
        {"partials cut", limits.deep_shapes},
        {"classes with too many heirs", limits.wide_classes},
        {"containers and calls cut", limits.cut_lists},
        {"functions taken coarsely", limits.coarse_functions},
        {"steps left out", limits.steps_left_out}};
    std::string out;
    for (const auto& [name, count] : rows) {
      out += std::string(name) + ": " + std::to_string(count) + "\n";
    }
    return out;
  }

  std::vector<std::string> files_;
  std::string root_;
  bool guesses_ = false;
  bool by_file_ = false;
  bool limits_ = false;
};

}  // namespace

std::unique_ptr<Command> make_debug_calls() {
  return std::make_unique<DebugCalls>();
}

}  // namespace av::cli
