#include "tests/support/guide.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace av::test {
namespace {

const std::string kFolder = "../shared/guide/";

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

GuideEntry entry_of(const nlohmann::json& row) {
  GuideEntry entry;
  entry.file = row.at("file").get<std::string>();
  entry.code = read_file(kFolder + "snippets/" + entry.file);
  entry.is_good = row.at("kind") == "good";
  entry.first_line = row.at("lines").at(0).get<std::uint32_t>();
  entry.last_line = row.at("lines").at(1).get<std::uint32_t>();
  entry.cwes = row.at("cwes").get<std::vector<std::uint16_t>>();
  entry.section = row.at("section").get<std::string>();
  return entry;
}

}  // namespace

std::vector<GuideEntry> read_guide() {
  std::vector<GuideEntry> entries;
  const std::string text = read_file(kFolder + "expected.json");
  if (text.empty()) {
    return entries;
  }
  for (const nlohmann::json& row : nlohmann::json::parse(text)) {
    entries.push_back(entry_of(row));
  }
  return entries;
}

}  // namespace av::test
