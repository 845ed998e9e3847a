#pragma once
// raw.h — bytes as libraries in C take them.

#include <cstddef>
#include <span>

namespace av::base {

inline const unsigned char* raw(std::span<const std::byte> bytes) {
  return static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
}
inline unsigned char* raw(std::span<std::byte> bytes) {
  return static_cast<unsigned char*>(static_cast<void*>(bytes.data()));
}

}  // namespace av::base
