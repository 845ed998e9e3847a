#pragma once
// selector.h — one step into a value: an attribute, an element, the keys of a dict.

#include "base/id.h"

#include <compare>
#include <cstdint>

namespace av::taint {

struct NameTag;
// NameId is a text that the whole program shares: names of attributes, keys, variables.
using NameId = base::Id<NameTag>;

// kExactElements: a list's places and a dict's keys are told apart up to this many.
inline constexpr std::uint32_t kExactElements = 16;

// Selector is a step.  Ascending ones are grouped by kind.
class Selector {
 public:
  static Selector attribute(NameId name) { return Selector(kAttribute | name.index()); }
  static Selector key(NameId text) { return Selector(kKey | text.index()); }
  // index is that element of a sequence, or any element when it is too far behind.
  static Selector index(std::int64_t at) {
    return at >= 0 && at < kExactElements ? Selector(kIndex | static_cast<std::uint32_t>(at))
                                          : any();
  }
  // any is an element whose key or index is not known.
  static Selector any() { return Selector(kSpecial); }
  // keys is what the keys of a dict hold.
  static Selector keys() { return Selector(kSpecial | 1); }
  // base is what an object keeps of what was passed to the __init__ of a base that is not in the
  // program: the text of an exception, say.
  static Selector base() { return Selector(kSpecial | 2); }
  // captured is what a function value remembers of a variable around it.
  static Selector captured(std::uint32_t symbol) { return Selector(kSpecial | (symbol + 3)); }

  [[nodiscard]] bool is_attribute() const { return kind() == kAttribute; }
  [[nodiscard]] bool is_any() const { return code_ == kSpecial; }
  [[nodiscard]] bool is_element() const { return kind() == kKey || kind() == kIndex || is_any(); }
  // is_exact says whether it is one place, so that what is stored there replaces what was.
  [[nodiscard]] bool is_exact() const { return kind() != kSpecial || code_ > (kSpecial | 1); }
  [[nodiscard]] bool has_name() const { return kind() == kAttribute || kind() == kKey; }
  [[nodiscard]] NameId name() const { return NameId(code_ & kMask); }
  [[nodiscard]] Selector with_name(NameId name) const { return Selector(kind() | name.index()); }
  // code is a number for tables; from_code is its inverse.
  [[nodiscard]] std::uint32_t code() const { return code_; }
  static Selector from_code(std::uint32_t code) { return Selector(code); }
  friend auto operator<=>(Selector, Selector) = default;

  Selector() = default;

 private:
  static constexpr std::uint32_t kAttribute = 0;
  static constexpr std::uint32_t kKey = 1U << 30;
  static constexpr std::uint32_t kIndex = 2U << 30;
  static constexpr std::uint32_t kSpecial = 3U << 30;
  static constexpr std::uint32_t kMask = (1U << 30) - 1;

  explicit Selector(std::uint32_t code) : code_(code) {}
  [[nodiscard]] std::uint32_t kind() const { return code_ & ~kMask; }

  std::uint32_t code_ = kSpecial;
};

}  // namespace av::taint
