#include "analysis/flow/lower.h"
#include "analysis/flow/print.h"
#include "analysis/names/outline.h"
#include "analysis/syntax/parser.h"
#include "cli/command.h"
#include "cli/debug_source.h"

#include <string>

namespace av::cli {
namespace {

class DebugFlow : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug flow", "Print a file lowered to blocks of simple instructions",
            "antivenom debug flow app.py\n"
            "echo 'with open(p) as f: f.read()' | antivenom debug flow -"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("FILE", file_, "A Python file, or - for standard input")->required();
  }

  Exit run(Console& console) override {
    const Result<text::Source> source = load_debug_source(file_);
    if (!source) {
      console.complain(source.error());
      return Exit::NoInput;
    }
    syntax::SyntaxArena arena;
    const syntax::Tree tree = syntax::parse(source->text.view(), {}, arena);
    const names::Outline outline(tree);
    const names::Bindings bindings(outline);
    console.out.write(flow::print(flow::lower(bindings), bindings));
    return Exit::Clean;
  }

 private:
  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_debug_flow() {
  return std::make_unique<DebugFlow>();
}

}  // namespace av::cli
