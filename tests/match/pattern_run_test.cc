#include "analysis/match/pattern_run.h"

#include <doctest/doctest.h>

namespace {

using av::match::matches_glob;

TEST_CASE("globs") {
  CHECK(matches_glob("settings*.py", "settings.py"));
  CHECK(matches_glob("settings*.py", "a/b/settings_x.py"));
  CHECK_FALSE(matches_glob("settings*.py", "a/my_settings.py"));
  CHECK(matches_glob("settings/*.py", "settings/a.py"));
  CHECK(matches_glob("settings/*.py", "x/settings/a.py"));
  CHECK_FALSE(matches_glob("settings/*.py", "x/mysettings/a.py"));
  CHECK(matches_glob("?.py", "a.py"));
  CHECK_FALSE(matches_glob("?.py", "ab.py"));
  CHECK_FALSE(matches_glob("", "a.py"));
}

}  // namespace
