#pragma once
// limit.h — rate limits: who may do how much in which time, counted exactly by threads and
// processes.
//
// In: a Limit ("100/minute") and a key (who).  Out: a Decision: allowed or not, what remains, when
// to come again.  Counts lie in a table of fixed size, in this process or in shared memory.
// Fails: only where a limiter is made; a hit always decides.  Thread-safe, also between processes.
// Cost: a hit hashes the key and exchanges one 16-byte slot, without locks or allocation.
// Source: the generic cell rate algorithm is that of ITU-T I.371.

#include <antivenom/result.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace av::limit {

using Duration = std::chrono::nanoseconds;

// Strategy is how hits are counted.
enum class Strategy : std::uint8_t {
  FixedWindow,  // so many from the first hit on, then anew: up to twice the amount around a border
  SlidingWindow,  // two aligned windows, the older one weighted by what it still overlaps
  Gcra,           // evenly spaced, with a burst: the smoothest, and exact
  TokenBucket,    // the same arithmetic, said otherwise: a bucket of `burst` tokens that refills
};

// Limit is an amount in a period.
struct Limit {
  std::uint32_t amount = 1;  // kMostAmount at most; 262143 for SlidingWindow
  Duration period = std::chrono::seconds(1);
  std::uint32_t burst = 0;  // Gcra and TokenBucket: hits at once; 0 is `amount`
  friend bool operator==(const Limit&, const Limit&) = default;
};

inline constexpr std::uint32_t kMostAmount = (1U << 23) - 1;

// parse_limits reads "100/minute", "5 per 2 hours", several apart by ; or , — units second to year,
// as flask-limiter writes them (a month is 30 days, a year 365).
Result<std::vector<Limit>> parse_limits(std::string_view text);

// to_text writes a limit as parse_limits reads it: "100 per 1 minute".
std::string to_text(const Limit& limit);

// Decision is the answer to one hit.
struct Decision {
  bool allowed = false;
  bool full = false;  // decided by Options::on_full: there was no slot for this key
  std::uint32_t limit = 0;
  std::uint32_t remaining = 0;
  Duration retry_after{0};  // until the same hit would be allowed; 0 when it was
  Duration reset{0};        // until all of the limit is there again
};

// Clock tells the time since any fixed point; by default CLOCK_MONOTONIC, which never steps.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;
  [[nodiscard]] virtual Duration now() const = 0;
};

// Options of a limiter.
struct Options {
  enum class OnFull : std::uint8_t { Deny, Allow };
  Strategy strategy = Strategy::Gcra;
  std::size_t capacity = 65'536;  // keys; 16 bytes each, rounded up to a power of two
  OnFull on_full = OnFull::Deny;  // for a new key when all slots it could have are blocked keys'
  const Clock* clock = nullptr;   // must outlive the limiter
};

// Spending says whether a hit that is denied still counts, as some peers have it.
enum class Spending : std::uint8_t { Allowed, Always };

// Limiter counts.  Under more keys than `capacity`, keys whose time is over make room first, then
// those that used least; a key that is blocked keeps its slot.  Movable; safe after fork, the child
// having a copy of its own unless the table is shared.
class Limiter {
 public:
  // in_memory makes a table of this process.
  static Result<Limiter> in_memory(const Options& options);
  // shared opens or makes the table `name` of this machine ("/app-limits"; /dev/shm), which only
  // this user may open.  Others that open it must give the same capacity.
  static Result<Limiter> shared(const std::string& name, const Options& options);
  // remove_shared takes the name away; those who have it open keep it.
  static Result<void> remove_shared(const std::string& name);

  Limiter(Limiter&&) noexcept;
  Limiter& operator=(Limiter&&) noexcept;
  ~Limiter();

  // hit takes `cost` from what `key` may do under `limit`, if it is there.
  Decision hit(const Limit& limit, std::string_view key, std::uint32_t cost = 1,
               Spending spending = Spending::Allowed);
  // test says what hit would, and takes nothing.
  [[nodiscard]] Decision test(const Limit& limit, std::string_view key,
                              std::uint32_t cost = 1) const;
  // clear forgets what `key` did under `limit`; reset everything of everybody.
  void clear(const Limit& limit, std::string_view key);
  void reset();

  [[nodiscard]] const Options& options() const;

 private:
  class Impl;
  explicit Limiter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// check_limit says what is wrong with a limit under a strategy, if anything is.
Result<void> check_limit(const Limit& limit, Strategy strategy);

}  // namespace av::limit
