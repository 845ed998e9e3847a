#include "analysis/knowledge/taint_table_source.h"

#include "analysis/knowledge/model.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <string_view>

namespace av::knowledge {
namespace {

using Sort = TaintRow::Sort;
constexpr std::size_t kSorts = 5;

std::string port_source(const PortText& port) {
  return "{static_cast<Port::Root>(" + std::to_string(static_cast<int>(port.root)) + "), " +
         std::to_string(port.position) + ", \"" + port.parameter + "\", \"" + port.steps + "\"}";
}

std::string set_text(SinkSet set) {
  return std::to_string(set) + "U";
}

std::string entry_of(const TaintRow& row) {
  const auto sink = static_cast<int>(row.returns.value_or(SinkKind::Command));
  return "{static_cast<TaintEntry::Way>(" + std::to_string(static_cast<int>(row.way)) +
         "), static_cast<SourceKind>(" + std::to_string(row.kind) + "), " + port_source(row.to) +
         ", \"" + row.methods + "\", \"" + row.when + "\", \"" + row.values + "\", " +
         (row.returns ? "true" : "false") + ", static_cast<SinkKind>(" + std::to_string(sink) +
         ")}";
}

std::string row_of(const TaintRow& row) {
  const std::string kind = std::to_string(row.kind);
  switch (row.sort) {
    case Sort::Source:
      return "{static_cast<SourceKind>(" + kind + "), " + port_source(row.to) + ", " +
             set_text(row.clears) + "}";
    case Sort::Sink:
      return "{static_cast<SinkKind>(" + kind + "), " + port_source(row.to) + ", \"" + row.when +
             "\", " + (row.unless ? "true" : "false") + ", \"" + row.values + "\"}";
    case Sort::Flow:
      return "{" + port_source(row.from) + ", " + port_source(row.to) + ", " +
             set_text(row.clears) + "}";
    case Sort::Guard:
      return "{" + port_source(row.to) + ", " + set_text(row.clears) + "}";
    case Sort::Entry:
      return entry_of(row);
  }
  return {};
}

// TaintWriter gathers the text of each table, and where in it each path's rows are.
class TaintWriter {
 public:
  void add_path(std::span<const TaintRow> rows) {
    std::array<std::size_t, kSorts> first = counts_;
    for (const TaintRow& row : rows) {
      const auto sort = static_cast<std::size_t>(row.sort);
      tables_[sort] += "    " + row_of(row) + ",\n";
      ++counts_[sort];
    }
    models_ += "    {\"" + rows[0].path + "\"";
    for (std::size_t sort = 0; sort < kSorts; ++sort) {
      const std::size_t count = counts_[sort] - first[sort];
      models_ += count == 0 ? std::string(", {}")
                            : ", std::span(" + std::string(kNames[sort]) + ").subspan(" +
                                  std::to_string(first[sort]) + ", " + std::to_string(count) + ")";
    }
    models_ += "},\n";
    hashes_.push_back(path_hash(rows[0].path));
  }

  // A last row of nothing lets a table without rows compile; no span reaches it.
  [[nodiscard]] std::string text() const {
    std::string out =
        "\n#include \"analysis/knowledge/taint_model.h\"\n\n"
        "namespace av::knowledge {\nnamespace {\n";
    for (std::size_t sort = 0; sort < kSorts; ++sort) {
      out += "\nconstexpr " + std::string(kTypes[sort]) + " " + std::string(kNames[sort]) +
             "[] = {\n" + tables_[sort] + "    {}};\n";
    }
    return out + "\nconstexpr TaintModel kTaintModels[] = {\n" + models_ + "    {}};\n" + slots() +
           "\n}  // namespace\n\n"
           "std::span<const TaintModel> builtin_taint() { return std::span(kTaintModels).first(" +
           std::to_string(hashes_.size()) +
           "); }\n"
           "std::span<const std::uint16_t> taint_slots() { return kTaintSlots; }\n\n"
           "}  // namespace av::knowledge\n";
  }

 private:
  static constexpr std::array<std::string_view, kSorts> kTypes = {
      "TaintSource", "TaintSink", "TaintFlow", "TaintGuard", "TaintEntry"};
  static constexpr std::array<std::string_view, kSorts> kNames = {
      "kTaintSources", "kTaintSinks", "kTaintFlows", "kTaintGuards", "kTaintEntries"};

  // At most half of the slots are taken, so that a search is short.
  [[nodiscard]] std::string slots() const {
    std::vector<std::size_t> slots(std::bit_ceil(hashes_.size() * 2 + 2));
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
      std::size_t at = hashes_[i] & (slots.size() - 1);
      while (slots[at] != 0) {
        at = (at + 1) & (slots.size() - 1);
      }
      slots[at] = i + 1;
    }
    std::string out = "\nconstexpr std::uint16_t kTaintSlots[] = {";
    for (std::size_t i = 0; i < slots.size(); ++i) {
      out += (i % 16 == 0 ? "\n    " : "") + std::to_string(slots[i]) + ",";
    }
    return out + "\n};\n";
  }

  std::array<std::string, kSorts> tables_;
  std::array<std::size_t, kSorts> counts_ = {};
  std::string models_;
  std::vector<std::uint32_t> hashes_;
};

}  // namespace

std::string taint_table_source(std::vector<TaintRow> rows) {
  std::ranges::stable_sort(rows, {},
                           [](const TaintRow& row) { return std::string_view(row.path); });
  TaintWriter writer;
  for (auto first = rows.begin(); first != rows.end();) {
    const auto end = std::find_if(first, rows.end(),
                                  [&](const TaintRow& row) { return row.path != first->path; });
    writer.add_path(std::span(first, end));
    first = end;
  }
  return writer.text();
}

}  // namespace av::knowledge
