#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>

using av::secret::bytes_of;
using av::secret::equal;
using av::secret::SecretBytes;

// The compile tests (tests/compile) check the same with the compiler's messages.
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);
static_assert(!std::is_convertible_v<SecretBytes, std::string>);
static_assert(!std::is_convertible_v<SecretBytes, std::string_view>);
static_assert(!std::is_default_constructible_v<std::hash<SecretBytes>>);

TEST_CASE("equal compares contents and lengths") {
  CHECK(equal(bytes_of(""), bytes_of("")));
  CHECK(equal(bytes_of("abc"), bytes_of("abc")));
  CHECK_FALSE(equal(bytes_of("abc"), bytes_of("abcd")));
  for (std::size_t i = 0; i < 64; ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const std::string left(64, 'x');
      std::string right = left;
      right[i] = static_cast<char>(right[i] ^ (1 << bit));
      CHECK_FALSE(equal(bytes_of(left), bytes_of(right)));
    }
  }
}

TEST_CASE("a secret moves, and the source is empty") {
  SecretBytes first = SecretBytes::copy_of("swordfish");
  SecretBytes second = std::move(first);
  CHECK(second.expose_text() == "swordfish");
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): what it promises
  first = second.clone();
  CHECK(first == second);
  first.writable()[0] = std::byte{'S'};
  CHECK_FALSE(first == second);
}

TEST_CASE("append grows, from nothing, from itself and many times") {
  SecretBytes secret;
  secret.append(bytes_of(""));
  CHECK(secret.empty());
  secret.append(bytes_of("ab"));
  secret.append(secret.expose());
  CHECK(secret.expose_text() == "abab");
  std::string expected = "abab";
  for (char c = 'a'; c <= 'z'; ++c) {
    secret.append(bytes_of(std::string(static_cast<std::size_t>(c), c)));
    expected.append(static_cast<std::size_t>(c), c);
  }
  CHECK(secret.expose_text() == expected);
  secret.shrink(3);
  CHECK(secret.expose_text() == "aba");
  secret.shrink(9);
  CHECK(secret.size() == 3);
  secret.append(bytes_of("cd"));
  CHECK(secret.expose_text() == "abacd");
}

TEST_CASE("zeros is zeros") {
  const SecretBytes secret = SecretBytes::zeros(100);
  CHECK(std::ranges::all_of(secret.expose(), [](std::byte b) { return b == std::byte{0}; }));
  CHECK(SecretBytes::zeros(0).empty());
}
