#include "analysis/knowledge/pattern_table.h"

#include "analysis/knowledge/page_tables.h"
#include "base/suggest.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

namespace av::knowledge {
namespace {

constexpr auto kPatternKeys = std::to_array<std::string_view>(
    {"find", "unless", "inside", "not_inside", "file_has", "file_lacks", "where", "within", "files",
     "python", "library", "message", "mend", "severity", "confidence", "mark", "grade",
     "by_default"});

constexpr auto kConstraintKeys = std::to_array<std::string_view>(
    {"value", "head", "literal", "built", "type", "name", "spelled", "secret", "compare", "length",
     "from", "matches", "bits", "not"});

struct Operator {
  std::string_view text;
  Comparison comparison;
};
// Longer ones first.
constexpr Operator kOperators[] = {
    {"<=", Comparison::LessEqual}, {">=", Comparison::GreaterEqual}, {"==", Comparison::Equal},
    {"!=", Comparison::NotEqual},  {"<", Comparison::Less},          {">", Comparison::Greater},
};

constexpr auto kLevels = std::to_array<std::string_view>(
    {"constant", "harmless", "file", "unknown", "parameter", "local", "remote"});
constexpr auto kWithin =
    std::to_array<std::string_view>({"anywhere", "module", "class", "function"});

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

struct Compared {
  Comparison comparison = Comparison::Equal;
  std::string_view rest;
};

// read_comparison reads "< 2048".
std::optional<Compared> read_comparison(std::string_view text) {
  text = without_spaces(text);
  for (const Operator& one : kOperators) {
    if (text.starts_with(one.text)) {
      return Compared{one.comparison, without_spaces(text.substr(one.text.size()))};
    }
  }
  return std::nullopt;
}

std::optional<double> read_number(std::string_view text) {
  double number = 0;
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  for (const char c : digits&& text.size() <= 15 ? text : std::string_view()) {
    number = number * 10 + (c - '0');
  }
  return digits && text.size() <= 15 ? std::optional(number) : std::nullopt;
}

template <std::size_t kCount>
std::optional<std::size_t> place_of(std::string_view word,
                                    const std::array<std::string_view, kCount>& words) {
  const auto at = std::find(words.begin(), words.end(), word);
  return at == words.end() ? std::nullopt
                           : std::optional(static_cast<std::size_t>(at - words.begin()));
}

// PatternReader reads one table.
class PatternReader {
 public:
  PatternReader(const toml::table& table, std::uint32_t line, RulePage& page)
      : table_(table), line_(line), page_(page) {}

  Result<OwnedPattern> read() {
    out_.head.line = line_of(table_);
    out_.head.severity = page_.severity;
    out_.head.confidence = page_.confidence;
    AV_TRY(check_keys(table_, kPatternKeys));
    AV_TRY(read_roots("find", out_.find));
    if (out_.find.empty()) {
      return error(table_, "a pattern has nothing to find", "add find = \"…\"");
    }
    AV_TRY(read_roots("unless", out_.unless));
    AV_TRY(read_roots("inside", out_.inside));
    AV_TRY(read_roots("not_inside", out_.not_inside));
    AV_TRY(read_roots("file_has", out_.file_has));
    AV_TRY(read_roots("file_lacks", out_.file_lacks));
    AV_TRY(read_where());
    AV_TRY(read_place());
    AV_TRY(read_versions());
    AV_TRY(read_levels());
    AV_TRY(read_sentences());
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::uint32_t line_of(const toml::node& node) const {
    return line_ + std::max<std::uint32_t>(node.source().begin.line, 1) - 1;
  }

  [[nodiscard]] tl::unexpected<Error> error(const toml::node& node, std::string_view message,
                                            std::string hint) const {
    return PageError{page_.path, line_of(node)}(message, std::move(hint));
  }

  template <std::size_t kCount>
  [[nodiscard]] Result<void> check_keys(const toml::table& table,
                                        const std::array<std::string_view, kCount>& known) const {
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
        continue;
      }
      const std::string_view near = base::suggest(key.str(), known);
      std::string all;
      for (const std::string_view one : known) {
        all += (all.empty() ? "" : ", ") + std::string(one);
      }
      return error(
          value, "unknown key `" + std::string(key.str()) + "`",
          near.empty() ? "the keys are " + all : "did you mean `" + std::string(near) + "`?");
    }
    return {};
  }

