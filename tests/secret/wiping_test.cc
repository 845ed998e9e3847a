// What SecretBytes gives back to the allocator is zero.  This binary's operator delete looks.

#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

using av::secret::bytes_of;
using av::secret::SecretBytes;

namespace {

std::atomic<bool> watching = false;
std::atomic<int> blocks_given_back = 0;
std::atomic<int> blocks_not_wiped = 0;

// Watch counts the sized deletes of its lifetime; only SecretBytes may make any meanwhile.
class Watch {
 public:
  Watch() {
    blocks_given_back = 0;
    blocks_not_wiped = 0;
    watching = true;
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { watching = false; }
};

}  // namespace

// Not inlined: the compiler would see malloc meet operator delete, and object.
__attribute__((noinline)) void* operator new(std::size_t size) {
  void* const block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) {
    std::abort();
  }
  return block;
}

void operator delete(void* block) noexcept {
  std::free(block);
}

__attribute__((noinline)) void operator delete(void* block, std::size_t size) noexcept {
  if (watching && block != nullptr) {
    const auto* const bytes = static_cast<const unsigned char*>(block);
    ++blocks_given_back;
    blocks_not_wiped += std::all_of(bytes, bytes + size, [](auto b) { return b == 0; }) ? 0 : 1;
  }
  std::free(block);
}

TEST_CASE("the watch sees a block that was not wiped") {
  {
    const Watch watch;
    auto* block = static_cast<char*>(::operator new(3));
    block[0] = 'x';
    block[1] = block[2] = 0;
    ::operator delete(block, 3);
  }
  CHECK(blocks_given_back == 1);
  CHECK(blocks_not_wiped == 1);
}

TEST_CASE("destruction, assignment, growth and wipe() give back zeros only") {
  const std::string text(200, 'k');
  {
    const Watch watch;
    SecretBytes secret = SecretBytes::copy_of(text);
    for (int i = 0; i < 10; ++i) {
      secret.append(bytes_of(text));
    }
    SecretBytes other = secret.clone();
    other = SecretBytes::copy_of(text);
    secret.wipe();
    secret = std::move(other);
    secret.shrink(10);
  }
  CHECK(blocks_given_back >= 6);
  CHECK(blocks_not_wiped == 0);
}

TEST_CASE("a shrunk secret's tail is zero") {
  SecretBytes secret = SecretBytes::copy_of("0123456789");
  const std::byte* const start = secret.expose().data();
  secret.shrink(2);
  CHECK(std::all_of(start + 2, start + 10, [](std::byte b) { return b == std::byte{0}; }));
}
