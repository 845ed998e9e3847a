#include "analysis/taint/rank_queue.h"

#include <doctest/doctest.h>

using av::taint::RankQueue;

TEST_CASE("the lowest rank comes first, and each once") {
  RankQueue queue;
  queue.begin(200);
  CHECK(queue.empty());
  for (const std::uint32_t rank : {199U, 64U, 63U, 64U, 0U}) {
    queue.insert(rank);
  }
  CHECK(queue.take() == 0);
  CHECK(queue.take() == 63);
  queue.insert(3);  // below what was taken
  CHECK(queue.take() == 3);
  CHECK(queue.take() == 64);
  CHECK(queue.take() == 199);
  CHECK(queue.empty());
  queue.insert(7);
  queue.begin(10);
  CHECK(queue.empty());
}
