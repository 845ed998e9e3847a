#pragma once
// path_pool.h — dotted paths, each kept once.

#include <string>
#include <string_view>
#include <unordered_set>

namespace av::names {

// PathPool makes and keeps paths.  What it returns is valid as long as the pool.
class PathPool {
 public:
  // keep returns the pool's own copy of `path`.
  std::string_view keep(std::string_view path);
  // join is `base.name`, by the name that rules know (knowledge::find_alias).
  std::string_view join(std::string_view base, std::string_view name);
  // canonical is a dotted path whose parts are followed through find_alias from the left.
  std::string_view canonical(std::string_view dotted);
  // with_suffix is `base` and `suffix`, which is "()" or "[]".
  std::string_view with_suffix(std::string_view base, std::string_view suffix);

 private:
  std::unordered_set<std::string> paths_;  // elements do not move
  std::string scratch_;
};

}  // namespace av::names
