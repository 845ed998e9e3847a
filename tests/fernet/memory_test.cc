// What tokens and sealed files leave in memory and on disk, also when there is no memory.

#include "tests/support/folder.h"
#include "tests/support/secret_memory.h"
#include <antivenom/fernet.h>

#include <doctest/doctest.h>

#include <string>

using av::SecretBytes;
using av::fernet::Fernet;
using av::fernet::open_file;
using av::fernet::seal_file;
using av::fernet::SealKey;
using av::test::Folder;
using av::test::for_each_allocation;
using av::test::marker;
using av::test::run_apart;
using av::test::Traces;

namespace {

SealKey seal_key() {
  return *SealKey::from_bytes(marker(16, 5).expose());
}

}  // namespace

TEST_CASE("each allocation that fails leaves the target as it was") {
  REQUIRE(av::test::openssl_fails_too);
  const Folder folder;
  const SealKey key = SealKey::generate();
  const std::string source = folder.write("plain", std::string(100000, 'x'));
  const std::string target = folder.write("target", "old");
  const std::string sealed = folder.path("sealed");
  REQUIRE(seal_file(source, sealed, key));
  REQUIRE(open_file(sealed, folder.path("opened"), key));
  int done = 0;
  bool intact = true;
  const auto see = [&](const av::Result<void>& answer) {
    done += answer ? 1 : 0;
    intact = intact && folder.entries() == 4 && (answer || folder.read("target") == "old") &&
             (answer || answer.error().message == "out of memory");
    if (answer) {
      (void)folder.write("target", "old");
    }
  };
  // The failure is over before the test looks: what it allocates itself succeeds.
  CHECK(for_each_allocation([&] {
          const auto answer = seal_file(source, target, key);
          const long left = av::test::allocations_left.exchange(-1);
          see(answer);
          av::test::allocations_left = left;
        }) > 10);
  CHECK(for_each_allocation([&] {
          const auto answer = open_file(sealed, target, key);
          const long left = av::test::allocations_left.exchange(-1);
          see(answer);
          av::test::allocations_left = left;
        }) > 10);
  CHECK(intact);
  CHECK(done >= 2);
}

TEST_CASE("nothing of a message or key is left in memory" * doctest::skip(!av::test::kCanLook)) {
  const Folder folder;
  Traces traces;
  const std::string sealed = folder.path("sealed");
  const std::string opened = folder.path("opened");
  std::string token;
  run_apart([&] {
    const SecretBytes message = marker(300, 6);
    const Fernet fernet(*av::fernet::Key::parse("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="));
    token = fernet.encrypt(message.expose());
    CHECK(*fernet.decrypt(token) == message);
    CHECK_FALSE(fernet.decrypt(token.substr(4)));
  });
  traces.watch(marker(300, 6).expose());
  traces.watch(marker(16, 5).expose());
  run_apart([] {});
  CHECK(traces.found() == "");
  (void)folder.write("plain", marker(50000, 6).expose_text());
  run_apart([&] {
    REQUIRE(seal_file(folder.path("plain"), sealed, seal_key()));
    REQUIRE(open_file(sealed, opened, seal_key()));
    CHECK_FALSE(open_file(folder.path("plain"), opened, seal_key()));
    for_each_allocation(
        [&] { av::base::had_memory([&] { (void)open_file(sealed, opened, seal_key()); }); });
  });
  CHECK(traces.found() == "");
}
