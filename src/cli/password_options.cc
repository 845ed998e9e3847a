#include "cli/password_options.h"

#include <algorithm>
#include <array>

namespace av::cli {
namespace {

using password::Algorithm;
using password::Costs;

struct Name {
  std::string_view text;
  Algorithm algorithm;
};
constexpr std::array kNames = {Name{"argon2id", Algorithm::Argon2id},
                               Name{"bcrypt", Algorithm::Bcrypt}, Name{"scrypt", Algorithm::Scrypt},
                               Name{"pbkdf2-sha256", Algorithm::Pbkdf2Sha256},
                               Name{"pbkdf2-sha512", Algorithm::Pbkdf2Sha512}};

struct Cost {
  std::string_view option;
  Algorithm algorithm;
  std::uint32_t Costs::*value;
  std::string_view what;
};
constexpr std::array kCosts = {
    Cost{"memory", Algorithm::Argon2id, &Costs::argon2_memory_kib, "argon2id: memory in KiB"},
    Cost{"passes", Algorithm::Argon2id, &Costs::argon2_passes, "argon2id: passes over it"},
    Cost{"lanes", Algorithm::Argon2id, &Costs::argon2_lanes, "argon2id: lanes"},
    Cost{"cost", Algorithm::Bcrypt, &Costs::bcrypt_cost, "bcrypt: logarithm of the rounds"},
    Cost{"scrypt-n", Algorithm::Scrypt, &Costs::scrypt_log2_n, "scrypt: logarithm of N"},
    Cost{"scrypt-r", Algorithm::Scrypt, &Costs::scrypt_r, "scrypt: r"},
    Cost{"scrypt-p", Algorithm::Scrypt, &Costs::scrypt_p, "scrypt: p"},
    Cost{"rounds-sha256", Algorithm::Pbkdf2Sha256, &Costs::pbkdf2_sha256_rounds,
         "pbkdf2-sha256: rounds"},
    Cost{"rounds-sha512", Algorithm::Pbkdf2Sha512, &Costs::pbkdf2_sha512_rounds,
         "pbkdf2-sha512: rounds"}};

std::string_view name_of(Algorithm algorithm) {
  return std::ranges::find(kNames, algorithm, &Name::algorithm)->text;
}

}  // namespace

void PasswordOptions::declare(ArgumentParser& parser) {
  parser
      .add_option("--algorithm,-a", algorithm_,
                  "argon2id (default), bcrypt, scrypt, pbkdf2-sha256 or pbkdf2-sha512")
      ->type_name("NAME");
  for (const Cost& cost : kCosts) {
    parser
        .add_option("--" + std::string(cost.option), costs_.emplace_back(), std::string(cost.what))
        ->type_name("N");
  }
  parser.add_flag("--prehash-long", prehash_long_,
                  "bcrypt: take more than 72 bytes, by a hash that the string is marked with");
  parser
      .add_option("--pepper", pepper_addresses_,
                  "A key outside the database, its name and address; the first is used")
      ->type_name("ID=ADDRESS");
}

Result<void> PasswordOptions::read_peppers() {
  for (const std::string& one : pepper_addresses_) {
    const std::size_t equals = one.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::InvalidArgument, "--pepper is a name and an address",
                  "for example 2026=file:/etc/app/pepper");
    }
    SecretBytes key = AV_TRY(read_secret({one.substr(equals + 1), "Pepper"}));
    peppers_.push_back({one.substr(0, equals), std::move(key)});
  }
  return {};
}

Result<password::Policy> PasswordOptions::policy() {
  password::Policy policy;
  for (std::size_t i = 0; i < costs_.size(); ++i) {
    std::uint32_t& cost = policy.costs.*kCosts[i].value;
    cost = costs_[i].value_or(cost);
  }
  bool known = false;
  for (const Name& name : kNames) {
    if (name.text == algorithm_) {
      policy.algorithm = name.algorithm;
      known = true;
    }
  }
  if (!known) {
    return fail(ErrorCode::InvalidArgument, "no algorithm is called `" + algorithm_ + "`",
                "argon2id, bcrypt, scrypt, pbkdf2-sha256 or pbkdf2-sha512");
  }
  policy.long_passwords = prehash_long_ ? password::Policy::LongPasswords::PreHash
                                        : password::Policy::LongPasswords::Refuse;
  AV_TRY(read_peppers());
  policy.peppers = peppers_;
  AV_TRY(check(policy));
  return policy;
}

Result<void> PasswordOptions::check_costs() const {
  for (std::size_t i = 0; i < costs_.size(); ++i) {
    const std::string_view algorithm = name_of(kCosts[i].algorithm);
    if (costs_[i] && algorithm != algorithm_) {
      return fail(ErrorCode::InvalidArgument,
                  "--" + std::string(kCosts[i].option) + " is a cost of " + std::string(algorithm) +
                      ", and the algorithm is " + algorithm_,
                  "leave it out, or add --algorithm " + std::string(algorithm));
    }
  }
  return {};
}

std::string policy_text(const password::Policy& policy) {
  std::string text = "--algorithm " + std::string(name_of(policy.algorithm));
  for (const Cost& cost : kCosts) {
    if (cost.algorithm == policy.algorithm) {
      text += " --" + std::string(cost.option) + " " + std::to_string(policy.costs.*cost.value);
    }
  }
  return text;
}

void declare_password(ArgumentParser& parser, std::string& address) {
  parser
      .add_option("--from", address,
                  "Where the password is: - for standard input, file:PATH, env://NAME; without it, "
                  "the terminal is asked")
      ->type_name("ADDRESS");
}

}  // namespace av::cli
