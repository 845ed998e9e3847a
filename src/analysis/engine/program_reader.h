#pragma once
// program_reader.h — reads files, and the modules of their project that they import, as a program.
//
// In: the files, and the index of their project.  Out: a linked taint::Program; its units are in
// the order of their paths, so that it is the same for any number of threads.  A file that cannot
// be read is left out, and its Error kept.

#include "analysis/engine/file_scan.h"
#include "analysis/names/project.h"
#include "analysis/taint/program.h"
#include "analysis/text/discovery.h"
#include "base/stop.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace av::engine {

// ReadProgram is a program, and where its units can be read again.
struct ReadProgram {
  taint::Program program;
  std::vector<std::string> files;  // by unit
  std::vector<Error> failures;
};

// read_program reads `files` and all modules of `project` that were read for them, but for the
// standard library and stubs.  `workspaces` is one for each job.
ReadProgram read_program(std::span<const text::FoundFile> files, const names::Project& project,
                         std::uint64_t max_file_bytes, std::span<Workspace> workspaces,
                         const base::StopFlag& stop);

}  // namespace av::engine
