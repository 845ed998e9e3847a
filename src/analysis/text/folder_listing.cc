#include "analysis/text/folder_listing.h"

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace av::text {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};

ListedKind kind_of_mode(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return ListedKind::File;
    case S_IFDIR:
      return ListedKind::Folder;
    case S_IFLNK:
      return ListedKind::Link;
    default:
      return ListedKind::Other;
  }
}

// Nothing when the entry is no longer there.
std::optional<ListedKind> kind_of(int folder, const dirent& entry) {
  switch (entry.d_type) {
    case DT_REG:
      return ListedKind::File;
    case DT_DIR:
      return ListedKind::Folder;
    case DT_LNK:
      return ListedKind::Link;
    case DT_UNKNOWN:
      break;
    default:
      return ListedKind::Other;
  }
  // Some file systems do not tell.
  struct stat status = {};
  if (fstatat(folder, static_cast<const char*>(entry.d_name), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return std::nullopt;
  }
  return kind_of_mode(status.st_mode);
}

}  // namespace

tl::expected<FolderListing, int> FolderListing::list(const base::Descriptor& folder) {
  // fdopendir takes its descriptor; the caller keeps theirs.
  const int copy = openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseFolder> opened(copy < 0 ? nullptr : fdopendir(copy));
  if (!opened) {
    return tl::unexpected(errno);
  }
  std::vector<ListedEntry> entries;
  errno = 0;
  // Each thread reads a stream of its own.
  while (const dirent* entry = readdir(opened.get())) {  // NOLINT(concurrency-mt-unsafe): see above
    const std::string_view name(static_cast<const char*>(entry->d_name));
    if (name != "." && name != "..") {
      if (const auto kind = kind_of(folder.get(), *entry)) {
        entries.push_back({std::string(name), *kind});
      }
    }
    errno = 0;
  }
  if (errno != 0) {
    return tl::unexpected(errno);
  }
  return of(std::move(entries));
}

FolderListing FolderListing::of(std::vector<ListedEntry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const ListedEntry& a, const ListedEntry& b) { return a.name < b.name; });
  FolderListing listing;
  listing.entries_ = std::move(entries);
  return listing;
}

const ListedEntry* FolderListing::find(std::string_view name) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), name,
      [](const ListedEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != entries_.end() && found->name == name ? &*found : nullptr;
}

bool FolderListing::has(std::string_view name) const {
  return find(name) != nullptr;
}

bool FolderListing::has(std::string_view name, ListedKind kind) const {
  const ListedEntry* entry = find(name);
  return entry != nullptr && entry->kind == kind;
}

}  // namespace av::text
