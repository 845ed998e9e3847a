#include "analysis/knowledge/folder_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace av::knowledge {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_below(const std::string& folder, std::string_view extension,
                                          std::string mend) {
  std::error_code error;
  std::vector<fs::path> paths;
  fs::recursive_directory_iterator entries(folder, error);
  for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
    if (entries->path().extension() == extension) {
      paths.push_back(entries->path());
    }
  }
  if (error) {
    return fail(ErrorCode::Io, folder + ": " + error.message(), std::move(mend));
  }
  std::ranges::sort(paths);
  return paths;
}

Result<std::string> read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    return fail(ErrorCode::Io, path.string() + ": cannot be read");
  }
  return text;
}

}  // namespace av::knowledge