  // texts_of is the texts of a key whose value is one text or a list of them.
  [[nodiscard]] Result<std::vector<const toml::node*>> texts_of(const toml::node& node) const {
    std::vector<const toml::node*> out;
    if (node.is_string()) {
      out.push_back(&node);
      return out;
    }
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      return error(node, "a text or a list of texts belongs here", "write \"…\" or [\"…\", \"…\"]");
    }
    for (const toml::node& one : *array) {
      if (!one.is_string()) {
        return error(one, "a text belongs here", "put it in quotes");
      }
      out.push_back(&one);
    }
    return out;
  }

  static std::string_view text_of(const toml::node& node) { return node.as_string()->get(); }

  Result<void> read_roots(std::string_view key, OwnedPattern::Roots& roots) {
    const toml::node* node = table_.get(key);
    return node == nullptr ? Result<void>() : add_roots(*node, roots);
  }

  Result<void> add_roots(const toml::node& node, OwnedPattern::Roots& roots) {
    const std::vector<const toml::node*> texts = AV_TRY(texts_of(node));
    for (const toml::node* text : texts) {
      const auto root = add_pattern(text_of(*text), out_.program);
      if (!root) {
        const std::uint32_t line = line_of(*text) + lines_into(*text, root.error().offset);
        return PageError{page_.path, line}(root.error().message, root.error().hint);
      }
      roots.push_back(*root);
    }
    return {};
  }

  // lines_into is how many lines an offset into a text lies below the line where its quotes open.
  static std::uint32_t lines_into(const toml::node& node, std::uint32_t offset) {
    const std::string_view text = text_of(node);
    const auto count = [](std::string_view part) {
      return static_cast<std::uint32_t>(std::count(part.begin(), part.end(), '\n'));
    };
    const std::uint32_t tall = node.source().end.line - node.source().begin.line;
    const std::uint32_t dropped = tall > count(text) ? 1 : 0;  // the line end behind """
    return count(text.substr(0, std::min<std::size_t>(offset, text.size()))) + dropped;
  }

  Result<void> read_where() {
    const toml::node* where = table_.get("where");
    if (where == nullptr) {
      return {};
    }
    if (!where->is_table()) {
      return error(*where, "`where` has a table for each metavariable",
                   "write where.X = { literal = true }");
    }
    for (const auto& [name, what] : *where->as_table()) {
      const std::uint8_t variable = out_.program.find_variable(name.str());
      if (variable == PatternNode::kNoVariable) {
        return error(what, "no pattern has $" + std::string(name.str()),
                     "name a metavariable of `find`");
      }
      AV_TRY(read_constraints(what, variable, false));
    }
    std::ranges::stable_sort(out_.constraints, {},
                             [](const OwnedConstraint& one) { return cost_of(one.what.sort); });
    return {};
  }

  // cost_of is how much there is to look at: all constraints have to hold, so that the cheap ones
  // are asked first, and most matches end there.
  static int cost_of(ConstraintSort sort) {
    switch (sort) {
      case ConstraintSort::Spelled:
      case ConstraintSort::Secret:
        return 0;
      case ConstraintSort::From:
        return 2;
      case ConstraintSort::Matches:
        return 3;
      default:
        return 1;
    }
  }

