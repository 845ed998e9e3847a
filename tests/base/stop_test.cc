#include "base/stop.h"

#include <doctest/doctest.h>

#include <csignal>

using av::base::SignalStop;
using av::base::StopFlag;

TEST_CASE("a flag is set once and keeps its reason") {
  StopFlag flag;
  CHECK_FALSE(flag.requested());
  flag.request(7);
  CHECK(flag.requested());
  CHECK(flag.reason() == 7);
}

TEST_CASE("signals reach the flag while a SignalStop lives") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    StopFlag flag;
    const SignalStop stop(flag);
    REQUIRE(std::raise(signal) == 0);
    CHECK(flag.reason() == signal);
  }
}

TEST_CASE("ignored signals stay ignored and former handlers come back") {
  auto* const former = std::signal(SIGHUP, SIG_IGN);
  StopFlag flag;
  {
    const SignalStop stop(flag);
    std::raise(SIGHUP);
    CHECK_FALSE(flag.requested());
  }
  const bool still_ignored = std::signal(SIGHUP, former) == SIG_IGN;
  CHECK(still_ignored);
}
