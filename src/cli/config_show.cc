#include "analysis/engine/config_key.h"
#include "base/printable.h"
#include "cli/command.h"
#include "cli/scan_options.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace av::cli {
namespace {

constexpr std::string_view kConfigExamples =
    "antivenom config show                     in the current folder\n"
    "antivenom config show src --fail-on high  for these paths, with this option";

constexpr std::size_t kCommentColumn = 36;

// line_of is a line of TOML: the key, the value that holds, and who said so.
std::string line_of(const engine::ConfigKey& key, const engine::Settings& settings) {
  const std::string value = key.show(settings);
  const std::string name(key.name);
  if (value.empty()) {
    return "# " + name + " is not set: " + std::string(key.unset) + "\n";
  }
  std::string line = name + " = " + value;
  line.append(line.size() < kCommentColumn ? kCommentColumn - line.size() : 2, ' ');
  const std::string_view origin = engine::origin_of(settings, key.name);
  return line + "# " + base::printable(origin.empty() ? "default" : origin) + "\n";
}

class ConfigShow : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"config show", "Show every setting, and where its value comes from", kConfigExamples};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("PATHS", options_.paths,
                      "Files and folders as for scan (the current folder)");
    options_.declare_choice(parser);
    options_.declare_baseline(parser);
    options_.declare_levels(parser);
    options_.declare_jobs(parser);
  }

  Exit run(Console& console) override {
    const Result<engine::Settings> settings = settings_of(options_);
    if (!settings) {
      console.complain(settings.error());
      return Exit::Usage;
    }
    for (const engine::ConfigKey& key : engine::config_keys()) {
      console.out.write(line_of(key, *settings));
    }
    console.out.flush();
    if (settings->source.empty()) {
      console.say("antivenom: no configuration file has a say");
    }
    return Exit::Clean;
  }

 private:
  ScanOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_config_show() {
  return std::make_unique<ConfigShow>();
}

}  // namespace av::cli
