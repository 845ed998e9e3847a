#pragma once
// left_out.h — folders and files that a scan leaves out unless told otherwise, and why.
//
// A scan is about a project's own code.  Names decide where a name has one meaning; virtual
// environments and build outputs are known by what is in them, because a folder called `env` or
// `build` may as well be source.

#include "analysis/text/folder_listing.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace av::text {

// LeftOutReason is why something was not taken although it was there.
enum class LeftOutReason : std::uint8_t {
  Excluded,            // by the configuration or the command line
  GitIgnored,          // by .gitignore or .git/info/exclude
  VersionControl,      // .git, .hg, …
  Cache,               // __pycache__, .mypy_cache, …
  InstalledPackages,   // site-packages, node_modules, .tox, …
  VirtualEnvironment,  // a folder with pyvenv.cfg, or of conda
  BuildOutput,         // `build` and `dist` that hold what a build leaves there
  Link,                // a symbolic link out of the tree, to a folder left out, or to nothing
  SpecialFile,         // a device, FIFO or socket; or a folder of /proc and its kin
};

// describe is the reason in words: "ignored by git".
std::string_view describe(LeftOutReason reason);

// reason_by_name is why a folder called `name` is left out, whatever is in it.
std::optional<LeftOutReason> reason_by_name(std::string_view name);

// reason_by_content is why the folder called `name` is left out that holds `listing`.
std::optional<LeftOutReason> reason_by_content(std::string_view name, const FolderListing& listing);

// is_part_of_environment says that a folder called `name` belongs to the virtual environment whose
// root is also the root of the project: `python -m venv .`.
bool is_part_of_environment(std::string_view name);

// is_virtual_environment says whether `listing` is the root of a virtual environment.
bool is_virtual_environment(const FolderListing& listing);

}  // namespace av::text
