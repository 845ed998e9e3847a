#include "analysis/report/paint.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using av::knowledge::Severity;
using av::report::Painter;
using av::report::Role;
using av::report::symbol_of;
using av::report::Symbols;

TEST_CASE("a painter without colour changes nothing") {
  CHECK(Painter(Painter::Colour::Off).paint(Role::High, "text") == "text");
}

TEST_CASE("a painter with colour ends what it begins") {
  const std::string painted = Painter(Painter::Colour::On).paint(Role::High, "text");
  CHECK(painted == "\x1b[1;31mtext\x1b[0m");
  CHECK(Painter(Painter::Colour::On).paint(Role::High, "").empty());
}

TEST_CASE("every severity has a symbol and a look of its own") {
  std::set<std::string> symbols;
  std::set<Role> roles;
  for (const Severity severity :
       {Severity::Note, Severity::Low, Severity::Medium, Severity::High}) {
    symbols.emplace(symbol_of(severity, Symbols::Ascii));
    symbols.emplace(symbol_of(severity, Symbols::Unicode));
    roles.insert(av::report::role_of(severity));
  }
  CHECK(symbols.size() == 8);
  CHECK(roles.size() == 4);
}
