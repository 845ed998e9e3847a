#pragma once
// versions.h — which versions of Python and of libraries a project says it runs with.
//
// In: lower bounds, as `requires-python` and requirements state them.  What is not said may be any.

#include "analysis/knowledge/pattern.h"

#include <map>
#include <string>
#include <string_view>

namespace av::match {

// Versions is what one project says.
class Versions {
 public:
  // set_least says that `library` (or "python") is of `version` or later.
  void set_least(std::string library, std::string version) {
    least_[std::move(library)] = std::move(version);
  }
  // may_be says whether a version in `limit` may be in use.
  [[nodiscard]] bool may_be(const knowledge::VersionLimit& limit) const;

 private:
  std::map<std::string, std::string, std::less<>> least_;
};

// compare_versions is negative, 0 or positive as `a` is older than, the same as or newer than `b`:
// "3.9" is older than "3.12".
int compare_versions(std::string_view a, std::string_view b);

}  // namespace av::match
