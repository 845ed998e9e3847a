#include "analysis/calls/print.h"

#include <algorithm>
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

std::string name_of(const Graph& graph, CallableId id, const names::Project* files) {
  const std::string_view name = graph.name(id);
  if (files == nullptr) {
    return std::string(name);
  }
  const names::Module& module = (*files)[graph[id].module];
  const std::size_t start = std::min(files->text(module.name).size() + 1, name.size());
  return std::string(files->text(module.path)) + ":" + std::string(name.substr(start));
}

}  // namespace

std::string print(const Graph& graph, const PrintOptions& options) {
  std::map<std::string, std::set<std::string>> rows;
  for (std::uint32_t i = 0; i < graph.callables().size(); ++i) {
    const CallableId caller(i);
    std::set<std::string>& row = rows[name_of(graph, caller, options.files)];
    for (const Site& site : graph.sites(caller)) {
      for (const Edge& edge : graph.edges(site)) {
        if (edge.confidence == Confidence::Guessed && options.guesses == Guesses::Left) {
          continue;
        }
        row.insert(edge.is_external ? shown(graph.path(edge.external()))
                                    : name_of(graph, edge.callee(), options.files));
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
