#include "analysis/taint/islands.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace av::taint {
namespace {

// Where libraries are installed, which do not belong together for that.
constexpr std::string_view kInstalled[] = {"site-packages", "dist-packages"};

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool is_of_libraries(std::string_view folder) {
  const std::string_view name = folder.substr(folder.rfind('/') + 1);
  return std::ranges::find(kInstalled, name) != std::end(kInstalled);
}

// Sets joins units into sets: each unit leads, over others, to the first one of its set.
class Sets {
 public:
  explicit Sets(std::size_t count) : above_(count) { std::iota(above_.begin(), above_.end(), 0U); }

  std::uint32_t first(std::uint32_t one) {
    while (above_[one] != one) {
      above_[one] = above_[above_[one]];
      one = above_[one];
    }
    return one;
  }

  void join(std::uint32_t a, std::uint32_t b) {
    a = first(a);
    b = first(b);
    above_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> above_;
};

// Joiner is the state of one islands_of().
class Joiner {
 public:
  Joiner(std::span<const Unit> units, const NumberMap& unit_of_module)
      : units_(units), unit_of_module_(unit_of_module), sets_(units.size()) {}

  Islands run() {
    join_folders();
    for (at_ = 0; at_ < units_.size(); ++at_) {
      join_named(units_[at_]);
    }
    Islands islands;
    for (std::uint32_t i = 0; i < units_.size(); ++i) {
      const std::uint32_t first = sets_.first(i);
      islands.of_unit.push_back(first == i ? islands.count++ : islands.of_unit[first]);
    }
    return islands;
  }

 private:
  // The files of a folder, and those of folders below the nearest one that has files.
  void join_folders() {
    std::unordered_map<std::string_view, std::uint32_t> folders;  // by path: a unit
    for (std::uint32_t i = 0; i < units_.size(); ++i) {
      const auto [slot, is_new] = folders.try_emplace(folder_of(units_[i].path), i);
      if (!is_new && !is_of_libraries(slot->first)) {
        sets_.join(slot->second, i);
      }
    }
    for (const auto& [folder, unit] : folders) {
      for (std::string_view above = folder; !above.empty();) {
        above = folder_of(above);
        if (const auto found = folders.find(above); found != folders.end()) {
          if (!is_of_libraries(above)) {
            sets_.join(found->second, unit);
          }
          break;
        }
      }
    }
  }

  void join_named(const Unit& unit) {
    for (const Target& target : unit.targets) {
      join_module(target.definition.module);
    }
    for (const Special& special : unit.specials) {
      join_module(special.module);
      join_module(special.function.definition.module);
      join_module(special.type.definition.module);
    }
    for (const UnitClass& one : unit.classes) {
      for (const Target& base : one.bases) {
        join_module(base.definition.module);
      }
    }
    for (const Route& route : unit.routes) {
      join_module(route.function.definition.module);
    }
    for (const Injection& injection : unit.injections) {
      join_module(injection.provider.definition.module);
    }
    for (const ExceptionRow& exception : unit.exceptions) {
      join_module(exception.type.definition.module);
    }
  }

  void join_module(names::ModuleId module) {
    const std::uint32_t unit =
        module.exists() ? unit_of_module_.find(module.index()) : NumberMap::kNone;
    if (unit != NumberMap::kNone) {
      sets_.join(at_, unit);
    }
  }

  std::span<const Unit> units_;
  const NumberMap& unit_of_module_;
  Sets sets_;
  std::uint32_t at_ = 0;
};

}  // namespace

Islands islands_of(std::span<const Unit> units, const NumberMap& unit_of_module) {
  return Joiner(units, unit_of_module).run();
}

}  // namespace av::taint
