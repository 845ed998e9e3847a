#include "runtime/password/policy.h"

#include <algorithm>
#include <array>

namespace av::password {
namespace {

using std::chrono::nanoseconds;

// time_of is how long one hash takes: the least of three, since only noise makes it longer.  What a
// clock that steps back measures is left out; a day when all three are.
Result<nanoseconds> time_of(const Policy& policy, const Clock& clock) {
  constexpr int kTries = 3;
  const std::array<std::byte, 12> password = {};
  nanoseconds least = std::chrono::hours(24);
  for (int i = 0; i < kTries; ++i) {
    const nanoseconds start = clock.steady();
    AV_TRY(hash(password, policy));
    const nanoseconds taken = clock.steady() - start;
    least = taken < nanoseconds::zero() ? least : std::min(least, taken);
  }
  return least;
}

// Knob is a cost that can be raised, and by how much the work grows with it.
struct Knob {
  std::uint32_t* value;
  std::uint32_t most;
  enum class Growth : unsigned char { Linear, Doubling } growth;
};

// between brings a guess into range before it is cut to an integer.
std::uint32_t between(std::uint32_t least, double guess, std::uint32_t most) {
  return static_cast<std::uint32_t>(std::max<double>(least, std::min<double>(guess, most)));
}

// turn raises the knob as far as the target allows: a measured guess, then steps back.
Result<void> turn(Policy& policy, const Knob& knob, const Calibration& calibration) {
  const Clock& clock = calibration.clock == nullptr ? real_clock() : *calibration.clock;
  const std::uint32_t least = *knob.value;
  const nanoseconds target = calibration.target;
  nanoseconds taken = AV_TRY(time_of(policy, clock));
  if (knob.growth == Knob::Growth::Doubling) {
    for (; taken * 2 <= target && *knob.value < knob.most; taken *= 2) {
      ++*knob.value;
    }
    return {};
  }
  const double room = static_cast<double>(target.count()) /
                      static_cast<double>(std::max<nanoseconds::rep>(taken.count(), 1));
  *knob.value = between(least, *knob.value * room, knob.most);
  taken = AV_TRY(time_of(policy, clock));
  if (taken > target) {
    const double back = static_cast<double>(target.count()) / static_cast<double>(taken.count());
    *knob.value = between(least, *knob.value * back, knob.most);
  }
  return {};
}

}  // namespace

Result<Policy> calibrate(const Calibration& calibration, const Policy& start) {
  Policy policy = start;
  AV_TRY(check_floor(policy));
  Costs& costs = policy.costs;
  const Caps& caps = policy.caps;
  const auto memory_kib =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(calibration.memory_kib, caps.memory_kib));
  switch (policy.algorithm) {
    case Algorithm::Argon2id:
      AV_TRY(
          turn(policy, {&costs.argon2_memory_kib, memory_kib, Knob::Growth::Linear}, calibration));
      AV_TRY(turn(policy, {&costs.argon2_passes, caps.argon2_passes, Knob::Growth::Linear},
                  calibration));
      break;
    case Algorithm::Bcrypt:
      AV_TRY(turn(policy, {&costs.bcrypt_cost, caps.bcrypt_cost, Knob::Growth::Doubling},
                  calibration));
      break;
    case Algorithm::Scrypt:
      AV_TRY(turn(policy, {&costs.scrypt_p, caps.lanes, Knob::Growth::Linear}, calibration));
      break;
    case Algorithm::Pbkdf2Sha256:
      AV_TRY(turn(policy, {&costs.pbkdf2_sha256_rounds, caps.pbkdf2_rounds, Knob::Growth::Linear},
                  calibration));
      break;
    case Algorithm::Pbkdf2Sha512:
      AV_TRY(turn(policy, {&costs.pbkdf2_sha512_rounds, caps.pbkdf2_rounds, Knob::Growth::Linear},
                  calibration));
      break;
  }
  return policy;
}

}  // namespace av::password
