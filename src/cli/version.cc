#include "base/version.h"

#include "cli/command.h"

#include <string>

namespace av::cli {
namespace {

class Version : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"version", "Print the version of antivenom", "antivenom version"};
  }
  void declare(ArgumentParser& /*parser*/) override {}
  Exit run(Console& console) override {
    console.out.write("antivenom " + std::string(base::version()) + "\n");
    return Exit::Clean;
  }
};

}  // namespace

std::unique_ptr<Command> make_version() {
  return std::make_unique<Version>();
}

}  // namespace av::cli
