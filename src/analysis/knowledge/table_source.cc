#include "analysis/knowledge/table_source.h"

#include "analysis/knowledge/pattern_source.h"

#include <algorithm>

namespace av::knowledge {
namespace {

// RuleWriter appends the parts of the source.  The pages' own texts are written once each; every
// other text is a part of one of them, or a short literal.
class RuleWriter {
 public:
  std::string write(const std::vector<RulePage>& pages) {
    out_ +=
        "// generated from catalog/rules\n"
        "#include \"analysis/knowledge/rule.h\"\n\n"
        "#include <array>\n\n"
        "namespace av::knowledge {\n"
        "namespace {\n";
    for (std::size_t i = 0; i < pages.size(); ++i) {
      write_parts(pages[i], std::to_string(i));
    }
    out_ += "\nconstexpr Rule kRules[] = {\n";
    for (std::size_t i = 0; i < pages.size(); ++i) {
      write_rule(pages[i], std::to_string(i));
    }
    out_ +=
        "};\n\n"
        "}  // namespace\n\n"
        "std::span<const Rule> builtin_rules() { return kRules; }\n\n"
        "}  // namespace av::knowledge\n";
    return std::move(out_);
  }

 private:
  void write_parts(const RulePage& page, const std::string& number) {
    out_ += "\nconstexpr std::string_view kPage" + number + " =\n";
    out_ += "    " + source_literal(page.text);
    out_ += ";\nconstexpr std::array<std::uint16_t, " + std::to_string(page.cwes.size()) +
            "> kCwes" + number + " = {";
    for (const std::uint16_t cwe : page.cwes) {
      out_ += std::to_string(cwe) + ", ";
    }
    out_ += "};\nconstexpr Example kExamples" + number + "[] = {\n";
    for (const ExampleSlice& example : page.examples) {
      out_ += "    {" + part(example.code, number) + ", " + std::to_string(example.line) + ", " +
              (example.vulnerable ? "true" : "false") + "},\n";
    }
    out_ += "};\n" + pattern_source(page, number);
    write_flows(page, number);
  }

  void write_flows(const RulePage& page, const std::string& number) {
    if (page.flows.empty()) {
      return;
    }
    std::string rows;
    for (std::size_t i = 0; i < page.flows.size(); ++i) {
      const OwnedFlow& flow = page.flows[i];
      const std::string suffix = number + "_" + std::to_string(i);
      const std::string calls = texts("kCalls" + suffix, flow.calls);
      const std::string other_calls = texts("kOtherCalls" + suffix, flow.other_calls);
      rows += "    {" + std::to_string(flow.rule.sinks) + "U, " +
              std::to_string(flow.rule.sources) + "U, {{";
      for (const FlowGrade& grade : flow.rule.grades) {
        rows += std::string("{") + (grade.is_reported ? "true" : "false") +
                ", static_cast<Severity>(" + level(grade.severity) + ")}, ";
      }
      rows += "}}, static_cast<Confidence>(" + level(flow.rule.confidence) + "),\n     " +
              source_literal(flow.message) + ", " + source_literal(flow.mend) + ", " + calls +
              ", " + other_calls + "},\n";
    }
    out_ += "constexpr FlowRule kFlows" + number + "[] = {\n" + rows + "};\n";
  }

  // texts defines an array of texts and returns its name; {} for none.
  std::string texts(const std::string& name, const std::vector<std::string>& all) {
    if (all.empty()) {
      return "{}";
    }
    out_ += "constexpr std::string_view " + name + "[] = {";
    for (const std::string& one : all) {
      out_ += source_literal(one) + ", ";
    }
    out_ += "};\n";
    return name;
  }

  void write_rule(const RulePage& page, const std::string& number) {
    out_ += "    {.id = " + source_literal(page.id) +
            ",\n     .name = " + source_literal(page.name) +
            ",\n     .chapter = " + source_literal(page.chapter) +
            ",\n     .title = " + source_literal(page.title) + ",\n     .cwes = kCwes" + number +
            ",\n     .severity = static_cast<Severity>(" + level(page.severity) +
            "),\n     .confidence = static_cast<Confidence>(" + level(page.confidence) +
            "),\n     .guide_section = " + source_literal(page.guide) +
            ",\n     .since = " + source_literal(page.since) +
            ",\n     .status = static_cast<Status>(" + level(page.status) +
            "),\n     .is_spelling = " + (page.is_spelling ? "true" : "false") + ",\n";
    write_section("what", page, Heading::What, number);
    write_section("why", page, Heading::Why, number);
    write_section("misses", page, Heading::Misses, number);
    write_section("mend", page, Heading::Mend, number);
    write_section("references", page, Heading::References, number);
    out_ += "     .examples = kExamples" + number +
            ",\n     .patterns = " + (page.patterns.empty() ? "{}" : "kPatterns" + number) +
            ",\n     .flows = " + (page.flows.empty() ? "{}" : "kFlows" + number) +
            ",\n     .page = kPage" + number + "},\n";
  }

  void write_section(const char* field, const RulePage& page, Heading heading,
                     const std::string& number) {
    out_ += std::string("     .") + field + " = " +
            part(page.sections[static_cast<std::size_t>(heading)], number) + ",\n";
  }

  static std::string part(Slice slice, const std::string& number) {
    return "kPage" + number + ".substr(" + std::to_string(slice.start) + ", " +
           std::to_string(slice.size) + ")";
  }

  template <class Level>
  static std::string level(Level value) {
    return std::to_string(static_cast<int>(value));
  }

  std::string out_;
};

}  // namespace

std::string table_source(std::vector<RulePage> pages) {
  std::sort(pages.begin(), pages.end(),
            [](const RulePage& a, const RulePage& b) { return a.id < b.id; });
  return RuleWriter().write(pages);
}

}  // namespace av::knowledge
