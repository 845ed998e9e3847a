#include "cli/common_options.h"

#include <array>
#include <utility>

namespace av::cli {
namespace {

constexpr std::array<std::pair<std::string_view, base::ColourChoice>, 3> kColours = {{
    {"auto", base::ColourChoice::Auto},
    {"always", base::ColourChoice::Always},
    {"never", base::ColourChoice::Never},
}};

}  // namespace

void CommonOptions::declare(ArgumentParser& parser) {
  parser.add_option("--color", colour, "Colours: auto, always or never")
      ->type_name("WHEN")
      ->group("General");
  parser.add_flag("-h,--help", wants_help, "Show this help")->group("General");
}

std::vector<std::string_view> colour_words() {
  std::vector<std::string_view> words;
  words.reserve(kColours.size());
  for (const auto& [word, choice] : kColours) {
    words.push_back(word);
  }
  return words;
}

std::optional<base::ColourChoice> colour_choice(std::string_view word) {
  for (const auto& [known, choice] : kColours) {
    if (known == word) {
      return choice;
    }
  }
  return std::nullopt;
}

}  // namespace av::cli
