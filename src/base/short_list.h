#pragma once
// short_list.h — a list of plain values that takes no memory until it is long.
//
// For lists that are made and gone within a function, millions of times.  Neither copied nor moved;
// it converts to a std::span.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace av::base {

// ShortList keeps up to kRoom values in itself.
template <class T, std::size_t kRoom>
class ShortList {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  ShortList() = default;
  explicit ShortList(std::span<const T> values) { append(values); }
  ShortList(const ShortList&) = delete;
  ShortList& operator=(const ShortList&) = delete;

  void push_back(const T& value) {
    if (size_ == room_) {
      const T kept = value;  // it may lie in here
      reserve(room_ * 2);
      data_[size_++] = kept;
    } else {
      data_[size_++] = value;
    }
  }
  // append: values that do not lie in here.
  void append(std::span<const T> values) {
    reserve(size_ + values.size());
    std::ranges::copy(values, data_ + size_);
    size_ += values.size();
  }
  void clear() { size_ = 0; }
  // shorten keeps the first `size`, which are no more than there are.
  void shorten(std::size_t size) { size_ = size; }
  template <class Drops>
  void erase_if(const Drops& drops) {
    size_ = static_cast<std::size_t>(std::remove_if(begin(), end(), drops) - begin());
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] T& operator[](std::size_t at) { return data_[at]; }
  [[nodiscard]] const T& operator[](std::size_t at) const { return data_[at]; }

 private:
  void reserve(std::size_t room) {
    if (room <= room_) {
      return;
    }
    room = std::max(room, room_ * 2);
    auto more = std::make_unique_for_overwrite<T[]>(room);
    std::copy(begin(), end(), more.get());
    more_ = std::move(more);
    data_ = more_.get();
    room_ = room;
  }

  alignas(T) std::byte own_[sizeof(T) * kRoom];
  T* data_ = reinterpret_cast<T*>(own_);
  std::size_t size_ = 0;
  std::size_t room_ = kRoom;
  std::unique_ptr<T[]> more_;
};

}  // namespace av::base
