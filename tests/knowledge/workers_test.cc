#include "analysis/knowledge/workers.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <new>

using av::base::StopFlag;
using av::knowledge::Catalog;
using av::knowledge::catalog;
using av::knowledge::run_with_catalog;
using av::knowledge::UseCatalog;

TEST_CASE("every thread goes by the catalog of the one that starts it") {
  Catalog own;
  const UseCatalog use(own);
  const StopFlag never;
  std::atomic<int> same = 0;
  run_with_catalog(20, {.threads = 4}, never, [&](unsigned /*worker*/, std::size_t /*item*/) {
    same += &catalog() == &own ? 1 : 0;
  });
  CHECK(same == 20);
}

TEST_CASE("want of memory comes out where the threads were started") {
  const StopFlag never;
  std::atomic<int> calls = 0;
  const auto run = [&] {
    run_with_catalog(1000, {.threads = 2}, never, [&](unsigned /*worker*/, std::size_t /*item*/) {
      ++calls;
      throw std::bad_alloc();
    });
  };
  CHECK_THROWS_AS(run(), std::bad_alloc);
  CHECK(calls <= 2);  // one a thread
}
