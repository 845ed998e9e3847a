#include "cli/completion_script.h"
#include "cli/help.h"
#include "cli/value_type.h"

#include <map>

namespace av::cli {
namespace {

// bash splits words at `=`, so that `--format=te` comes as three.
constexpr std::string_view kBashHead =
    R"(# bash completion of antivenom; made by `antivenom completion bash`.
_antivenom() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} inner='' options='' value='' rest='' head=''
  COMPREPLY=()
  if [[ $word == '=' ]]; then
    word=''
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)";

constexpr std::string_view kBashCommands = R"(  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '$WORDS' -- "$word")
    return
  fi
)";

constexpr std::string_view kBashInner = R"(  if [[ $inner ]]; then
    if ((COMP_CWORD == 2)); then
      mapfile -t COMPREPLY < <(compgen -W "$inner" -- "$word")
      return
    fi
    command+=" ${COMP_WORDS[2]}"
  fi
)";

constexpr std::string_view kOptions = R"(  if [[ -z $value && $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
)";

constexpr std::string_view kBashTail = R"(}
complete -F _antivenom antivenom
)";

std::string words_of(const std::vector<Inner>& inner) {
  std::vector<std::string> words;
  words.reserve(inner.size());
  for (const Inner& one : inner) {
    words.emplace_back(one.word);
  }
  return joined(words, " ");
}

std::string groups_case(const CompletionTable& table) {
  std::string text = "  case $command in\n";
  for (const Group& group : all_groups()) {
    text.append("    ").append(group.name).append(") inner='");
    text.append(words_of(table.second_words(group.name))).append("' ;;\n");
  }
  return text + "  esac\n";
}

// values_case says which type the option before the cursor takes.
std::string values_case(const DeclaredCommand& command) {
  std::string text;
  for (const DeclaredOption& option : command.options) {
    if (!option.value.empty()) {
      text += "        " + joined(option.names, " | ") + ") value='" + option.type + "' ;;\n";
    }
  }
  return text.empty() ? text : "      case $before in\n" + text + "      esac\n";
}

std::string commands_case(const CompletionTable& table) {
  std::string text = "  case $command in\n";
  for (const DeclaredCommand& command : table.commands()) {
    std::vector<std::string> names;
    for (const DeclaredOption& option : command.options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
    }
    text += "    '" + std::string(command.info.name) + "')\n      options='" + joined(names, " ") +
            "'\n";
    if (!command.arguments.empty()) {
      text += "      rest='" + command.arguments.front().type + "'\n";
    }
    text += values_case(command) + "      ;;\n";
  }
  return text + "  esac\n";
}

std::string replies(const Offer& offer) {
  const std::string words = joined(offer.words, " ");
  switch (offer.kind) {
    case Offer::Kind::Files:
      return "      compopt -o filenames 2>/dev/null\n"
             "      mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n";
    case Offer::Kind::Folders:
      return "      compopt -o filenames 2>/dev/null\n"
             "      mapfile -t COMPREPLY < <(compgen -d -- \"$word\")\n";
    case Offer::Kind::Words:
      return "      mapfile -t COMPREPLY < <(compgen -W '" + words + "' -- \"$word\")\n";
    case Offer::Kind::WordList:
      return "      head=${word%\"${word##*,}\"}\n"
             "      mapfile -t COMPREPLY < <(compgen -P \"$head\" -W '" +
             words + "' -- \"${word##*,}\")\n";
    case Offer::Kind::Anything:
      break;
  }
  return {};
}

// types_case offers what a type stands for.
std::string types_case(const CompletionTable& table) {
  std::map<std::string, std::string> by_type;
  for (const DeclaredCommand& command : table.commands()) {
    for (const auto* const list : {&command.arguments, &command.options}) {
      for (const DeclaredOption& option : *list) {
        by_type[option.type] = replies(offer_for(option.type));
      }
    }
  }
  std::string text = "  case ${value:-$rest} in\n";
  for (const auto& [type, reply] : by_type) {
    if (!reply.empty()) {
      text.append("    '").append(type).append("')\n").append(reply).append("      ;;\n");
    }
  }
  return text + "  esac\n";
}

}  // namespace

std::string bash_completion(const CompletionTable& table) {
  std::string text(kBashHead);
  text += replaced(kBashCommands, "$WORDS", words_of(table.first_words()));
  text += groups_case(table);
  text += kBashInner;
  text += commands_case(table);
  text += kOptions;
  text += types_case(table);
  return text.append(kBashTail);
}

}  // namespace av::cli
