#include "analysis/knowledge/flow_table.h"

#include "analysis/knowledge/page_error.h"
#include "analysis/knowledge/page_tables.h"
#include "base/suggest.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace av::knowledge {
namespace {

constexpr auto kFlowKeys =
    std::to_array<std::string_view>({"sink", "source", "call", "not_call", "remote", "local",
                                     "library", "own", "confidence", "message", "mend"});

constexpr std::string_view kOff = "off";

// What a page that says nothing of a threat means.
constexpr std::array<FlowGrade, kThreats> kGrades = {
    {{true, Severity::High}, {true, Severity::Medium}, {true, Severity::Low}, {}}};

// FlowReader reads one table.
class FlowReader {
 public:
  FlowReader(const toml::table& table, std::uint32_t line, const RulePage& page)
      : table_(table), line_(line), page_(page) {
    out_.rule.grades = kGrades;
  }

  Result<OwnedFlow> read() {
    AV_TRY(check_keys());
    AV_TRY(read_sinks());
    AV_TRY(read_sources());
    out_.calls = AV_TRY(words_at("call"));
    out_.other_calls = AV_TRY(words_at("not_call"));
    for (const Threat threat : {Threat::Remote, Threat::Local, Threat::Library, Threat::Own}) {
      AV_TRY(read_grade(threat));
    }
    AV_TRY(read_confidence());
    AV_TRY(read_sentence("message", page_.message, out_.message));
    AV_TRY(read_sentence("mend", page_.mend, out_.mend));
    return std::move(out_);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> error(const toml::node& node, std::string_view message,
                                            std::string hint) const {
    return PageError{page_.path, line_ + node.source().begin.line - 1}(message, std::move(hint));
  }

  [[nodiscard]] Result<void> check_keys() const {
    for (const auto& [key, value] : table_) {
      if (std::ranges::find(kFlowKeys, key.str()) == kFlowKeys.end()) {
        const std::string_view near = base::suggest(key.str(), kFlowKeys);
        return error(value, "unknown key `" + std::string(key.str()) + "` of a [[flow]]",
                     near.empty() ? "the keys are sink, source, call, not_call, remote, local, "
                                    "library, own, confidence, message, mend"
                                  : "did you mean `" + std::string(near) + "`?");
      }
    }
    return {};
  }

  // words_at is one word, or a list of them; empty when the key is not there.
  Result<std::vector<std::string>> words_at(std::string_view key) const {
    std::vector<std::string> words;
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return words;
    }
    if (const auto word = node->value_exact<std::string>()) {
      words.push_back(*word);
      return words;
    }
    const toml::array* list = node->as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      words.push_back(list->get(i)->value_exact<std::string>().value_or(""));
    }
    if (words.empty()) {
      return error(*node, "`" + std::string(key) + "` must be a word or a list of words",
                   "write \"word\", or [\"word\", \"word\"]");
    }
    return words;
  }

  Result<void> read_sinks() {
    const std::vector<std::string> words = AV_TRY(words_at("sink"));
    if (words.empty()) {
      return error(table_, "a flow has no sink", "add sink = \"…\"");
    }
    for (const std::string& word : words) {
      const std::optional<SinkKind> kind = parse_sink_kind(word);
      if (!kind) {
        return error(*table_.get("sink"), "there is no sink `" + word + "`",
                     "the words are those of knowledge/taint_kinds.def");
      }
      out_.rule.sinks |= set_of(*kind);
    }
    return {};
  }

  Result<void> read_sources() {
    const std::vector<std::string> words = AV_TRY(words_at("source"));
    SourceSet sources = 0;
    for (const std::string& word : words) {
      const std::optional<SourceKind> kind = parse_source_kind(word);
      if (!kind) {
        return error(*table_.get("source"), "there is no source `" + word + "`",
                     "the words are those of knowledge/taint_kinds.def");
      }
      sources |= set_of(*kind);
    }
    out_.rule.sources = words.empty() ? kAllSources : sources;
    return {};
  }

  Result<void> read_grade(Threat threat) {
    const toml::node* node = table_.get(name_of(threat));
    if (node == nullptr) {
      return {};
    }
    FlowGrade& grade = out_.rule.grades[static_cast<std::size_t>(threat)];
    const std::string word = node->value_exact<std::string>().value_or("");
    const std::optional<Severity> severity = parse_severity(word);
    if (!severity && word != kOff) {
      return error(*node, "unknown severity", "write note, low, medium, high or off");
    }
    grade = {word != kOff, severity.value_or(grade.severity)};
    return {};
  }

  Result<void> read_confidence() {
    const toml::node* node = table_.get("confidence");
    if (node == nullptr) {
      return {};
    }
    const auto confidence = parse_confidence(node->value_exact<std::string>().value_or(""));
    if (!confidence) {
      return error(*node, "unknown confidence", "write low, medium or high");
    }
    out_.rule.confidence = *confidence;
    return {};
  }

  Result<void> read_sentence(std::string_view key, const std::string& common,
                             std::string& sentence) const {
    const toml::node* node = table_.get(key);
    sentence = node == nullptr ? common : node->value_exact<std::string>().value_or("");
    const toml::node& place = node == nullptr ? static_cast<const toml::node&>(table_) : *node;
    if (sentence.empty() || sentence.ends_with('.') || sentence.find('\n') != std::string::npos) {
      return error(place, "`" + std::string(key) + "` must be one sentence without a full stop",
                   "write it in the [[flow]], or above all tables for the whole page");
    }
    for (std::size_t at = sentence.find('$'); at != std::string::npos;
         at = sentence.find('$', at + 1)) {
      const std::string_view rest = std::string_view(sentence).substr(at);
      if (!rest.starts_with("$SINK") && !rest.starts_with("$SOURCE")) {
        return error(place, "a flow knows $SINK and $SOURCE only",
                     "write what is called as $SINK, where the value comes from as $SOURCE");
      }
    }
    return {};
  }

  const toml::table& table_;
  std::uint32_t line_;
  const RulePage& page_;
  OwnedFlow out_;
};

}  // namespace

Result<void> read_flows(const toml::table& front, std::uint32_t line, RulePage& page) {
  return each_table(front, "flow", {page.path, line},
                    [&](const toml::table& table) -> Result<void> {
                      page.flows.push_back(AV_TRY(FlowReader(table, line, page).read()));
                      return {};
                    });
}

}  // namespace av::knowledge
