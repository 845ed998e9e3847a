#include "analysis/text/test_path.h"

#include <algorithm>
#include <iterator>

namespace av::text {
namespace {

// The folder of a whole project may have the word in its name: only names of packages of tests
// count.
bool is_test_folder(std::string_view name) {
  constexpr std::string_view kNames[] = {"tests",    "test",      "testing",
                                         "fixtures", "unittests", "testdata"};
  return std::ranges::find(kNames, name) != std::end(kNames) || name.ends_with("_tests") ||
         name.starts_with("tests_") || name.starts_with("test_") || name.ends_with("Test") ||
         name.ends_with("Tests");
}

bool is_test_file(std::string_view name) {
  constexpr std::string_view kHelpers[] = {"_testbase.py",  "testbase.py",   "testcase.py",
                                           "testing.py",    "testutil.py",   "testutils.py",
                                           "test_utils.py", "_testutils.py", "_testing.py"};
  return name == "conftest.py" || std::ranges::find(kHelpers, name) != std::end(kHelpers) ||
         name.ends_with("_test.py") || name.ends_with("_tests.py") ||
         name.ends_with("_unittest.py") || name.find("_test_") != std::string_view::npos ||
         ((name.starts_with("test_") || name.starts_with("testing_")) && name.ends_with(".py"));
}

// is_of_example: a name with one of the words as its first or last part: `demo`, `app_demo`.
bool is_of_example(std::string_view name) {
  constexpr std::string_view kWords[] = {"demo",   "demos",   "example",  "examples",
                                         "sample", "samples", "tutorial", "tutorials"};
  return std::ranges::any_of(kWords, [name](std::string_view word) {
    const std::size_t rest = name.size() - std::min(name.size(), word.size());
    return (name.starts_with(word) && (rest == 0 || name[word.size()] == '_')) ||
           (name.ends_with(word) && rest != 0 && name[rest - 1] == '_');
  });
}

}  // namespace

bool is_test_path(std::string_view path) {
  bool has_folder = false;
  while (true) {
    const std::size_t slash = path.find_first_of("/\\");
    if (slash == std::string_view::npos) {
      // Of an application of Django; a script may be called so, too.
      return is_test_file(path) || (has_folder && path == "tests.py");
    }
    has_folder = true;
    if (is_test_folder(path.substr(0, slash))) {
      return true;
    }
    path.remove_prefix(slash + 1);
  }
}

bool is_example_path(std::string_view path) {
  for (std::size_t slash = path.find_first_of("/\\"); slash != std::string_view::npos;
       slash = path.find_first_of("/\\")) {
    if (is_of_example(path.substr(0, slash))) {
      return true;
    }
    path.remove_prefix(slash + 1);
  }
  return false;
}

}  // namespace av::text
