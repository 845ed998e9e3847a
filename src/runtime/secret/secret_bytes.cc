#include <antivenom/secret.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace av::secret {

bool equal(ByteView left, ByteView right) noexcept {
  if (left.size() != right.size()) {
    return false;
  }
  // Volatile: the compiler may neither stop early nor learn anything from an earlier round.
  volatile unsigned difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    difference = difference | std::to_integer<unsigned>(left[i] ^ right[i]);
  }
  return difference == 0;
}

void wipe(std::span<std::byte> bytes) noexcept {
  if (!bytes.empty()) {
    explicit_bzero(bytes.data(), bytes.size());
  }
}

SecretBytes SecretBytes::zeros(std::size_t size) {
  SecretBytes secret;
  if (size != 0) {
    secret.data_ = static_cast<std::byte*>(::operator new(size));
    std::memset(secret.data_, 0, size);
    secret.size_ = secret.capacity_ = size;
  }
  return secret;
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes secret;
  secret.append(bytes);
  return secret;
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    wipe();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
  }
  return *this;
}

void SecretBytes::append(ByteView bytes) {
  if (bytes.empty()) {
    return;
  }
  const std::size_t wanted = size_ + bytes.size();
  if (data_ != nullptr && wanted <= capacity_) {
    std::memmove(data_ + size_, bytes.data(), bytes.size());
    size_ = wanted;
    return;
  }
  const std::size_t capacity = size_ == 0 ? wanted : std::max(wanted, capacity_ * 2);
  auto* const grown = static_cast<std::byte*>(::operator new(capacity));
  if (size_ != 0) {
    std::memcpy(grown, data_, size_);
  }
  std::memcpy(grown + size_, bytes.data(), bytes.size());  // before wipe(): it may be a part of us
  wipe();
  data_ = grown;
  size_ = wanted;
  capacity_ = capacity;
}

void SecretBytes::shrink(std::size_t size) {
  if (size < size_) {
    secret::wipe({data_ + size, size_ - size});
    size_ = size;
  }
}

void SecretBytes::wipe() noexcept {
  if (data_ != nullptr) {
    secret::wipe({data_, capacity_});
    ::operator delete(data_, capacity_);
    data_ = nullptr;
  }
  size_ = capacity_ = 0;
}

}  // namespace av::secret
