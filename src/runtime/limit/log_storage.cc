#include "runtime/limit/accounts.h"
#include "runtime/limit/storage.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace av::limit {
namespace {

class LogStorage : public Storage {
 public:
  LogStorage(std::unique_ptr<Ledger> ledger, const Options& options)
      : ledger_(std::move(ledger)), options_(options) {}

  Result<Decision> hit(const Limit& limit, const Hit& hit) override {
    const std::int64_t now = now_ns();
    const Account after = remember(*ledger_, key_of(limit, hit.key), amounts_of(limit, hit), now);
    return after.full ? full_decision(limit, options_) : decision_of(limit, after, now);
  }

  Result<Decision> test(const Limit& limit, const Hit& hit) override {
    const std::int64_t now = now_ns();
    return decision_of(
        limit, remembered(*ledger_, key_of(limit, hit.key), amounts_of(limit, hit), now), now);
  }

  Result<void> clear(const Limit& limit, std::string_view key) override {
    forget(*ledger_, Kind::Log, key_of(limit, key));
    return {};
  }

  Result<void> reset() override {
    ledger_->reset();
    return {};
  }

 private:
  // A key's limits are accounts of their own.
  static std::string_view key_of(const Limit& limit, std::string_view key) {
    thread_local std::string whole;
    const std::array<std::int64_t, 2> rule = {limit.amount, limit.period.count()};
    whole.assign(reinterpret_cast<const char*>(rule.data()), sizeof rule);
    whole += key;
    return whole;
  }

  static Amounts amounts_of(const Limit& limit, const Hit& hit) {
    return {limit.amount, limit.period.count(), hit.cost, hit.spending};
  }

  static Decision decision_of(const Limit& limit, const Account& account, std::int64_t now) {
    Decision out;
    out.allowed = account.allowed;
    out.limit = limit.amount;
    out.remaining = limit.amount -
                    static_cast<std::uint32_t>(std::min<std::uint64_t>(account.used, limit.amount));
    if (!account.allowed) {  // more at once than the limit is never allowed
      const std::int64_t wait = account.allowed_at_ns - now;
      out.retry_after = account.allowed_at_ns == 0 ? 2 * limit.period : Duration(wait);
    }
    const bool is_used = account.used > 0;
    out.reset = is_used ? Duration(account.newest_ns - now) + limit.period : Duration(0);
    return out;
  }

  [[nodiscard]] std::int64_t now_ns() const {
    return (options_.clock != nullptr ? *options_.clock : real_clock()).steady().count();
  }

  std::unique_ptr<Ledger> ledger_;
  Options options_;
};

}  // namespace

Result<std::unique_ptr<Storage>> log_in_memory(const Options& options) {
  auto ledger = AV_TRY(Ledger::in_memory(options.capacity));
  return std::make_unique<LogStorage>(std::move(ledger), options);
}

Result<std::unique_ptr<Storage>> log_shared(const std::string& name, const Options& options) {
  auto ledger = AV_TRY(Ledger::shared(name + kLogSuffix, options.capacity));
  return std::make_unique<LogStorage>(std::move(ledger), options);
}

}  // namespace av::limit
