#include "base/terminal.h"

#include <doctest/doctest.h>

using av::base::choose_style;
using av::base::ColourChoice;
using av::base::TerminalFacts;

namespace {

TerminalFacts a_terminal() {
  TerminalFacts facts;
  facts.is_terminal = true;
  facts.term = "xterm-256color";
  facts.columns = 120;
  return facts;
}

}  // namespace

TEST_CASE("colour is for terminals, unless the environment says otherwise") {
  CHECK(choose_style(a_terminal(), ColourChoice::Auto).colour);
  CHECK_FALSE(choose_style(TerminalFacts(), ColourChoice::Auto).colour);

  TerminalFacts dumb = a_terminal();
  dumb.term = "dumb";
  CHECK_FALSE(choose_style(dumb, ColourChoice::Auto).colour);

  TerminalFacts refused = a_terminal();
  refused.no_color = "1";
  CHECK_FALSE(choose_style(refused, ColourChoice::Auto).colour);

  TerminalFacts forced;
  forced.clicolor_force = "1";
  CHECK(choose_style(forced, ColourChoice::Auto).colour);
  forced.clicolor_force = "0";
  CHECK_FALSE(choose_style(forced, ColourChoice::Auto).colour);
  forced.force_color = "1";
  forced.no_color = "1";
  CHECK_FALSE(choose_style(forced, ColourChoice::Auto).colour);
}

TEST_CASE("the user's choice beats the environment") {
  TerminalFacts refused = a_terminal();
  refused.no_color = "1";
  CHECK(choose_style(refused, ColourChoice::Always).colour);
  CHECK_FALSE(choose_style(a_terminal(), ColourChoice::Never).colour);
  CHECK(choose_style(TerminalFacts(), ColourChoice::Always).colour);
}

TEST_CASE("links are for terminals known to show them") {
  CHECK_FALSE(choose_style(a_terminal(), ColourChoice::Auto).links);
  TerminalFacts kitty = a_terminal();
  kitty.term = "xterm-kitty";
  CHECK(choose_style(kitty, ColourChoice::Auto).links);
  TerminalFacts gnome = a_terminal();
  gnome.vte_version = "6800";
  CHECK(choose_style(gnome, ColourChoice::Auto).links);
  gnome.vte_version = "4803";
  CHECK_FALSE(choose_style(gnome, ColourChoice::Auto).links);
  TerminalFacts piped = kitty;
  piped.is_terminal = false;
  CHECK_FALSE(choose_style(piped, ColourChoice::Always).links);
}

TEST_CASE("nothing is animated in a pipe, on a dumb terminal or in CI") {
  CHECK(choose_style(a_terminal(), ColourChoice::Never).animation);
  CHECK_FALSE(choose_style(TerminalFacts(), ColourChoice::Always).animation);
  TerminalFacts ci = a_terminal();
  ci.ci = "true";
  CHECK_FALSE(choose_style(ci, ColourChoice::Auto).animation);
  TerminalFacts dumb = a_terminal();
  dumb.term = "dumb";
  CHECK_FALSE(choose_style(dumb, ColourChoice::Auto).animation);
}

TEST_CASE("the width comes from COLUMNS, then the terminal, and stays readable") {
  TerminalFacts facts = a_terminal();
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 120);
  facts.columns_variable = "77";
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 77);
  facts.columns_variable = "wide";
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 120);
  facts.columns = 3;
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 40);
  facts.columns = 4000;
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 160);
  facts.columns = 0;
  CHECK(choose_style(facts, ColourChoice::Auto).columns == 100);
}

TEST_CASE("characters beyond ASCII are for UTF-8 locales") {
  TerminalFacts facts;
  CHECK_FALSE(choose_style(facts, ColourChoice::Auto).unicode);
  for (const char* const locale : {"en_US.UTF-8", "C.utf8", "de_DE.utf-8@euro"}) {
    facts.locale = locale;
    CHECK(choose_style(facts, ColourChoice::Auto).unicode);
  }
  facts.locale = "de_DE.ISO-8859-1";
  CHECK_FALSE(choose_style(facts, ColourChoice::Auto).unicode);
}
