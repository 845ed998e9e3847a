#pragma once
// buffer.h — a growable array that keeps its memory when it is emptied.
//
// The parser fills the same few arrays for file after file.  Buffer neither constructs nor clears
// its elements and keeps its capacity across clear(), so that a worker touches fresh pages only
// while its largest file so far grows.  For trivially copyable element types only.

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

namespace av::base {

template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Buffer() { std::free(data_); }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data_[size_ - 1]; }
  [[nodiscard]] std::span<const T> view() const { return {data_, size_}; }

  void clear() { size_ = 0; }

  // resize_for_overwrite sets the size; elements beyond the old size hold indeterminate values.
  void resize_for_overwrite(std::size_t size) {
    reserve(size);
    size_ = size;
  }

  void push(const T& value) {
    if (__builtin_expect(size_ == capacity_, 0)) {
      const T copy = value;  // `value` may live in the block that grow() moves
      grow(size_ + 1);
      data_[size_++] = copy;
      return;
    }
    data_[size_++] = value;
  }

  void pop(std::size_t count = 1) { size_ -= count; }

  // extend appends `count` uninitialised elements and returns the first of them.
  T* extend(std::size_t count) {
    if (__builtin_expect(capacity_ - size_ < count, 0)) {
      grow(size_ + count);
    }
    T* first = data_ + size_;
    size_ += count;
    return first;
  }

  void reserve(std::size_t capacity) {
    if (capacity > capacity_) {
      grow(capacity);
    }
  }

  // release gives the memory back, for after one exceptionally large file.
  void release() { *this = Buffer(); }

 private:
  __attribute__((noinline)) void grow(std::size_t needed) {
    std::size_t capacity = capacity_ + capacity_ / 2;
    if (capacity < needed) {
      capacity = needed;
    }
    if (capacity < 64) {
      capacity = 64;
    }
    void* grown = std::realloc(data_, capacity * sizeof(T));
    if (grown == nullptr) {
      std::abort();  // out of memory ends the process everywhere in antivenom
    }
    data_ = static_cast<T*>(grown);
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace av::base
