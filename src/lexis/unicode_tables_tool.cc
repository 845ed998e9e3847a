// unicode_tables_tool DATA OUT writes the tables that lexis needs from the Unicode Character
// Database in folder DATA (Debian's unicode-data package) to folder OUT, as C++ to be included:
// xid_tables.inc and name_tables.inc.  Exit code 1 when the data is missing or has changed shape.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// CJK Extension I, which Unicode 15.1 (CPython 3.13) added behind Debian 12's data.
constexpr Range kExtensionI = {0x2EBF0, 0x2EE5D};

constexpr std::size_t kNamesPerBlock = 16;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  line = line.substr(0, line.find('#'));
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(';'), line.size());
    fields.push_back(trimmed(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return fields;
}

std::uint32_t hex(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

Range parse_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  const std::uint32_t first = hex(text.substr(0, dots));
  return {first, dots == std::string_view::npos ? first : hex(text.substr(dots + 2))};
}

std::vector<Range> joined(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  std::vector<Range> out;
  for (const Range& range : ranges) {
    if (!out.empty() && out.back().last + 1 == range.first) {
      out.back().last = range.last;
    } else {
      out.push_back(range);
    }
  }
  return out;
}

// The ranges with `property` in a file of lines `first..last ; property # comment`.
std::vector<Range> read_property(const std::string& path, std::string_view property) {
  std::ifstream file(path);
  std::vector<Range> ranges;
  for (std::string line; std::getline(file, line);) {
    const auto fields = fields_of(line);
    if (fields.size() == 2 && fields[1] == property) {
      ranges.push_back(parse_range(fields[0]));
    }
  }
  return joined(std::move(ranges));
}

void write_ranges(std::ostream& out, const char* name, const std::vector<Range>& ranges) {
  out << "constexpr Range " << name << "[] = {\n";
  for (const Range& range : ranges) {
    out << '{' << range.first << ',' << range.last << "},\n";
  }
  out << "};\n";
}

// Names holds what \N{...} can be: names and aliases by name, and the ranges of characters whose
// names are their numbers.
struct Names {
  std::map<std::string, std::uint32_t, std::less<>> code_points;
  std::vector<Range> ideographs;
};

void read_unicode_data(const std::string& path, Names& names) {
  std::ifstream file(path);
  std::uint32_t range_start = 0;
  for (std::string line; std::getline(file, line);) {
    const auto fields = fields_of(line);
    if (fields.size() < 2) {
      continue;
    }
    const std::uint32_t code_point = hex(fields[0]);
    if (!fields[1].starts_with('<')) {
      names.code_points.emplace(fields[1], code_point);
    } else if (fields[1].ends_with(", First>")) {
      range_start = code_point;
    } else if (fields[1].starts_with("<CJK Ideograph") && fields[1].ends_with(", Last>")) {
      names.ideographs.push_back({range_start, code_point});
    }
  }
}

void read_aliases(const std::string& path, Names& names) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto fields = fields_of(line);
    if (fields.size() >= 2) {
      names.code_points.emplace(fields[1], hex(fields[0]));
    }
  }
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(differ.first - a.begin());
}

// Names ascending, in blocks; each entry is: bytes shared with the name before it (0 for the first
// of a block), bytes that follow, those bytes, the code point in three bytes.
void write_names(std::ostream& out, const Names& names) {
  std::vector<std::size_t> blocks;
  std::string bytes;
  std::string_view before;
  std::size_t index = 0;
  for (const auto& [name, code_point] : names.code_points) {
    if (index++ % kNamesPerBlock == 0) {
      blocks.push_back(bytes.size());
      before = {};
    }
    const std::size_t shared = shared_prefix(before, name);
    bytes.push_back(static_cast<char>(shared));
    bytes.push_back(static_cast<char>(name.size() - shared));
    bytes.append(name, shared);
    for (const unsigned shift : {16U, 8U, 0U}) {
      bytes.push_back(static_cast<char>((code_point >> shift) & 0xFFU));
    }
    before = name;
  }
  out << "constexpr std::size_t kNamesPerBlock = " << kNamesPerBlock << ";\n";
  out << "constexpr std::size_t kNameCount = " << names.code_points.size() << ";\n";
  out << "constexpr std::uint32_t kNameBlocks[] = {\n";
  for (const std::size_t block : blocks) {
    out << block << ",\n";
  }
  out << "};\nconstexpr std::uint8_t kNameBytes[] = {\n";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out << unsigned{static_cast<unsigned char>(bytes[i])} << (i % 32 == 31 ? ",\n" : ",");
  }
  out << "};\n";
}

bool make_xid_tables(const std::string& data, const std::string& path) {
  const auto start = read_property(data + "/DerivedCoreProperties.txt", "XID_Start");
  const auto next = read_property(data + "/DerivedCoreProperties.txt", "XID_Continue");
  std::ofstream out(path);
  write_ranges(out, "kXidStart", start);
  write_ranges(out, "kXidContinue", next);
  return out.flush().good() && !start.empty() && !next.empty();
}

bool make_name_tables(const std::string& data, const std::string& path) {
  Names names;
  read_unicode_data(data + "/UnicodeData.txt", names);
  read_aliases(data + "/NameAliases.txt", names);
  const bool is_whole = names.code_points.size() > 30000 && names.code_points.contains("NBSP");
  if (std::none_of(names.ideographs.begin(), names.ideographs.end(),
                   [](const Range& range) { return range.first == kExtensionI.first; })) {
    names.ideographs.push_back(kExtensionI);
  }
  std::ofstream out(path);
  write_ranges(out, "kIdeographs", joined(std::move(names.ideographs)));
  write_names(out, names);
  return out.flush().good() && is_whole;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    return 2;
  }
  const std::string data = argv[1];
  const std::string out = argv[2];
  const bool made = make_xid_tables(data, out + "/xid_tables.inc") &&
                    make_name_tables(data, out + "/name_tables.inc");
  return made ? 0 : 1;
}
