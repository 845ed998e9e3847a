#include "tests/support/python.h"

#include "tests/support/shell.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace av::test {
namespace {

std::string interpreter() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no test changes the environment
  const char* named = std::getenv("ANTIVENOM_PYTHON");
  return named == nullptr ? "python3" : named;
}

int digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

// A file that lives as long as this object.
struct QuestionFile {
  std::filesystem::path path;

  explicit QuestionFile(const std::vector<std::string>& questions)
      : path(std::filesystem::temp_directory_path() /
             ("antivenom-questions-" + std::to_string(getpid()))) {
    std::ofstream file(path, std::ios::binary);
    for (const std::string& question : questions) {
      file << to_hex(question) << '\n';
    }
  }
  QuestionFile(const QuestionFile&) = delete;
  QuestionFile& operator=(const QuestionFile&) = delete;
  ~QuestionFile() { std::filesystem::remove(path); }
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::optional<std::vector<std::string>> python_answers(const std::string& script_and_mode,
                                                       const std::vector<std::string>& questions) {
  const std::string python = interpreter();
  if (run_shell(python + " -c '' 2>/dev/null").exit_code != 0) {
    MESSAGE("skipped: no " << python << " to compare with");
    return std::nullopt;
  }
  const QuestionFile file(questions);
  std::string command = python;
  command += " " + script_and_mode;
  command += " <" + file.path.string();
  const ShellResult result = run_shell(command);
  REQUIRE(result.exit_code == 0);
  return lines_of(result.output);
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xF];
  }
  return out;
}

std::string from_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out.push_back(static_cast<char>(digit(digits[i]) * 16 + digit(digits[i + 1])));
  }
  return out;
}

}  // namespace av::test
