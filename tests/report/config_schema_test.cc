#include "analysis/report/config_schema.h"

#include "analysis/engine/config_key.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

TEST_CASE("the schema describes every key, and allows no other") {
  const auto schema = nlohmann::json::parse(av::report::config_schema_json());
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["properties"].size() == av::engine::config_keys().size());
  for (const av::engine::ConfigKey& key : av::engine::config_keys()) {
    const auto& property = schema["properties"][std::string(key.name)];
    CHECK(property["description"] == std::string(key.summary));
    CHECK(property.contains("type") != property.contains("anyOf"));
  }
}
