#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>

using av::ErrorCode;
using av::secret::from_environment;
using av::secret::ReadOptions;

TEST_CASE("a variable is read and stays") {
  setenv("AV_TEST_SECRET", "swordfish\n", 1);
  CHECK(from_environment("AV_TEST_SECRET")->expose_text() == "swordfish\n");
  CHECK(std::getenv("AV_TEST_SECRET") != nullptr);
  unsetenv("AV_TEST_SECRET");
}

TEST_CASE("Remove takes the variable out and overwrites its bytes") {
  setenv("AV_TEST_SECRET", "swordfish", 1);
  const char* const bytes = std::getenv("AV_TEST_SECRET");
  const auto secret =
      from_environment("AV_TEST_SECRET", {.after_read = ReadOptions::AfterRead::Remove});
  CHECK(secret->expose_text() == "swordfish");
  CHECK(std::getenv("AV_TEST_SECRET") == nullptr);
  CHECK(std::memcmp(bytes, "\0\0\0\0\0\0\0\0\0", 9) == 0);
}

TEST_CASE("what is missing is named, what is there is not shown") {
  unsetenv("AV_TEST_SECRET");
  const auto missing = from_environment("AV_TEST_SECRET");
  CHECK(missing.error().code == ErrorCode::NotFound);
  CHECK(missing.error().message.find("AV_TEST_SECRET") != std::string::npos);
  setenv("AV_TEST_SECRET", "", 1);
  CHECK(from_environment("AV_TEST_SECRET").error().code == ErrorCode::InvalidArgument);
  setenv("AV_TEST_SECRET", "swordfish", 1);
  const auto large = from_environment("AV_TEST_SECRET", {.max_bytes = 8});
  CHECK(large.error().code == ErrorCode::LimitExceeded);
  CHECK(large.error().message.find("swordfish") == std::string::npos);
  unsetenv("AV_TEST_SECRET");
  CHECK(from_environment("").error().code == ErrorCode::InvalidArgument);
  CHECK(from_environment("A=B").error().code == ErrorCode::InvalidArgument);
  CHECK(from_environment(std::string_view("A\0B", 3)).error().code == ErrorCode::InvalidArgument);
}