  Result<void> read_constraints(const toml::node& node, std::uint8_t variable, bool negated) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return error(node, "a table belongs here", "write where.X = { literal = true }");
    }
    AV_TRY(check_keys(*table, kConstraintKeys));
    for (const auto& [key, value] : *table) {
      if (key.str() == "not") {
        AV_TRY(read_constraints(value, variable, !negated));
        continue;
      }
      OwnedConstraint made;
      made.what.variable = variable;
      made.what.is_negated = negated;
      AV_TRY(read_constraint(key.str(), value, made));
      out_.constraints.push_back(std::move(made));
    }
    return {};
  }

  Result<void> read_constraint(std::string_view key, const toml::node& value,
                               OwnedConstraint& made) {
    made.what.sort = static_cast<ConstraintSort>(*place_of(key, kConstraintKeys));
    switch (made.what.sort) {
      case ConstraintSort::Value:
      case ConstraintSort::Head:
      case ConstraintSort::Spelled:
        return read_expression(value, made);
      case ConstraintSort::Literal:
      case ConstraintSort::Built:
      case ConstraintSort::Secret:
        return read_flag(value, made);
      case ConstraintSort::Type:
      case ConstraintSort::Name:
        return read_names(value, made);
      case ConstraintSort::Compare:
      case ConstraintSort::Length:
        return read_compared(value, made);
      case ConstraintSort::From:
        return read_level(value, made);
      case ConstraintSort::Matches:
        return add_roots(value, made.roots);
      case ConstraintSort::Bits:
        return read_bits(value, made);
    }
    return {};
  }

  Result<void> read_expression(const toml::node& value, OwnedConstraint& made) {
    if (!value.is_string()) {
      return error(value, "a regular expression belongs here", "write it in quotes");
    }
    const RE2 expression(text_of(value), RE2::Quiet);
    if (!expression.ok()) {
      return error(value, "this is no regular expression: " + expression.error(),
                   "write one as RE2 reads it");
    }
    made.what.text = out_.program.keep(text_of(value));
    return {};
  }

  // literal = false is the same as not = { literal = true }.
  Result<void> read_flag(const toml::node& value, OwnedConstraint& made) const {
    if (!value.is_boolean()) {
      return error(value, "true or false belongs here", "write it without quotes");
    }
    made.what.is_negated = made.what.is_negated == value.as_boolean()->get();
    return {};
  }

  Result<void> read_names(const toml::node& value, OwnedConstraint& made) {
    const std::vector<const toml::node*> texts = AV_TRY(texts_of(value));
    for (const toml::node* text : texts) {
      made.names.push_back(out_.program.keep(text_of(*text)));
    }
    return {};
  }

  Result<void> read_compared(const toml::node& value, OwnedConstraint& made) const {
    constexpr std::string_view kHint = "write a comparison with a whole number: \"< 2048\"";
    const auto compared =
        value.is_string() ? read_comparison(text_of(value)) : std::optional<Compared>();
    const auto number = compared ? read_number(compared->rest) : std::optional<double>();
    if (!number) {
      return error(value, "this is no comparison", std::string(kHint));
    }
    made.what.comparison = compared->comparison;
    made.what.number = *number;
    return {};
  }

  Result<void> read_level(const toml::node& value, OwnedConstraint& made) const {
    const auto level =
        value.is_string() ? place_of(text_of(value), kLevels) : std::optional<std::size_t>();
    if (!level) {
      return error(value, "this is no origin",
                   "write constant, harmless, file, unknown, parameter, local or remote");
    }
    made.what.number = static_cast<double>(*level);
    return {};
  }

  Result<void> read_bits(const toml::node& value, OwnedConstraint& made) const {
    constexpr std::int64_t kMost = 0xFFFFFFFF;
    const auto bits = value.value_exact<std::int64_t>();
    if (!bits || *bits <= 0 || *bits > kMost) {
      return error(value, "these are no bits", "write a whole number, such as 0o002");
    }
    made.what.number = static_cast<double>(*bits);
    return {};
  }

  Result<void> read_place() {
    const toml::node* within = table_.get("within");
    if (within != nullptr) {
      const auto place =
          within->is_string() ? place_of(text_of(*within), kWithin) : std::optional<std::size_t>();
      if (!place) {
        return error(*within, "this is no place", "write module, class or function");
      }
      out_.head.within = static_cast<Within>(*place);
    }
    const toml::node* files = table_.get("files");
    if (files == nullptr) {
      return {};
    }
    const std::vector<const toml::node*> texts = AV_TRY(texts_of(*files));
    for (const toml::node* text : texts) {
      out_.files.push_back(out_.program.keep(text_of(*text)));
    }
    return {};
  }

  Result<void> read_versions() {
    const toml::node* python = table_.get("python");
    if (python != nullptr) {
      AV_TRY(add_version(*python, "python"));
    }
    const toml::node* library = table_.get("library");
    if (library == nullptr) {
      return {};
    }
    const std::vector<const toml::node*> texts = AV_TRY(texts_of(*library));
    for (const toml::node* text : texts) {
      AV_TRY(add_version(*text, {}));
    }
    return {};
  }

  // add_version reads "< 3.12", or with the library in front "pyyaml < 6".
  Result<void> add_version(const toml::node& node, std::string_view library) {
    constexpr std::string_view kHint = "write python = \"< 3.12\" or library = \"pyyaml < 6\"";
    std::string_view text = node.is_string() ? text_of(node) : std::string_view();
    if (library.empty()) {
      const std::size_t end = std::min(text.find_first_of("<>=! "), text.size());
      library = out_.program.keep(text.substr(0, end));
      text.remove_prefix(end);
    }
    const auto compared = read_comparison(text);
    const bool good = compared && !library.empty() && !compared->rest.empty() &&
                      compared->rest.find_first_not_of("0123456789.") == std::string_view::npos;
    if (!good) {
      return error(node, "this is no range of versions", std::string(kHint));
    }
    out_.versions.push_back({library, compared->comparison, out_.program.keep(compared->rest)});
    return {};
  }

  Result<void> read_levels() {
    const toml::node* severity = table_.get("severity");
    if (severity != nullptr) {
      const auto level =
          severity->is_string() ? parse_severity(text_of(*severity)) : std::optional<Severity>();
      if (!level) {
        return error(*severity, "unknown severity", "write note, low, medium or high");
      }
      out_.head.severity = *level;
    }
    const toml::node* confidence = table_.get("confidence");
    if (confidence != nullptr) {
      const auto level = confidence->is_string() ? parse_confidence(text_of(*confidence))
                                                 : std::optional<Confidence>();
      if (!level) {
        return error(*confidence, "unknown confidence", "write low, medium or high");
      }
      out_.head.confidence = *level;
    }
    return {};
  }

  Result<void> read_sentences() {
    AV_TRY(read_sentence("message", page_.message, out_.head.message));
    AV_TRY(read_sentence("mend", page_.mend, out_.head.mend));
    AV_TRY(read_variable("mark", out_.head.mark));
    AV_TRY(read_variable("grade", out_.head.grade));
    const toml::node* by_default = table_.get("by_default");
    if (by_default != nullptr && !by_default->is_boolean()) {
      return error(*by_default, "true or false belongs here", "write it without quotes");
    }
    out_.head.by_default = by_default != nullptr && by_default->as_boolean()->get();
    return {};
  }

  Result<void> read_sentence(std::string_view key, const std::string& common,
                             std::string_view& sentence) {
    const toml::node* node = table_.get(key);
    if (node != nullptr && !node->is_string()) {
      return error(*node, "a sentence belongs here", "put it in quotes");
    }
    sentence = out_.program.keep(node == nullptr ? std::string_view(common) : text_of(*node));
    const toml::node& place = node == nullptr ? static_cast<const toml::node&>(table_) : *node;
    if (sentence.empty() || sentence.ends_with('.') ||
        sentence.find('\n') != std::string_view::npos) {
      return error(place, "`" + std::string(key) + "` must be one sentence without a full stop",
                   "write it in the [[pattern]], or above all of them for the whole page");
    }
    return check_sentence(place, sentence);
  }

  [[nodiscard]] Result<void> check_sentence(const toml::node& place,
                                            std::string_view sentence) const {
    for (std::size_t at = sentence.find('$'); at != std::string_view::npos;
         at = sentence.find('$', at + 1)) {
      std::size_t end = at + 1;
      while (end < sentence.size() && is_variable_name("A" + std::string(1, sentence[end]))) {
        ++end;
      }
      const std::string_view name = sentence.substr(at + 1, end - at - 1);
      if (name != "MATCH" && out_.program.find_variable(name) == PatternNode::kNoVariable) {
        return error(place, "no pattern has $" + std::string(name),
                     "name a metavariable, or $MATCH for what was found");
      }
    }
    return {};
  }

  Result<void> read_variable(std::string_view key, std::uint8_t& variable) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return {};
    }
    const std::string_view text = node->is_string() ? text_of(*node) : std::string_view();
    variable = text.starts_with('$') ? out_.program.find_variable(text.substr(1))
                                     : PatternNode::kNoVariable;
    if (variable == PatternNode::kNoVariable) {
      return error(*node, "a metavariable belongs here", "write \"$X\"");
    }
    return {};
  }

  const toml::table& table_;
  std::uint32_t line_;
  RulePage& page_;
  OwnedPattern out_;
};

}  // namespace

Pattern OwnedPattern::view(std::vector<Constraint>& kept) const {
  kept.clear();
  for (const OwnedConstraint& one : constraints) {
    Constraint& made = kept.emplace_back(one.what);
    made.names = one.names;
    made.roots = one.roots;
  }
  Pattern out = head;
  out.nodes = program.nodes;
  out.variables = program.variables;
  out.find = find;
  out.unless = unless;
  out.inside = inside;
  out.not_inside = not_inside;
  out.file_has = file_has;
  out.file_lacks = file_lacks;
  out.constraints = kept;
  out.versions = versions;
  out.files = files;
  return out;
}

Result<void> read_patterns(const toml::table& front, std::uint32_t line, RulePage& page) {
  return each_table(front, "pattern", {page.path, line},
                    [&](const toml::table& table) -> Result<void> {
                      page.patterns.push_back(AV_TRY(PatternReader(table, line, page).read()));
                      return {};
                    });
}

}  // namespace av::knowledge
