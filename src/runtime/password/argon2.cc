#include "runtime/password/argon2.h"

#include "base/assert.h"
#include "base/raw.h"
#include "runtime/password/argon2_x86.h"

#include <algorithm>
#include <array>
#include <memory>
#include <sodium.h>
#include <sys/mman.h>

namespace av::password {
namespace {

using base::raw;
using secret::ByteView;

constexpr std::uint32_t kSlices = 4;
constexpr std::uint32_t kVersion = 0x13;
constexpr std::uint32_t kArgon2id = 2;
constexpr std::size_t kHashBytes = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::array<std::byte, 4> little_endian(std::size_t value) {
  return {static_cast<std::byte>(value), static_cast<std::byte>(value >> 8U),
          static_cast<std::byte>(value >> 16U), static_cast<std::byte>(value >> 24U)};
}

// Blake2b hashes what is added, and is wiped.
class Blake2b {
 public:
  explicit Blake2b(std::size_t size) : size_(size) {
    AV_ASSERT(crypto_generichash_blake2b_init(&state_, nullptr, 0, size) == 0);
  }
  Blake2b(const Blake2b&) = delete;
  Blake2b& operator=(const Blake2b&) = delete;
  ~Blake2b() { sodium_memzero(&state_, sizeof(state_)); }

  Blake2b& add(ByteView bytes) {
    crypto_generichash_blake2b_update(
        &state_, static_cast<const unsigned char*>(static_cast<const void*>(bytes.data())),
        bytes.size());
    return *this;
  }
  Blake2b& add(std::size_t number) { return add(ByteView(little_endian(number))); }
  void finish(std::span<std::byte> out) {
    crypto_generichash_blake2b_final(&state_, raw(out), size_);
  }

 private:
  crypto_generichash_blake2b_state state_;
  std::size_t size_;
};

// long_hash is H' of RFC 9106, section 3.3: any length out.
void long_hash(ByteView in, std::span<std::byte> out) {
  if (out.size() <= kHashBytes) {
    Blake2b(out.size()).add(out.size()).add(in).finish(out);
    return;
  }
  SecretBytes step = SecretBytes::zeros(kHashBytes);
  Blake2b(kHashBytes).add(out.size()).add(in).finish(step.writable());
  for (;; out = out.subspan(kHashBytes / 2)) {
    std::ranges::copy(step.expose().first(kHashBytes / 2), out.begin());
    const std::size_t left = out.size() - kHashBytes / 2;
    const std::size_t size = std::min(left, kHashBytes);
    Blake2b next(size);
    next.add(step.expose());
    if (left <= kHashBytes) {
      next.finish(out.last(left));
      return;
    }
    next.finish(step.writable());
  }
}

// Memory is blocks of the system's, in huge pages where it has them, and never in a core dump.
class Memory {
 public:
  explicit Memory(std::size_t blocks) : bytes_(blocks * sizeof(Block) + kHugePage) {
    data_ = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (is_there()) {
      madvise(data_, bytes_, MADV_HUGEPAGE);
      madvise(data_, bytes_, MADV_DONTDUMP);
    }
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() {
    if (is_there()) {
      munmap(data_, bytes_);
    }
  }

  [[nodiscard]] bool is_there() const { return data_ != MAP_FAILED; }
  // blocks begin where a huge page does.
  [[nodiscard]] Block* blocks() const {
    void* start = data_;
    std::size_t room = bytes_;
    return static_cast<Block*>(std::align(kHugePage, bytes_ - kHugePage, start, room));
  }

 private:
  std::size_t bytes_;
  void* data_;
};

// Matrix is one lane being filled.
class Matrix {
 public:
  // Two more blocks are for the addresses of the slices that do not look at the data.
  Matrix(Block* blocks, std::uint32_t count, std::uint32_t passes)
      : blocks_(blocks),
        addresses_(blocks[count]),
        counter_(blocks[count + 1]),
        count_(count),
        passes_(passes) {}

