#pragma once
// meaning.h — what an expression refers to, as far as its project shows.

#include "analysis/names/project.h"
#include "analysis/syntax/tree.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

namespace av::names {

// Meaning is one thing that an expression may refer to.
//
// `path` is a dotted path from a module on: "subprocess.run", "builtins.eval", ".helpers.run" of a
// relative import; "()" stands behind a path for what its call returns and "[]" for an element
// ("flask.request.args[]").  It is empty for what this file defines; then `definition` is the
// FunctionDef or ClassDef.  For what another module of the project is or defines `entity` says
// what, and `path` names it: "app.util.Runner".
struct Meaning {
  enum class Kind : std::uint8_t {
    Object,    // the thing that `path` or `definition` names
    Instance,  // an instance of that class
  };
  Kind kind = Kind::Object;
  std::string_view path;
  syntax::NodeId definition;
  Entity entity = {};
  bool is_partial = false;  // functools.partial() of it: some arguments are given already

  friend bool operator==(const Meaning&, const Meaning&) = default;
};

// Meanings is all that an expression may refer to: several after `try: import a except: import b`.
class Meanings {
 public:
  static constexpr std::size_t kMax = 4;

  // Only the meanings that are there are made and copied: nearly all answers are one, or none.
  Meanings() {}
  Meanings(const Meanings& other) : count_(other.count_), complete_(other.complete_) {
    std::uninitialized_copy_n(other.items.begin(), count_, items.begin());
  }
  Meanings& operator=(const Meanings& other) {
    count_ = other.count_;
    complete_ = other.complete_;
    std::copy_n(other.items.begin(), count_, items.begin());
    return *this;
  }
  ~Meanings() = default;

  [[nodiscard]] std::span<const Meaning> all() const { return std::span(items).first(count_); }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  // is_complete: nothing else is possible.  An empty complete answer is a thing without a name.
  [[nodiscard]] bool is_complete() const { return complete_; }

  void add(const Meaning& meaning);
  void add(const Meanings& meanings);
  void set_incomplete() { complete_ = false; }

 private:
  static_assert(std::is_trivially_copyable_v<Meaning>);
  union {
    std::array<Meaning, kMax> items;
  };
  std::size_t count_ = 0;
  bool complete_ = true;
};

// unknown is nothing known, with anything possible.
inline Meanings unknown() {
  Meanings out;
  out.set_incomplete();
  return out;
}

}  // namespace av::names
