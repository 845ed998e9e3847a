#include "analysis/engine/project_index.h"

#include "analysis/knowledge/workers.h"
#include "analysis/names/file_names.h"
#include "analysis/names/import_scan.h"
#include "analysis/names/module_finder.h"
#include "analysis/names/project_builder.h"
#include "analysis/names/web_frameworks.h"
#include "analysis/text/file_bytes.h"
#include "analysis/text/source_kind.h"
#include "analysis/text/test_path.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace av::engine {
namespace {

namespace fs = std::filesystem;

// What lies at the root of a project, and of a repository.
constexpr std::array<std::string_view, 3> kProjectFiles = {"pyproject.toml", "setup.py",
                                                           "setup.cfg"};
constexpr std::array<std::string_view, 3> kRepositoryFolders = {".git", ".hg", ".svn"};

// DiskFolders lists each folder once.
class DiskFolders final : public names::Folders {
 public:
  const text::FolderListing* list(const std::string& folder) override {
    const auto [slot, is_new] = known_.try_emplace(folder);
    if (is_new) {
      const base::Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      auto listed = opened.is_open() ? text::FolderListing::list(opened)
                                     : tl::expected<text::FolderListing, int>();
      if (opened.is_open() && listed) {
        slot->second = std::move(*listed);
      }
    }
    return slot->second ? &*slot->second : nullptr;
  }

 private:
  std::unordered_map<std::string, std::optional<text::FolderListing>> known_;
};

std::string parent_of(const std::string& path) {
  return path.substr(0, std::min(path.find_last_of('/'), path.size()));
}

// The folder that all files are below; without a final slash.
std::string folder_of_all(std::span<const std::string> paths) {
  std::string shared = paths.empty() ? std::string() : parent_of(paths[0]);
  for (const std::string& path : paths) {
    while (!shared.empty() && (!path.starts_with(shared) || path[shared.size()] != '/')) {
      shared = parent_of(shared);
    }
  }
  return shared;
}

bool has_any(const text::FolderListing& listing, std::span<const std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return listing.has(name); });
}

// The root of the repository around, else of the project around, else the folder itself.
std::string project_top(const std::string& folder, DiskFolders& folders) {
  std::string top = folder;
  bool is_project = false;
  for (std::string at = folder; !at.empty(); at = parent_of(at)) {
    const text::FolderListing* listing = folders.list(at);
    if (listing == nullptr) {
      break;
    }
    if (has_any(*listing, kRepositoryFolders)) {
      return at;
    }
    if (!is_project && has_any(*listing, kProjectFiles)) {
      top = at;
      is_project = true;
    }
  }
  return top;
}

// Indexer is the state of one index_project().
class Indexer {
 public:
  Indexer(std::span<const text::FoundFile> files, const IndexOptions& options,
          std::span<Workspace> workspaces, const base::StopFlag& stop)
      : files_(files),
        options_(options),
        workspaces_(workspaces),
        stop_(stop),
        here_(current_folder()),
        paths_(absolute_paths(files, here_)),
        finder_(folders_, project_top(folder_of_all(paths_), folders_),
                options.root.empty() ? std::string() : absolute_path(options.root, here_)) {}

