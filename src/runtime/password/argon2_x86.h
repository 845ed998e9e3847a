#pragma once
// argon2_x86.h — Argon2's compression function in vector code; can_ says whether the processor has
// what it takes.  On others can_ is false and the rest is never called.

#include <array>
#include <cstdint>

namespace av::password {

inline constexpr std::size_t kBlockWords = 128;

// Block is 1 KiB, a matrix of 8 rows of 16 words.
struct alignas(64) Block {
  std::array<std::uint64_t, kBlockWords> words;
};

namespace x86 {

bool can_mix_blocks();

// mix_blocks puts G of two blocks (RFC 9106, section 3.5) into `out`, or XORs it onto what is
// there.
enum class Onto : unsigned char { Nothing, Old };
void mix_blocks(const Block& left, const Block& right, Block& out, Onto onto);

}  // namespace x86
}  // namespace av::password
