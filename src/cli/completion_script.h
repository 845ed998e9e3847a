#pragma once
// completion_script.h — scripts that make a shell complete antivenom's commands and their values.
//
// Made from the commands themselves, and from the tables that the program reads values by; rules
// are those known when the script is made.

#include "cli/declared_command.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::cli {

// completion_shells is what completion_script() knows: bash, zsh, fish.
std::vector<std::string_view> completion_shells();

// completion_script is the script for a shell; empty for another.
std::string completion_script(std::string_view shell);

// Inner is a command's last word: `list` of `rules list`.
struct Inner {
  std::string_view word;
  std::string_view summary;
};

// CompletionTable is the commands as the scripts ask for them.
class CompletionTable {
 public:
  CompletionTable() : commands_(declared_commands()) {}

  [[nodiscard]] const std::vector<DeclaredCommand>& commands() const { return commands_; }
  // first_words is the commands of one word and the groups.
  [[nodiscard]] std::vector<Inner> first_words() const;
  // second_words is the commands of a group.
  [[nodiscard]] std::vector<Inner> second_words(std::string_view group) const;

 private:
  std::vector<DeclaredCommand> commands_;
};

std::string bash_completion(const CompletionTable& table);
std::string zsh_completion(const CompletionTable& table);
std::string fish_completion(const CompletionTable& table);

// joined puts `separator` between words.
std::string joined(const std::vector<std::string>& words, std::string_view separator);
// replaced puts `by` in the place of every `what`.
std::string replaced(std::string_view text, std::string_view what, std::string_view by);

}  // namespace av::cli
