#include "runtime/password/eks_blowfish.h"

#include "base/assert.h"

#include <algorithm>
#include <utility>

namespace av::password {
namespace {

constexpr std::size_t kBoxWords = 1024;
constexpr int kTextRounds = 64;

// The subkeys come first, then the four boxes.
constexpr std::array<std::uint32_t, kKeyWords + kBoxWords> kPi = {
#include "runtime/password/pi_words.inc"
};

// in_register keeps an index apart from what is added to it, which then goes into the load itself;
// g++ would add the two in 32 bits before.
inline std::size_t in_register(std::size_t index) {
  __asm__("" : "+r"(index));
  return index;
}

// Lanes is kLanes Blowfish states in step.
template <std::size_t kLanes>
class Lanes {
 public:
  using Words = std::array<std::uint32_t, kLanes>;

  Lanes() {
    for (std::size_t i = 0; i < kKeyWords; ++i) {
      std::fill_n(subkeys(i), kLanes, kPi[i]);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      std::copy(kPi.begin() + kKeyWords, kPi.end(), words_.begin() + boxes_of(lane));
    }
  }
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;
  ~Lanes() { secret::wipe(std::as_writable_bytes(std::span(words_))); }

  // mix XORs each lane's key into its subkeys; `words` picks the key of a job.
  template <class Pick>
  void mix(std::span<EksJob* const> jobs, Pick words) {
    for (std::size_t i = 0; i < kKeyWords; ++i) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        subkeys(i)[lane] ^= words(*jobs[lane])[i];
      }
    }
  }

  // expand replaces all subkeys and boxes; `salt` adds to the halves before each encryption.
  template <class Salt>
  void expand(Salt salt) {
    Words left = {};
    Words right = {};
    std::size_t at = 0;
    for (std::size_t i = 0; i < kKeyWords; i += 2) {
      salt(at++, left, right);
      encrypt(left, right);
      std::ranges::copy(left, subkeys(i));
      std::ranges::copy(right, subkeys(i + 1));
    }
    for (std::size_t i = 0; i < kBoxWords; i += 2) {
      salt(at++, left, right);
      encrypt(left, right);
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        words_[boxes_of(lane) + i] = left[lane];
        words_[boxes_of(lane) + i + 1] = right[lane];
      }
    }
  }

  // encrypt encrypts one block a lane.
  void encrypt(Words& left, Words& right) const {
    encrypt_all(left, right, std::make_index_sequence<kLanes>());
  }

 private:
  // Boxes 4096 bytes apart would share the sets of the first cache.
  static constexpr std::size_t kApart = kBoxWords + 48;

  static constexpr std::size_t boxes_of(std::size_t lane) {
    return kKeyWords * kLanes + lane * kApart;
  }
  std::uint32_t* subkeys(std::size_t i) { return words_.data() + i * kLanes; }

  // The lanes' and rounds' numbers are constants here, so that the halves stay in registers and
  // every table has its place in the instruction; a loop over lanes would halve the gain.
  template <std::size_t... kLane>
  void encrypt_all(Words& left_out, Words& right_out, std::index_sequence<kLane...>) const {
    const std::uint32_t* const words = words_.data();
    Words left = {(left_out[kLane] ^ words[kLane])...};
    Words right = {right_out[kLane]...};
#pragma GCC unroll 8
    for (std::size_t round = 1; round <= 16; round += 2) {
      ((right[kLane] ^= feistel<kLane>(words, left[kLane]) ^ words[round * kLanes + kLane]), ...);
      ((left[kLane] ^= feistel<kLane>(words, right[kLane]) ^ words[(round + 1) * kLanes + kLane]),
       ...);
    }
    ((left_out[kLane] = right[kLane] ^ words[17 * kLanes + kLane]), ...);
    ((right_out[kLane] = left[kLane]), ...);
  }

  template <std::size_t kLane>
  static std::uint32_t feistel(const std::uint32_t* words, std::uint32_t half) {
    const std::uint32_t* const box = words + boxes_of(kLane);
    const std::uint32_t first = box[in_register(half >> 24U)];
    const std::uint32_t third = box[512 + in_register(half >> 8U & 0xFFU)];
    return ((first + box[256 + (half >> 16U & 0xFFU)]) ^ third) + box[768 + (half & 0xFFU)];
  }

  // 18 subkeys of all lanes, then each lane's four boxes: in one array, so that one register
  // points to all.
  std::array<std::uint32_t, (kKeyWords + kApart) * kLanes> words_;
};

template <std::size_t kLanes>
void run(std::span<EksJob* const> jobs) {
  Lanes<kLanes> lanes;
  const std::size_t salt_mask = jobs[0]->salt_words - 1;
  lanes.mix(jobs, [](const EksJob& job) -> const KeyWords& { return job.key; });
  lanes.expand([&](std::size_t at, auto& left, auto& right) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      left[lane] ^= jobs[lane]->salt[2 * at & salt_mask];
      right[lane] ^= jobs[lane]->salt[(2 * at + 1) & salt_mask];
    }
  });
  const auto no_salt = [](std::size_t, auto&, auto&) {};
  for (std::uint64_t round = 0; round < jobs[0]->rounds; ++round) {
    lanes.mix(jobs, [](const EksJob& job) -> const KeyWords& { return job.first; });
    lanes.expand(no_salt);
    lanes.mix(jobs, [](const EksJob& job) -> const KeyWords& { return job.second; });
    lanes.expand(no_salt);
  }
  for (std::size_t i = 0; i < jobs[0]->text_words; i += 2) {
    typename Lanes<kLanes>::Words left;
    typename Lanes<kLanes>::Words right;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      left[lane] = jobs[lane]->text[i];
      right[lane] = jobs[lane]->text[i + 1];
    }
    for (int k = 0; k < kTextRounds; ++k) {
      lanes.encrypt(left, right);
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      jobs[lane]->text[i] = left[lane];
      jobs[lane]->text[i + 1] = right[lane];
    }
  }
}

}  // namespace

EksJob::~EksJob() {
  for (const auto words : {std::span<std::uint32_t>(key), std::span<std::uint32_t>(salt),
                           std::span<std::uint32_t>(first), std::span<std::uint32_t>(second),
                           std::span<std::uint32_t>(text)}) {
    secret::wipe(std::as_writable_bytes(words));
  }
}

void fill_words(KeyWords& words, secret::ByteView bytes) {
  AV_ASSERT(!bytes.empty());
  std::size_t at = 0;
  for (std::uint32_t& word : words) {
    word = 0;
    for (int i = 0; i < 4; ++i) {
      word = word << 8U | std::to_integer<std::uint32_t>(bytes[at]);
      at = at + 1 == bytes.size() ? 0 : at + 1;
    }
  }
}

void run_jobs(std::span<EksJob* const> jobs) noexcept {
  AV_ASSERT(!jobs.empty() && jobs.size() <= kMostLanes);
  AV_ASSERT(std::ranges::all_of(jobs, [&](EksJob* job) { return job->fits(*jobs[0]); }));
  switch (jobs.size()) {
    case 1:
      return run<1>(jobs);
    case 2:
      return run<2>(jobs);
    case 3:
      return run<3>(jobs);
    case 4:
      return run<4>(jobs);
    case 5:
      return run<5>(jobs);
    default:
      return run<kMostLanes>(jobs);
  }
}

}  // namespace av::password
