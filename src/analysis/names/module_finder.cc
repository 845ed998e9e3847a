#include "analysis/names/module_finder.h"

#include <algorithm>
#include <array>
#include <utility>

namespace av::names {
namespace {

using text::FolderListing;
using text::ListedKind;

constexpr auto kStandard = [] {
#define AV_MODULE(name) std::string_view(#name),
  auto names = std::to_array<std::string_view>({
#include "analysis/names/stdlib.def"
  });
#undef AV_MODULE
  std::sort(names.begin(), names.end());
  return names;
}();

constexpr std::array<std::string_view, 2> kSuffixes = {".py", ".pyi"};
constexpr std::array<std::string_view, 3> kSourceFolders = {"src", "lib", "python"};

std::string joined(std::string_view folder, std::string_view name) {
  return std::string(folder) + '/' + std::string(name);
}

std::string parent_of(std::string_view path) {
  return std::string(path.substr(0, std::min(path.find_last_of('/'), path.size())));
}

std::string_view last_of(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string_view without_suffix(std::string_view file) {
  return file.substr(0, std::min(file.find_last_of('.'), file.size()));
}

// A folder that packages lie in, or that no import could name, ends a dotted name.
bool is_part_of_name(std::string_view folder) {
  return std::ranges::find(kSourceFolders, folder) == kSourceFolders.end() &&
         folder.find_first_of(".-") == std::string_view::npos;
}

// A folder without __init__.py that only has the name of what is imported is not meant: an
// installed package of that name would win over it.
bool reaches_module(const std::vector<ModuleFile>& chain) {
  return !chain.empty() && !chain.back().is_namespace;
}

}  // namespace

bool is_standard_module(std::string_view name) {
  return std::binary_search(kStandard.begin(), kStandard.end(), name);
}

ModuleFinder::Place& ModuleFinder::place_of(const std::string& importer) {
  const std::string folder = parent_of(importer);
  const auto [slot, is_new] = places_.try_emplace(folder);
  Place& place = slot->second;
  if (is_new) {
    place.folder_ = folder;
    place.roots_ = &roots_of(folder);
  }
  return place;
}

const ModuleFinder::Found& ModuleFinder::find(Place& place, const std::string& dotted) {
  const bool is_relative = dotted.starts_with('.');
  if (!is_relative) {
    const auto [slot, is_new] = place.roots_->found.try_emplace(dotted);
    if (is_new) {
      slot->second = find_in(*place.roots_, dotted);
    }
    const std::string_view top = std::string_view(dotted).substr(0, dotted.find('.'));
    const bool may_be_around = place.folder_.ends_with(top) ||
                               place.folder_.find(joined("", top) + '/') != place.folder_.npos;
    if (!slot->second.empty() || !may_be_around || is_standard_module(top)) {
      return *slot;
    }
  }
  const auto [slot, is_new] = place.found_.try_emplace(dotted);
  if (is_new) {
    slot->second =
        is_relative ? find_relative(place.folder_, dotted) : find_around(place.folder_, dotted);
  }
  return *slot;
}

ModuleFinder::Chain ModuleFinder::find_relative(const std::string& folder,
                                                std::string_view dotted) {
  const std::size_t dots = std::min(dotted.find_first_not_of('.'), dotted.size());
  std::string base = folder;
  for (std::size_t i = 1; i < dots; ++i) {
    base = parent_of(base);
  }
  // What is above the top is not ours to read.
  const bool is_ours = is_within_top(base) || base == folder;
  return is_ours && !base.empty() ? find_below(base, dotted.substr(dots - 1)) : Chain();
}

ModuleFinder::Chain ModuleFinder::find_in(const Roots& roots, std::string_view dotted) {
  const std::string_view top = dotted.substr(0, dotted.find('.'));
  const bool is_standard = is_standard_module(top);
  const std::size_t count = is_standard ? 1 : roots.folders.size();
  for (std::size_t i = 0; i < count; ++i) {
    Chain chain;
    if (add_module(roots.folders[i], top, chain)) {
      return find_below(roots.folders[i], dotted);
    }
  }
  for (std::size_t i = 0; i < count && !is_standard; ++i) {
    Chain chain;
    if (add_folder(roots.folders[i], top, chain)) {
      chain = find_below(roots.folders[i], dotted);
      if (reaches_module(chain)) {
        return chain;
      }
    }
  }
  return {};
}

// A file may lie in the package that it imports though no chain of __init__.py says so: in a
// namespace package (google/cloud), or in a folder of tests within the package.  What lies in a
// package itself (app/numpy) is no such folder.
ModuleFinder::Chain ModuleFinder::find_around(std::string folder, std::string_view dotted) {
  const std::string_view top = dotted.substr(0, dotted.find('.'));
  for (; !folder.empty(); folder = parent_of(folder)) {
    if (last_of(folder) == top && top_package_folder(parent_of(folder)) == parent_of(folder)) {
      Chain chain = find_below(parent_of(folder), dotted);
      if (reaches_module(chain)) {
        return chain;
      }
    }
  }
  return {};
}

// ".a.b": the package of the folder itself is first.
ModuleFinder::Chain ModuleFinder::find_below(const std::string& folder, std::string_view dotted) {
  Chain chain;
  std::string at = folder;
  if (dotted.starts_with('.')) {
    if (!add_module(parent_of(folder), last_of(folder), chain) || !chain.back().is_package) {
      chain.assign(1, {folder, true, false, true, false});
    }
    dotted.remove_prefix(1);
  }
  while (!dotted.empty() && (chain.empty() || chain.back().is_package)) {
    const std::string_view name = dotted.substr(0, dotted.find('.'));
    if (!add_module(at, name, chain) && !add_folder(at, name, chain)) {
      break;
    }
    at = joined(at, name);
    dotted.remove_prefix(std::min(name.size() + 1, dotted.size()));
  }
  return chain;
}

bool ModuleFinder::add_module(const std::string& folder, std::string_view name, Chain& chain) {
  const FolderListing* listing = folders_.list(folder);
  if (listing == nullptr || name.empty()) {
    return false;
  }
  const auto add = [&](std::string path, bool is_package, bool is_stub) {
    const bool standard =
        chain.empty() ? is_standard(top_package_folder(folder)) : chain.back().is_standard;
    chain.push_back({std::move(path), is_package, is_stub, false, standard});
    return true;
  };
  if (listing->has(name, ListedKind::Folder)) {
    const FolderListing* inner = folders_.list(joined(folder, name));
    for (const std::string_view suffix : kSuffixes) {
      const std::string_view file = suffix == kSuffixes[0] ? "__init__.py" : "__init__.pyi";
      if (inner != nullptr && inner->has(file, ListedKind::File)) {
        return add(joined(joined(folder, name), file), true, suffix == kSuffixes[1]);
      }
    }
  }
  for (const std::string_view suffix : kSuffixes) {
    const std::string file = std::string(name) + std::string(suffix);
    if (listing->has(file, ListedKind::File)) {
      return add(joined(folder, file), false, suffix == kSuffixes[1]);
    }
  }
  return false;
}

bool ModuleFinder::add_folder(const std::string& folder, std::string_view name, Chain& chain) {
  const FolderListing* listing = folders_.list(folder);
  if (listing == nullptr || name.empty() || !listing->has(name, ListedKind::Folder)) {
    return false;
  }
  chain.push_back({joined(folder, name), true, false, true, false});
  return true;
}

bool ModuleFinder::is_standard_file(const std::string& path) {
  return is_standard(top_package_folder(parent_of(path)));
}

// A folder that library modules and packages lie in; for what is within a package, ask of the
// folder around its top.
bool ModuleFinder::is_standard(const std::string& folder) {
  const auto [slot, is_new] = standard_.try_emplace(folder, false);
  if (is_new) {
    const FolderListing* listing = folders_.list(folder);
    slot->second = listing != nullptr && listing->has("_collections_abc.py") &&
                   listing->has("site.py") && listing->has("os.py");
  }
  return slot->second;
}

bool ModuleFinder::is_within_top(const std::string& folder) const {
  return !top_.empty() && folder.starts_with(top_) &&
         (folder.size() == top_.size() || folder[top_.size()] == '/');
}

// has_init: the folder is a package, and no link to one.
bool ModuleFinder::has_init(const std::string& folder) {
  const FolderListing* around = folders_.list(parent_of(folder));
  const FolderListing* inner = folders_.list(folder);
  return around != nullptr && inner != nullptr &&
         around->has(last_of(folder), ListedKind::Folder) &&
         (inner->has("__init__.py", ListedKind::File) ||
          inner->has("__init__.pyi", ListedKind::File));
}

// The folder that holds the outermost package around; `folder` itself when it is no package.
const std::string& ModuleFinder::top_package_folder(const std::string& folder) {
  const auto [slot, is_new] = package_tops_.try_emplace(folder, folder);
  std::string& top = slot->second;
  while (is_new && !top.empty() && top != root_ && has_init(top)) {
    top = parent_of(top);
  }
  return top;
}

ModuleFinder::Roots& ModuleFinder::roots_of(const std::string& folder) {
  const std::string& top = top_package_folder(folder);
  const auto [slot, is_new] = roots_.try_emplace(top);
  if (is_new) {
    slot->second.folders = folders_from(top);
  }
  return slot->second;
}

std::vector<std::string> ModuleFinder::folders_from(const std::string& top_package_folder) {
  std::vector<std::string> roots = {top_package_folder};
  for (std::string at = top_package_folder; is_within_top(at); at = parent_of(at)) {
    if (at != roots[0]) {
      roots.push_back(at);
    }
    const FolderListing* listing = folders_.list(at);
    for (const std::string_view name : kSourceFolders) {
      if (listing != nullptr && listing->has(name, ListedKind::Folder) &&
          joined(at, name) != roots[0]) {
        roots.push_back(joined(at, name));
      }
    }
  }
  return roots;
}

std::string ModuleFinder::name_of(const std::string& path) {
  const std::string folder = parent_of(path);
  std::string from = top_package_folder(folder);
  if (!root_.empty() && (folder == root_ || folder.starts_with(root_ + '/'))) {
    from = root_;
  } else if (from == folder) {  // in no package: from the nearest folder that packages lie in
    std::string at = folder;
    while (is_within_top(at) && at != top_ && is_part_of_name(last_of(at))) {
      at = parent_of(at);
    }
    from = is_within_top(at) && !is_standard(folder) ? at : folder;
  }
  std::string name = path == from ? std::string() : path.substr(from.size() + 1);
  const FolderListing* around = folders_.list(folder);
  const bool is_file = around != nullptr && around->has(last_of(path), ListedKind::File);
  if (is_file || folders_.list(path) == nullptr) {
    name = without_suffix(name);
  }
  if (name == "__init__" || name.ends_with("/__init__")) {
    name.resize(name.size() - std::string_view("__init__").size());
    name.resize(name.size() - (name.empty() ? 0 : 1));
  }
  std::ranges::replace(name, '/', '.');
  return name;
}

}  // namespace av::names
