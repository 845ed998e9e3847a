#pragma once
// traces.h — looks for what is left of a secret in this process's memory: heap, freed blocks,
// stacks.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace av::test {

// A sanitizer keeps freed blocks as they are, those of libraries too, and reserves more memory than
// can be looked through.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kCanLook = false;
#else
inline constexpr bool kCanLook = true;
#endif

// Traces looks for pieces of secrets.  It keeps them masked, so that it does not find itself.
class Traces {
 public:
  // watch adds a secret of 8 bytes or more: its first, its last and its middle 8 bytes, and the
  // same in words of the other byte order.
  void watch(std::span<const std::byte> secret);

  // found says which pieces lie where in the writable memory of this process: "0 in [stack]";
  // nothing when there is none.  Pieces count from 0, six a secret.
  [[nodiscard]] std::string found() const;

 private:
  void add(std::span<const std::byte> piece);
  std::vector<std::uint64_t> masked_;
  std::array<bool, 256> starts_ = {};
};

// fill_marker writes bytes that are the same for the same seed, and like nothing else in memory.
void fill_marker(std::span<std::byte> bytes, std::uint32_t seed);

// run_apart runs `work` in a thread whose stack stays as it left it until the next call.
void run_apart(const std::function<void()>& work);

}  // namespace av::test
