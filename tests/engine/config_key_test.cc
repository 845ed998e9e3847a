#include "analysis/engine/config_key.h"

#include "analysis/engine/config.h"

#include <doctest/doctest.h>

#include <string>

using av::engine::config_keys;
using av::engine::ConfigKey;
using av::engine::origin_of;
using av::engine::read_config;
using av::engine::Settings;

namespace {

std::string shown(const Settings& settings) {
  std::string text;
  for (const ConfigKey& key : config_keys()) {
    const std::string value = key.show(settings);
    if (!value.empty()) {
      text += std::string(key.name) + " = " + value + "\n";
    }
  }
  return text;
}

Settings read(const std::string& text) {
  auto settings = read_config("antivenom.toml", text);
  REQUIRE(settings);
  REQUIRE(*settings);
  return **settings;
}

}  // namespace

TEST_CASE("every key is described, and shows a value or says why there is none") {
  for (const ConfigKey& key : config_keys()) {
    CAPTURE(std::string(key.name));
    CHECK_FALSE(key.summary.empty());
    CHECK_FALSE(key.summary.ends_with("."));
    CHECK(key.show(Settings()).empty() == !key.unset.empty());
  }
}

TEST_CASE("what is shown reads as the same settings") {
  CHECK(shown(read(shown(Settings()))) == shown(Settings()));
  const std::string all = R"(rules = []
models = []
select = ["injection", "AV101"]
ignore = ["shell-command"]
exclude = ["a \"b\" \\ \u0007é/**"]
markdown = true
flow = true
threats = ["remote", "local"]
baseline = "known.json"
min-severity = "low"
min-confidence = "high"
fail-on = "high:low"
honor-nosec = true
strict = true
max-file-size = "3 KiB"
max-files = 10
jobs = 3
per-path-ignores = { "tests/**" = ["all"], "x" = ["files", "injection"] }
severity = { shell-command = "note" }
)";
  CHECK(shown(read(all)) == all);
}

TEST_CASE("a setting says on which line it is") {
  const Settings settings = read("jobs = 2\n\n[severity]\nAV101 = 'low'");
  CHECK(origin_of(settings, "jobs") == "antivenom.toml:1");
  CHECK(origin_of(settings, "severity") == "antivenom.toml:3");
  CHECK(origin_of(settings, "strict").empty());
}

TEST_CASE("later origins are added or take the place of earlier ones") {
  Settings settings = read("ignore = []");
  add_origin(settings, "ignore", "--ignore");
  CHECK(origin_of(settings, "ignore") == "antivenom.toml:1, --ignore");
  set_origin(settings, "ignore", "elsewhere");
  CHECK(origin_of(settings, "ignore") == "elsewhere");
  set_origin(settings, "ignore", "");
  CHECK(origin_of(settings, "ignore").empty());
}
