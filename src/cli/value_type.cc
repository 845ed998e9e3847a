#include "cli/value_type.h"

#include "analysis/knowledge/rule_book.h"
#include "cli/common_options.h"
#include "cli/completion_script.h"
#include "cli/outputs.h"
#include "cli/rules_list.h"

#include <algorithm>
#include <array>
#include <set>

namespace av::cli {
namespace {

using Words = std::vector<std::string>;

Words strings(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

Words severities() {
  using knowledge::Severity;
  Words words;
  for (const Severity one : {Severity::Note, Severity::Low, Severity::Medium, Severity::High}) {
    words.emplace_back(name_of(one));
  }
  return words;
}

Words confidences() {
  using knowledge::Confidence;
  Words words;
  for (const Confidence one : {Confidence::Low, Confidence::Medium, Confidence::High}) {
    words.emplace_back(name_of(one));
  }
  return words;
}

Words rule_names() {
  Words words;
  words.reserve(knowledge::all_rules().size());
  for (const knowledge::Rule* rule : knowledge::all_rules()) {
    words.emplace_back(rule->name);
  }
  std::ranges::sort(words);
  return words;
}

// selectors is what chooses rules, but for their ids: nobody types these by heart.
Words selectors() {
  std::set<std::string> words = {"all"};
  for (const knowledge::Rule* rule : knowledge::all_rules()) {
    words.emplace(rule->name);
    words.emplace(rule->chapter);
  }
  return {words.begin(), words.end()};
}

// Type is a row: a type and its offer.
struct Type {
  std::string_view name;
  Offer::Kind kind;
  Words (*words)();
};

constexpr std::array kTypes = {
    Type{"FILE", Offer::Kind::Files, nullptr},
    Type{"PATH", Offer::Kind::Files, nullptr},
    Type{"PATHS", Offer::Kind::Files, nullptr},
    Type{"SOURCE", Offer::Kind::Files, nullptr},
    Type{"TARGET", Offer::Kind::Files, nullptr},
    Type{"DIR", Offer::Kind::Folders, nullptr},
    Type{"RULE", Offer::Kind::Words, rule_names},
    Type{"RULES", Offer::Kind::WordList, selectors},
    Type{"SEVERITY", Offer::Kind::Words, severities},
    Type{"SEVERITY[:CONFIDENCE]", Offer::Kind::Words, severities},
    Type{"CONFIDENCE", Offer::Kind::Words, confidences},
    Type{"FMT[=FILE]", Offer::Kind::Words, [] { return strings(format_names()); }},
    Type{"FMT", Offer::Kind::Words, [] { return strings(rule_list_formats()); }},
    Type{"WHEN", Offer::Kind::Words, [] { return strings(colour_words()); }},
    Type{"SHELL", Offer::Kind::Words, [] { return strings(completion_shells()); }},
};

}  // namespace

Offer offer_for(std::string_view type) {
  const auto* const row = std::ranges::find(kTypes, type, &Type::name);
  if (row == kTypes.end()) {
    return {};
  }
  return {row->kind, row->words == nullptr ? Words() : row->words()};
}

}  // namespace av::cli
