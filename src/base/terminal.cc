#include "base/terminal.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace av::base {
namespace {

constexpr unsigned kColumnsUnknown = 100;
constexpr unsigned kColumnsLeast = 40;
constexpr unsigned kColumnsMost = 160;  // longer lines are hard to read

std::string variable(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): asked at start-up; antivenom never sets variables
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

unsigned number_or_zero(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

bool wants_colour(const TerminalFacts& facts, ColourChoice choice) {
  if (choice != ColourChoice::Auto) {
    return choice == ColourChoice::Always;
  }
  if (!facts.no_color.empty()) {
    return false;
  }
  const auto forced = [](std::string_view value) { return !value.empty() && value != "0"; };
  if (forced(facts.clicolor_force) || forced(facts.force_color)) {
    return true;
  }
  return facts.is_terminal && facts.term != "dumb" && !facts.term.empty();
}

bool is_utf8(std::string_view locale) {
  std::string lower(locale);
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
}

bool shows_links(const TerminalFacts& facts) {
  if (!facts.is_terminal || facts.term == "dumb") {
    return false;
  }
  const std::string_view program = facts.term_program;
  return program == "iTerm.app" || program == "WezTerm" || program == "vscode" ||
         program == "ghostty" || facts.term == "xterm-kitty" || facts.term == "foot" ||
         number_or_zero(facts.vte_version) >= 5000 || !facts.wt_session.empty() ||
         !facts.konsole_version.empty();
}

unsigned choose_columns(const TerminalFacts& facts) {
  unsigned columns = number_or_zero(facts.columns_variable);
  if (columns == 0) {
    columns = facts.columns;
  }
  return columns == 0 ? kColumnsUnknown : std::clamp(columns, kColumnsLeast, kColumnsMost);
}

}  // namespace

TerminalFacts terminal_facts(int descriptor) {
  TerminalFacts facts;
  facts.is_terminal = isatty(descriptor) == 1;
  winsize size = {};
  if (facts.is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0) {
    facts.columns = size.ws_col;
  }
  facts.term = variable("TERM");
  facts.no_color = variable("NO_COLOR");
  facts.clicolor_force = variable("CLICOLOR_FORCE");
  facts.force_color = variable("FORCE_COLOR");
  facts.columns_variable = variable("COLUMNS");
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    facts.locale = facts.locale.empty() ? variable(name) : facts.locale;
  }
  facts.ci = variable("CI");
  facts.term_program = variable("TERM_PROGRAM");
  facts.vte_version = variable("VTE_VERSION");
  facts.wt_session = variable("WT_SESSION");
  facts.konsole_version = variable("KONSOLE_VERSION");
  return facts;
}

TerminalStyle choose_style(const TerminalFacts& facts, ColourChoice choice) {
  TerminalStyle style;
  style.colour = wants_colour(facts, choice);
  style.links = style.colour && shows_links(facts);
  style.animation =
      facts.is_terminal && facts.term != "dumb" && !facts.term.empty() && facts.ci.empty();
  style.unicode = is_utf8(facts.locale);
  style.columns = choose_columns(facts);
  return style;
}

}  // namespace av::base
