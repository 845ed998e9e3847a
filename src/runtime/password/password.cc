#include "base/assert.h"
#include "base/workers.h"
#include "runtime/password/derive.h"
#include "runtime/password/policy.h"
#include <antivenom/password.h>

#include <algorithm>

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
  const base::StopFlag never;
  base::run_workers(groups.size(), {thread_count(threads), std::size_t{1} << 20}, never,
                    [&](unsigned, std::size_t group) { run_jobs(groups[group]); });
}

}  // namespace

Result<std::string> hash(ByteView password, const Policy& policy) {
  AV_TRY(check(policy));
  AV_TRY(check_length(password, policy));
  Stored stored = AV_TRY(new_stored(policy, password.size()));
  return fill(password, std::move(stored), policy);
}

Result<Verified> verify(ByteView password, std::optional<std::string_view> stored,
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

std::vector<Result<std::string>> hash_many(std::span<const ByteView> passwords,
                                           const Policy& policy, unsigned threads) {
  std::vector<Result<std::string>> results(passwords.size(), std::string());
  if (policy.algorithm != Algorithm::Bcrypt) {
    const base::StopFlag never;
    base::run_workers(passwords.size(), {thread_count(threads), std::size_t{1} << 20}, never,
                      [&](unsigned, std::size_t i) { results[i] = hash(passwords[i], policy); });
    return results;
  }
  std::vector<Batch> batch;
  std::vector<Stored> stored(passwords.size());
  for (std::size_t i = 0; i < passwords.size(); ++i) {
    const auto prepare = [&]() -> Result<std::unique_ptr<EksJob>> {
      AV_TRY(check_length(passwords[i], policy));
      stored[i] = AV_TRY(new_stored(policy, passwords[i].size()));
      const SecretBytes input = AV_TRY(peppered(passwords[i], stored[i], policy));
      return bcrypt_job(input.expose(), stored[i]);
    };
    auto job = prepare();
    if (job) {
      batch.push_back({i, std::move(*job)});
    } else {
      results[i] = tl::unexpected<Error>(job.error());
    }
  }
  run_batch(batch, threads);
  for (const Batch& one : batch) {
    const SecretBytes digest = digest_of(*one.job);
    stored[one.place].digest.assign(digest.expose().begin(), digest.expose().end());
    results[one.place] = write_stored(stored[one.place]);
  }
  return results;
}

std::vector<Result<bool>> verify_many(std::span<const Candidate> candidates, const Policy& policy,
                                      unsigned threads) {
  std::vector<Result<bool>> results(candidates.size(), false);
  std::vector<Result<Stored>> stored;
  std::vector<Batch> batch;
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto prepare = [&]() -> Result<Batch> {
      AV_TRY(check_length(candidates[i].password, policy));
      const Attempt made = AV_TRY(attempt(candidates[i].password, *stored[i], policy));
      auto job = AV_TRY(bcrypt_job(made.input.expose(), *stored[i]));
      return Batch{i, std::move(job), made.can_be_right};
    };
    stored.push_back(parse_stored(candidates[i].stored));
    if (stored[i] && !is_bcrypt(*stored[i])) {
      others.push_back(i);
      continue;
    }
    auto job = stored[i] ? prepare() : tl::unexpected<Error>(stored[i].error());
    if (job) {
      batch.push_back(std::move(*job));
    } else {
      results[i] = tl::unexpected<Error>(job.error());
    }
  }
  run_batch(batch, threads);
  for (const Batch& one : batch) {
    results[one.place] =
        secret::equal(digest_of(*one.job).expose(), stored[one.place]->digest) && one.can_be_right;
  }
  const base::StopFlag never;
  base::run_workers(others.size(), {thread_count(threads), std::size_t{1} << 20}, never,
                    [&](unsigned, std::size_t k) {
                      const std::size_t i = others[k];
                      const Result<void> length = check_length(candidates[i].password, policy);
                      results[i] = length ? matches(candidates[i].password, *stored[i], policy)
                                          : tl::unexpected<Error>(length.error());
                    });
  return results;
}

Result<Info> identify(std::string_view stored, const Policy& policy) {
  const Stored parsed = AV_TRY(parse_stored(stored));
  return Info{name_of(parsed.scheme), parameters_of(parsed), parsed.pepper_id,
              upgrade_of(parsed, policy, 0).has_value()};
}

}  // namespace av::password
