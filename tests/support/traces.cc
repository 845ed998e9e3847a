#include "tests/support/traces.h"

#include "base/assert.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <pthread.h>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace av::test {
namespace {

constexpr std::uint64_t kMask = 0x5A5A5A5A5A5A5A5AU;
constexpr std::size_t kPiece = sizeof(std::uint64_t);
constexpr std::size_t kStackBytes = std::size_t{1} << 20;
// Sanitizers reserve far more than this in one piece, and keep nothing of ours in it.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;

struct Region {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string name;
};

std::vector<Region> writable_regions() {
  std::vector<Region> regions;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    Region region;
    char dash = 0;
    std::string rights;
    words >> std::hex >> region.begin >> dash >> region.end >> rights;
    region.name = line.substr(std::min(line.size(), line.find_first_of("[/")));
    if (rights.starts_with("rw") && region.end - region.begin <= kMostBytes) {
      regions.push_back(region);
    }
  }
  return regions;
}

std::uint64_t word_at(const std::byte* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, kPiece);
  return word;
}

void* run_work(void* work) {
  (*static_cast<const std::function<void()>*>(work))();
  return nullptr;
}

}  // namespace

void Traces::add(std::span<const std::byte> piece) {
  masked_.push_back(word_at(piece.data()) ^ kMask);
  starts_[std::to_integer<std::size_t>(piece[0])] = true;
}

void Traces::watch(std::span<const std::byte> secret) {
  AV_ASSERT(secret.size() >= kPiece);
  const std::size_t middle = (secret.size() - kPiece) / 8 * 4;
  for (const std::size_t at : {std::size_t{0}, middle, secret.size() - kPiece}) {
    std::array<std::byte, kPiece> piece = {};
    std::copy_n(secret.begin() + static_cast<std::ptrdiff_t>(at), kPiece, piece.begin());
    add(piece);
    std::reverse(piece.begin(), piece.begin() + 4);
    std::reverse(piece.begin() + 4, piece.end());
    add(piece);
    explicit_bzero(piece.data(), piece.size());
  }
}

std::string Traces::found() const {
  static std::array<std::byte, std::size_t{1} << 18> room;
  const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  AV_ASSERT(memory >= 0);
  std::string found;
  for (const Region& region : writable_regions()) {
    for (std::uint64_t at = region.begin; at < region.end; at += room.size() - kPiece + 1) {
      const std::size_t wanted = std::min<std::uint64_t>(room.size(), region.end - at);
      const ssize_t size = pread(memory, room.data(), wanted, static_cast<off_t>(at));
      for (ssize_t i = 0; i + static_cast<ssize_t>(kPiece) <= size; ++i) {
        const std::byte* const here = room.data() + i;
        const auto known = starts_[std::to_integer<std::size_t>(*here)]
                               ? std::ranges::find(masked_, word_at(here) ^ kMask)
                               : masked_.end();
        if (known != masked_.end()) {
          found += std::to_string(known - masked_.begin()) + " in " + region.name + "\n";
        }
      }
      explicit_bzero(room.data(), room.size());
    }
  }
  close(memory);
  return found;
}

void fill_marker(std::span<std::byte> bytes, std::uint32_t seed) {
  for (std::byte& byte : bytes) {
    seed = seed * 1664525U + 1013904223U;
    byte = static_cast<std::byte>('!' + (seed >> 24U) % 90);
  }
}

void run_apart(const std::function<void()>& work) {
  static void* const stack = mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE,
                                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  AV_ASSERT(stack != MAP_FAILED);
  pthread_attr_t attributes;
  pthread_t thread = {};
  AV_ASSERT(pthread_attr_init(&attributes) == 0);
  AV_ASSERT(pthread_attr_setstack(&attributes, stack, kStackBytes) == 0);
  auto copy = work;
  AV_ASSERT(pthread_create(&thread, &attributes, run_work, &copy) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

}  // namespace av::test
