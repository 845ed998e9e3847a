#include "base/memory.h"
#include "base/workers.h"
#include "runtime/password/derive.h"
#include "runtime/password/policy.h"
#include <antivenom/password.h>

#include <algorithm>
#include <functional>

namespace av::password {
namespace {

Result<void> check_length(ByteView password, const Policy& policy) {
  if (password.size() > policy.caps.password_bytes) {
    return fail(
        ErrorCode::LimitExceeded,
        "the password is longer than " + std::to_string(policy.caps.password_bytes) + " bytes");
  }
  return {};
}

// fill computes and writes one string.
Result<std::string> fill(ByteView password, Stored stored, const Policy& policy) {
  const SecretBytes input = AV_TRY(peppered(password, stored, policy));
  const SecretBytes digest = AV_TRY(derive(input.expose(), stored));
  stored.digest.assign(digest.expose().begin(), digest.expose().end());
  return write_stored(stored);
}

// Attempt is what a password has to be hashed as, to be compared with what is stored.
struct Attempt {
  SecretBytes input;
  bool can_be_right = true;
};

// attempt prepares a comparison.  bcrypt reads 72 bytes: a longer password is never right, and the
// same work is done for it, so that the time does not tell the scheme.
Result<Attempt> attempt(ByteView password, const Stored& stored, const Policy& policy) {
  AV_TRY(check_caps(stored, policy.caps));
  SecretBytes input = AV_TRY(peppered(password, stored, policy));
  Attempt made = {std::move(input)};
  if (stored.scheme == Scheme::Bcrypt && made.input.size() > kBcryptMaxBytes) {
    made.input.shrink(kBcryptMaxBytes);
    made.can_be_right = false;
  }
  return made;
}

Result<bool> matches(ByteView password, const Stored& stored, const Policy& policy) {
  const Attempt made = AV_TRY(attempt(password, stored, policy));
  const SecretBytes digest = AV_TRY(derive(made.input.expose(), stored));
  return secret::equal(digest.expose(), stored.digest) && made.can_be_right;
}

unsigned thread_count(unsigned threads) {
  return threads == 0 ? base::processor_count() : threads;
}

// for_each runs `work` for 0 to `count` - 1 in threads.  Nothing may be thrown out of a thread.
void for_each(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  const base::StopFlag never;
  base::run_workers(count, {thread_count(threads), std::size_t{1} << 20}, never,
                    [&](unsigned, std::size_t item) { work(item); });
}

// Batch is a bcrypt on its way, by its place in the caller's list.
struct Batch {
  std::size_t place = 0;
  std::unique_ptr<EksJob> job;
  bool can_be_right = true;
};

bool is_bcrypt(const Stored& stored) {
  return stored.scheme == Scheme::Bcrypt || stored.scheme == Scheme::BcryptSha256 ||
         stored.scheme == Scheme::BcryptSha256V1 || stored.scheme == Scheme::DjangoBcryptSha256;
}

Result<std::unique_ptr<EksJob>> bcrypt_job(ByteView input, const Stored& stored) {
  const SecretBytes key = AV_TRY(bcrypt_input(input, stored));
  return make_job(key.expose(), stored.bcrypt);
}

// run_batch runs jobs that fit each other side by side, groups of them in threads.
void run_batch(std::vector<Batch>& batch, unsigned threads) {
  std::ranges::stable_sort(batch, {}, [](const Batch& one) { return one.job->rounds; });
  std::vector<std::vector<EksJob*>> groups;
  for (const Batch& one : batch) {
    if (groups.empty() || groups.back().size() == kMostLanes ||
        !groups.back().front()->fits(*one.job)) {
      groups.emplace_back();
    }
    groups.back().push_back(one.job.get());
  }
  for_each(groups.size(), threads, [&](std::size_t group) { run_jobs(groups[group]); });
}

Result<std::string> hash_by(ByteView password, const Policy& policy) {
  AV_TRY(check(policy));
  AV_TRY(check_length(password, policy));
  Stored stored = AV_TRY(new_stored(policy, password.size()));
  return fill(password, std::move(stored), policy);
}

Result<Verified> verify_by(ByteView password, std::optional<std::string_view> stored,
                           const Policy& policy) {
  AV_TRY(check_length(password, policy));
  AV_TRY(check(policy));
  if (!stored) {
    // The same work for nobody's password, so that the time tells nothing.
    const Stored nobody = AV_TRY(new_stored(policy, 0));
    AV_TRY(matches(password, nobody, policy));
    return Verified{};
  }
  const Stored parsed = AV_TRY(parse_stored(*stored));
  const bool is_right = AV_TRY(matches(password, parsed, policy));
  if (!is_right) {
    return Verified{};
  }
  auto upgrade = upgrade_of(parsed, policy, password.size());
  if (!upgrade) {
    return Verified{true, std::nullopt};
  }
  std::string new_hash = AV_TRY(fill(password, std::move(*upgrade), policy));
  return Verified{true, std::move(new_hash)};
}

template <class T>
using Answers = std::vector<Result<T>>;

// HashMany fills in the strings of a list of passwords.
class HashMany {
 public:
  HashMany(std::span<const ByteView> passwords, const Policy& policy)
      : passwords_(passwords), policy_(policy) {}

