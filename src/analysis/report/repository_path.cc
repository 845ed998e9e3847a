#include "analysis/report/repository_path.h"

#include <filesystem>

namespace av::report {

std::string path_in_repository(std::string_view prefix, std::string_view path) {
  const std::string joined =
      path.starts_with('/') ? std::string(path) : std::string(prefix) + std::string(path);
  return std::filesystem::path(joined).lexically_normal().string();
}

}  // namespace av::report
