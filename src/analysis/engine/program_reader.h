#pragma once
// program_reader.h — reads files, and the modules of their project that they import, as a program.
//
// In: the files, and the index of their project.  Out: a taint::Program that is not linked yet; its
// units are in the order of their paths, so that it is the same for any number of threads.  A file
// that cannot be read is left out, and its Error kept.

#include "analysis/engine/file_scan.h"
#include "analysis/names/project.h"
#include "analysis/taint/program.h"
#include "analysis/text/discovery.h"
#include "base/stop.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace av::engine {

// ProgramFile is where a unit can be read again.
struct ProgramFile {
  static constexpr std::uint32_t kModule = 0xFFFFFFFF;
  std::string path;
  std::uint32_t item = kModule;  // which of the files it is, or a module that they import
};

// ReadProgram is a program and its files.
struct ReadProgram {
  taint::Program program;
  std::vector<ProgramFile> files;  // by unit
  std::vector<Error> failures;
};

// ProgramInput is what to read: files, and all modules of their project that were read for them,
// but for the standard library and stubs.
struct ProgramInput {
  std::span<const text::FoundFile> files;
  const names::Project& project;
  std::uint64_t max_file_bytes;
  // By file: its unit, where the files were read already; one without is left out.
  std::span<std::optional<taint::Unit>> units = {};
};

// read_program takes the units of `input`.  `workspaces` is one for each job.
ReadProgram read_program(const ProgramInput& input, std::span<Workspace> workspaces,
                         const base::StopFlag& stop);

}  // namespace av::engine
