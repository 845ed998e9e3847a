#pragma once
// limit.h — rate limits: who may do how much in which time, or how many things at one time,
// counted exactly by threads and processes.
//
// In: a Limit ("100/minute") and a key (who).  Out: a Decision: allowed or not, what remains, when
// to come again.  Counts lie in memory of fixed size, of this process or shared.  Thread-safe.
// Fails: where a limiter is made; a hit always decides.  Cost: a hash of the key and one exchange
// of 16 bytes; under a lock for MovingWindow and Gate.  Source: GCRA is that of ITU-T I.371.

#include <antivenom/clock.h>
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
  MovingWindow,   // every hit is remembered for the period: exact, and the dearest.  Beyond 4096
                  // hits those of one 4096th of the period are remembered together, as the last
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
  bool full = false;    // decided by Options::on_full: there was no slot for this key
  bool failed = false;  // decided by Options::on_error: the storage did not answer
  std::uint32_t limit = 0;
  std::uint32_t remaining = 0;
  Duration retry_after{0};  // until the same hit would be allowed; 0 when it was
  Duration reset{0};        // until all of the limit is there again
};

// Options of a limiter.
struct Options {
  enum class Fallback : std::uint8_t { Deny, Allow };
  Strategy strategy = Strategy::Gcra;
  std::size_t capacity = 65'536;       // keys; 16 bytes each (MovingWindow: 328), a power of two
  Fallback on_full = Fallback::Deny;   // a new key when all slots it could have are blocked keys'
  Fallback on_error = Fallback::Deny;  // a hit that the storage does not answer
  const Clock* clock = nullptr;        // its steady time; must outlive the limiter
};

// Spending says whether a hit that is denied still counts, as some peers have it.
enum class Spending : std::uint8_t { Allowed, Always };

// Hit is one question to a storage.
struct Hit {
  std::string_view key;
  std::uint32_t cost = 1;
  Spending spending = Spending::Allowed;
};

// Storage is where a limiter counts.  Those for memory come with Limiter; one that asks a server
// derives from this.  Threads call it at the same time.  An Error becomes Options::on_error.
class Storage {
 public:
  Storage() = default;
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  virtual ~Storage() = default;
  virtual Result<Decision> hit(const Limit& limit, const Hit& hit) = 0;
  virtual Result<Decision> test(const Limit& limit, const Hit& hit) = 0;
  virtual Result<void> clear(const Limit& limit, std::string_view key) = 0;
  virtual Result<void> reset() = 0;
};

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
  // remove_shared takes the name away, of gates too; those who have it open keep it.
  static Result<void> remove_shared(const std::string& name);
  // over counts in a storage of the caller's.
  static Limiter over(std::unique_ptr<Storage> storage, const Options& options);

  Limiter(Limiter&&) noexcept;
  Limiter& operator=(Limiter&&) noexcept;
  ~Limiter();

  // hit takes `cost` from what `key` may do under `limit`, if it is there.
  [[nodiscard]] Decision hit(const Limit& limit, std::string_view key, std::uint32_t cost = 1,
                             Spending spending = Spending::Allowed);
  // test says what hit would, and takes nothing.
  [[nodiscard]] Decision test(const Limit& limit, std::string_view key,
                              std::uint32_t cost = 1) const;
  // clear forgets what `key` did under `limit`; reset everything of everybody.
  Result<void> clear(const Limit& limit, std::string_view key);
  Result<void> reset();

  [[nodiscard]] const Options& options() const;

 private:
  Limiter(std::unique_ptr<Storage> storage, const Options& options);
  [[nodiscard]] Decision failed(const Limit& limit) const;
  std::unique_ptr<Storage> storage_;
  Options options_;
};

// check_limit says what is wrong with a limit under a strategy, if anything is.
Result<void> check_limit(const Limit& limit, Strategy strategy);

// Place is the answer of a Gate; `id` names a place that was taken, 0 none.
struct Place {
  bool allowed = false;
  bool full = false;
  std::uint32_t remaining = 0;
  std::uint64_t id = 0;
};

// Gate bounds how many do something at one time.  A place belongs to the process that took it;
// when that is gone, killed too, the place is free for whoever needs one.  Movable.
class Gate {
 public:
  static constexpr std::uint32_t kMost = 65'535;

  // in_memory and shared are as a Limiter's; of the options, capacity, on_full and clock count.
  static Result<Gate> in_memory(const Options& options);
  static Result<Gate> shared(const std::string& name, const Options& options);

  Gate(Gate&&) noexcept;
  Gate& operator=(Gate&&) noexcept;
  ~Gate();

  // enter takes one of `most` places of `key`, 1 to kMost.
  [[nodiscard]] Place enter(std::string_view key, std::uint32_t most);
  // leave gives a place back; false when this process does not have it.
  bool leave(std::string_view key, std::uint64_t id);
  // taken counts the places that are.
  [[nodiscard]] std::uint32_t taken(std::string_view key) const;

 private:
  class Impl;
  explicit Gate(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace av::limit
