#include "analysis/knowledge/pattern_source.h"

#include <charconv>
#include <span>

namespace av::knowledge {
namespace {

template <class T>
std::string number_of(T value) {
  return std::to_string(static_cast<int>(value));
}

std::string double_of(double value) {
  char text[64];
  const auto end = std::to_chars(std::begin(text), std::end(text), value);
  return {std::begin(text), end.ptr};
}

std::string item_of(std::uint16_t value) {
  return std::to_string(value);
}
std::string item_of(std::string_view value) {
  return source_literal(value);
}

// PatternWriter writes the patterns of one page; lists are arrays of their own, named by where they
// are.
class PatternWriter {
 public:
  explicit PatternWriter(std::string number) : number_(std::move(number)) {}

  std::string write(const RulePage& page) {
    std::string rows;
    for (std::size_t i = 0; i < page.patterns.size(); ++i) {
      prefix_ = number_ + "_" + std::to_string(i);
      rows += row(page.patterns[i]);
    }
    return page.patterns.empty()
               ? std::string()
               : out_ + "constexpr Pattern kPatterns" + number_ + "[] = {\n" + rows + "};\n";
  }

 private:
  // list defines an array of the items and returns its name; {} for none.
  template <class T>
  std::string list(const char* type, const std::string& name, const std::vector<T>& items) {
    if (items.empty()) {
      return "{}";
    }
    std::string full = "k" + name + prefix_;
    out_ += std::string("constexpr ") + type + " " + full + "[] = {";
    for (const T& item : items) {
      out_ += item_of(item) + ", ";
    }
    out_ += "};\n";
    return full;
  }

  std::string nodes(const std::vector<PatternNode>& nodes) {
    out_ += "constexpr PatternNode kNodes" + prefix_ + "[] = {\n";
    for (const PatternNode& node : nodes) {
      out_ += "    {static_cast<PatternOp>(" + number_of(node.op) + "), " + number_of(node.detail) +
              ", " + number_of(node.operation) + ", " + number_of(node.variable) + ", " +
              number_of(node.first) + ", " + number_of(node.count) + ", " + double_of(node.number) +
              ", " + source_literal(node.text) + "},\n";
    }
    out_ += "};\n";
    return "kNodes" + prefix_;
  }

  std::string constraints(const std::vector<OwnedConstraint>& all) {
    std::string rows;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Constraint& one = all[i].what;
      const std::string suffix = std::to_string(i) + "_";
      const std::string names = list("std::string_view", "Names" + suffix, all[i].names);
      const std::string roots = list("std::uint16_t", "Roots" + suffix, all[i].roots);
      rows.append("    {static_cast<ConstraintSort>(" + number_of(one.sort) + "), ");
      rows.append(one.is_negated ? "true, " : "false, ");
      rows.append(number_of(one.variable) + ", static_cast<Comparison>(");
      rows.append(number_of(one.comparison)).append("), ");
      rows.append(double_of(one.number)).append(", ");
      rows.append(source_literal(one.text)).append(", ");
      rows.append(names).append(", ").append(roots).append("},\n");
    }
    if (rows.empty()) {
      return "{}";
    }
    out_ += "constexpr Constraint kConstraints" + prefix_ + "[] = {\n" + rows + "};\n";
    return "kConstraints" + prefix_;
  }

  std::string versions(const std::vector<VersionLimit>& all) {
    if (all.empty()) {
      return "{}";
    }
    out_ += "constexpr VersionLimit kVersions" + prefix_ + "[] = {\n";
    for (const VersionLimit& one : all) {
      out_ += "    {" + source_literal(one.library) + ", static_cast<Comparison>(" +
              number_of(one.comparison) + "), " + source_literal(one.version) + "},\n";
    }
    out_ += "};\n";
    return "kVersions" + prefix_;
  }

  std::string row(const OwnedPattern& pattern) {
    const auto roots = [this](const char* name, const OwnedPattern::Roots& all) {
      return list("std::uint16_t", name, all) + ", ";
    };
    const Pattern& head = pattern.head;
    std::string out = "    {" + nodes(pattern.program.nodes) + ", ";
    out += list("std::string_view", "Variables", pattern.program.variables) + ",\n     ";
    out += roots("Find", pattern.find) + roots("Unless", pattern.unless);
    out += roots("Inside", pattern.inside) + roots("NotInside", pattern.not_inside);
    out += roots("FileHas", pattern.file_has) + roots("FileLacks", pattern.file_lacks);
    out += constraints(pattern.constraints) + ", " + versions(pattern.versions) + ", ";
    out += list("std::string_view", "Files", pattern.files) + ",\n     ";
    out += source_literal(head.message) + ",\n     " + source_literal(head.mend) + ",\n     ";
    out += "static_cast<Severity>(" + number_of(head.severity) + "), static_cast<Confidence>(" +
           number_of(head.confidence) + "), static_cast<Within>(" + number_of(head.within) + "), ";
    return out + number_of(head.mark) + ", " + number_of(head.grade) + ", " +
           (head.by_default ? "true, " : "false, ") + std::to_string(head.line) + "},\n";
  }

  std::string number_;
  std::string prefix_;
  std::string out_;
};

}  // namespace

std::string source_literal(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      out += i + 1 == text.size() ? "\\n" : "\\n\"\n    \"";
      continue;
    }
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {  // compilers refuse some characters, and rightly
      out += '\\';
      for (const int shift : {6, 3, 0}) {
        out += static_cast<char>('0' + ((byte >> shift) & 7));
      }
      continue;
    }
    out += c;
  }
  return out + '"';
}

std::string pattern_source(const RulePage& page, const std::string& number) {
  return PatternWriter(number).write(page);
}

}  // namespace av::knowledge
