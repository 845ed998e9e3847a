#include "analysis/engine/rule_trial.h"
#include "analysis/knowledge/rule_book.h"
#include "cli/command.h"

#include <string>

namespace av::cli {
namespace {

class RulesTest : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"rules test", "Run the examples of your own rule pages", "antivenom rules test rules/"};
  }
  void declare(ArgumentParser& parser) override {
    parser.add_option("DIR", folder_, "The folder of the pages")->required();
  }
  Exit run(Console& console) override {
    const Result<knowledge::RuleBook> book = knowledge::RuleBook::load(folder_);
    if (!book) {
      console.complain(book.error());
      return Exit::Usage;
    }
    std::size_t faults = 0;
    std::size_t examples = 0;
    for (const knowledge::Rule& rule : book->rules()) {
      examples += rule.examples.size();
      for (const engine::TrialFault& fault : engine::try_rule(rule)) {
        ++faults;
        console.out.write(std::string(rule.name) + ".md:" + std::to_string(fault.line) + ": " +
                          fault.message + "\n");
      }
    }
    console.out.flush();
    console.say(std::to_string(book->rules().size()) + " rules, " + std::to_string(examples) +
                " examples" + (faults == 0 ? ", all as their pages say" : ""));
    return faults == 0 ? Exit::Clean : Exit::Findings;
  }

 private:
  std::string folder_;
};

}  // namespace

std::unique_ptr<Command> make_rules_test() {
  return std::make_unique<RulesTest>();
}

}  // namespace av::cli
