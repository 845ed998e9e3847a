#pragma once
// project_index.h — reads the modules that the files of a scan import, and those that these do.
//
// In: the files to report on.  Out: the frozen index that they look each other's names up in.
// First each file's imports are read off its bytes; only modules that some file imports are parsed,
// the files of the project that are not reported on among them.  What is not found is no part of
// the project; what cannot be read is left out.  The result is the same for any number of threads.

#include "analysis/engine/file_scan.h"
#include "analysis/names/project.h"
#include "analysis/text/discovery.h"
#include "base/stop.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace av::engine {

// kMostModules is how many modules are read beyond the files reported on.
inline constexpr std::size_t kMostModules = 50'000;

// IndexScope is which of the files are read as modules themselves.
enum class IndexScope : std::uint8_t {
  Imported,  // those that some file imports, save those of a standard library
  All,
};

// IndexOptions is how to read.
struct IndexOptions {
  IndexScope scope = IndexScope::Imported;
  std::uint64_t max_file_bytes = kDefaultMaxFileBytes;
  unsigned jobs = 1;
  std::size_t max_modules = kMostModules;
  std::string root = {};  // the folder that modules are named from; empty: by their packages
};

// ProjectIndex is the index, and whether there were more modules than may be read.
struct ProjectIndex {
  names::Project project;
  bool is_cut = false;
};

// index_project makes the index.  `workspaces` is one for each job.
ProjectIndex index_project(std::span<const text::FoundFile> files, const IndexOptions& options,
                           std::span<Workspace> workspaces, const base::StopFlag& stop);

}  // namespace av::engine
