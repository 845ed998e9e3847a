#include "analysis/text/test_path.h"

#include <doctest/doctest.h>

namespace av::text {
namespace {

TEST_CASE("paths of tests") {
  for (const char* path :
       {"tests/a.py", "a/tests/b/c.py", "test/a.py", "test_a.py", "a/test_b.py", "a_test.py",
        "conftest.py", "a\\tests\\b.py", "testing/a.py", "a/testutils.py", "a/testing_utils.py",
        "a_tests.py", "SelfTest/a.py", "people/tests.py", "create_test_data.py", "unit_tests/a.py",
        "a/fixtures/b.py", "a_unittest.py", "test_shop/plugin.py"}) {
    CHECK_MESSAGE(is_test_path(path), path);
  }
  for (const char* path : {"a.py", "contest.py", "latest/a.py", "test.py", "", "tests.py",
                           "a/attest_b.py", "my-test-app/a.py", "test-run-7/a.py"}) {
    CHECK_FALSE_MESSAGE(is_test_path(path), path);
  }
}

TEST_CASE("paths of examples") {
  for (const char* path : {"examples/a.py", "a/demo/b.py", "shop_demo/settings.py",
                           "sample_shop/settings.py", "tutorial\\a.py"}) {
    CHECK_MESSAGE(is_example_path(path), path);
  }
  for (const char* path : {"a.py", "democracy/a.py", "resample.py", "my-demo/a.py", "demo.py",
                           "a/bottle_example.py", "sampler.py", "a/example.txt", ""}) {
    CHECK_FALSE_MESSAGE(is_example_path(path), path);
  }
}

}  // namespace
}  // namespace av::text
