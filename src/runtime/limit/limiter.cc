#include "runtime/limit/table.h"
#include "runtime/limit/words.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace av::limit {
namespace {

Duration monotonic_now() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::chrono::seconds(now.tv_sec) + Duration(now.tv_nsec);
}

}  // namespace

class Limiter::Impl {
 public:
  Impl(Table table, const Options& options) : table_(std::move(table)), options_(options) {
    epoch_ = table_.epoch(raw_now());
  }

  [[nodiscard]] const Options& options() const { return options_; }

  Decision hit(const Limit& limit, std::string_view key, std::uint32_t cost, Spending spending) {
    const Rule rule = rule_of(limit, options_.strategy);
    const std::uint32_t number = table_.number_of(rule);
    if (number == Table::kNoRule) {
      return full(limit);
    }
    const std::uint64_t tag = table_.tag_of(number, key);
    const std::int64_t now = now_ns();
    for (;;) {
      const Table::Found found = table_.enter(tag, now);
      if (found.slot == nullptr) {
        return full(limit);
      }
      const std::uint64_t word = word_of(found);
      const Step next = step(rule, word, now, cost, spending);
      if (next.word == word || Table::exchange(found, {tag, next.word})) {
        return next.decision;
      }
    }
  }

  Decision test(const Limit& limit, std::string_view key, std::uint32_t cost) {
    const Rule rule = rule_of(limit, options_.strategy);
    const std::uint32_t number = table_.number_of(rule);
    const Table::Found found =
        number == Table::kNoRule ? Table::Found() : table_.find(table_.tag_of(number, key));
    const std::uint64_t word = found.slot == nullptr ? 0 : word_of(found);
    Decision taken = step(rule, word, now_ns(), cost, Spending::Allowed).decision;
    const Decision now = step(rule, word, now_ns(), 0, Spending::Allowed).decision;
    taken.remaining = now.remaining;
    taken.reset = now.reset;
    return taken;
  }

  void clear(const Limit& limit, std::string_view key) {
    const std::uint32_t number = table_.number_of(rule_of(limit, options_.strategy));
    if (number == Table::kNoRule) {
      return;
    }
    const std::uint64_t tag = table_.tag_of(number, key);
    for (Table::Found found = table_.find(tag); found.slot != nullptr; found = table_.find(tag)) {
      if (Table::exchange(found, {0, 0})) {
        return;
      }
    }
  }

  void reset() { table_.reset(); }

 private:
  static std::uint64_t word_of(const Table::Found& found) {
    return Table::is_pending(found.content.word) ? 0 : found.content.word;
  }

  [[nodiscard]] Decision full(const Limit& limit) const {
    Decision out;
    out.full = true;
    out.allowed = options_.on_full == Options::OnFull::Allow;
    out.limit = limit.amount;
    out.retry_after = out.allowed ? Duration(0) : limit.period;
    out.reset = limit.period;
    return out;
  }

  [[nodiscard]] std::int64_t raw_now() const {
    return (options_.clock != nullptr ? options_.clock->now() : monotonic_now()).count();
  }

  // Since the table was made, and a little more, so that no word is 0 because it is early.
  [[nodiscard]] std::int64_t now_ns() const {
    constexpr std::int64_t kBegin = 1'000'000'000;
    return std::max<std::int64_t>(1, raw_now() - epoch_ + kBegin);
  }

  Table table_;
  Options options_;
  std::int64_t epoch_ = 0;
};

Limiter::Limiter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Limiter::Limiter(Limiter&&) noexcept = default;
Limiter& Limiter::operator=(Limiter&&) noexcept = default;
Limiter::~Limiter() = default;

Result<Limiter> Limiter::in_memory(const Options& options) {
  return Limiter(std::make_unique<Impl>(AV_TRY(Table::in_memory(options.capacity)), options));
}

Result<Limiter> Limiter::shared(const std::string& name, const Options& options) {
  return Limiter(std::make_unique<Impl>(AV_TRY(Table::shared(name, options.capacity)), options));
}

Result<void> Limiter::remove_shared(const std::string& name) {
  return Mapping::remove(name);
}

Decision Limiter::hit(const Limit& limit, std::string_view key, std::uint32_t cost,
                      Spending spending) {
  return impl_->hit(limit, key, cost, spending);
}

Decision Limiter::test(const Limit& limit, std::string_view key, std::uint32_t cost) const {
  return impl_->test(limit, key, cost);
}

void Limiter::clear(const Limit& limit, std::string_view key) {
  impl_->clear(limit, key);
}

void Limiter::reset() {
  impl_->reset();
}

const Options& Limiter::options() const {
  return impl_->options();
}

}  // namespace av::limit
