#pragma once
// common_options.h — the options that every command has.

#include "base/terminal.h"
#include "cli/argument_parser.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace av::cli {

// CommonOptions is what was typed of them.
struct CommonOptions {
  std::string colour = "auto";
  bool wants_help = false;

  void declare(ArgumentParser& parser);
};

// colour_words is what --color takes; colour_choice what one of them means.
std::vector<std::string_view> colour_words();
std::optional<base::ColourChoice> colour_choice(std::string_view word);

}  // namespace av::cli
