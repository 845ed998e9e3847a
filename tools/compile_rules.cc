// compile_rules RULES_DIR OUTPUT.cc — reads the rule pages below RULES_DIR with the reader that
// antivenom itself uses, and writes them as the frozen table that is linked into it.
#include "analysis/knowledge/page.h"
#include "analysis/knowledge/table_source.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using av::Result;
using av::knowledge::RulePage;

std::vector<fs::path> pages_below(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".md") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Result<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    return av::fail(av::ErrorCode::Io, path.string() + ": cannot be read");
  }
  return text;
}

Result<std::vector<RulePage>> read_pages(const fs::path& folder) {
  std::vector<RulePage> pages;
  for (const fs::path& path : pages_below(folder)) {
    std::string text = AV_TRY(read_text(path));
    pages.push_back(AV_TRY(av::knowledge::read_page(path.string(), std::move(text))));
  }
  AV_TRY(av::knowledge::find_clash(pages));
  return pages;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: compile_rules RULES_DIR OUTPUT.cc\n";
    return 2;
  }
  auto pages = read_pages(argv[1]);
  if (!pages) {
    std::cerr << pages.error().message << "\n  " << pages.error().hint << '\n';
    return 1;
  }
  std::ofstream out(argv[2], std::ios::binary);
  out << av::knowledge::table_source(*std::move(pages));
  return out.flush() ? EXIT_SUCCESS : EXIT_FAILURE;
}
