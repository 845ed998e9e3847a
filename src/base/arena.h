#pragma once
// arena.h — memory for many small values that are freed together.
//
// Only for trivially destructible types: nothing is ever destroyed, the memory just goes.

#include <cstddef>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <type_traits>

namespace av::base {

// Arena owns what it makes until it goes or is cleared.  Not thread-safe.
class Arena {
 public:
  // make copies `value` into the arena.
  template <class T>
  T* make(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return ::new (take(sizeof(T), alignof(T))) T(value);
  }

  // copy copies the elements of `values` into the arena.
  template <class T>
  std::span<const T> copy(std::span<const T> values) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (values.empty()) {
      return {};
    }
    T* copied = static_cast<T*>(take(values.size_bytes(), alignof(T)));
    std::uninitialized_copy(values.begin(), values.end(), copied);
    return {copied, values.size()};
  }

  std::string_view copy(std::string_view text) {
    const std::span<const char> copied = copy(std::span<const char>(text.data(), text.size()));
    return {copied.data(), copied.size()};
  }

  // used_bytes is how much was handed out since the arena was made.
  [[nodiscard]] std::size_t used_bytes() const { return used_bytes_; }

 private:
  void* take(std::size_t size, std::size_t alignment) {
    used_bytes_ += size;
    return memory_.allocate(size, alignment);
  }

  std::pmr::monotonic_buffer_resource memory_;
  std::size_t used_bytes_ = 0;
};

}  // namespace av::base
