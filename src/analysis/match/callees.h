#pragma once
// callees.h — the names of what a rule looks at calls of, as lists made at compile time.
//
// Most rules speak of a few functions.  A rule that lists their names is not asked about calls of
// anything else (rule_code.h).

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <tuple>

namespace av::match {

// last_name is `run` of "subprocess.run".
constexpr std::string_view last_name(std::string_view path) {
  return path.substr(path.find_last_of('.') + 1);
}

// package_of is `xml` of "xml.sax".
constexpr std::string_view package_of(std::string_view path) {
  return path.substr(0, path.find('.'));
}

// path_in is the path of a row of a PathTable, or what a list has itself.
constexpr std::string_view path_in(std::string_view name) {
  return name;
}
template <class Row>
constexpr std::string_view path_in(const Row& row) {
  return row.path;
}

// callees is the last names of all paths in some tables and lists: callees(kRunners, kMethods).
template <class... Lists>
constexpr auto callees(const Lists&... lists) {
  std::array<std::string_view, (std::tuple_size_v<Lists> + ...)> names = {};
  auto next = names.begin();
  const auto add_all = [&next](const auto& list) {
    for (const auto& row : list) {
      *next++ = last_name(path_in(row));
    }
  };
  (add_all(lists), ...);
  return names;
}

// covers says whether all last names of a table or list are in `names`.
template <class List>
consteval bool covers(std::span<const std::string_view> names, const List& list) {
  return std::ranges::all_of(callees(list), [names](std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  });
}

}  // namespace av::match
