#pragma once
// path_table.h — what a rule knows of qualified names, as a sorted table made at compile time.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace av::match {

// PathEntry is one row: a path as names::Meaning spells it, and what the rule knows of it.
template <class T>
struct PathEntry {
  std::string_view path;
  T what;
};

// PathTable finds rows by path.  Rows may be given in any order.
template <class T, std::size_t kCount>
class PathTable {
 public:
  explicit consteval PathTable(const PathEntry<T> (&rows)[kCount]) : rows_(std::to_array(rows)) {
    std::sort(rows_.begin(), rows_.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  // find is what is known of exactly this path, or nullptr.
  [[nodiscard]] constexpr const T* find(std::string_view path) const {
    const auto at =
        std::lower_bound(rows_.begin(), rows_.end(), path,
                         [](const auto& row, std::string_view p) { return row.path < p; });
    return at != rows_.end() && at->path == path ? &at->what : nullptr;
  }

  // find_prefix is what is known of the longest prefix of `path` that ends where a part ends.
  [[nodiscard]] constexpr const T* find_prefix(std::string_view path) const {
    while (!path.empty()) {
      const T* what = find(path);
      if (what != nullptr) {
        return what;
      }
      const std::size_t end = path.find_last_of(".([");
      path = path.substr(0, end == std::string_view::npos ? 0 : end);
    }
    return nullptr;
  }

 private:
  std::array<PathEntry<T>, kCount> rows_;
};

// path_table makes a table: path_table<Sort>({{"os.system", Sort::Shell}, …}).
template <class T, std::size_t kCount>
consteval PathTable<T, kCount> path_table(const PathEntry<T> (&rows)[kCount]) {
  return PathTable<T, kCount>(rows);
}

}  // namespace av::match
