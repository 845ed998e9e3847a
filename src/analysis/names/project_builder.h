#pragma once
// project_builder.h — joins the tables of modules to the index of a project.

#include "analysis/names/project.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace av::names {

// ModuleSource is one module before it is joined.
struct ModuleSource {
  std::string path;        // absolute; two modules have two paths
  std::string shown_path;  // what Project::find_file is asked for
  std::string name;
  bool is_package = false;
  bool is_stub = false;
  bool is_namespace = false;
  bool is_standard = false;
  bool is_of_library = false;
  // Imports as written, ascending, and the source that each leads to.  Kept by who builds.
  std::vector<std::pair<std::string_view, std::uint32_t>> imports;
  ProjectTables tables;  // of collect_exports; no module when it was not read
};

// build_project joins sources, in whatever order, into tables that depend on nothing but them.
Project build_project(std::vector<ModuleSource> sources);

}  // namespace av::names
