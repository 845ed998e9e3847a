#pragma once
// project_folder.h — the folder that paths to scan have in common, and the repository around us.

#include <filesystem>
#include <span>
#include <string>

namespace av::engine {

// absolute_path is `path` from the root on, without dots and without a slash at its end.
std::filesystem::path absolute_path(const std::string& path);

// shared_folder is the deepest folder that holds all of `paths`; the current one for none.
std::filesystem::path shared_folder(std::span<const std::string> paths);

// folder_in_repository leads from the root of the repository to the current folder, with a slash at
// its end; empty at the root and outside of repositories.
std::string folder_in_repository();

}  // namespace av::engine
