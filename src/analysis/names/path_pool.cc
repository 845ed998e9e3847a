#include "analysis/names/path_pool.h"

#include "analysis/knowledge/model.h"

#include <algorithm>

namespace av::names {
namespace {

// Longer paths arise only in text made to be long; they are cut, and then match nothing.
constexpr std::size_t kMaxPathBytes = 500;

}  // namespace

std::string_view PathPool::keep(std::string_view path) {
  scratch_.assign(path.substr(0, kMaxPathBytes));
  return *paths_.insert(scratch_).first;
}

std::string_view PathPool::join(std::string_view base, std::string_view name) {
  scratch_.assign(base.substr(0, kMaxPathBytes));
  if (!base.empty() && base.back() != '.') {  // relative imports begin with dots
    scratch_ += '.';
  }
  scratch_ += name;
  const std::string_view alias = knowledge::find_alias(scratch_);
  return alias.empty() ? *paths_.insert(scratch_).first : alias;
}

std::string_view PathPool::canonical(std::string_view dotted) {
  const std::size_t dots = std::min(dotted.find_first_not_of('.'), dotted.size());
  std::string_view path = dotted.substr(0, dots);
  std::string_view rest = dotted.substr(dots);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    path = join(path, rest.substr(0, end));
    rest = rest.substr(std::min(end + 1, rest.size()));
  }
  return path.empty() || path.data() == dotted.data() ? keep(path) : path;
}

std::string_view PathPool::with_suffix(std::string_view base, std::string_view suffix) {
  scratch_.assign(base.substr(0, kMaxPathBytes));
  scratch_ += suffix;
  return *paths_.insert(scratch_).first;
}

}  // namespace av::names
