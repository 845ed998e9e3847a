#pragma once
// project_folder.h — the folder that paths to scan have in common.

#include <filesystem>
#include <span>
#include <string>

namespace av::engine {

// absolute_path is `path` from the root on, without dots and without a slash at its end.
std::filesystem::path absolute_path(const std::string& path);

// shared_folder is the deepest folder that holds all of `paths`; the current one for none.
std::filesystem::path shared_folder(std::span<const std::string> paths);

}  // namespace av::engine
