#include "analysis/knowledge/rule_book.h"

namespace av::knowledge {

const Rule* find_rule(std::string_view id_or_name) {
  for (const Rule* rule : all_rules()) {
    if (rule->id == id_or_name || rule->name == id_or_name) {
      return rule;
    }
  }
  return nullptr;
}

}  // namespace av::knowledge
