#pragma once
// id.h — typed 32-bit ids instead of pointers.
//
// An id is an index into a table of its owner: 4 bytes, comparable, and of its own type, so that a
// node cannot be looked up among tokens.  Id::none() stands for "absent".

#include <compare>
#include <cstdint>

namespace av::base {

// Id is an index tagged with what it indexes.  Trivially copyable; no conversion to other ids.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t index) : index_(index) {}
  static constexpr Id none() { return Id(); }
  [[nodiscard]] constexpr bool exists() const { return index_ != kNone; }
  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::uint32_t index_ = kNone;
};

}  // namespace av::base
