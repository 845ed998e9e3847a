#include "analysis/text/shebang.h"

#include <algorithm>
#include <array>

namespace av::text {
namespace {

constexpr std::string_view kWordBreaks = " \t";

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(kWordBreaks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kWordBreaks));
  line.remove_prefix(word.size());
  return word;
}

std::string_view program_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// `python`, `python3`, `python3.11`, `pypy3.10`, `python3.13t`, `pythonw`, …
bool is_interpreter(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"pythonw", "python", "pypy", "jython",
                                                      "graalpy"};
  for (const std::string_view known : kNames) {
    if (name.starts_with(known)) {
      const std::string_view version = name.substr(known.size());
      return version.find_first_not_of("0123456789.tdm") == std::string_view::npos;
    }
  }
  return false;
}

// The program that `env` starts: behind its options and the variables it sets.
std::string_view program_of_env(std::string_view& line) {
  std::string_view word = next_word(line);
  while (word.starts_with('-') || word.find('=') != std::string_view::npos) {
    const bool is_split = word.starts_with("-S") && word.size() > 2;
    if (is_split) {
      return word.substr(2);
    }
    word = next_word(line);
  }
  return word;
}

}  // namespace

bool is_python_shebang(std::string_view start) {
  if (!start.starts_with("#!")) {
    return false;
  }
  std::string_view line = start.substr(2, start.find_first_of("\r\n") - 2);
  std::string_view program = program_name(next_word(line));
  if (program == "env") {
    program = program_name(program_of_env(line));
  }
  // uv runs scripts that name their own dependencies (PEP 723).
  const bool is_runner = (program == "uv" || program == "pipx") && next_word(line) == "run";
  return is_runner || is_interpreter(program);
}

}  // namespace av::text
