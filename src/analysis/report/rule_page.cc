#include "analysis/report/rule_page.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace av::report {
namespace {

using knowledge::Rule;

constexpr std::string_view kHeading = "## ";

// body_of is the page behind its front matter, which stands between two lines of +++.
std::string_view body_of(std::string_view page) {
  const std::size_t first = page.find("+++");
  const std::size_t second = page.find("\n+++\n", first);
  return second == std::string_view::npos ? page : page.substr(second + 5);
}

// with_marks says in words which lines of an example are reported.
std::string with_marks(std::string_view text, const Rule& rule) {
  const std::string mark = "# error: " + std::string(rule.name);
  constexpr std::string_view kShown = "# <- reported";
  std::string out(text);
  for (std::size_t at = out.find(mark); at != std::string::npos;
       at = out.find(mark, at + kShown.size())) {
    out.replace(at, mark.size(), kShown);
  }
  return out;
}

std::string facts_of(const Rule& rule) {
  std::string text;
  text.append(name_of(rule.severity)).append(" severity, ");
  text.append(name_of(rule.confidence)).append(" confidence");
  for (const std::uint16_t cwe : rule.cwes) {
    text += ", CWE-" + std::to_string(cwe);
  }
  text.append(", chapter ").append(rule.chapter);
  text.append(rule.status == knowledge::Status::Preview ? ", preview" : "");
  return text.append(", since ").append(rule.since);
}

// add_column appends `text` and spaces up to `width`.
void add_column(std::string& out, std::string_view text, std::size_t width) {
  out.append(text).append(text.size() < width ? width - text.size() : 0, ' ').append("  ");
}

}  // namespace

std::string rule_page_text(const Rule& rule, const MarkdownLook& look) {
  std::string out =
      look.painter.paint(Role::Strong, std::string(rule.id) + " " + std::string(rule.name)) + ": " +
      std::string(rule.title) + "\n" + facts_of(rule) + "\n";
  const std::string body = with_marks(body_of(rule.page), rule);
  std::string_view rest = body;
  while (true) {
    const std::size_t start = rest.starts_with(kHeading) ? 0 : rest.find("\n## ");
    if (start == std::string_view::npos) {
      break;
    }
    rest.remove_prefix(start + (start == 0 && rest.starts_with(kHeading) ? 0 : 1));
    const std::size_t line_end = std::min(rest.find('\n'), rest.size());
    out += "\n" + look.painter.paint(Role::Strong, rest.substr(3, line_end - 3)) + "\n";
    rest.remove_prefix(line_end);
    std::string_view section = rest.substr(0, rest.find("\n## "));
    section.remove_prefix(std::min(section.find_first_not_of('\n'), section.size()));
    while (section.ends_with('\n')) {
      section.remove_suffix(1);
    }
    add_markdown(out, section, look);
  }
  return out;
}

std::string rule_list_text(std::span<const Rule* const> rules, const MarkdownLook& look) {
  std::size_t name_width = 0;
  std::size_t chapter_width = 0;
  for (const Rule* const rule : rules) {
    name_width = std::max(name_width, rule->name.size());
    chapter_width = std::max(chapter_width, rule->chapter.size());
  }
  std::string out;
  for (const Rule* const rule : rules) {
    add_column(out, rule->id, 5);
    out += look.painter.paint(Role::Strong, rule->name);
    add_column(out, "", name_width - rule->name.size());
    add_column(out, rule->chapter, chapter_width);
    out += look.painter.paint(role_of(rule->severity), name_of(rule->severity));
    add_column(out, "", std::string_view("medium").size() - name_of(rule->severity).size());
    out.append(rule->title).append("\n");
  }
  return out;
}

std::string rule_list_json(std::span<const Rule* const> rules) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Rule* const rule : rules) {
    list.push_back({{"id", rule->id},
                    {"rule", rule->name},
                    {"chapter", rule->chapter},
                    {"title", rule->title},
                    {"cwe", rule->cwes},
                    {"severity", name_of(rule->severity)},
                    {"confidence", name_of(rule->confidence)},
                    {"status", name_of(rule->status)},
                    {"since", rule->since}});
  }
  return list.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace av::report
