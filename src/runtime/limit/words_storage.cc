#include "runtime/limit/storage.h"
#include "runtime/limit/table.h"
#include "runtime/limit/words.h"

#include <algorithm>
#include <utility>

namespace av::limit {
namespace {

// Times count from ten years before the table was made, so that no word is 0 because it is early
// and a clock may step back as far.
constexpr std::int64_t kBegin = std::int64_t{10} * 366 * 24 * 3600 * 1'000'000'000;

class WordsStorage : public Storage {
 public:
  WordsStorage(Table table, const Options& options)
      : table_(std::move(table)), options_(options), epoch_(table_.epoch(raw_now())) {}

  Result<Decision> hit(const Limit& limit, const Hit& hit) override {
    const Rule rule = rule_of(limit, options_.strategy);
    const std::uint32_t number = table_.number_of(rule);
    if (number == Table::kNoRule) {
      return full_decision(limit, options_);
    }
    const std::uint64_t tag = table_.tag_of(number, hit.key);
    const std::int64_t now = now_ns();
    for (;;) {
      const Table::Found found = table_.enter(tag, now);
      if (found.slot == nullptr) {
        return full_decision(limit, options_);
      }
      const std::uint64_t word = word_of(found);
      const Step next = step(rule, word, now, {hit.cost, hit.spending});
      if (next.word == word || Table::exchange(found, {tag, next.word})) {
        return next.decision;
      }
    }
  }

  Result<Decision> test(const Limit& limit, const Hit& hit) override {
    const Rule rule = rule_of(limit, options_.strategy);
    const std::uint32_t number = table_.number_of(rule);
    const Table::Found found =
        number == Table::kNoRule ? Table::Found() : table_.find(table_.tag_of(number, hit.key));
    const std::uint64_t word = found.slot == nullptr ? 0 : word_of(found);
    Decision taken = step(rule, word, now_ns(), {hit.cost, Spending::Allowed}).decision;
    const Decision now = step(rule, word, now_ns(), {0, Spending::Allowed}).decision;
    taken.remaining = now.remaining;
    taken.reset = now.reset;
    return taken;
  }

  Result<void> clear(const Limit& limit, std::string_view key) override {
    const std::uint32_t number = table_.number_of(rule_of(limit, options_.strategy));
    if (number == Table::kNoRule) {
      return {};
    }
    const std::uint64_t tag = table_.tag_of(number, key);
    for (Table::Found found = table_.find(tag); found.slot != nullptr; found = table_.find(tag)) {
      if (Table::exchange(found, {0, 0})) {
        break;
      }
    }
    return {};
  }

  Result<void> reset() override {
    table_.reset();
    return {};
  }

 private:
  static std::uint64_t word_of(const Table::Found& found) {
    return Table::is_pending(found.content.word) ? 0 : found.content.word;
  }

  [[nodiscard]] std::int64_t raw_now() const {
    return (options_.clock != nullptr ? *options_.clock : real_clock()).steady().count();
  }

  [[nodiscard]] std::int64_t now_ns() const {
    return std::max<std::int64_t>(1, raw_now() - epoch_ + kBegin);
  }

  Table table_;
  Options options_;
  std::int64_t epoch_;
};

}  // namespace

Decision full_decision(const Limit& limit, const Options& options) {
  Decision out;
  out.full = true;
  out.allowed = options.on_full == Options::Fallback::Allow;
  out.limit = limit.amount;
  out.retry_after = out.allowed ? Duration(0) : limit.period;
  out.reset = limit.period;
  return out;
}

Result<std::unique_ptr<Storage>> words_in_memory(const Options& options) {
  Table table = AV_TRY(Table::in_memory(options.capacity));
  return std::make_unique<WordsStorage>(std::move(table), options);
}

Result<std::unique_ptr<Storage>> words_shared(const std::string& name, const Options& options) {
  Table table = AV_TRY(Table::shared(name, options.capacity));
  return std::make_unique<WordsStorage>(std::move(table), options);
}

}  // namespace av::limit
