#include "base/descriptor.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <utility>

namespace av::base {
namespace {

bool is_open(int descriptor) {
  return fcntl(descriptor, F_GETFD) != -1;
}

TEST_CASE("Descriptor: closes what it owns, once") {
  int first = -1;
  {
    Descriptor owner(open("/dev/null", O_RDONLY | O_CLOEXEC));
    first = owner.get();
    REQUIRE(owner.is_open());
    Descriptor next(std::move(owner));
    CHECK(next.get() == first);
    CHECK(is_open(first));
    Descriptor last;
    last = std::move(next);
    CHECK(last.get() == first);
    CHECK(is_open(first));
  }
  CHECK_FALSE(is_open(first));
}

TEST_CASE("Descriptor: what is released stays open") {
  int kept = -1;
  {
    Descriptor owner(open("/dev/null", O_RDONLY | O_CLOEXEC));
    kept = owner.release();
    CHECK_FALSE(owner.is_open());
  }
  CHECK(is_open(kept));
  CHECK(close(kept) == 0);
  CHECK_FALSE(Descriptor().is_open());
}

}  // namespace
}  // namespace av::base
