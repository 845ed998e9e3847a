#include "analysis/knowledge/front_matter.h"

#include "analysis/knowledge/flow_table.h"
#include "analysis/knowledge/page_error.h"
#include "analysis/knowledge/pattern_table.h"
#include "base/suggest.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace av::knowledge {
namespace {

constexpr auto kPageKeys = std::to_array<std::string_view>(
    {"id", "name", "title", "cwes", "severity", "confidence", "guide", "since", "status",
     "spelling", "message", "mend", "pattern", "flow"});

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// AV and at least three digits.
bool is_rule_id(std::string_view id) {
  return id.size() >= 5 && id.starts_with("AV") && std::all_of(id.begin() + 2, id.end(), is_digit);
}

// Lower-case words joined by single hyphens.
bool is_rule_name(std::string_view name) {
  char before = '-';
  for (const char c : name) {
    const bool good = is_lower(c) || (is_digit(c) && before != '-') || (c == '-' && before != '-');
    if (!good) {
      return false;
    }
    before = c;
  }
  return before != '-';
}

// Numbers joined by single dots: a section of the guide, or a version.
bool is_dotted_number(std::string_view text) {
  char before = '.';
  for (const char c : text) {
    if (!is_digit(c) && (c != '.' || before == '.')) {
      return false;
    }
    before = c;
  }
  return before != '.';
}

// Fields takes the values out of the table one by one; the first failure stays.
class Fields {
 public:
  Fields(const toml::table& table, std::uint32_t line, RulePage& page)
      : table_(table), line_(line), page_(page) {}

  Result<void> read() {
    AV_TRY(check_keys());
    page_.id = AV_TRY(text("id", is_rule_id, "an id is AV and three digits, such as AV101"));
    page_.name = AV_TRY(text("name", is_rule_name, "a name is lower-case words joined by hyphens"));
    page_.title = AV_TRY(text("title", is_title, "a title is one line without a full stop"));
    page_.since = AV_TRY(text("since", is_dotted_number, "write a version, such as \"0.1\""));
    if (table_.contains("guide")) {
      page_.guide = AV_TRY(text("guide", is_dotted_number, "write a section, such as \"1.1\""));
    }
    AV_TRY(read_cwes());
    AV_TRY(read_levels());
    AV_TRY(read_common());
    AV_TRY(read_patterns(table_, line_, page_));
    return read_flows(table_, line_, page_);
  }

 private:
  static bool is_title(std::string_view title) {
    return !title.empty() && title.find('\n') == std::string_view::npos && !title.ends_with('.');
  }

  static bool is_anything(std::string_view) { return true; }

  [[nodiscard]] PageError error_at(const toml::node* node) const {
    const std::uint32_t line = node == nullptr ? 1 : node->source().begin.line;
    return {page_.path, line_ + line - 1};
  }

  Result<void> check_keys() const {
    for (const auto& [key, value] : table_) {
      if (std::find(kPageKeys.begin(), kPageKeys.end(), key.str()) != kPageKeys.end()) {
        continue;
      }
      const std::string_view near = base::suggest(key.str(), kPageKeys);
      const PageError error{page_.path, line_ + key.source().begin.line - 1};
      return error("unknown key `" + std::string(key.str()) + "`",
                   near.empty()
                       ? "the keys are id, name, title, cwes, severity, confidence, guide, "
                         "since, status, spelling, message, mend, pattern, flow"
                       : "did you mean `" + std::string(near) + "`?");
    }
    return {};
  }

  Result<std::string> text(std::string_view key, bool (*is_good)(std::string_view),
                           std::string_view hint) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return error_at(nullptr)("the key `" + std::string(key) + "` is missing", std::string(hint));
    }
    const auto value = node->value_exact<std::string>();
    if (!value || !is_good(*value)) {
      return error_at(node)("the value of `" + std::string(key) + "` has the wrong form",
                            std::string(hint));
    }
    return *value;
  }

  Result<void> read_cwes() {
    const toml::node* node = table_.get("cwes");
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    constexpr std::string_view kHint = "write the numbers ascending: cwes = [78, 88]";
    if (array == nullptr) {
      return error_at(node)("`cwes` must be a list of numbers", std::string(kHint));
    }
    for (const toml::node& item : *array) {
      const auto number = item.value_exact<std::int64_t>();
      if (!number || *number <= 0 || *number > 0xFFFF ||
          (!page_.cwes.empty() && page_.cwes.back() >= *number)) {
        return error_at(&item)("`cwes` must be ascending numbers", std::string(kHint));
      }
      page_.cwes.push_back(static_cast<std::uint16_t>(*number));
    }
    return {};
  }

  Result<void> read_levels() {
    constexpr std::string_view kSeverityHint = "write note, low, medium or high";
    constexpr std::string_view kConfidenceHint = "write low, medium or high";
    constexpr std::string_view kStatusHint = "write stable or preview";
    const auto severity = parse_severity(AV_TRY(text("severity", is_anything, kSeverityHint)));
    if (!severity) {
      return error_at(table_.get("severity"))("unknown severity", std::string(kSeverityHint));
    }
    const auto confidence =
        parse_confidence(AV_TRY(text("confidence", is_anything, kConfidenceHint)));
    if (!confidence) {
      return error_at(table_.get("confidence"))("unknown confidence", std::string(kConfidenceHint));
    }
    const std::string status = AV_TRY(text("status", is_anything, kStatusHint));
    if (status != "stable" && status != "preview") {
      return error_at(table_.get("status"))("unknown status", std::string(kStatusHint));
    }
    page_.severity = *severity;
    page_.confidence = *confidence;
    page_.status = status == "stable" ? Status::Stable : Status::Preview;
    return {};
  }

  // read_common reads what is for all patterns and flows of the page.
  Result<void> read_common() {
    constexpr std::string_view kHint = "write one sentence without a full stop";
    if (table_.contains("message")) {
      page_.message = AV_TRY(text("message", is_title, kHint));
    }
    if (table_.contains("mend")) {
      page_.mend = AV_TRY(text("mend", is_title, kHint));
    }
    const toml::node* spelling = table_.get("spelling");
    if (spelling != nullptr && !spelling->is_boolean()) {
      return error_at(spelling)("`spelling` must be true or false", "write it without quotes");
    }
    page_.is_spelling = spelling != nullptr && spelling->as_boolean()->get();
    return {};
  }

  const toml::table& table_;
  std::uint32_t line_;
  RulePage& page_;
};

}  // namespace

Result<void> read_front_matter(std::string_view toml, std::uint32_t line, RulePage& page) {
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return PageError{page.path, line + error.source().begin.line - 1}(
        "the front matter is no TOML: " + std::string(error.description()),
        "write `key = \"value\"` lines between two lines of +++");
  }
  return Fields(table, line, page).read();
}

}  // namespace av::knowledge
