#include "analysis/engine/project_folder.h"

#include <system_error>

namespace av::engine {

namespace fs = std::filesystem;

namespace {

// folder_of is a folder itself, or the folder that a file is in.
fs::path folder_of(const std::string& path) {
  std::error_code ignored;
  const fs::path full = absolute_path(path);
  return fs::is_directory(full, ignored) ? full : full.parent_path();
}

}  // namespace

fs::path absolute_path(const std::string& path) {
  std::error_code ignored;
  const fs::path full = fs::absolute(path.empty() ? "." : path, ignored).lexically_normal();
  return full.has_filename() ? full : full.parent_path();
}

fs::path shared_folder(std::span<const std::string> paths) {
  if (paths.empty()) {
    return absolute_path(".");
  }
  fs::path shared = folder_of(paths.front());
  for (const std::string& path : paths.subspan(1)) {
    const fs::path folder = folder_of(path);
    fs::path common;
    for (auto a = shared.begin(), b = folder.begin();
         a != shared.end() && b != folder.end() && *a == *b; ++a, ++b) {
      common /= *a;
    }
    shared = common;
  }
  return shared;
}

std::string folder_in_repository() {
  std::error_code ignored;
  const fs::path folder = fs::current_path(ignored);
  for (fs::path root = folder;; root = root.parent_path()) {
    if (fs::exists(root / ".git", ignored)) {
      return root == folder ? "" : folder.lexically_relative(root).string() + "/";
    }
    if (root == root.parent_path()) {
      return "";
    }
  }
}

}  // namespace av::engine
