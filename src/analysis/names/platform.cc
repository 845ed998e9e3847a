#include "analysis/names/platform.h"

#include <algorithm>
#include <array>

namespace av::names {
namespace {

// System is one value of sys.platform or os.name.
struct System {
  std::string_view name;
  Platform platform;
};
constexpr std::array<System, 9> kSystems = {{{"win32", Platform::Windows},
                                             {"win", Platform::Windows},
                                             {"nt", Platform::Windows},
                                             {"darwin", Platform::Mac},
                                             {"ios", Platform::Mac},
                                             {"linux", Platform::Any},
                                             {"linux2", Platform::Any},
                                             {"posix", Platform::Any},
                                             {"java", Platform::Other}}};

// The text of the literal that `text` begins with; empty when it begins with none.
std::string_view literal(std::string_view text) {
  const bool is_quoted = text.starts_with('"') || text.starts_with('\'');
  const std::size_t end = is_quoted ? text.find(text[0], 1) : std::string_view::npos;
  return end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
}

std::string_view asked_for(std::string_view test) {
  for (const std::string_view question :
       {"sys.platform == ", "os.name == ", "sys.platform.startswith(",
        "sys.platform[:3] == ", "sys.platform[:4] == "}) {
    const std::size_t at = test.find(question);
    if (at != std::string_view::npos) {
      return literal(test.substr(at + question.size()));
    }
  }
  return {};
}

}  // namespace

Platform platform_of(std::string_view test) {
  const std::string_view name = asked_for(test);
  // Of a disjunction, or a negation, nothing can be said.
  if (name.empty() || test.starts_with("not ") || test.find(" or ") != std::string_view::npos) {
    return Platform::Any;
  }
  for (const System& system : kSystems) {
    if (system.name == name) {
      return system.platform;
    }
  }
  return Platform::Other;
}

bool is_windows_module(std::string_view module) {
  constexpr std::array<std::string_view, 9> kModules = {
      "_msi", "_overlapped", "_winapi", "_winreg", "_wmi", "msvcrt", "nt", "winreg", "winsound"};
  return std::ranges::find(kModules, module) != kModules.end();
}

std::string_view name_of(Platform platform) {
  switch (platform) {
    case Platform::Any:
      return "any";
    case Platform::Windows:
      return "windows";
    case Platform::Mac:
      return "mac";
    case Platform::Other:
      return "other";
  }
  return "";
}

}  // namespace av::names
