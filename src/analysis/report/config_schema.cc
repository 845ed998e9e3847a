#include "analysis/report/config_schema.h"

#include "analysis/engine/config_key.h"
#include "analysis/report/json_text.h"

namespace av::report {
namespace {

using engine::ValueForm;

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json table_of(Json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

Json rule_word() {
  return {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]+$"}};
}

Json severity_word() {
  return {{"type", "string"}, {"enum", {"note", "low", "medium", "high"}}};
}

Json number(std::uint64_t least) {
  return {{"type", "integer"}, {"minimum", least}};
}

Json matching(std::string_view pattern) {
  return {{"type", "string"}, {"pattern", pattern}};
}

Json form_schema(ValueForm form) {
  constexpr std::string_view kLevel = "^(note|low|medium|high)(:(low|medium|high))?$";
  constexpr std::string_view kSize = "^[0-9]+ *([KkMmGg]?[Bb]|[KkMmGg][Ii][Bb])?$";
  switch (form) {
    case ValueForm::Rules:
      return list_of(rule_word());
    case ValueForm::Patterns:
      return list_of({{"type", "string"}});
    case ValueForm::File:
      return {{"type", "string"}, {"minLength", 1}};
    case ValueForm::Folders:
      return list_of({{"type", "string"}, {"minLength", 1}});
    case ValueForm::PathIgnores:
      return table_of(list_of(rule_word()));
    case ValueForm::Severities:
      return table_of(severity_word());
    case ValueForm::Size:
      return {{"anyOf", {number(1), matching(kSize)}}};
    case ValueForm::Count:
      return number(1);
    case ValueForm::Threads: {
      Json threads = number(1);
      threads["maximum"] = engine::kMostJobs;
      return threads;
    }
    case ValueForm::ThreatWords:
      return list_of({{"type", "string"}, {"enum", {"remote", "local", "library"}}});
    case ValueForm::Severity:
      return severity_word();
    case ValueForm::Confidence:
      return {{"type", "string"}, {"enum", {"low", "medium", "high"}}};
    case ValueForm::FailLevel:
      return matching(kLevel);
    case ValueForm::Flag:
      break;
  }
  return {{"type", "boolean"}};
}

}  // namespace

std::string config_schema_json() {
  Json keys = Json::object();
  for (const engine::ConfigKey& key : engine::config_keys()) {
    Json schema = {{"description", key.summary}};
    schema.update(form_schema(key.form));
    keys[std::string(key.name)] = std::move(schema);
  }
  const Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", "antivenom.toml, or [tool.antivenom] of pyproject.toml"},
                       {"type", "object"},
                       {"additionalProperties", false},
                       {"properties", std::move(keys)}};
  return schema.dump(2) + "\n";
}

}  // namespace av::report
