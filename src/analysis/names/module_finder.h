#pragma once
// module_finder.h — which file an import means, as Python's import system would find it.
//
// Searched are, for a file: the folder of its top package (the folder of the script), then each
// folder above it up to the top of the project, and their `src`, `lib` and `python`.  A package
// wins over a module, both over a folder without __init__.py (PEP 420), .py over .pyi.  Last, a
// folder around the file that has the name.  A name of the standard library is looked for in the
// first of these only.  Links are not followed.
// Source: The Python Language Reference 5; the layouts of the Python Packaging User Guide.

#include "analysis/text/folder_listing.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::names {

// Folders lists folders; nullptr for what is none, or cannot be read.
class Folders {
 public:
  virtual const text::FolderListing* list(const std::string& folder) = 0;

 protected:
  ~Folders() = default;
};

// ModuleFile is a module's file, or the folder of a namespace package.
struct ModuleFile {
  std::string path;
  bool is_package = false;  // an __init__ file, or a namespace
  bool is_stub = false;
  bool is_namespace = false;
  bool is_standard = false;  // in the folder of a standard library
};

// ModuleFinder remembers what it found.  Paths are absolute and without a final slash.
class ModuleFinder {
 public:
  // `folders` must outlive this; `top` is the highest folder to look in, or empty.  `root`, when
  // there is one, is where Python would start: no package itself, whatever lies in it.
  ModuleFinder(Folders& folders, std::string top, std::string root = {})
      : folders_(folders), top_(std::move(top)), root_(std::move(root)) {}

  // Found is an import as written, and the modules that it leads through: of "a.b.c" those of a,
  // a.b and a.b.c, as far as they are there.  ".x" and "." are relative.  Found once, and shared by
  // all files of a project that mean the same.
  using Found = std::pair<const std::string, std::vector<ModuleFile>>;
  // Place is a folder that files import from.
  class Place;
  // place_of is the place of a file; it lives as long as the finder.
  Place& place_of(const std::string& importer);
  // find is what the import `dotted` in a file of this place leads to; it lives as long.
  const Found& find(Place& place, const std::string& dotted);

  // name_of is the dotted name of a file: from its top package on; of a file in no package from
  // the folder that its project's packages are in.
  std::string name_of(const std::string& path);

  // is_standard_file says whether a file is a module of a standard library that lies here.
  bool is_standard_file(const std::string& path);

 private:
  using Chain = std::vector<ModuleFile>;
  using Table = std::unordered_map<std::string, Chain>;  // by import
  // Roots is the folders that absolute imports are looked for in, for all of one top package.
  struct Roots {
    std::vector<std::string> folders;
    Table found;
  };
  Chain find_relative(const std::string& folder, std::string_view dotted);
  Chain find_in(const Roots& roots, std::string_view dotted);
  Chain find_below(const std::string& folder, std::string_view dotted);
  Chain find_around(std::string folder, std::string_view dotted);
  bool add_module(const std::string& folder, std::string_view name, Chain& chain);
  bool add_folder(const std::string& folder, std::string_view name, Chain& chain);
  Roots& roots_of(const std::string& folder);
  std::vector<std::string> folders_from(const std::string& top_package_folder);
  const std::string& top_package_folder(const std::string& folder);
  bool has_init(const std::string& folder);
  [[nodiscard]] bool is_within_top(const std::string& folder) const;
  bool is_standard(const std::string& folder);

  Folders& folders_;
  std::string top_;
  std::string root_;
  std::unordered_map<std::string, Place> places_;              // by folder
  std::unordered_map<std::string, Roots> roots_;               // by the folder of a top package
  std::unordered_map<std::string, std::string> package_tops_;  // by folder
  std::unordered_map<std::string, bool> standard_;             // the same
};

class ModuleFinder::Place {
  friend class ModuleFinder;
  std::string folder_;
  Roots* roots_ = nullptr;
  Table found_;  // what this folder alone finds: relative imports, and what lies around it
};

// is_standard_module says whether a top-level module is of the standard library.
bool is_standard_module(std::string_view name);

}  // namespace av::names
