#include "analysis/names/print.h"
#include "cli/command.h"
#include "cli/debug_project.h"
#include "cli/debug_source.h"

#include <string>

namespace av::cli {
namespace {

class DebugValues : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug values", "Print what is known of the expressions of a file",
            "antivenom debug values app.py\n"
            "echo 'x = \"a\" + b' | antivenom debug values -  # {…} is a hole"};
  }

  void declare(ArgumentParser& parser) override {
    parser
        .add_option("FILE", file_,
                    "A Python file, whose project is read around it; or - for standard input")
        ->required();
  }

  Exit run(Console& console) override {
    const Result<text::Source> source = load_debug_source(file_);
    if (!source) {
      console.complain(source.error());
      return Exit::NoInput;
    }
    const names::Project project = index_for_debug({&file_, 1});
    syntax::SyntaxArena arena;
    const syntax::Tree tree = syntax::parse(source->text.view(), {}, arena);
    names::FileNames names(tree, project, project.find_file(file_));
    console.out.write(names::print_values(names));
    return Exit::Clean;
  }

 private:
  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_debug_values() {
  return std::make_unique<DebugValues>();
}

}  // namespace av::cli
