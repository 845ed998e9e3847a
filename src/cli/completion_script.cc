#include "cli/completion_script.h"

#include "cli/help.h"

#include <algorithm>
#include <array>

namespace av::cli {
namespace {

// Shell is a row: a shell and what writes its script.
struct Shell {
  std::string_view name;
  std::string (*script)(const CompletionTable& table);
};

constexpr std::array kShells = {
    Shell{"bash", bash_completion},
    Shell{"zsh", zsh_completion},
    Shell{"fish", fish_completion},
};

}  // namespace

std::vector<std::string_view> completion_shells() {
  std::vector<std::string_view> names;
  names.reserve(kShells.size());
  for (const Shell& shell : kShells) {
    names.push_back(shell.name);
  }
  return names;
}

std::string completion_script(std::string_view shell) {
  const auto* const row = std::ranges::find(kShells, shell, &Shell::name);
  return row == kShells.end() ? std::string() : row->script(CompletionTable());
}

std::vector<Inner> CompletionTable::first_words() const {
  std::vector<Inner> words;
  for (const DeclaredCommand& command : commands_) {
    if (command.info.name.find(' ') == std::string_view::npos) {
      words.push_back({command.info.name, command.info.summary});
    }
  }
  for (const Group& group : all_groups()) {
    words.push_back({group.name, group.summary});
  }
  words.push_back({"help", "Describe a command"});
  return words;
}

std::vector<Inner> CompletionTable::second_words(std::string_view group) const {
  std::vector<Inner> words;
  for (const DeclaredCommand& command : commands_) {
    const std::string_view name = command.info.name;
    const std::size_t space = name.find(' ');
    if (space != std::string_view::npos && name.substr(0, space) == group) {
      words.push_back({name.substr(space + 1), command.info.summary});
    }
  }
  return words;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    out.append(out.empty() ? "" : separator).append(word);
  }
  return out;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t found = std::min(text.find(what, at), text.size());
    out.append(text.substr(at, found - at)).append(found < text.size() ? by : "");
    at = found + what.size();
  }
  return out;
}

}  // namespace av::cli