  void run(unsigned threads, Answers<std::string>& answers) {
    if (policy_.algorithm != Algorithm::Bcrypt) {
      for_each(passwords_.size(), threads,
               [&](std::size_t i) { answers[i] = hash(passwords_[i], policy_); });
      return;
    }
    stored_.resize(passwords_.size());
    for (std::size_t i = 0; i < passwords_.size(); ++i) {
      auto job = prepare(i);
      if (job) {
        batch_.push_back({i, std::move(*job)});
      } else {
        answers[i] = tl::unexpected<Error>(std::move(job).error());
      }
    }
    run_batch(batch_, threads);
    for (const Batch& one : batch_) {
      const SecretBytes digest = digest_of(*one.job);
      stored_[one.place].digest.assign(digest.expose().begin(), digest.expose().end());
      answers[one.place] = write_stored(stored_[one.place]);
    }
  }

 private:
  Result<std::unique_ptr<EksJob>> prepare(std::size_t i) {
    AV_TRY(check_length(passwords_[i], policy_));
    stored_[i] = AV_TRY(new_stored(policy_, passwords_[i].size()));
    const SecretBytes input = AV_TRY(peppered(passwords_[i], stored_[i], policy_));
    return bcrypt_job(input.expose(), stored_[i]);
  }

  std::span<const ByteView> passwords_;
  const Policy& policy_;
  std::vector<Stored> stored_;
  std::vector<Batch> batch_;
};

// VerifyMany checks a list of candidates.
class VerifyMany {
 public:
  VerifyMany(std::span<const Candidate> candidates, const Policy& policy)
      : candidates_(candidates), policy_(policy) {}

  void run(unsigned threads, Answers<bool>& answers) {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      stored_.push_back(parse_stored(candidates_[i].stored));
      if (stored_[i] && !is_bcrypt(*stored_[i])) {
        others_.push_back(i);
        continue;
      }
      auto job = prepare(i);
      if (job) {
        batch_.push_back(std::move(*job));
      } else {
        answers[i] = tl::unexpected<Error>(std::move(job).error());
      }
    }
    run_batch(batch_, threads);
    for (const Batch& one : batch_) {
      answers[one.place] =
          secret::equal(digest_of(*one.job).expose(), stored_[one.place]->digest) &&
          one.can_be_right;
    }
    for_each(others_.size(), threads,
             [&](std::size_t k) { answers[others_[k]] = check_one(others_[k]); });
  }

 private:
  Result<Batch> prepare(std::size_t i) {
    if (!stored_[i]) {
      return tl::unexpected<Error>(stored_[i].error());
    }
    const Stored& stored = *stored_[i];
    AV_TRY(check_length(candidates_[i].password, policy_));
    const Attempt made = AV_TRY(attempt(candidates_[i].password, stored, policy_));
    auto job = AV_TRY(bcrypt_job(made.input.expose(), stored));
    return Batch{i, std::move(job), made.can_be_right};
  }

  Result<bool> check_one(std::size_t i) {
    return base::or_out_of_memory([&]() -> Result<bool> {
      AV_TRY(check_length(candidates_[i].password, policy_));
      return matches(candidates_[i].password, *stored_[i], policy_);
    });
  }

  std::span<const Candidate> candidates_;
  const Policy& policy_;
  std::vector<Result<Stored>> stored_;
  std::vector<Batch> batch_;
  std::vector<std::size_t> others_;
};

}  // namespace

Result<std::string> hash(ByteView password, const Policy& policy) {
  return base::or_out_of_memory([&] { return hash_by(password, policy); });
}

Result<Verified> verify(ByteView password, std::optional<std::string_view> stored,
                        const Policy& policy) {
  return base::or_out_of_memory([&] { return verify_by(password, stored, policy); });
}

// What there is no memory for keeps the answer that it is given first.
std::vector<Result<std::string>> hash_many(std::span<const ByteView> passwords,
                                           const Policy& policy, unsigned threads) {
  Answers<std::string> answers(passwords.size(), base::out_of_memory());
  base::had_memory([&] { HashMany(passwords, policy).run(threads, answers); });
  return answers;
}

std::vector<Result<bool>> verify_many(std::span<const Candidate> candidates, const Policy& policy,
                                      unsigned threads) {
  Answers<bool> answers(candidates.size(), base::out_of_memory());
  base::had_memory([&] { VerifyMany(candidates, policy).run(threads, answers); });
  return answers;
}

Result<Info> identify(std::string_view stored, const Policy& policy) {
  return base::or_out_of_memory([&]() -> Result<Info> {
    const Stored parsed = AV_TRY(parse_stored(stored));
    return Info{name_of(parsed.scheme), parameters_of(parsed), parsed.pepper_id,
                upgrade_of(parsed, policy, 0).has_value()};
  });
}

}  // namespace av::password
