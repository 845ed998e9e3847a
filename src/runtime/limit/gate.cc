#include "base/assert.h"
#include "runtime/limit/ledger.h"
#include "runtime/limit/owner.h"
#include "runtime/limit/storage.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace av::limit {
namespace {

constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << 40) - 1;

// A place's number, unlike any other of this process.
std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last = 0;
  const std::uint64_t number = (last.fetch_add(1) + 1) & kNumberMask;
  return number == 0 ? next_number() : number;
}

Run run_of(const Owner& owner, std::uint64_t number) {
  return {static_cast<std::int64_t>(owner.process), owner.space | number};
}

Owner owner_of(const Run& run) {
  return {static_cast<std::uint64_t>(run.time_ns), run.count};
}

bool is_free(const Run& run) {
  return run.count == 0;
}

void set_free(Run& run) {
  __atomic_store_n(&run.count, 0, __ATOMIC_RELEASE);
}

// The owner is there before the number is: a place is taken by one store.
void take(Run& place, const Run& mine) {
  __atomic_store_n(&place.time_ns, mine.time_ns, __ATOMIC_RELEASE);
  __atomic_store_n(&place.count, mine.count, __ATOMIC_RELEASE);
}

}  // namespace

class Gate::Impl {
 public:
  enum class Reach : std::uint8_t { Process, Machine };

  Impl(std::unique_ptr<Ledger> ledger, const Options& options, Reach reach)
      : ledger_(std::move(ledger)), options_(options), reach_(reach) {}

  Place enter(std::string_view key, std::uint32_t most) {
    AV_ASSERT(most > 0 && most <= kMost);
    Entry fresh = {};
    fresh.tag = ledger_->tag_of(Kind::Places, key);
    fresh.kind = Kind::Places;
    fresh.limit = most;
    Ledger::Held held(*ledger_, fresh.tag);
    Entry* entry = held.enter(fresh, now_ns());
    if (entry == nullptr) {
      return no_room();
    }
    if (entry->used >= most) {
      free_gone(held, *entry);
    }
    if (entry->used >= most) {
      return {};
    }
    return take_place(held, *entry, most);
  }

  bool leave(std::string_view key, std::uint64_t id) {
    const std::uint64_t tag = ledger_->tag_of(Kind::Places, key);
    const Run mine = run_of(this_process(), id);
    Ledger::Held held(*ledger_, tag);
    Entry* entry = held.find(tag);
    bool found = false;
    if (entry != nullptr && id != 0) {
      held.each(*entry, [&](Run& run) {
        found = run.time_ns == mine.time_ns && run.count == mine.count;
        if (found) {
          set_free(run);
          --entry->used;
        }
        return !found;
      });
      if (entry->used == 0) {
        held.drop(*entry);
      }
    }
    return found;
  }

  std::uint32_t taken(std::string_view key) {
    const std::uint64_t tag = ledger_->tag_of(Kind::Places, key);
    const Ledger::Held held(*ledger_, tag);
    Entry* entry = held.find(tag);
    if (entry == nullptr) {
      return 0;
    }
    free_gone(held, *entry);
    return static_cast<std::uint32_t>(entry->used);
  }

 private:
  [[nodiscard]] Place no_room() const {
    Place out;
    out.full = true;
    out.allowed = options_.on_full == Options::Fallback::Allow;
    return out;
  }

  [[nodiscard]] std::int64_t now_ns() const {
    return (options_.clock != nullptr ? *options_.clock : real_clock()).steady().count();
  }

  // In memory of one process, a place of another was its parent's and is not in this copy.
  void free_gone(const Ledger::Held& held, Entry& entry) const {
    const Owner mine = this_process();
    held.each(entry, [&](Run& run) {
      const Owner owner = owner_of(run);
      const bool is_mine = owner.process == mine.process;
      if (!is_free(run) && !is_mine && (reach_ == Reach::Process || is_gone(owner))) {
        set_free(run);
        --entry.used;
      }
      return true;
    });
  }

  Place take_place(Ledger::Held& held, Entry& entry, std::uint32_t most) const {
    const std::uint64_t number = next_number();
    const Run mine = run_of(this_process(), number);
    bool found = false;
    held.each(entry, [&](Run& run) {
      found = is_free(run);
      if (found) {
        take(run, mine);
      }
      return !found;
    });
    if (!found && !held.push(entry, mine, now_ns())) {
      return no_room();
    }
    ++entry.used;
    Place out;
    out.allowed = true;
    out.remaining = most - static_cast<std::uint32_t>(entry.used);
    out.id = number;
    return out;
  }

  std::unique_ptr<Ledger> ledger_;
  Options options_;
  Reach reach_;
};

Gate::Gate(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Gate::Gate(Gate&&) noexcept = default;
Gate& Gate::operator=(Gate&&) noexcept = default;
Gate::~Gate() = default;

Result<Gate> Gate::in_memory(const Options& options) {
  auto ledger = AV_TRY(Ledger::in_memory(options.capacity));
  return Gate(std::make_unique<Impl>(std::move(ledger), options, Impl::Reach::Process));
}

Result<Gate> Gate::shared(const std::string& name, const Options& options) {
  auto ledger = AV_TRY(Ledger::shared(name + kGateSuffix, options.capacity));
  return Gate(std::make_unique<Impl>(std::move(ledger), options, Impl::Reach::Machine));
}

Place Gate::enter(std::string_view key, std::uint32_t most) {
  return impl_->enter(key, most);
}

bool Gate::leave(std::string_view key, std::uint64_t id) {
  return impl_->leave(key, id);
}

std::uint32_t Gate::taken(std::string_view key) const {
  return impl_->taken(key);
}

}  // namespace av::limit
