#include "base/memory.h"
#include "runtime/limit/mapping.h"
#include "runtime/limit/storage.h"

#include <utility>

namespace av::limit {

Limiter::Limiter(std::unique_ptr<Storage> storage, const Options& options)
    : storage_(std::move(storage)), options_(options) {}
Limiter::Limiter(Limiter&&) noexcept = default;
Limiter& Limiter::operator=(Limiter&&) noexcept = default;
Limiter::~Limiter() = default;

Result<Limiter> Limiter::in_memory(const Options& options) {
  const auto make = options.strategy == Strategy::MovingWindow ? log_in_memory : words_in_memory;
  auto storage = AV_TRY(make(options));
  return Limiter(std::move(storage), options);
}

Result<Limiter> Limiter::shared(const std::string& name, const Options& options) {
  const auto make = options.strategy == Strategy::MovingWindow ? log_shared : words_shared;
  auto storage = AV_TRY(make(name, options));
  return Limiter(std::move(storage), options);
}

Result<void> Limiter::remove_shared(const std::string& name) {
  AV_TRY(Mapping::remove(name));
  AV_TRY(Mapping::remove(name + kLogSuffix));
  return Mapping::remove(name + kGateSuffix);
}

Limiter Limiter::over(std::unique_ptr<Storage> storage, const Options& options) {
  return Limiter(std::move(storage), options);
}

Decision Limiter::hit(const Limit& limit, std::string_view key, std::uint32_t cost,
                      Spending spending) {
  const Result<Decision> answer = base::or_out_of_memory([&] {
    return storage_->hit(limit, {key, cost, spending});
  });
  return answer ? *answer : failed(limit);
}

Decision Limiter::test(const Limit& limit, std::string_view key, std::uint32_t cost) const {
  const Result<Decision> answer = base::or_out_of_memory([&] {
    return storage_->test(limit, {key, cost, Spending::Allowed});
  });
  return answer ? *answer : failed(limit);
}

Result<void> Limiter::clear(const Limit& limit, std::string_view key) {
  return storage_->clear(limit, key);
}

Result<void> Limiter::reset() {
  return storage_->reset();
}

Decision Limiter::failed(const Limit& limit) const {
  Decision out;
  out.failed = true;
  out.allowed = options_.on_error == Options::Fallback::Allow;
  out.limit = limit.amount;
  out.retry_after = out.allowed ? Duration(0) : limit.period;
  out.reset = limit.period;
  return out;
}

const Options& Limiter::options() const {
  return options_;
}

}  // namespace av::limit
