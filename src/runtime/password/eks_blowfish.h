#pragma once
// eks_blowfish.h — the expensive key schedule of bcrypt, several at once on one core.
//
// One Blowfish round waits for four loads that wait for the round before; a core could do several
// such chains in the time of one.  run_jobs interleaves up to kMostLanes independent jobs.
// The states are on the caller's stack, 27 KB at most: once a job is taken nothing can fail, so no
// thread waits for one that was given up.
// Erased: every state.  Not constant-time: Blowfish's tables are read where the key says.
// Source: Provos and Mazières, "A Future-Adaptable Password Scheme" (1999); Schneier, Blowfish.

#include <antivenom/secret.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace av::password {

// More lanes than this would push their tables out of the first cache.
inline constexpr std::size_t kMostLanes = 6;
inline constexpr std::size_t kKeyWords = 18;

using KeyWords = std::array<std::uint32_t, kKeyWords>;

// EksJob is one schedule and what is encrypted under it; wiped when it goes.
struct EksJob {
  EksJob() = default;
  EksJob(const EksJob&) = delete;
  EksJob& operator=(const EksJob&) = delete;
  ~EksJob();

  KeyWords key = {};                        // of the first, salted expansion
  std::array<std::uint32_t, 16> salt = {};  // of the first expansion; the first `salt_words` count
  KeyWords first = {};                      // of each round's two expansions
  KeyWords second = {};
  std::array<std::uint32_t, 8> text = {};  // in: plaintext, out: encrypted 64 times
  std::size_t salt_words = 4;              // 4 or 16
  std::size_t text_words = 6;              // 6 or 8
  std::uint64_t rounds = 0;

  // fits says whether two jobs may run side by side.
  [[nodiscard]] bool fits(const EksJob& other) const {
    return rounds == other.rounds && salt_words == other.salt_words &&
           text_words == other.text_words;
  }
};

// fill_words repeats `bytes`, which are not empty, over 18 big-endian words.  In place: a returned
// array would leave a copy of the password on the stack.
void fill_words(KeyWords& words, secret::ByteView bytes);

// run_jobs runs 1 to kMostLanes jobs that fit each other.
void run_jobs(std::span<EksJob* const> jobs) noexcept;

// run_shared runs one job together with those that other threads ask for at the same time, once
// every processor has one to do.
void run_shared(EksJob& job);

}  // namespace av::password
