#include "cli/man_page.h"

#include "base/utf8.h"
#include "base/version.h"
#include "cli/declared_command.h"
#include "cli/help.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace av::cli {
namespace {

// as_roff is text as roff prints it, in ASCII: a hyphen is a minus to be typed, and a line that
// begins with a dot or a quote is no request.
std::string as_roff(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const base::Utf8Step step = base::decode_utf8(text);
    const char c = text.front();
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&";
    }
    if (step.length > 1) {
      std::array<char, 16> name = {};
      std::snprintf(name.data(), name.size(), "\\[u%04X]", static_cast<unsigned>(step.code_point));
      out += name.data();
    } else {
      out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
    }
    text.remove_prefix(step.length);
  }
  return out;
}

// in_roff_quotes is text as one argument of a macro.
std::string in_roff_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : as_roff(text)) {
    out += c == '"' ? std::string("\\(dq") : std::string(1, c);
  }
  return out + "\"";
}

// add_entry appends a term in bold with its explanation below.
void add_entry(std::string& text, std::string_view term, std::string_view explanation) {
  text.append(".TP\n.B ").append(in_roff_quotes(term)).append("\n");
  text.append(as_roff(explanation)).append("\n");
}

void add_manual_examples(std::string& text, std::string_view examples) {
  if (!examples.empty()) {
    text.append(".PP\nExamples:\n.PP\n.nf\n.RS 4\n");
    text.append(as_roff(examples)).append("\n.RE\n.fi\n");
  }
}

void add_command(std::string& text, const DeclaredCommand& command) {
  text.append(".SS ").append(in_roff_quotes(command.usage())).append("\n");
  text.append(as_roff(command.info.summary)).append(".\n");
  for (const DeclaredOption& argument : command.arguments) {
    add_entry(text, argument.value, argument.description);
  }
  for (const std::string& group : command.groups()) {
    for (const DeclaredOption& option : command.options) {
      if (option.group == group) {
        add_entry(text, option.term(), option.description);
      }
    }
  }
  add_manual_examples(text, command.info.examples);
}

}  // namespace

std::string man_page() {
  std::string text = ".TH ANTIVENOM 1 \"\" " +
                     in_roff_quotes("antivenom " + std::string(base::version())) +
                     "\n.SH NAME\nantivenom \\- find security vulnerabilities in Python code\n"
                     ".SH SYNOPSIS\n.B antivenom\n.I COMMAND\n.RI [ ARGUMENTS ]\n"
                     ".SH DESCRIPTION\nantivenom reads Python without importing or running it and "
                     "says where it is dangerous, why, and how to mend it.\n"
                     "It also brings safe parts to use instead.\n.SH COMMANDS\n";
  for (const DeclaredCommand& command : declared_commands()) {
    add_command(text, command);
  }
  text += ".SH \"EXIT STATUS\"\n";
  for (const ExitCode& code : exit_codes()) {
    add_entry(text, std::to_string(code.number), code.meaning);
  }
  text += ".SH FILES\n";
  add_entry(text, "antivenom.toml, pyproject.toml",
            "The settings of a project; `antivenom config show` prints those that hold.");
  return text;
}

}  // namespace av::cli
