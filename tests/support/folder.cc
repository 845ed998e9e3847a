#include "tests/support/folder.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace av::test {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "antivenom-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string Folder::path(std::string_view name) const {
  return name.empty() ? path_ : path_ + "/" + std::string(name);
}

std::string Folder::write(std::string_view name, std::string_view content) const {
  const std::string target = path(name);
  fs::create_directories(fs::path(target).parent_path());
  std::ofstream file(target, std::ios::binary);
  file << content;
  file.close();
  REQUIRE(file);
  return target;
}

std::string Folder::read(std::string_view name) const {
  std::ifstream file(path(name), std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

unsigned Folder::entries() const {
  return static_cast<unsigned>(
      std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
}

}  // namespace av::test
