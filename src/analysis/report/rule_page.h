#pragma once
// rule_page.h — a rule's page, and the list of rules, for terminals.

#include "analysis/knowledge/rule.h"
#include "analysis/report/markdown.h"

#include <span>
#include <string>

namespace av::report {

// rule_page_text is the whole page: facts, then every heading of catalog/rules/<chapter>/<name>.md.
std::string rule_page_text(const knowledge::Rule& rule, const MarkdownLook& look);

// rule_list_text is a line a rule, in columns.
std::string rule_list_text(std::span<const knowledge::Rule* const> rules, const MarkdownLook& look);

// rule_list_json is the same as a JSON array of objects.
std::string rule_list_json(std::span<const knowledge::Rule* const> rules);

}  // namespace av::report
