#include "analysis/engine/selection.h"
#include "analysis/report/rule_page.h"
#include "cli/command.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace av::cli {
namespace {

class RulesList : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"rules list", "List the rules",
            "antivenom rules list\n"
            "antivenom rules list injection --format json"};
  }
  void declare(CLI::App& app) override {
    app.add_option("RULES", rules_, "Only these: ids, names or chapters");
    app.add_option("--format", format_, "text or json")->type_name("FMT")->group("General");
  }
  Exit run(Console& console) override {
    const Result<engine::Rules> rules = engine::select_rules(rules_, {});
    if (!rules) {
      console.complain(rules.error());
      return Exit::Usage;
    }
    if (format_ != "text" && format_ != "json") {
      console.complain({ErrorCode::InvalidArgument, "--format takes text or json", {}});
      return Exit::Usage;
    }
    console.out.write(format_ == "json"
                          ? report::rule_list_json(*rules)
                          : report::rule_list_text(*rules, markdown_look(console.out_style)));
    return Exit::Clean;
  }

 private:
  std::vector<std::string> rules_;
  std::string format_ = "text";
};

}  // namespace

std::unique_ptr<Command> make_rules_list() {
  return std::make_unique<RulesList>();
}

}  // namespace av::cli
