#include "analysis/syntax/parser.h"
#include "analysis/text/discovery.h"
#include "analysis/text/source.h"
#include "base/workers.h"
#include "cli/command.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace av::cli {
namespace {

using Seconds = std::chrono::duration<double>;

// ParseCounts is what was seen; of one worker, or of all.
struct ParseCounts {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t nodes = 0;
  Seconds building{0};  // of a worker: time spent in parse()

  void add(const ParseCounts& other) {
    files += other.files;
    bytes += other.bytes;
    lines += other.lines;
    nodes += other.nodes;
    building = std::max(building, other.building);
  }
};

// WorkerState is one thread's recycled memory and what it counted.
struct WorkerState {
  text::Source source;
  syntax::SyntaxArena arena;
  ParseCounts counts;
  std::vector<Error> failures;
};

std::string fixed(double value, int decimals) {
  char digits[64];
  const auto written =
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, decimals);
  return {digits, written.ptr};
}

class DebugParse : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug parse", "Build the syntax trees of files and say how fast",
            "antivenom debug parse src\n"
            "antivenom debug parse --threads 1 --repeat 5 src  # the fastest of five passes"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("PATHS", paths_, "Files, and folders to look for Python files in")
        ->required();
    parser.add_option("--threads", threads_, "How many threads build trees (0: one a processor)")
        ->type_name("N");
    parser.add_option("--repeat", repeat_, "Read all files first, then build their trees N times")
        ->type_name("N");
  }

  Exit run(Console& console) override {
    Result<text::Discovery> found = text::discover(paths_, {});
    if (!found) {
      console.complain(found.error());
      return Exit::Usage;
    }
    files_ = std::move(found->files);
    const unsigned threads = threads_ == 0 ? base::processor_count() : threads_;
    workers_ = std::vector<WorkerState>(threads);
    const ParseCounts counts = repeat_ > 1 ? parse_in_memory() : parse_streaming();
    complain(*found, console);
    if (counts.files == 0) {
      console.complain({ErrorCode::NotFound, "there are no Python files to parse", {}});
      return Exit::NoInput;
    }
    print(counts, console);
    return Exit::Clean;
  }

 private:
  // complain says what could not be read.
  void complain(const text::Discovery& found, Console& console) const {
    for (const text::SkippedPath& skipped : found.skipped) {
      console.complain(skipped.why);
    }
    for (const WorkerState& worker : workers_) {
      for (const Error& failure : worker.failures) {
        console.complain(failure);
      }
    }
  }

  // for_each_file runs `work` for every file, on the threads asked for.
  void for_each_file(const base::Work& work) {
    const base::StopFlag never;
    const base::WorkerOptions options = {.threads = static_cast<unsigned>(workers_.size())};
    base::run_workers(files_.size(), options, never, work);
  }

  // build makes one tree and drops it.
  static void build(const text::Source& source, WorkerState& worker) {
    const auto before = std::chrono::steady_clock::now();
    const syntax::Tree tree = syntax::parse(source.text.view(), {}, worker.arena);
    worker.counts.building += std::chrono::steady_clock::now() - before;
    const std::string_view text = source.text.text();
    worker.counts.files += 1;
    worker.counts.bytes += text.size();
    worker.counts.lines += static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
    worker.counts.nodes += tree.nodes().size();
  }

  bool load(std::size_t item, text::Source& source, WorkerState& worker) {
    const Result<void> loaded =
        text::load_source_into(source, files_[item].path, files_[item].shown_path);
    if (!loaded) {
      worker.failures.push_back(loaded.error());
    }
    return loaded.has_value();
  }

  // parse_streaming reads a file, builds its tree, and takes the next.
  ParseCounts parse_streaming() {
    for_each_file([this](unsigned thread, std::size_t item) {
      WorkerState& worker = workers_[thread];
      if (load(item, worker.source, worker)) {
        build(worker.source, worker);
      }
    });
    return total();
  }

  // parse_in_memory reads all files first, so that nothing but building is timed.
  ParseCounts parse_in_memory() {
    std::vector<text::Source> sources(files_.size());
    std::vector<char> loaded(files_.size());
    for_each_file([&](unsigned thread, std::size_t item) {
      loaded[item] = load(item, sources[item], workers_[thread]) ? 1 : 0;
    });
    ParseCounts fastest;
    for (unsigned pass = 0; pass < repeat_; ++pass) {
      for (WorkerState& worker : workers_) {
        worker.counts = {};
      }
      for_each_file([&](unsigned thread, std::size_t item) {
        if (loaded[item] != 0) {
          build(sources[item], workers_[thread]);
        }
      });
      const ParseCounts counts = total();
      fastest = pass == 0 || counts.building < fastest.building ? counts : fastest;
    }
    return fastest;
  }

  [[nodiscard]] ParseCounts total() const {
    ParseCounts counts;
    for (const WorkerState& worker : workers_) {
      counts.add(worker.counts);
    }
    return counts;
  }

  static void print(const ParseCounts& counts, Console& console) {
    const auto ratio = [](double value, double by) { return by > 0 ? value / by : 0.0; };
    const auto bytes = static_cast<double>(counts.bytes);
    const auto nodes = static_cast<double>(counts.nodes);
    const double seconds = counts.building.count();
    console.out.write(
        "files: " + std::to_string(counts.files) + "\nbytes: " + std::to_string(counts.bytes) +
        "\nlines: " + std::to_string(counts.lines) + "\nnodes: " + std::to_string(counts.nodes) +
        "\nbytes per node: " + fixed(ratio(bytes, nodes), 2) + "\nseconds: " + fixed(seconds, 6) +
        "\nMB/s: " + fixed(ratio(bytes / 1e6, seconds), 1) + "\n");
  }

  std::vector<std::string> paths_;
  unsigned threads_ = 0;
  unsigned repeat_ = 1;
  std::vector<text::FoundFile> files_;
  std::vector<WorkerState> workers_;
};

}  // namespace

std::unique_ptr<Command> make_debug_parse() {
  return std::make_unique<DebugParse>();
}

}  // namespace av::cli
