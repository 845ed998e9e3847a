#include "base/crash.h"

#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <thread>

using av::base::current_work;
using av::base::SignalStack;
using av::base::WorkNote;

TEST_CASE("work is noted while it lasts, nested, and per thread") {
  CHECK(current_work().empty());
  {
    const WorkNote outer("outer.py");
    CHECK(current_work() == "outer.py");
    {
      const WorkNote inner("inner.py");
      CHECK(current_work() == "inner.py");
    }
    CHECK(current_work() == "outer.py");
    std::string elsewhere = "unset";
    std::thread([&] { elsewhere = current_work(); }).join();
    CHECK(elsewhere.empty());
  }
  CHECK(current_work().empty());
}

TEST_CASE("a signal stack is there while it lives") {
  std::thread([] {
    stack_t stack = {};
    {
      const SignalStack ours;
      sigaltstack(nullptr, &stack);
      CHECK((stack.ss_flags & SS_DISABLE) == 0);
      CHECK(stack.ss_size >= static_cast<std::size_t>(MINSIGSTKSZ));
    }
    sigaltstack(nullptr, &stack);
    CHECK((stack.ss_flags & SS_DISABLE) != 0);
  }).join();
}
