#pragma once
// path_table.h — what a rule knows of qualified names, as a sorted table made at compile time.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace av::match {

// PathEntry is one row: a path as names::Meaning spells it, and what the rule knows of it.
template <class T>
struct PathEntry {
  std::string_view path;
  T what;
};

// path_mark is a cheap hash of a path; never empty ones.
constexpr std::uint32_t path_mark(std::string_view path) {
  const auto first = static_cast<unsigned char>(path.front());
  const auto middle = static_cast<unsigned char>(path[path.size() / 2]);
  const auto last = static_cast<unsigned char>(path.back());
  return (first * 3U + middle * 11U + last * 29U + static_cast<std::uint32_t>(path.size()) * 61U) %
         512U;
}

// PathTable finds rows by path.  Rows may be given in any order.  Nearly every call of a program is
// in no table, so a look-up asks a bit for the path's mark before it searches.
template <class T, std::size_t kCount>
class PathTable {
 public:
  explicit consteval PathTable(const PathEntry<T> (&rows)[kCount]) : rows_(std::to_array(rows)) {
    std::sort(rows_.begin(), rows_.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    for (const PathEntry<T>& row : rows_) {
      const std::uint32_t mark = path_mark(row.path);
      marks_[mark / 64] |= std::uint64_t{1} << (mark % 64);
    }
  }

  [[nodiscard]] constexpr auto begin() const { return rows_.begin(); }
  [[nodiscard]] constexpr auto end() const { return rows_.end(); }

  // find is what is known of exactly this path, or nullptr.
  [[nodiscard]] constexpr const T* find(std::string_view path) const {
    if (path.empty() || !may_have(path)) {
      return nullptr;
    }
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
      path = without_last_part(path);
    }
    return nullptr;
  }

 private:
  static constexpr std::string_view without_last_part(std::string_view path) {
    std::size_t end = path.size() - 1;
    while (end > 0 && path[end] != '.' && path[end] != '(' && path[end] != '[') {
      --end;
    }
    return path.substr(0, end);
  }

  [[nodiscard]] constexpr bool may_have(std::string_view path) const {
    const std::uint32_t mark = path_mark(path);
    return ((marks_[mark / 64] >> (mark % 64)) & 1U) != 0;
  }

  std::array<PathEntry<T>, kCount> rows_;
  std::array<std::uint64_t, 8> marks_ = {};
};

// path_table makes a table: path_table<Sort>({{"os.system", Sort::Shell}, …}).
template <class T, std::size_t kCount>
consteval PathTable<T, kCount> path_table(const PathEntry<T> (&rows)[kCount]) {
  return PathTable<T, kCount>(rows);
}

}  // namespace av::match

template <class T, std::size_t kCount>
struct std::tuple_size<av::match::PathTable<T, kCount>>
    : std::integral_constant<std::size_t, kCount> {};
