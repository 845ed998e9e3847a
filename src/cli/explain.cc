#include "analysis/engine/selection.h"
#include "analysis/report/rule_page.h"
#include "cli/command.h"
#include "cli/scan_options.h"

#include <string>
#include <vector>

namespace av::cli {
namespace {

class Explain : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"explain", "Show what a rule finds, why that matters and how to mend it",
            "antivenom explain shell-command\n"
            "antivenom explain AV101"};
  }
  void declare(ArgumentParser& parser) override {
    parser.add_option("RULE", rule_, "Name or id of a rule")->required();
    parser
        .add_option("--rules", folders_,
                    "Folders of your own rule pages; those of the project are known")
        ->type_name("DIR")
        ->allow_extra_args(false);
  }
  Exit run(Console& console) override {
    if (knowledge::find_rule(rule_) == nullptr) {  // ours need no configuration
      if (const Result<void> installed = install_rules(folders_); !installed) {
        console.complain(installed.error());
        return Exit::Usage;
      }
    }
    const Result<const knowledge::Rule*> rule = engine::find_rule_or_suggest(rule_);
    if (!rule) {
      console.complain(rule.error());
      return Exit::Usage;
    }
    console.out.write(report::rule_page_text(**rule, markdown_look(console.out_style)));
    return Exit::Clean;
  }

 private:
  std::string rule_;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace av::cli
