#include "tests/support/folder.h"
#include <antivenom/secret.h>

#include <doctest/doctest.h>

#include <cstdlib>
#include <sys/stat.h>

using av::ErrorCode;
using av::secret::load;
using av::test::Folder;

TEST_CASE("an address leads to its source") {
  const Folder folder;
  const std::string path = folder.write("key", "from file\n");
  const std::string dotenv = folder.write(".env", "A=from dotenv\nB=\n");
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  REQUIRE(chmod(dotenv.c_str(), 0600) == 0);
  setenv("AV_TEST_SECRET", "from environment", 1);
  setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);
  CHECK(load("env://AV_TEST_SECRET")->expose_text() == "from environment");
  CHECK(load("file://" + path)->expose_text() == "from file");
  CHECK(load("file:" + path)->expose_text() == "from file");
  CHECK(load("systemd://key")->expose_text() == "from file");
  CHECK(load("dotenv:" + dotenv + "#A")->expose_text() == "from dotenv");
  CHECK(load("dotenv:" + dotenv + "#B").error().code == ErrorCode::InvalidArgument);
  CHECK(load("dotenv:" + dotenv + "#C").error().code == ErrorCode::NotFound);
  CHECK(load("dotenv:" + dotenv).error().code == ErrorCode::InvalidArgument);
  unsetenv("CREDENTIALS_DIRECTORY");
  unsetenv("AV_TEST_SECRET");
}

TEST_CASE("a secret passed as an address is not repeated") {
  const auto failed = load("hunter2");
  CHECK(failed.error().code == ErrorCode::InvalidArgument);
  CHECK(failed.error().message.find("hunter2") == std::string::npos);
}
