#pragma once
// walker.h — walks folders for discovery.h: what to enter, what to take, what to leave out.
//
// Works with descriptors relative to the folder at hand (openat), so that a folder swapped for a
// link during the walk is noticed and not followed.

#include "analysis/text/discovery.h"
#include "analysis/text/gitignore.h"
#include "analysis/text/repository_rules.h"
#include "base/descriptor.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unordered_set>
#include <utility>
#include <vector>

namespace av::text {

// is_python_name says whether a file's name ends in .py, .pyi, .pyw or .ipynb, in any case.
bool is_python_name(std::string_view name);

// Walker fills a Discovery.  First the files that were named, then the folders, then finish().
class Walker {
 public:
  Walker(DiscoveryOptions options, Discovery& found);

  // add_named takes a file that the user named.
  void add_named(const std::string& path, const std::string& shown_path);

  // walk looks through the folder open at `folder`, shown as `shown_path` ("" for the current one);
  // `real_path` is absolute and without links.  A folder that was walked already is not again.
  void walk(base::Descriptor folder, const std::string& shown_path, const std::string& real_path);

  // finish decides what to do with the links that were met.
  void finish();

 private:
  using FolderId = std::pair<dev_t, ino_t>;
  struct Link {
    std::string path;
    bool is_python;
  };

  // Place is the folder at hand, by the names it has: each is empty or ends in a slash.
  struct Place {
    std::string shown;
    std::string real;
    std::string in_repository;
    std::string in_excludes;
  };

  // is_wanted_name: Python by its name, or a page of Markdown where those are wanted.
  [[nodiscard]] bool is_wanted_name(std::string_view name) const;
  void folder(const base::Descriptor& at, const FolderListing& listing, std::uint32_t depth);
  void entries(const base::Descriptor& at, const FolderListing& listing, std::uint32_t depth);
  void entry(const base::Descriptor& at, const ListedEntry& entry, std::uint32_t depth);
  void subfolder(const base::Descriptor& at, const std::string& name, std::uint32_t depth);
  void descend(const base::Descriptor& at, const std::string& name, const FolderListing& listing,
               std::uint32_t depth);
  void inner_repository(const base::Descriptor& at, const FolderListing& listing,
                        std::uint32_t depth);
  void file(const base::Descriptor& at, const std::string& name);
  void link(const Link& link);
  void take(std::string shown_path, std::string real_path);
  [[nodiscard]] std::optional<LeftOutReason> reason_against(const std::string& name,
                                                            EntryKind kind) const;
  bool is_first_visit(const base::Descriptor& at);
  bool is_within_roots(const std::string& real_path) const;
  void leave_out(std::string shown_path, LeftOutReason reason);
  void skip(std::string shown_path, Error why);
  void hit_limit(std::string message);

  DiscoveryOptions options_;
  Discovery& found_;
  IgnoreRules excludes_;
  RepositoryRules rules_;
  Place place_;
  bool is_environment_root_ = false;
  bool is_full_ = false;
  std::vector<std::string> roots_;  // real paths, ending in a slash
  std::set<FolderId> visited_;
  std::unordered_set<std::string> taken_;  // real paths
  std::vector<Link> links_;
};

}  // namespace av::text
