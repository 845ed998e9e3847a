#include "analysis/taint/route_text.h"

#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <array>
#include <span>

namespace av::taint {
namespace {

// Converters of Werkzeug, Django and Starlette that let numbers and the like through, or choices
// that are written out.
constexpr std::array<std::string_view, 6> kHarmless = {"any", "bool", "float",
                                                       "int", "slug", "uuid"};
// … that let any text without a slash through; none is written as often.
constexpr std::array<std::string_view, 4> kSegment = {"", "default", "str", "string"};

using Converters = std::span<const std::string_view>;

bool is_one(std::string_view converter, Converters list) {
  converter = converter.substr(0, converter.find('('));
  return std::ranges::find(list, converter) != list.end();
}

// {id:int}, {id}
void add_typed(std::string_view capture, Converters list, std::vector<std::string_view>& names) {
  const std::size_t colon = capture.find(':');
  const std::string_view converter = colon == capture.npos ? "" : capture.substr(colon + 1);
  if (is_one(converter, list)) {
    names.push_back(capture.substr(0, colon));
  }
}

// <int:id>, or <id:int> of Sanic
void add_converted(std::string_view capture, Converters list,
                   std::vector<std::string_view>& names) {
  const std::size_t colon = capture.find(':');
  if (colon != capture.npos && is_one(capture.substr(0, colon), list)) {
    names.push_back(capture.substr(colon + 1));
  } else {
    add_typed(capture, list, names);
  }
}

// What is in front of the next `mark`, which is taken away with it; nothing when there is none.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view taken = end == rest.size() ? std::string_view() : rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

// find_captures is what is in brackets; groups of a regular expression are for `group` to say.
template <class Group>
std::vector<std::string_view> find_captures(std::string_view route, Converters list,
                                            const Group& group) {
  constexpr std::string_view kGroup = "(?P<";
  std::vector<std::string_view> names;
  while (!route.empty()) {
    if (route.starts_with(kGroup)) {
      route.remove_prefix(kGroup.size());
      const std::string_view name = take_until(route, '>');
      if (group(take_until(route, ')'))) {
        names.push_back(name);
      }
      continue;
    }
    const char first = route[0];
    route.remove_prefix(1);
    if (first == '<') {
      add_converted(take_until(route, '>'), list, names);
    } else if (first == '{') {
      add_typed(take_until(route, '}'), list, names);
    }
  }
  return names;
}

}  // namespace

std::vector<std::string_view> harmless_captures(std::string_view route) {
  return find_captures(route, kHarmless,
                       [](std::string_view pattern) { return is_safe_pattern(pattern, true); });
}

std::vector<std::string_view> segment_captures(std::string_view route) {
  return find_captures(route, kSegment, [](std::string_view) { return false; });
}

Captures captures_of(std::string_view route, NameTable& names) {
  Captures made;
  for (const std::string_view one : harmless_captures(route)) {
    made.numbers.push_back(names.intern(one));
  }
  for (const std::string_view one : segment_captures(route)) {
    made.segments.push_back(names.intern(one));
  }
  return made;
}

}  // namespace av::taint
