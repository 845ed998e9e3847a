#include "analysis/calls/print.h"

#include <map>
#include <set>
#include <string_view>

namespace av::calls {

namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {"str", "Str"},   {"int", "Num"},     {"dict", "Dict"},
    {"list", "List"}, {"tuple", "Tuple"}, {"set", "Set"}};

void remove_all(std::string& text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
    text.erase(at, part.size());
  }
}

std::string shown(std::string_view path) {
  constexpr std::string_view kBuiltins = "builtins.";
  std::string out(path);
  remove_all(out, "()");
  remove_all(out, "[]");
  if (!out.starts_with(kBuiltins)) {
    return out;
  }
  out.erase(0, kBuiltins.size());
  for (const auto& [type, name] : kTypes) {
    if (out.starts_with(type) && out.substr(type.size()).starts_with('.')) {
      return "<**Py" + std::string(name) + "**>" + out.substr(type.size());
    }
  }
  return "<builtin>." + out;
}

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
      continue;
    }
    out += c == '"' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string print(const Graph& graph, Guesses guesses) {
  std::map<std::string, std::set<std::string>> rows;
  for (std::uint32_t i = 0; i < graph.callables().size(); ++i) {
    const CallableId caller(i);
    std::set<std::string>& row = rows[std::string(graph.name(caller))];
    for (const Site& site : graph.sites(caller)) {
      for (const Edge& edge : graph.edges(site)) {
        if (edge.confidence == Confidence::Guessed && guesses == Guesses::Left) {
          continue;
        }
        row.insert(edge.is_external ? shown(graph.path(edge.external()))
                                    : std::string(graph.name(edge.callee())));
      }
    }
  }
  std::string out = "{";
  for (const auto& [caller, callees] : rows) {
    out += (out.size() > 1 ? ",\n  " : "\n  ") + quoted(caller) + ": [";
    for (const std::string& callee : callees) {
      out += (out.back() == '[' ? "" : ", ") + quoted(callee);
    }
    out += "]";
  }
  return out + "\n}\n";
}

}  // namespace av::calls
