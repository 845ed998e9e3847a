#include "cli/help.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using av::cli::all_commands;
using av::cli::ArgumentParser;
using av::cli::Command;
using av::cli::CommandInfo;
using av::cli::DeclaredOption;

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

// arguments_of are the words of an example behind the command's name, up to an explanation (set off
// by a # or two spaces) or a pipe, and without redirections.
std::vector<std::string> arguments_of(const std::string& example, std::string_view name) {
  const std::string command = "antivenom " + std::string(name);
  const std::size_t start = example.find(command);
  REQUIRE(start != std::string::npos);
  std::string rest = example.substr(start + command.size());
  for (const char* const end : {"  ", "#", "|", "<", ">"}) {
    rest.resize(std::min(rest.find(end), rest.size()));
  }
  std::istringstream stream(rest);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

}  // namespace

TEST_CASE("every command has a name of its own, a summary and examples") {
  std::set<std::string> names;
  for (const auto& command : all_commands()) {
    const CommandInfo info = command->info();
    CHECK(names.emplace(info.name).second);
    CHECK_FALSE(info.summary.empty());
    CHECK_FALSE(info.summary.ends_with("."));
    CHECK_FALSE(info.examples.empty());
  }
}

TEST_CASE("every example in the help is a command line that parses") {
  for (const auto& command : all_commands()) {
    const CommandInfo info = command->info();
    for (const std::string& example : lines_of(info.examples)) {
      const std::vector<std::string> words = arguments_of(example, info.name);
      ArgumentParser parser;
      command->declare(parser);
      CHECK_MESSAGE(!parser.parse(words), example);
      CHECK_MESSAGE(parser.extras().empty(), example);
    }
  }
}

TEST_CASE("the overview lists commands and groups, a group its commands") {
  const std::string overview = av::cli::overview_help();
  for (const auto& command : all_commands()) {
    const std::string name(command->info().name);
    const std::size_t space = name.find(' ');
    if (space == std::string::npos) {
      CHECK(overview.find("\n  " + name + " ") != std::string::npos);
    } else {
      CHECK(overview.find("\n  " + name.substr(0, space) + " ...") != std::string::npos);
      CHECK(av::cli::group_help(name.substr(0, space)).find("\n  " + name) != std::string::npos);
    }
  }
}

TEST_CASE("the help of a command lists its options and fits the line") {
  for (const auto& command : all_commands()) {
    ArgumentParser parser;
    command->declare(parser);
    const std::string help = av::cli::command_help(command->info(), parser);
    for (const DeclaredOption& option : parser.declared()) {
      CHECK(help.find(option.term()) != std::string::npos);
      CHECK_FALSE(option.description.empty());
    }
    for (const std::string& line : lines_of(help)) {
      CHECK_MESSAGE(line.size() <= 98, line);
    }
  }
}
