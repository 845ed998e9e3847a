#pragma once
// folder_listing.h — what lies in one folder.

#include "base/descriptor.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// ListedKind is what an entry is; links are not followed.
enum class ListedKind : std::uint8_t { File, Folder, Link, Other };

struct ListedEntry {
  std::string name;
  ListedKind kind;
};

// FolderListing is the entries of a folder, ascending by the bytes of their names.
class FolderListing {
 public:
  // list reads the folder open at `folder`, or says with which errno that failed.  Entries that
  // vanish meanwhile are not listed.
  static tl::expected<FolderListing, int> list(const base::Descriptor& folder);

  // of makes a listing of entries in any order.
  static FolderListing of(std::vector<ListedEntry> entries);

  [[nodiscard]] const std::vector<ListedEntry>& entries() const { return entries_; }
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name, ListedKind kind) const;

 private:
  [[nodiscard]] const ListedEntry* find(std::string_view name) const;

  std::vector<ListedEntry> entries_;
};

}  // namespace av::text
