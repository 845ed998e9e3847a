#include "cli/completion_script.h"
#include "cli/help.h"
#include "cli/value_type.h"

namespace av::cli {
namespace {

constexpr std::string_view kZshHead = R"(#compdef antivenom
# zsh completion of antivenom; made by `antivenom completion zsh`.
_antivenom() {
  local command=$words[2]
  local -a inner
  if ((CURRENT == 2)); then
)";

constexpr std::string_view kZshInner = R"(    _describe command inner
    return
  fi
  case $command in
)";

constexpr std::string_view kZshCommands = R"(  esac
  if (($#inner)); then
    if ((CURRENT == 3)); then
      _describe command inner
      return
    fi
    command+=" $words[3]"
    shift words
    ((CURRENT--))
  fi
  shift words
  ((CURRENT--))
  case $command in
)";

constexpr std::string_view kZshTail = R"(  esac
}
if [[ $funcstack[1] == _antivenom ]]; then
  _antivenom "$@"
else
  compdef _antivenom antivenom
fi
)";

// in_zsh_quotes is a word in single quotes.
std::string in_zsh_quotes(std::string_view text) {
  return "'" + replaced(text, "'", R"('\'')") + "'";
}

// escaped takes their meaning in a specification from the characters of `special`.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    out += c == '\\' || special.find(c) != std::string_view::npos ? std::string("\\") + c
                                                                  : std::string(1, c);
  }
  return out;
}

std::string inner_array(const std::vector<Inner>& words, std::string_view indent) {
  std::string text = std::string(indent) + "inner=(\n";
  for (const Inner& inner : words) {
    text.append(indent).append("  ");
    text += in_zsh_quotes(std::string(inner.word) + ":" + escaped(inner.summary, ":")) + "\n";
  }
  return text.append(indent).append(")\n");
}

// action is how the value of a type is completed.
std::string action(const std::string& type) {
  const Offer offer = offer_for(type);
  const std::string words = joined(offer.words, " ");
  switch (offer.kind) {
    case Offer::Kind::Files:
      return "_files";
    case Offer::Kind::Folders:
      return "_files -/";
    case Offer::Kind::Words:
      return "(" + words + ")";
    case Offer::Kind::WordList:
      return "_sequence compadd - " + words;
    case Offer::Kind::Anything:
      break;
  }
  return " ";
}

std::string value_part(const DeclaredOption& option) {
  return ":" + escaped(option.value, ":") + ":" + action(option.type);
}

std::string option_spec(const DeclaredOption& option, const std::string& name) {
  const bool is_long = name.starts_with("--");
  std::string spec = "*" + name;
  spec += option.value.empty() ? "" : is_long ? "=" : "+";
  spec += "[" + escaped(option.description, "[]:") + "]";
  return in_zsh_quotes(spec + (option.value.empty() ? "" : value_part(option)));
}

std::string command_case(const DeclaredCommand& command) {
  std::string text = "    " + in_zsh_quotes(command.info.name) + ")\n      _arguments -s";
  for (const DeclaredOption& option : command.options) {
    for (const std::string& name : option.names) {
      text += " \\\n        " + option_spec(option, name);
    }
  }
  for (const DeclaredOption& argument : command.arguments) {
    const std::string place = argument.may_repeat ? "*" : "";
    text += " \\\n        " + in_zsh_quotes(place + value_part(argument));
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(const CompletionTable& table) {
  std::string text(kZshHead);
  text += inner_array(table.first_words(), "    ");
  text += kZshInner;
  for (const Group& group : all_groups()) {
    text += "    " + std::string(group.name) + ")\n";
    text += inner_array(table.second_words(group.name), "      ") + "      ;;\n";
  }
  text += kZshCommands;
  for (const DeclaredCommand& command : table.commands()) {
    text += command_case(command);
  }
  return text.append(kZshTail);
}

}  // namespace av::cli
