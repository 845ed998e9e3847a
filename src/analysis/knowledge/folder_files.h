#pragma once
// folder_files.h — the files of a user's folder of rule pages or models.

#include <antivenom/result.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace av::knowledge {

// files_below is the files below a folder whose names end in `extension`, in the order of their
// paths.  The Error of a folder that cannot be read is mended by `mend`.
Result<std::vector<std::filesystem::path>> files_below(const std::string& folder,
                                                       std::string_view extension,
                                                       std::string mend);

// read_whole is the bytes of a file.
Result<std::string> read_whole(const std::filesystem::path& path);

}  // namespace av::knowledge
