#include "tests/support/python.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <unistd.h>

namespace av::test {
namespace {

std::string interpreter() {
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

std::vector<std::string> lines_of(FILE* pipe) {
  std::vector<std::string> lines(1);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back().push_back(static_cast<char>(c));
    }
  }
  lines.pop_back();
  return lines;
}

}  // namespace

std::optional<std::vector<std::string>> python_answers(const std::string& script_and_mode,
                                                       const std::vector<std::string>& questions) {
  const std::string python = interpreter();
  if (std::system((python + " -c '' 2>/dev/null").c_str()) != 0) {
    MESSAGE("skipped: no " << python << " to compare with");
    return std::nullopt;
  }
  const QuestionFile file(questions);
  const std::string command = python + " " + script_and_mode + " <" + file.path.string();
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  auto lines = lines_of(pipe);
  REQUIRE(pclose(pipe) == 0);
  return lines;
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
