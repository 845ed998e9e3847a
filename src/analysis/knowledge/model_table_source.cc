#include "analysis/knowledge/model_table_source.h"

#include "analysis/knowledge/taint_table_source.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace av::knowledge {
namespace {

std::string short_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  }
  return out + '"';
}

template <class Row>
std::vector<const Row*> sorted(const std::vector<Model>& models, std::vector<Row> Model::*rows) {
  std::vector<const Row*> all;
  for (const Model& model : models) {
    for (const Row& row : model.*rows) {
      all.push_back(&row);
    }
  }
  std::ranges::sort(all, {}, [](const Row* row) { return std::string_view(row->path); });
  return all;
}

// At most half of the slots are taken, so that a search is short.
template <class Row>
std::string slots_of(const std::vector<const Row*>& rows, const std::string& name) {
  std::vector<std::size_t> slots(std::bit_ceil(rows.size() * 2 + 2));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::size_t at = path_hash(rows[i]->path) & (slots.size() - 1);
    while (slots[at] != 0) {
      at = (at + 1) & (slots.size() - 1);
    }
    slots[at] = i + 1;
  }
  std::string out = "\nconstexpr std::uint16_t " + name + "[] = {";
  for (std::size_t i = 0; i < slots.size(); ++i) {
    out += (i % 16 == 0 ? "\n    " : "") + std::to_string(slots[i]) + ",";
  }
  return out + "\n};\n";
}

std::string parameter_row(const ModelParameter& parameter) {
  return "    {" + short_literal(parameter.name) + ", static_cast<Manner>(" +
         std::to_string(static_cast<int>(parameter.manner)) + "), " +
         (parameter.has_default ? "true, " : "false, ") + short_literal(parameter.default_text) +
         "},\n";
}

std::string function_row(const ModelFunction& function, std::size_t first) {
  std::string out = "    {" + short_literal(function.path) + ", " +
                    short_literal(function.returns) + ", " +
                    (function.has_parameters ? "true" : "false");
  if (!function.parameters.empty()) {
    out += ", std::span(kParameters).subspan(" + std::to_string(first) + ", " +
           std::to_string(function.parameters.size()) + ")";
  } else {
    out += ", {}";
  }
  return out + "},\n";
}

}  // namespace

std::string model_table_source(const std::vector<Model>& models) {
  const auto functions = sorted(models, &Model::functions);
  const auto aliases = sorted(models, &Model::aliases);
  std::string parameters;
  std::string rows;
  std::size_t count = 0;
  for (const ModelFunction* function : functions) {
    rows += function_row(*function, count);
    for (const ModelParameter& parameter : function->parameters) {
      parameters += parameter_row(parameter);
    }
    count += function->parameters.size();
  }
  std::vector<TaintRow> taint;
  for (const Model& model : models) {
    taint.insert(taint.end(), model.taint.begin(), model.taint.end());
  }
  std::string pairs;
  for (const ModelAlias* alias : aliases) {
    pairs += "    {" + short_literal(alias->path) + ", " + short_literal(alias->known_as) + "},\n";
  }
  std::string conventions;
  std::size_t convention_count = 0;
  for (const Model& model : models) {
    for (const ModelConvention& one : model.conventions) {
      conventions += "    {" + short_literal(one.parameter) + ", " + short_literal(one.beside) +
                     ", " + short_literal(one.type) + "},\n";
      ++convention_count;
    }
  }
  // A last row of nothing lets a table without rows compile; the spans leave it out.
  return "// generated from catalog/models\n"
         "#include \"analysis/knowledge/model.h\"\n"
         "#include \"analysis/knowledge/model_table.h\"\n\n"
         "namespace av::knowledge {\nnamespace {\n\n"
         "constexpr Parameter kParameters[] = {\n" +
         parameters + "    {}};\n\nconstexpr Function kFunctions[] = {\n" + rows +
         "    {}};\n\nconstexpr Alias kAliases[] = {\n" + pairs +
         "    {}};\n\nconstexpr Convention kConventions[] = {\n" + conventions + "    {}};\n" +
         slots_of(functions, "kFunctionSlots") + slots_of(aliases, "kAliasSlots") +
         "\n}  // namespace\n\n"
         "std::span<const Function> builtin_functions() { return std::span(kFunctions).first(" +
         std::to_string(functions.size()) +
         "); }\n"
         "std::span<const Alias> builtin_aliases() { return std::span(kAliases).first(" +
         std::to_string(aliases.size()) +
         "); }\n"
         "std::span<const Convention> builtin_conventions() { return "
         "std::span(kConventions).first(" +
         std::to_string(convention_count) +
         "); }\n"
         "std::span<const std::uint16_t> function_slots() { return kFunctionSlots; }\n"
         "std::span<const std::uint16_t> alias_slots() { return kAliasSlots; }\n\n"
         "}  // namespace av::knowledge\n" +
         taint_table_source(std::move(taint));
}

}  // namespace av::knowledge
