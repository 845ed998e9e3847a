#include "cli/rules_list.h"

#include "analysis/engine/selection.h"
#include "analysis/report/rule_page.h"
#include "cli/command.h"
#include "cli/scan_options.h"

#include <algorithm>
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
  void declare(ArgumentParser& parser) override {
    parser.add_option("RULES", rules_, "Only these: ids, names or chapters");
    parser.add_option("--format", format_, "text or json")->type_name("FMT")->group("General");
    parser
        .add_option("--rules", folders_,
                    "Folders of your own rule pages; those of the project are known")
        ->type_name("DIR")
        ->allow_extra_args(false)
        ->group("General");
  }
  Exit run(Console& console) override {
    if (const Result<void> installed = install_rules(folders_); !installed) {
      console.complain(installed.error());
      return Exit::Usage;
    }
    const Result<engine::Rules> rules = engine::select_rules(rules_, {});
    if (!rules) {
      console.complain(rules.error());
      return Exit::Usage;
    }
    const std::vector<std::string_view> formats = rule_list_formats();
    if (std::ranges::find(formats, format_) == formats.end()) {
      console.complain({ErrorCode::InvalidArgument, "--format takes text or json", {}});
      return Exit::Usage;
    }
    console.out.write(format_ == "json"
                          ? report::rule_list_json(*rules)
                          : report::rule_list_text(*rules, markdown_look(console.out_style)));
    return Exit::Clean;
  }

 private:
  std::vector<std::string> rules_, folders_;
  std::string format_ = "text";
};

}  // namespace

std::vector<std::string_view> rule_list_formats() {
  return {"text", "json"};
}

std::unique_ptr<Command> make_rules_list() {
  return std::make_unique<RulesList>();
}

}  // namespace av::cli
