// unicode_tables_tool DIR writes the tables that lexis needs from the Unicode Character Database
// in DIR (Debian's unicode-data package) to standard output, as C++ to be included.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
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

// The ranges with `property` in a file of lines `first..last ; property # comment`.
std::vector<Range> read_property(const std::string& path, std::string_view property) {
  std::ifstream file(path);
  std::vector<Range> ranges;
  for (std::string line; std::getline(file, line);) {
    const std::string_view data = std::string_view(line).substr(0, line.find('#'));
    const std::size_t semicolon = data.find(';');
    if (semicolon != std::string_view::npos && trimmed(data.substr(semicolon + 1)) == property) {
      ranges.push_back(parse_range(trimmed(data.substr(0, semicolon))));
    }
  }
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  return ranges;
}

std::vector<Range> joined(const std::vector<Range>& ranges) {
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

bool write_property(const std::string& folder, const char* property, const char* name) {
  const auto ranges = joined(read_property(folder + "/DerivedCoreProperties.txt", property));
  std::printf("constexpr Range %s[] = {\n", name);
  for (const Range& range : ranges) {
    std::printf("{0x%X,0x%X},\n", range.first, range.last);
  }
  std::printf("};\n");
  return !ranges.empty();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: unicode_tables_tool UNICODE_DATA_FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = argv[1];
  if (!write_property(folder, "XID_Start", "kXidStart") ||
      !write_property(folder, "XID_Continue", "kXidContinue")) {
    std::fprintf(stderr, "unicode_tables_tool: no Unicode data in %s\n", argv[1]);
    return 1;
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
