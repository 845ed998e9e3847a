#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <cerrno>
#include <linux/keyctl.h>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

using av::ErrorCode;
using av::secret::from_keyring;

namespace {

// add_key adds to the process's own keyring; false where the kernel or a sandbox has none.
bool add_key(const char* description, std::string_view value) {
  const long key = syscall(SYS_add_key, "user", description, value.data(), value.size(),
                           KEY_SPEC_PROCESS_KEYRING);
  return key >= 0;
}

}  // namespace

TEST_CASE("a key of the process's keyring is read whole") {
  const std::string large(5000, 'x');
  if (!add_key("antivenom-test", "swordfish") || !add_key("antivenom-test-large", large)) {
    MESSAGE("skipped: this system refuses add_key");
    return;
  }
  CHECK(from_keyring("antivenom-test")->expose_text() == "swordfish");
  CHECK(from_keyring("antivenom-test-large")->expose_text() == large);
  CHECK(from_keyring("antivenom-test", {.max_bytes = 8}).error().code == ErrorCode::LimitExceeded);
}

TEST_CASE("a key that is not there is named") {
  const auto missing = from_keyring("antivenom-test-absent");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message.find("antivenom-test-absent") != std::string::npos);
  CHECK(from_keyring("").error().code == ErrorCode::InvalidArgument);
}
