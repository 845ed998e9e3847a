#include "analysis/report/config_schema.h"

#include "cli/command.h"

namespace av::cli {
namespace {

class ConfigSchema : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"config schema", "Print the JSON schema of the configuration, for editors",
            "antivenom config schema >antivenom.schema.json"};
  }
  void declare(ArgumentParser& /*parser*/) override {}
  Exit run(Console& console) override {
    console.out.write(report::config_schema_json());
    return Exit::Clean;
  }
};

}  // namespace

std::unique_ptr<Command> make_config_schema() {
  return std::make_unique<ConfigSchema>();
}

}  // namespace av::cli
