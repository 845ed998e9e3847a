#include "analysis/names/path_pool.h"

#include "analysis/knowledge/model.h"
#include "analysis/names/name_hash.h"

#include <algorithm>
#include <utility>

namespace av::names {
namespace {

// Longer paths arise only in text made to be long; they are cut, and then match nothing.
constexpr std::size_t kMaxPathBytes = 500;
constexpr std::size_t kFirstSlots = 64;

}  // namespace

// Equal paths in other pieces have other hashes: they are kept twice, which only costs their bytes.
std::size_t PathPool::Parts::hash() const {
  return mixed_hash(name_hash(base) + separator.size(), name_hash(name));
}

bool PathPool::Parts::is(std::string_view path) const {
  return path.size() == base.size() + separator.size() + name.size() && path.ends_with(name) &&
         path.starts_with(base) && path.substr(base.size()).starts_with(separator);
}

PathPool::Slot& PathPool::Table::slot_of(const Parts& parts, std::size_t hash) {
  if (slots_.empty() || (taken_ + 1) * 2 > slots_.size()) {
    grow();
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].path.data() != nullptr &&
         (slots_[at].hash != hash || !parts.is(slots_[at].path))) {
    at = (at + 1) & mask;
  }
  return slots_[at];
}

void PathPool::Table::grow() {
  std::vector<Slot> old(std::max(slots_.size() * 2, kFirstSlots));
  std::swap(old, slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    std::size_t at = slot.hash & mask;
    while (slot.path.data() != nullptr && slots_[at].path.data() != nullptr) {
      at = (at + 1) & mask;
    }
    slots_[at] = slot.path.data() != nullptr ? slot : slots_[at];
  }
}

// copied is the parts as one text, which stays.
std::string_view PathPool::copied(const Parts& parts) {
  scratch_.assign(parts.base).append(parts.separator).append(parts.name);
  scratch_ += '\0';  // so that the empty path has a place, too
  return arena_.copy(std::string_view(scratch_)).substr(0, scratch_.size() - 1);
}

std::string_view PathPool::kept(const Parts& parts) {
  const Parts cut = {parts.base.substr(0, kMaxPathBytes), parts.separator, parts.name};
  const std::size_t hash = cut.hash();
  Slot& slot = kept_.slot_of(cut, hash);
  if (slot.path.data() == nullptr) {
    slot = {hash, copied(cut), {}};
    kept_.note_taken();
  }
  return slot.path;
}

std::string_view PathPool::join(std::string_view base, std::string_view name) {
  // Relative imports begin with dots.
  const std::string_view separator = base.empty() || base.back() == '.' ? "" : ".";
  const Parts parts = {base.substr(0, kMaxPathBytes), separator, name};
  const std::size_t hash = parts.hash();
  Slot& slot = joined_.slot_of(parts, hash);
  if (slot.path.data() == nullptr) {
    const std::string_view path = copied(parts);
    const std::string_view alias = knowledge::find_alias(path);
    slot = {hash, path, alias.empty() ? path : alias};
    joined_.note_taken();
  }
  return slot.known_as;
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

}  // namespace av::names
