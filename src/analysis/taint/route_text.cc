#include "analysis/taint/route_text.h"

#include "analysis/taint/safe_pattern.h"

#include <algorithm>
#include <array>

namespace av::taint {
namespace {

// Converters of Werkzeug, Django and Starlette that let numbers and the like through.
constexpr std::array<std::string_view, 5> kHarmless = {"int", "float", "uuid", "slug", "bool"};

bool is_harmless(std::string_view converter) {
  converter = converter.substr(0, converter.find('('));
  return std::ranges::find(kHarmless, converter) != kHarmless.end();
}

// {id:int}
void add_typed(std::string_view capture, std::vector<std::string_view>& names) {
  const std::size_t colon = capture.find(':');
  if (colon != capture.npos && is_harmless(capture.substr(colon + 1))) {
    names.push_back(capture.substr(0, colon));
  }
}

// <int:id>, or <id:int> of Sanic
void add_converted(std::string_view capture, std::vector<std::string_view>& names) {
  const std::size_t colon = capture.find(':');
  if (colon != capture.npos && is_harmless(capture.substr(0, colon))) {
    names.push_back(capture.substr(colon + 1));
  } else {
    add_typed(capture, names);
  }
}

// What is in front of the next `mark`, which is taken away with it; nothing when there is none.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view taken = end == rest.size() ? std::string_view() : rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

}  // namespace

std::vector<std::string_view> harmless_captures(std::string_view route) {
  constexpr std::string_view kGroup = "(?P<";
  std::vector<std::string_view> names;
  while (!route.empty()) {
    if (route.starts_with(kGroup)) {
      route.remove_prefix(kGroup.size());
      const std::string_view name = take_until(route, '>');
      if (is_safe_pattern(take_until(route, ')'), true)) {
        names.push_back(name);
      }
      continue;
    }
    const char first = route[0];
    route.remove_prefix(1);
    if (first == '<') {
      add_converted(take_until(route, '>'), names);
    } else if (first == '{') {
      add_typed(take_until(route, '}'), names);
    }
  }
  return names;
}

}  // namespace av::taint
