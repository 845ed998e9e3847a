#include "analysis/match/ignores.h"

#include "analysis/knowledge/rule_book.h"
#include "analysis/match/dispatch.h"
#include "analysis/match/foreign_codes.h"
#include "base/suggest.h"

#include <algorithm>

namespace av::match {
namespace {

std::string quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string nearest_rule(std::string_view name) {
  std::vector<std::string_view> names;
  for (const knowledge::Rule* rule : knowledge::all_rules()) {
    names.push_back(rule->name);
  }
  const std::string_view near = base::suggest(name, names);
  return near.empty() ? "name a rule by its id or name" : "write " + quoted(near);
}

}  // namespace

Ignores::Ignores(const CheckInput& input) : input_(input) {
  for (const syntax::Comment& comment : input.tree.comments()) {
    read(comment);
  }
  if (!entries_.empty()) {
    place();
  }
}

void Ignores::read(const syntax::Comment& comment) {
  const std::string_view text =
      input_.tree.text().substr(comment.start, comment.end - comment.start);
  Entry entry;
  entry.span = {comment.start, comment.end};
  if (const auto ours = read_ignore_comment(text, input_.today)) {
    entry.comment = *ours;
    entries_.push_back(std::move(entry));
  } else if (is_foreign_ignore(text)) {
    entry.is_foreign = true;
    entry.comment.reason = text;
    entry.comment.rules = codes_in(text);
    entries_.push_back(std::move(entry));
  }
}

// A comment speaks of the statement it stands in, or behind; alone on its line, of the next one.
void Ignores::place() {
  lines_.emplace(input_.tree.text());
  const StatementLines statements(input_.tree, *lines_);
  for (Entry& entry : entries_) {
    const std::uint32_t line = lines_->line_at(entry.span.start);
    auto range = statements.around(line);
    if (!range && is_alone(entry)) {
      range = statements.next(line);
    }
    entry.lines = range.value_or(LineRange{line, line});
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.lines.first < b.lines.first; });
}

bool Ignores::is_alone(const Entry& entry) const {
  const std::uint32_t start = lines_->line_start(lines_->line_at(entry.span.start));
  const std::string_view before = input_.tree.text().substr(start, entry.span.start - start);
  return before.find_first_not_of(" \t\f") == std::string_view::npos;
}

void Ignores::apply(CheckResult& result) {
  result.foreign_comments = static_cast<std::uint32_t>(std::count_if(
      entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.is_foreign; }));
  if (entries_.empty()) {
    return;
  }
  std::vector<Finding> kept;
  for (Finding& finding : result.findings) {
    Entry* entry = find(finding);
    if (entry == nullptr) {
      kept.push_back(std::move(finding));
      continue;
    }
    entry->used = true;
    result.silenced.push_back(
        {std::move(finding), std::string(entry->comment.reason), entry->span, entry->is_foreign});
  }
  result.findings = std::move(kept);
}

Ignores::Entry* Ignores::find(const Finding& finding) {
  const std::uint32_t line = lines_->line_at(finding.span.start);
  const bool honors_foreign = input_.foreign == ForeignComments::Honor;
  auto at = std::upper_bound(
      entries_.begin(), entries_.end(), line,
      [](std::uint32_t wanted, const Entry& entry) { return wanted < entry.lines.first; });
  if (at == entries_.begin() || !(at - 1)->lines.has(line)) {
    return nullptr;
  }
  // Statements share no line, so only the comments of one statement can speak of this one.
  Entry* found = nullptr;
  for (const std::uint32_t first = (at - 1)->lines.first;
       at != entries_.begin() && (at - 1)->lines.first == first;) {
    Entry& entry = *--at;
    const bool speaks = (honors_foreign || !entry.is_foreign) && names(entry, *finding.rule);
    if (speaks && entry.comment.fault == IgnoreFault::None &&
        (found == nullptr || !entry.is_foreign)) {
      found = &entry;
    }
  }
  return found;
}

bool Ignores::names(const Entry& entry, const knowledge::Rule& rule) {
  const auto& rules = entry.comment.rules;
  if (entry.is_foreign) {
    return rules.empty() || std::ranges::any_of(rules, [&rule](std::string_view code) {
             return stands_for(code, rule.name);
           });
  }
  return std::find(rules.begin(), rules.end(), rule.id) != rules.end() ||
         std::find(rules.begin(), rules.end(), rule.name) != rules.end();
}

void Ignores::add_faults(const knowledge::Rule& rule, std::vector<Finding>& findings) const {
  for (const Entry& entry : entries_) {
    if (!entry.is_foreign) {
      add_fault(entry, rule, findings);
    }
  }
}

void Ignores::add_fault(const Entry& entry, const knowledge::Rule& rule,
                        std::vector<Finding>& findings) const {
  Finding finding;
  finding.rule = &rule;
  finding.severity = rule.severity;
  finding.confidence = rule.confidence;
  finding.span = entry.span;
  finding.message = describe_fault(entry);
  if (finding.message.empty()) {
    return;
  }
  const std::string_view unknown = unknown_rule(entry);
  finding.mend =
      !unknown.empty() ? nearest_rule(unknown)
      : entry.comment.fault == IgnoreFault::None || entry.comment.fault == IgnoreFault::Expired
          ? "remove the comment"
          : "write `# antivenom: ignore[rule-name] reason`, with `until=YYYY-MM-DD` "
            "before the reason if it should end";
  findings.push_back(std::move(finding));
}

// describe_fault is empty when there is nothing to say.
std::string Ignores::describe_fault(const Entry& entry) const {
  switch (entry.comment.fault) {
    case IgnoreFault::NotIgnore:
      return "a comment to antivenom says something other than `ignore[…]`";
    case IgnoreFault::NoRules:
      return "the comment does not say which rule it ignores, so it ignores none";
    case IgnoreFault::NoReason:
      return "the comment gives no reason, so it ignores nothing";
    case IgnoreFault::BadDate:
      return "`until=` is no date, so the comment ignores nothing";
    case IgnoreFault::Expired:
      return "the comment's date has passed, so it ignores nothing any more";
    case IgnoreFault::None:
      break;
  }
  const std::string_view unknown = unknown_rule(entry);
  if (!unknown.empty()) {
    return "the comment names " + quoted(unknown) + ", which is no rule";
  }
  const bool all_on = std::all_of(entry.comment.rules.begin(), entry.comment.rules.end(),
                                  [this](std::string_view name) {
                                    const knowledge::Rule* rule = knowledge::find_rule(name);
                                    return rule != nullptr && input_.rules.has(*rule);
                                  });
  return entry.used || !all_on ? std::string()
                               : "the comment ignores nothing: no such finding is here";
}

// unknown_rule is the first name in the comment that is no rule, or empty.
std::string_view Ignores::unknown_rule(const Entry& entry) const {
  const auto& rules = entry.comment.rules;
  const auto unknown = std::find_if(rules.begin(), rules.end(), [](std::string_view name) {
    return knowledge::find_rule(name) == nullptr;
  });
  return unknown == rules.end() ? std::string_view() : *unknown;
}

}  // namespace av::match
