#include "analysis/text/left_out.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace av::text {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_folder(const FolderListing& listing, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [&listing](std::string_view name) {
    return listing.has(name, ListedKind::Folder);
  });
}

bool is_package(const FolderListing& listing) {
  return listing.has("__init__.py");
}

// What setuptools, CMake and meson leave in `build`.
bool is_build_folder(const FolderListing& listing) {
  if (listing.has("CMakeCache.txt") || listing.has("build.ninja")) {
    return true;
  }
  return std::any_of(listing.entries().begin(), listing.entries().end(), [](const auto& entry) {
    const std::string_view name = entry.name;
    const bool is_output = name == "lib" || name == "bdist" || name.starts_with("lib.") ||
                           name.starts_with("bdist.") || name.starts_with("temp.") ||
                           name.starts_with("scripts-");
    return entry.kind == ListedKind::Folder && is_output;
  });
}

// What packaging tools leave in `dist`.
bool is_dist_folder(const FolderListing& listing) {
  static constexpr std::array<std::string_view, 5> kArchives = {".whl", ".tar.gz", ".egg", ".zip",
                                                                ".pyz"};
  return std::any_of(listing.entries().begin(), listing.entries().end(), [](const auto& entry) {
    return std::any_of(kArchives.begin(), kArchives.end(), [&entry](std::string_view suffix) {
      return std::string_view(entry.name).ends_with(suffix);
    });
  });
}

}  // namespace

std::string_view describe(LeftOutReason reason) {
  switch (reason) {
    case LeftOutReason::Excluded:
      return "excluded by the settings";
    case LeftOutReason::GitIgnored:
      return "ignored by git";
    case LeftOutReason::VersionControl:
      return "version control";
    case LeftOutReason::Cache:
      return "a cache";
    case LeftOutReason::InstalledPackages:
      return "installed packages";
    case LeftOutReason::VirtualEnvironment:
      return "a virtual environment";
    case LeftOutReason::BuildOutput:
      return "build output";
    case LeftOutReason::Link:
      return "a symbolic link";
    case LeftOutReason::SpecialFile:
      return "no regular file";
  }
  return "";
}

std::optional<LeftOutReason> reason_by_name(std::string_view name) {
  if (is_one_of(name, {".git", ".hg", ".svn", ".bzr", ".jj", "_darcs", "CVS"})) {
    return LeftOutReason::VersionControl;
  }
  if (is_one_of(name, {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".pytype",
                       ".pyre", ".hypothesis", ".ipynb_checkpoints", ".cache"})) {
    return LeftOutReason::Cache;
  }
  if (is_one_of(name, {"site-packages", "node_modules", "bower_components", ".tox", ".nox", ".eggs",
                       "__pypackages__", ".direnv"})) {
    return LeftOutReason::InstalledPackages;
  }
  return name == ".venv" ? std::optional(LeftOutReason::VirtualEnvironment) : std::nullopt;
}

std::optional<LeftOutReason> reason_by_content(std::string_view name,
                                               const FolderListing& listing) {
  if (is_virtual_environment(listing)) {
    return LeftOutReason::VirtualEnvironment;
  }
  const bool is_output =
      (name == "build" && is_build_folder(listing)) || (name == "dist" && is_dist_folder(listing));
  return is_output && !is_package(listing) ? std::optional(LeftOutReason::BuildOutput)
                                           : std::nullopt;
}

// A mark alone is not enough: anybody can put a file called pyvenv.cfg beside their code.
bool is_virtual_environment(const FolderListing& listing) {
  const bool is_venv = listing.has("pyvenv.cfg", ListedKind::File) &&
                       has_folder(listing, {"lib", "lib64", "Lib"}) &&
                       has_folder(listing, {"bin", "Scripts"});
  const bool is_conda = has_folder(listing, {"conda-meta"}) && has_folder(listing, {"lib", "Lib"});
  return (is_venv || is_conda) && !is_package(listing);
}

bool is_part_of_environment(std::string_view name) {
  return is_one_of(name, {"bin", "include", "lib", "lib64", "share", "Scripts", "Include", "Lib",
                          "conda-meta", "etc", "pkgs", "envs"});
}

}  // namespace av::text