  void fill() {
    for (std::uint32_t pass = 0; pass < passes_; ++pass) {
      for (std::uint32_t slice = 0; slice < kSlices; ++slice) {
        fill_slice(pass, slice);
      }
    }
  }
  [[nodiscard]] const Block& last() const { return blocks_[count_ - 1]; }

 private:
  void fill_slice(std::uint32_t pass, std::uint32_t slice) {
    const std::uint32_t size = count_ / kSlices;
    const bool by_counter = pass == 0 && slice < kSlices / 2;
    const bool is_first = pass == 0 && slice == 0;
    if (by_counter) {
      counter_.words = {0, 0, slice, count_, passes_, kArgon2id};
    }
    for (std::uint32_t i = 0; i < size; ++i) {
      if (by_counter && i % kBlockWords == 0) {
        next_addresses();
      }
      if (is_first && i < 2) {
        continue;
      }
      const std::uint32_t at = slice * size + i;
      const Block& before = blocks_[at == 0 ? count_ - 1 : at - 1];
      const std::uint64_t random = by_counter ? addresses_.words[i % kBlockWords] : before.words[0];
      const Block& other = blocks_[choose(pass, slice, i, static_cast<std::uint32_t>(random))];
      x86::mix_blocks(before, other, blocks_[at], pass == 0 ? x86::Onto::Nothing : x86::Onto::Old);
    }
  }

  void next_addresses() {
    ++counter_.words[6];
    const Block zero = {};
    x86::mix_blocks(zero, counter_, addresses_, x86::Onto::Nothing);
    x86::mix_blocks(zero, addresses_, addresses_, x86::Onto::Nothing);
  }

  // choose is the block to mix in: section 3.4.2, blocks that came not long ago being likelier.
  [[nodiscard]] std::uint32_t choose(std::uint32_t pass, std::uint32_t slice, std::uint32_t index,
                                     std::uint32_t random) const {
    const std::uint32_t size = count_ / kSlices;
    const std::uint32_t area = (pass == 0 ? slice * size : count_ - size) + index - 1;
    const std::uint64_t squared = std::uint64_t{random} * random >> 32U;
    const auto back = static_cast<std::uint32_t>(area * squared >> 32U);
    const std::uint32_t start = pass == 0 || slice == kSlices - 1 ? 0 : (slice + 1) * size;
    const std::uint64_t at = std::uint64_t{start} + (area - 1 - back);
    return static_cast<std::uint32_t>(at >= count_ ? at - count_ : at);
  }

  Block* blocks_;
  Block& addresses_;
  Block& counter_;
  std::uint32_t count_;
  std::uint32_t passes_;
};

std::span<std::byte> bytes_of(Block& block) {
  return std::as_writable_bytes(std::span(block.words));
}

}  // namespace

bool has_fast_argon2() {
  static const bool kHas = x86::can_mix_blocks();
  return kHas;
}

bool fast_argon2id(const Argon2Input& input, std::span<std::byte> tag) {
  const std::uint32_t count = input.memory_kib / kSlices * kSlices;
  AV_ASSERT(count >= 2 * kSlices && input.passes > 0);
  const Memory memory(std::size_t{count} + 2);
  if (!memory.is_there()) {
    return false;
  }
  SecretBytes seed = SecretBytes::zeros(kHashBytes + 8);
  Blake2b(kHashBytes)
      .add(std::size_t{1})  // lanes
      .add(tag.size())
      .add(input.memory_kib)
      .add(input.passes)
      .add(kVersion)
      .add(kArgon2id)
      .add(input.password.size())
      .add(input.password)
      .add(input.salt.size())
      .add(input.salt)
      .add(std::size_t{0})  // no key
      .add(std::size_t{0})  // no associated data
      .finish(seed.writable().first(kHashBytes));
  Block* const blocks = memory.blocks();
  for (std::size_t i = 0; i < 2; ++i) {
    seed.writable()[kHashBytes] = static_cast<std::byte>(i);
    long_hash(seed.expose(), bytes_of(blocks[i]));
  }
  Matrix matrix(blocks, count, input.passes);
  matrix.fill();
  long_hash(std::as_bytes(std::span(matrix.last().words)), tag);
  return true;
}

}  // namespace av::password
