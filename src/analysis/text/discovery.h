#pragma once
// discovery.h — finds the Python files below the paths a user names.
//
// A file is Python by its suffix (.py, .pyi, .pyw, .ipynb) or by its first line (#!… python). Links
// to folders are not followed, links to files only inside the paths named: a scanned repository
// must not make its scanner read other files of the machine.  Files are never opened unless
// regular. The result is the same for any order of the paths and any order in which the system
// lists them.

#include "analysis/text/left_out.h"
#include "base/stop.h"
#include <antivenom/result.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace av::text {

// DiscoveryOptions says what to leave out, and when to stop.
struct DiscoveryOptions {
  // Patterns as in .gitignore.  `!pattern` keeps what would be left out for another reason.
  std::vector<std::string> exclude = {};
  std::string exclude_root = {};  // the folder `exclude` is relative to; empty: each path named
  bool markdown = false;          // pages of Markdown too
  std::uint64_t max_files = 1'000'000;
  std::uint32_t max_depth = 200;         // folders inside folders
  const base::StopFlag* stop = nullptr;  // once requested, no further folder is looked into
};

// FoundFile is one file to read.  Both paths may hold any bytes but NUL.
struct FoundFile {
  std::string path;        // to open
  std::string shown_path;  // as the user would write it
};

// SkippedPath is a file or folder that should have been looked at and could not.
struct SkippedPath {
  std::string shown_path;
  Error why;
};

// LeftOut is a folder (all of it) or a file that was not wanted.
struct LeftOut {
  std::string shown_path;
  LeftOutReason reason;
};

// Discovery is what was found, each list ascending by the bytes of its paths, no path twice.
struct Discovery {
  std::vector<FoundFile> files;
  std::vector<SkippedPath> skipped;
  std::vector<LeftOut> left_out;  // folders, and files that would have been taken
  std::vector<Error> limits;      // limits that were hit: more was there
};

// discover looks below `paths`.  A file that is named is taken whatever its suffix or the settings;
// a folder that is named is entered whatever its name.
// Failure: NotFound when a named path is not there, Denied when it cannot be looked at.
Result<Discovery> discover(std::span<const std::string> paths, const DiscoveryOptions& options);

}  // namespace av::text
