#include "analysis/names/print.h"
#include "cli/command.h"
#include "cli/debug_project.h"
#include "cli/debug_source.h"

#include <algorithm>
#include <string>
#include <vector>

namespace av::cli {
namespace {

class DebugNames : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug names", "Print what modules import and define",
            "antivenom debug names app/settings.py\n"
            "antivenom debug names src/app/*.py  # one after another, read as one project"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("FILE", files_, "Python files; their project is read around them")
        ->required();
  }

  Exit run(Console& console) override {
    std::ranges::sort(files_);
    const auto doubles = std::ranges::unique(files_);
    files_.erase(doubles.begin(), doubles.end());
    const names::Project project = index_for_debug(files_);
    Exit exit = Exit::Clean;
    for (const std::string& file : files_) {
      const Result<void> shown = show(file, project, console);
      if (!shown) {
        console.complain(shown.error());
        exit = Exit::NoInput;
      }
    }
    return exit;
  }

 private:
  Result<void> show(const std::string& file, const names::Project& project, Console& console) {
    const names::ModuleId module = project.find_file(file);
    AV_TRY(text::load_source_into(source_, file, file));
    const syntax::Tree tree = syntax::parse(source_.text.view(), {}, arena_);
    names::FileNames names(tree, project, module);
    console.out.write(names::print_names(names, project, module));
    return {};
  }

  std::vector<std::string> files_;
  text::Source source_;
  syntax::SyntaxArena arena_;
};

}  // namespace

std::unique_ptr<Command> make_debug_names() {
  return std::make_unique<DebugNames>();
}

}  // namespace av::cli
