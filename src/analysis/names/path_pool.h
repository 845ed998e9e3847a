#pragma once
// path_pool.h — dotted paths, each kept once.
//
// A file asks for the same few paths again and again, so that finding one that is kept neither
// joins its parts nor allocates.

#include "base/arena.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace av::names {

// PathPool makes and keeps paths.  What it returns is valid as long as the pool.
class PathPool {
 public:
  // keep returns the pool's own copy of `path`.
  std::string_view keep(std::string_view path) { return kept({path, {}, {}}); }
  // join is `base.name`, by the name that rules know (knowledge::find_alias).
  std::string_view join(std::string_view base, std::string_view name);
  // canonical is a dotted path whose parts are followed through find_alias from the left.
  std::string_view canonical(std::string_view dotted);
  // with_suffix is `base` and `suffix`, which is "()" or "[]".
  std::string_view with_suffix(std::string_view base, std::string_view suffix) {
    return kept({base, {}, suffix});
  }

 private:
  // Parts is a path in the pieces it is asked for in.
  struct Parts {
    std::string_view base, separator, name;

    [[nodiscard]] std::size_t hash() const;
    [[nodiscard]] bool is(std::string_view path) const;
  };

  // Slot is a path and what stands for it; free without one.
  struct Slot {
    std::size_t hash = 0;
    std::string_view path;
    std::string_view known_as;
  };

  // Table is an open hash table that only grows.
  class Table {
   public:
    Slot& slot_of(const Parts& parts, std::size_t hash);
    void note_taken() { ++taken_; }

   private:
    void grow();

    std::vector<Slot> slots_;  // a power of two, at most half full
    std::size_t taken_ = 0;
  };

  std::string_view kept(const Parts& parts);
  std::string_view copied(const Parts& parts);

  Table kept_;
  Table joined_;
  base::Arena arena_;
  std::string scratch_;
};

}  // namespace av::names
