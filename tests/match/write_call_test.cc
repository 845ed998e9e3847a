#include "analysis/match/write_call.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;

// The source of the path written to, or "none".
std::string written(const std::string& imports, const std::string& call) {
  Asked asked(imports + "\n" + call + "\n");
  const auto path = av::match::find_written_path(asked.check(), asked.call(call));
  return path.exists() ? std::string(asked.tree().text_of(path)) : "none";
}

TEST_CASE("modes that write") {
  CHECK(written("", "open(x, 'w')") == "x");
  CHECK(written("", "open(x, mode='ab')") == "x");
  CHECK(written("", "open(file=x, mode='r+')") == "x");
  CHECK(written("", "open(x)") == "none");
  CHECK(written("", "open(x, 'rb')") == "none");
  CHECK(written("", "open(x, 'x')") == "none");
  CHECK(written("", "open(x, mode)") == "none");
}

TEST_CASE("other ways to write") {
  CHECK(written("import os", "os.open(x, os.O_CREAT | os.O_WRONLY)") == "x");
  CHECK(written("import os", "os.open(x, os.O_CREAT | os.O_EXCL)") == "none");
  CHECK(written("import os", "os.open(x, os.O_RDONLY)") == "none");
  CHECK(written("import shutil", "shutil.copy(a, x)") == "x");
  CHECK(written("from pathlib import Path", "Path(x).write_text('')") == "x");
  CHECK(written("from pathlib import Path\np = Path(x)", "p.open('w')") == "x");
  CHECK(written("from pathlib import Path", "Path(x).read_text()") == "none");
  CHECK(written("", "g(x, 'w')") == "none");
}

}  // namespace
