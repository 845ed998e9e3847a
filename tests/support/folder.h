#pragma once
// folder.h — a folder for one test, with files in it, gone at the end.

#include <string>
#include <string_view>

namespace av::test {

// Folder is an empty folder in the system's temporary folder.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  // path is the folder's own path, or that of `name` in it.
  [[nodiscard]] std::string path(std::string_view name = {}) const;
  // write makes a file, and the folders on the way to it; returns its path.
  [[nodiscard]] std::string write(std::string_view name, std::string_view content) const;
  // read is a file's content.
  [[nodiscard]] std::string read(std::string_view name) const;
  // entries is how many files and folders lie directly in it.
  [[nodiscard]] unsigned entries() const;

 private:
  std::string path_;
};

}  // namespace av::test