  ProjectIndex run() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      by_path_.emplace(paths_[i], static_cast<std::uint32_t>(i));
      sources_.push_back(source_of({.path = paths_[i]}, files_[i].shown_path));
      sources_.back().is_standard = finder_.is_standard_file(paths_[i]);
    }
    imports_.resize(sources_.size());
    knowledge::run_with_catalog(
        sources_.size(), {.threads = options_.jobs}, stop_,
        [this](unsigned worker, std::size_t item) { scan_imports(worker, item); });
    note_libraries();
    for (std::uint32_t i = 0; i < files_.size(); ++i) {
      resolve_imports(i);
    }
    for (std::uint32_t i = 0; i < files_.size() && options_.scope == IndexScope::All; ++i) {
      note_wanted(i);
    }
    while (!wanted_.empty() && !stop_.requested()) {
      read_wanted();
    }
    return {names::build_project(std::move(sources_)), is_cut_};
  }

 private:
  static std::string current_folder() {
    std::error_code ignored;
    return fs::current_path(ignored).string();
  }

  // A folder's path is without a final slash.
  static std::string absolute_path(const std::string& path, const fs::path& here) {
    std::string absolute = (here / path).lexically_normal().string();
    while (absolute.size() > 1 && absolute.back() == '/') {
      absolute.pop_back();
    }
    return absolute;
  }

  static std::vector<std::string> absolute_paths(std::span<const text::FoundFile> files,
                                                 const fs::path& here) {
    std::vector<std::string> paths;
    paths.reserve(files.size());
    for (const text::FoundFile& file : files) {
      paths.push_back(absolute_path(file.path, here));
    }
    return paths;
  }

  names::ModuleSource source_of(const names::ModuleFile& file, std::string shown_path) {
    names::ModuleSource source;
    source.path = file.path;
    source.shown_path = std::move(shown_path);
    source.name = finder_.name_of(file.path);
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    source.is_package = file.is_package || name == "__init__.py" || name == "__init__.pyi";
    source.is_stub = name.ends_with(".pyi");
    source.is_namespace = file.is_namespace;
    source.is_standard = file.is_standard;
    return source;
  }

  // A path as the user would write it from where they are.
  [[nodiscard]] std::string shown(const std::string& path) const {
    return path.starts_with(here_) && path.size() > here_.size() && path[here_.size()] == '/'
               ? path.substr(here_.size() + 1)
               : path;
  }

  void scan_imports(unsigned worker, std::size_t item) {
    text::Source& source = workspaces_[worker].source;
    const text::FoundFile& file = files_[item];
    const text::SourceKind kind = text::kind_of_name(file.shown_path);
    const bool is_whole = kind == text::SourceKind::Python || kind == text::SourceKind::Other;
    const Result<void> read = is_whole ? text::read_file_bytes(file.path, file.shown_path,
                                                               options_.max_file_bytes, source.text)
                                       : text::load_source_into(source, file.path, file.shown_path,
                                                                {options_.max_file_bytes});
    if (read) {
      imports_[item] = names::imports_in(source.text.text());
    }
  }

  // A package is a library's when hardly any of its files serves clients, tests aside: of a large
  // one a single file may, which makes no application of hundreds of others, but of those beside
  // it.
  void note_libraries() {
    constexpr std::uint32_t kLeastShare = 50;  // one file of so many
    struct Count {
      std::uint32_t files = 0;
      std::uint32_t serving = 0;
    };
    std::vector<std::string> packages;  // by file: the folder of its top package, or empty
    std::unordered_map<std::string, Count> counts;
    std::unordered_set<std::string> serving;  // folders
    for (std::uint32_t i = 0; i < files_.size(); ++i) {
      packages.push_back(top_package(sources_[i].path));
      Count& count = counts[packages.back()];
      const bool is_test = text::is_test_path(files_[i].shown_path);
      count.files += is_test ? 0 : 1;
      if (!is_test && std::ranges::any_of(imports_[i], names::is_web_framework)) {
        ++count.serving;
        serving.insert(parent_of(sources_[i].path));
      }
    }
    for (std::uint32_t i = 0; i < files_.size(); ++i) {
      const Count& count = counts[packages[i]];
      const bool serves = count.serving * kLeastShare >= std::max(count.files, 1U);
      sources_[i].is_of_library =
          !packages[i].empty() && !serves && !serving.contains(parent_of(sources_[i].path));
    }
  }

  std::string top_package(const std::string& path) {
    std::string top;
    for (std::string folder = parent_of(path); is_package(folder); folder = parent_of(folder)) {
      top = folder;
    }
    return top;
  }

  bool is_package(const std::string& folder) {
    const text::FolderListing* const listing = folder.empty() ? nullptr : folders_.list(folder);
    return listing != nullptr && listing->has("__init__.py");
  }

  // Links is modules by what an import calls them, texts of the finder.
  using Links = std::vector<std::pair<std::string_view, std::uint32_t>>;

  Links links_of(const names::ModuleFinder::Found& found) {
    Links links;
    const auto& [written, chain] = found;
    const std::string_view dotted = written;
    const std::size_t dots = std::min(dotted.find_first_not_of('.'), dotted.size());
    std::size_t end = dots;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const bool is_base = i == 0 && dots > 0;
      if (!is_base) {
        end = std::min(dotted.find('.', end + (end == dots ? 0 : 1)), dotted.size());
      }
      const bool is_passed = is_base && dots < dotted.size();
      links.emplace_back(dotted.substr(0, end), want(chain[i], is_passed));
    }
    return links;
  }

  // resolve_imports notes what each import of a module leads to, and wants what is new.
  void resolve_imports(std::uint32_t module) {
    Links links;
    names::ModuleFinder::Place& place = finder_.place_of(sources_[module].path);
    for (const std::string& dotted : imports_[module]) {
      const names::ModuleFinder::Found& found = finder_.find(place, dotted);
      if (found.second.empty()) {
        continue;
      }
      const auto [slot, is_new] = known_links_.try_emplace(&found);
      if (is_new) {
        slot->second = links_of(found);
      }
      links.insert(links.end(), slot->second.begin(), slot->second.end());
    }
    std::ranges::sort(links);
    const auto doubles =
        std::ranges::unique(links, {}, [](const auto& link) { return link.first; });
    links.erase(doubles.begin(), doubles.end());
    sources_[module].imports = std::move(links);
    imports_[module] = {};
  }

  // A package that an import only passes through on its way to a module need not be read for it.
  std::uint32_t want(const names::ModuleFile& file, bool is_passed) {
    const auto [slot, is_new] =
        by_path_.try_emplace(file.path, static_cast<std::uint32_t>(sources_.size()));
    const std::uint32_t module = slot->second;
    if (is_new) {
      sources_.push_back(source_of(file, shown(file.path)));
      imports_.emplace_back();
    }
    const bool is_foreign = module >= files_.size();
    if (is_passed || file.is_namespace || is_known_by_paths(module)) {
      return module;
    }
    if (is_foreign && sources_.size() - files_.size() > options_.max_modules) {
      is_cut_ = true;
    } else {
      note_wanted(module);
    }
    return module;
  }

  // What a standard library defines is known by its paths and never asked of the index.
  [[nodiscard]] bool is_known_by_paths(std::uint32_t module) const {
    return sources_[module].is_standard && options_.scope == IndexScope::Imported;
  }

  void note_wanted(std::uint32_t module) {
    is_wanted_.resize(sources_.size());
    if (!is_wanted_[module]) {
      is_wanted_[module] = true;
      wanted_.push_back(module);
    }
  }

  void read_wanted() {
    const std::vector<std::uint32_t> wanted = std::exchange(wanted_, {});
    knowledge::run_with_catalog(
        wanted.size(), {.threads = options_.jobs}, stop_,
        [&](unsigned worker, std::size_t item) { read_module(worker, wanted[item]); });
    for (const std::uint32_t module : wanted) {
      if (module >= files_.size()) {
        resolve_imports(module);
      }
    }
  }

  void read_module(unsigned worker, std::uint32_t module) {
    Workspace& workspace = workspaces_[worker];
    names::ModuleSource& source = sources_[module];
    const text::SourceLimits limits = {options_.max_file_bytes};
    if (!text::load_source_into(workspace.source, source.path, source.shown_path, limits)) {
      return;
    }
    const syntax::Tree tree = syntax::parse(workspace.source.text.view(), {}, workspace.arena);
    source.tables = names::FileNames(tree).exports();
    if (module >= files_.size()) {
      imports_[module] = names::imports_in(workspace.source.text.text());
    }
    give_back_memory(workspace);
  }

  std::span<const text::FoundFile> files_;
  const IndexOptions& options_;
  std::span<Workspace> workspaces_;
  const base::StopFlag& stop_;
  DiskFolders folders_;
  std::string here_;                // the current folder
  std::vector<std::string> paths_;  // of files_, absolute
  names::ModuleFinder finder_;
  std::vector<names::ModuleSource> sources_;       // the files first, in their order
  std::vector<std::vector<std::string>> imports_;  // by source, until resolved
  std::vector<bool> is_wanted_;                    // by source
  std::vector<std::uint32_t> wanted_;              // sources to read next
  bool is_cut_ = false;                            // a module was one too many
  std::unordered_map<std::string, std::uint32_t> by_path_;
  std::unordered_map<const names::ModuleFinder::Found*, Links> known_links_;
};

}  // namespace

ProjectIndex index_project(std::span<const text::FoundFile> files, const IndexOptions& options,
                           std::span<Workspace> workspaces, const base::StopFlag& stop) {
  return Indexer(files, options, workspaces, stop).run();
}

}  // namespace av::engine
