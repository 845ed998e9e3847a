#pragma once
// password_options.h — what the password commands share: the policy, and where passwords are.

#include "cli/argument_parser.h"
#include "cli/secret_io.h"
#include <antivenom/password.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace av::cli {

// PasswordOptions are the options of a policy.
class PasswordOptions {
 public:
  void declare(ArgumentParser& parser);
  // policy reads the peppers; it points to them, so this object has to stay.
  Result<password::Policy> policy();
  // check_costs refuses a cost of another algorithm than the policy's: new hashes would not have
  // it.
  [[nodiscard]] Result<void> check_costs() const;

 private:
  Result<void> read_peppers();

  std::string algorithm_ = "argon2id";
  // As they are given, in the order of the table of costs.
  std::deque<std::optional<std::uint32_t>> costs_;
  bool prehash_long_ = false;
  std::vector<std::string> pepper_addresses_;
  std::vector<password::Pepper> peppers_;
};

// policy_text is a policy's algorithm and costs, by the names of the options.
std::string policy_text(const password::Policy& policy);

// declare_password adds --from, where the password comes from.
void declare_password(ArgumentParser& parser, std::string& address);

}  // namespace av::cli
