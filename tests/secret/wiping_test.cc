// What SecretBytes gives back to the allocator is zero, also when there is no memory for more.

#include "tests/support/allocations.h"
#include "tests/support/folder.h"
#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <sys/stat.h>

using av::secret::bytes_of;
using av::secret::SecretBytes;

namespace {

std::atomic<int> blocks_given_back = 0;
std::atomic<int> blocks_not_wiped = 0;

// Watch counts the sized deletes of its lifetime; only SecretBytes may make any meanwhile.
class Watch {
 public:
  Watch() {
    blocks_given_back = 0;
    blocks_not_wiped = 0;
    av::test::on_return = [](std::span<const std::byte> block) {
      ++blocks_given_back;
      const bool wiped = std::ranges::all_of(block, [](auto byte) { return byte == std::byte{}; });
      blocks_not_wiped += wiped ? 0 : 1;
    };
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { av::test::on_return = nullptr; }
};

}  // namespace

TEST_CASE("the watch sees a block that was not wiped") {
  {
    const Watch watch;
    auto* block = static_cast<char*>(::operator new(3));
    block[0] = 'x';
    block[1] = block[2] = 0;
    ::operator delete(block, 3);
  }
  CHECK(blocks_given_back == 1);
  CHECK(blocks_not_wiped == 1);
}

TEST_CASE("destruction, assignment, growth and wipe() give back zeros only") {
  const std::string text(200, 'k');
  {
    const Watch watch;
    SecretBytes secret = SecretBytes::copy_of(text);
    for (int i = 0; i < 10; ++i) {
      secret.append(bytes_of(text));
    }
    SecretBytes other = secret.clone();
    other = SecretBytes::copy_of(text);
    secret.wipe();
    secret = std::move(other);
    secret.shrink(10);
  }
  CHECK(blocks_given_back >= 6);
  CHECK(blocks_not_wiped == 0);
}

TEST_CASE("a shrunk secret's tail is zero") {
  SecretBytes secret = SecretBytes::copy_of("0123456789");
  const std::byte* const start = secret.expose().data();
  secret.shrink(2);
  CHECK(std::all_of(start + 2, start + 10, [](std::byte b) { return b == std::byte{0}; }));
}

TEST_CASE("a secret that finds no memory to grow is as it was, and one half read is wiped") {
  const std::string text(200, 'k');
  const av::test::Folder folder;
  const std::string path = folder.write("secret", text);
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  SecretBytes secret = SecretBytes::copy_of(text);
  bool kept = true;
  {
    const Watch watch;
    av::test::for_each_allocation([&] {
      const std::size_t before = secret.size();
      const bool grown = av::base::had_memory([&] { secret.append(bytes_of(text)); });
      kept = kept && secret.size() == before + (grown ? text.size() : 0);
    });
  }
  CHECK(kept);
  CHECK(blocks_not_wiped == 0);
  // Here strings are given back too: what they hold is never the secret.
  static std::atomic<int> blocks_with_secret;
  blocks_with_secret = 0;
  av::test::on_return = [](std::span<const std::byte> block) {
    const std::string_view held = av::secret::text_of(block);
    blocks_with_secret += held.find("kkkk") == std::string_view::npos ? 0 : 1;
  };
  int answers = 0;
  const int failed = av::test::for_each_allocation([&] {
    av::base::had_memory([&] { answers += av::secret::from_file(path).has_value() ? 1 : 0; });
  });
  av::test::on_return = nullptr;
  CHECK(failed > 0);
  CHECK(answers == 1);
  CHECK(blocks_with_secret == 0);
}
