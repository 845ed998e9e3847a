#include "analysis/report/sarif_rules.h"

#include "analysis/report/markdown.h"

#include <array>
#include <cstddef>
#include <iterator>
#include <string>

namespace av::report {
namespace {

using knowledge::Rule;
using knowledge::Severity;

constexpr std::size_t kMostShortText = 1024;  // of shortDescription, by GitHub

std::string cwe_tag(std::uint16_t cwe) {
  std::string number = std::to_string(cwe);
  number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
  return "external/cwe/cwe-" + number;
}

std::string cwe_address(std::uint16_t cwe) {
  return "https://cwe.mitre.org/data/definitions/" + std::to_string(cwe) + ".html";
}

std::string_view problem_severity(Severity severity) {
  constexpr std::array<std::string_view, 4> kWords = {"recommendation", "recommendation", "warning",
                                                      "error"};
  return kWords[static_cast<std::size_t>(severity)];
}

// help_markdown is what a reader of a result needs of the page.
std::string help_markdown(const Rule& rule) {
  std::string text(rule.what);
  text.append("\n\n## Why it matters\n\n").append(rule.why);
  text.append("\n\n## How to mend it\n\n").append(rule.mend);
  text.append("\n\n## What it misses\n\n").append(rule.misses);
  text.append("\n\n## References\n\n").append(rule.references);
  return text;
}

}  // namespace

Json sarif_text(std::string text) {
  return Json{{"text", std::move(text)}};
}

std::string_view sarif_level(Severity severity) {
  constexpr std::array<std::string_view, 4> kLevels = {"note", "note", "warning", "error"};
  return kLevels[static_cast<std::size_t>(severity)];
}

std::string_view security_severity(Severity severity) {
  constexpr std::array<std::string_view, 4> kScores = {"1.0", "3.0", "5.5", "8.0"};
  return kScores[static_cast<std::size_t>(severity)];
}

SarifRules::SarifRules(const engine::ScanResult& result) {
  const auto add = [this](const std::vector<engine::ReportedFinding>& findings) {
    for (const engine::ReportedFinding& finding : findings) {
      rules_.emplace(finding.rule->id, finding.rule);
      for (const std::uint16_t cwe : finding.rule->cwes) {
        cwes_.emplace(cwe, 0);
      }
    }
  };
  for (const engine::FileResult& file : result.files) {
    add(file.findings);
    add(file.known);
    add(file.silenced);
  }
  std::size_t place = 0;
  for (auto& [cwe, index] : cwes_) {
    index = place++;
  }
}

std::size_t SarifRules::index_of(const Rule& rule) const {
  return static_cast<std::size_t>(std::distance(rules_.begin(), rules_.find(rule.id)));
}

Json SarifRules::rules() const {
  Json list = Json::array();
  for (const auto& [id, rule] : rules_) {
    list.push_back(described(*rule));
  }
  return list;
}

Json SarifRules::described(const Rule& rule) const {
  Json tags = {"security"};
  Json relationships = Json::array();
  for (const std::uint16_t cwe : rule.cwes) {
    tags.push_back(cwe_tag(cwe));
    relationships.push_back({{"target",
                              {{"id", std::to_string(cwe)},
                               {"index", cwes_.at(cwe)},
                               {"toolComponent", {{"name", "CWE"}, {"index", 0}}}}},
                             {"kinds", {"superset"}}});
  }
  Json object;
  object["id"] = rule.id;
  object["name"] = rule.name;
  object["shortDescription"] = sarif_text(std::string(rule.title.substr(0, kMostShortText)));
  object["fullDescription"] = sarif_text(plain_text(rule.what));
  const std::string help = help_markdown(rule);
  object["help"] = {{"text", help}, {"markdown", help}};
  if (!rule.cwes.empty()) {
    object["helpUri"] = cwe_address(rule.cwes.front());
  }
  object["defaultConfiguration"] = {{"level", sarif_level(rule.severity)}};
  object["relationships"] = std::move(relationships);
  object["properties"] = {{"tags", std::move(tags)},
                          {"precision", name_of(rule.confidence)},
                          {"problem.severity", problem_severity(rule.severity)},
                          {"security-severity", security_severity(rule.severity)},
                          {"chapter", rule.chapter}};
  return object;
}

Json SarifRules::taxonomies() const {
  Json taxa = Json::array();
  for (const auto& [cwe, index] : cwes_) {
    taxa.push_back({{"id", std::to_string(cwe)}, {"helpUri", cwe_address(cwe)}});
  }
  return Json::array({{{"name", "CWE"},
                       {"organization", "MITRE"},
                       {"shortDescription", {{"text", "Common Weakness Enumeration"}}},
                       {"informationUri", "https://cwe.mitre.org/"},
                       {"taxa", std::move(taxa)}}});
}

}  // namespace av::report
