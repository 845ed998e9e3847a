#pragma once
// repository_path.h — paths as they are called in the repository, for readers that know only that.

#include <string>
#include <string_view>

namespace av::report {

// path_in_repository is a file's path from the root of the repository.  `prefix` leads from there
// to the current folder: "services/api/" or empty.  An absolute path stays as it is.
std::string path_in_repository(std::string_view prefix, std::string_view path);

}  // namespace av::report
