#include "cli/completion_script.h"
#include "cli/help.h"
#include "cli/value_type.h"

namespace av::cli {
namespace {

constexpr std::string_view kFishHead =
    R"fish(# fish completion of antivenom; made by `antivenom completion fish`.
function __antivenom_next
    set -l typed (commandline -opc)
    set -e typed[1]
    test "$typed" = "$argv"
end
function __antivenom_in
    set -l typed (commandline -opc)
    set -e typed[1]
    string match -qr -- "^$argv( |\$)" "$typed"
end
complete -c antivenom -f
)fish";

std::string in_fish_quotes(std::string_view text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
}

// line is one `complete`, which holds where `condition` does.
std::string line(std::string_view condition, const std::string& rest) {
  return "complete -c antivenom -n " + in_fish_quotes(condition) + " " + rest + "\n";
}

std::string inner_lines(std::string_view after, const std::vector<Inner>& words) {
  const std::string condition = "__antivenom_next " + std::string(after);
  std::string text;
  for (const Inner& inner : words) {
    text += line(condition,
                 "-a " + in_fish_quotes(inner.word) + " -d " + in_fish_quotes(inner.summary));
  }
  return text;
}

// offered is the switches that complete a value.
std::string offered(const Offer& offer) {
  const std::string words = joined(offer.words, " ");
  switch (offer.kind) {
    case Offer::Kind::Files:
      return " -F";
    case Offer::Kind::Folders:
      return " -a '(__fish_complete_directories)'";
    case Offer::Kind::Words:
      return " -a " + in_fish_quotes(words);
    case Offer::Kind::WordList:
      return " -a " + in_fish_quotes("(__fish_append , " + words + ")");
    case Offer::Kind::Anything:
      break;
  }
  return {};
}

// value_switches says that an option takes a value, and which.
std::string value_switches(const DeclaredOption& option) {
  if (option.value.empty()) {
    return {};
  }
  const Offer offer = offer_for(option.type);
  return (offer.kind == Offer::Kind::Files ? " -r" : " -x") + offered(offer);
}

std::string command_lines(const DeclaredCommand& command) {
  const std::string condition = "__antivenom_in " + std::string(command.info.name);
  std::string text;
  for (const DeclaredOption& option : command.options) {
    std::string rest;
    for (const std::string& name : option.names) {
      const bool is_long = name.starts_with("--");
      rest += (is_long ? "-l " : "-s ") + name.substr(is_long ? 2 : 1) + " ";
    }
    text +=
        line(condition, rest + "-d " + in_fish_quotes(option.description) + value_switches(option));
  }
  for (const DeclaredOption& argument : command.arguments) {
    const std::string rest = offered(offer_for(argument.type));
    text += rest.empty() ? "" : line(condition, rest.substr(1));
  }
  return text;
}

}  // namespace

std::string fish_completion(const CompletionTable& table) {
  std::string text(kFishHead);
  text += inner_lines("", table.first_words());
  for (const Group& group : all_groups()) {
    text += inner_lines(group.name, table.second_words(group.name));
  }
  for (const DeclaredCommand& command : table.commands()) {
    text += command_lines(command);
  }
  return text;
}

}  // namespace av::cli
