#include "analysis/syntax/cpython/dump.h"
#include "analysis/syntax/cpython/rejects.h"
#include "analysis/syntax/parser.h"
#include "analysis/syntax/show.h"
#include "cli/command.h"
#include "cli/debug_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <unistd.h>

namespace av::cli {
namespace {

constexpr std::string_view kNewest = "newest";

// parse_version_name reads "cpython3.8", "3.8" or "newest".
std::optional<syntax::Version> parse_version_name(std::string_view name) {
  return name == kNewest ? syntax::kNewest : syntax::cpython::find_version(name);
}

std::string version_names() {
  return syntax::cpython::version_names() + ", or newest";
}

// dump_as is what Python `as` prints of the source; for the newest, which no dump is kept for,
// nothing when it is read.
Result<std::string> dump_as(const text::Source& source, syntax::Version as,
                            syntax::SyntaxArena& arena) {
  const syntax::Tree tree =
      syntax::parse(source.text.view(), syntax::cpython::options_for(as), arena);
  if (as != syntax::kNewest) {
    return syntax::cpython::dump(tree, source, as);
  }
  if (const auto rejection = syntax::cpython::find_rejection(tree, source, as)) {
    return fail(ErrorCode::InvalidArgument, rejection->reason);
  }
  return std::string();
}

class DebugTree : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug tree", "Print the syntax tree of a file",
            "antivenom debug tree app.py\n"
            "antivenom debug tree --as cpython3.13 app.py  # as Python's ast.dump prints it\n"
            "find . -name '*.py' -print0 | antivenom debug tree --as cpython3.8 --batch"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("FILE", file_, "A Python file, or - for standard input");
    parser.add_option("--as", as_, "Print what ast.dump prints in " + version_names())
        ->type_name("VERSION");
    parser.add_flag("--batch", batch_, "Read file names from standard input, each ended by a NUL");
  }

  Exit run(Console& console) override {
    const std::optional<syntax::Version> version =
        as_.empty() ? syntax::Version{0} : parse_version_name(as_);
    if (!version) {
      console.complain({ErrorCode::InvalidArgument, "--as knows no `" + as_ + "`",
                        "it takes " + version_names()});
      return Exit::Usage;
    }
    if (batch_ == file_.empty() && (!batch_ || *version != 0)) {
      return batch_ ? run_batch(*version, console) : run_one(*version, console);
    }
    console.complain({ErrorCode::InvalidArgument,
                      batch_ ? "--batch takes --as and no file" : "which file?",
                      "`antivenom debug tree --help` shows how it is used"});
    return Exit::Usage;
  }

 private:
  Exit run_one(syntax::Version as, Console& console) {
    const Result<text::Source> source = load_debug_source(file_);
    if (!source) {
      console.complain(source.error());
      return Exit::NoInput;
    }
    if (as == 0) {
      show_tree(syntax::parse(source->text.view(), {}, arena_), console.out);
      return Exit::Clean;
    }
    const Result<std::string> dump = dump_as(*source, as, arena_);
    if (!dump) {
      console.complain(dump.error());
      return Exit::Findings;
    }
    if (!dump->empty()) {
      console.out.write(*dump + "\n");
    }
    return Exit::Clean;
  }

  // run_batch answers each name as soon as it has arrived.
  Exit run_batch(syntax::Version as, Console& console) {
    std::string pending;
    std::array<char, std::size_t{1} << 16> buffer{};
    for (;;) {
      const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got <= 0) {
        break;
      }
      pending.append(buffer.data(), static_cast<std::size_t>(got));
      answer_all(pending, as, console);
    }
    if (!pending.empty()) {
      answer(pending, as, console);
    }
    return Exit::Clean;
  }

  // answer_all takes the complete names off `pending`.
  void answer_all(std::string& pending, syntax::Version as, Console& console) {
    std::size_t from = 0;
    for (std::size_t end = pending.find('\0'); end != std::string::npos;
         end = pending.find('\0', from)) {
      answer(pending.substr(from, end - from), as, console);
      from = end + 1;
    }
    pending.erase(0, from);
    console.out.flush();
  }

  // answer writes one record: `ok`, `error` or `skip`, the length of what follows, and that.
  void answer(const std::string& path, syntax::Version as, Console& console) {
    const Result<void> loaded = text::load_source_into(source_, path, path);
    if (!loaded) {
      return record("skip", loaded.error().message, console);
    }
    const Result<std::string> dump = dump_as(source_, as, arena_);
    record(dump ? "ok" : "error", dump ? *dump : dump.error().message, console);
  }

  static void record(std::string_view verdict, std::string_view text, Console& console) {
    console.out.write(std::string(verdict) + " " + std::to_string(text.size()) + "\n");
    console.out.write(text);
  }

  std::string file_;
  std::string as_;
  bool batch_ = false;
  text::Source source_;
  syntax::SyntaxArena arena_;
};

}  // namespace

std::unique_ptr<Command> make_debug_tree() {
  return std::make_unique<DebugTree>();
}

}  // namespace av::cli
