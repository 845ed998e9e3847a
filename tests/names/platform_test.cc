#include "analysis/names/platform.h"

#include <doctest/doctest.h>

namespace av::names {

TEST_CASE("which system a condition asks for") {
  CHECK(platform_of("sys.platform == \"win32\"") == Platform::Windows);
  CHECK(platform_of("_os.name == 'nt' and ready") == Platform::Windows);
  CHECK(platform_of("sys.platform.startswith(\"win\")") == Platform::Windows);
  CHECK(platform_of("sys.platform[:3] == 'win'") == Platform::Windows);
  CHECK(platform_of("sys.platform == 'darwin'") == Platform::Mac);
  CHECK(platform_of("sys.platform == 'sunos5'") == Platform::Other);
}

TEST_CASE("conditions that leave it open") {
  CHECK(platform_of("sys.platform == 'linux'") == Platform::Any);
  CHECK(platform_of("sys.platform != 'win32'") == Platform::Any);
  CHECK(platform_of("not sys.platform == 'win32'") == Platform::Any);
  CHECK(platform_of("sys.platform == 'win32' or force") == Platform::Any);
  CHECK(platform_of("sys.platform == name") == Platform::Any);
  CHECK(platform_of("sys.platform == 'win32") == Platform::Any);
  CHECK(platform_of("") == Platform::Any);
}

TEST_CASE("modules that only Windows has") {
  CHECK(is_windows_module("winreg"));
  CHECK_FALSE(is_windows_module("winregistry"));
}

}  // namespace av::names
