#include "analysis/report/paint.h"

#include <array>
#include <cstddef>

namespace av::report {
namespace {

using knowledge::Severity;

// SGR codes of the 16 colours that every colour terminal has, which its owner may have chosen.
constexpr std::array<std::string_view, 8> kCodes = {
    "1;31",  // High
    "1;33",  // Medium
    "1;36",  // Low
    "1;34",  // Note
    "1",     // Path
    "2",     // Faint
    "1",     // Strong
    "1;32",  // Good
};

}  // namespace

Role role_of(Severity severity) {
  constexpr std::array kRoles = {Role::Note, Role::Low, Role::Medium, Role::High};
  return kRoles[static_cast<std::size_t>(severity)];
}

std::string_view symbol_of(Severity severity, Symbols symbols) {
  constexpr std::array<std::string_view, 4> kAscii = {"-", "*", "!", "X"};
  constexpr std::array<std::string_view, 4> kUnicode = {"○", "●", "▲", "✖"};
  const auto index = static_cast<std::size_t>(severity);
  return symbols == Symbols::Unicode ? kUnicode[index] : kAscii[index];
}

std::string Painter::paint(Role role, std::string_view text) const {
  if (colour_ == Colour::Off || text.empty()) {
    return std::string(text);
  }
  std::string painted = "\x1b[";
  painted.append(kCodes[static_cast<std::size_t>(role)]).append("m");
  return painted.append(text).append("\x1b[0m");
}

}  // namespace av::report
