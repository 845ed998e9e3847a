#pragma once
// derive.h — what a password becomes under a stored string's scheme and costs.

#include "runtime/password/stored.h"

namespace av::password {

// derive computes the digest that `stored` should hold; its own digest gives the length.  Waits
// for its share of the process's memory.  The caller has checked the caps.
Result<SecretBytes> derive(ByteView password, const Stored& stored);

// bcrypt_input is what the bcrypts hash: the password, or its pre-hash as text.  A plain password
// of more than 72 bytes is InvalidArgument.
Result<SecretBytes> bcrypt_input(ByteView password, const Stored& stored);

// MemoryLease is a share of the process's memory, given back when it goes.
class MemoryLease {
 public:
  static Result<MemoryLease> take(std::uint64_t bytes);
  MemoryLease(MemoryLease&& other) noexcept : bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryLease& operator=(MemoryLease&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MemoryLease();

 private:
  explicit MemoryLease(std::uint64_t bytes) : bytes_(bytes) {}
  std::uint64_t bytes_;
};

}  // namespace av::password
