#pragma once
// project_versions.h — which versions of Python and of libraries a project says it runs with.
//
// In: the paths of a scan.  Out: what the project's folder says of them: pyproject.toml (also
// Poetry's tables), setup.cfg, requirements*.txt, and what poetry.lock, uv.lock, pdm.lock,
// pylock.toml and Pipfile.lock pin where those leave it open.  Of several lower bounds the lowest
// holds. Never fails: what is not there or cannot be read says nothing.  At most kMostVersionFiles
// files of kMostVersionFileBytes each are read.

#include "analysis/match/versions.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace av::engine {

inline constexpr std::size_t kMostVersionFiles = 40;
inline constexpr std::uint64_t kMostVersionFileBytes = std::uint64_t{4} << 20;

// load_versions reads the folder that holds all of `paths`, or where it says nothing, those above
// it up to the root of the repository.
match::Versions load_versions(std::span<const std::string> paths);

// VersionReader gathers what files say.
class VersionReader {
 public:
  // Each reads one file's text.
  void read_pyproject(std::string_view text);
  void read_setup_cfg(std::string_view text);
  void read_requirements(std::string_view text);
  void read_lock(std::string_view text);
  void read_pipfile_lock(std::string_view text);

  // versions is what all of them said.
  [[nodiscard]] match::Versions versions() const;
  [[nodiscard]] bool empty() const { return least_.empty() && locked_.empty(); }

  // add_requirement reads one, as PEP 508 writes it: "PyYAML[x] >=5.4,<7; python_version > '3'".
  void add_requirement(std::string_view text);
  // add_range reads the versions of one library: ">=5.4,<7", Poetry's "^5.4" and "5.4".
  void add_range(std::string_view library, std::string_view range);

 private:
  std::map<std::string, std::string, std::less<>> least_;
  std::map<std::string, std::string, std::less<>> locked_;
};

}  // namespace av::engine
