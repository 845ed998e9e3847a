#pragma once
// test_path.h — whether a file is a test, by its path alone.  Allocates nothing.

#include <string_view>

namespace av::text {

// is_test_path says whether a path, as shown to the user, is that of a test: in a folder tests/,
// test/ or testing/, or named test_*.py, *_test.py, conftest.py, or as helpers of tests are
// (testutils.py, testbase.py).  What packages ship for the tests of others (numpy.testing) runs in
// tests too.
bool is_test_path(std::string_view path);

// is_example_path: in a folder of examples, demos or samples, or one that is called after them
// (demo_app/): what is there is read, or run on its reader's machine.  A file that is called so may
// be all that somebody has.
bool is_example_path(std::string_view path);

}  // namespace av::text
