#pragma once
// terminal.h — what the thing at the end of a descriptor can show: colours, links, width.
//
// In: the descriptor and the environment.  Sources: no-color.org, the CLICOLOR convention,
// terminfo's "dumb"; OSC 8 links as the listed terminals document them.

#include <string>

namespace av::base {

// ColourChoice is what the user asked for.
enum class ColourChoice : unsigned char { Auto, Always, Never };

// TerminalFacts is what is known of a descriptor and the environment; empty means unset.
struct TerminalFacts {
  bool is_terminal = false;
  unsigned columns = 0;  // as the terminal says, 0 when it does not
  std::string term, no_color, clicolor_force, force_color, columns_variable;
  std::string locale;  // the first set of LC_ALL, LC_CTYPE, LANG
  std::string ci;      // set by continuous integration services
  std::string term_program, vte_version, wt_session, konsole_version;  // who shows OSC 8 links
};

// TerminalStyle is how to write to a descriptor.
struct TerminalStyle {
  bool colour = false;
  bool links = false;      // OSC 8
  bool animation = false;  // a line may be redrawn
  bool unicode = false;    // the locale's characters are UTF-8
  unsigned columns = 100;
};

// terminal_facts asks the system about `descriptor`.
TerminalFacts terminal_facts(int descriptor);

// choose_style decides.  `choice` beats the environment; NO_COLOR beats CLICOLOR_FORCE.
TerminalStyle choose_style(const TerminalFacts& facts, ColourChoice choice);

}  // namespace av::base
