#pragma once
// shebang.h — whether a script's first line says that Python runs it.

#include <cstddef>
#include <string_view>

namespace av::text {

// kShebangBytes is how much of a file is_python_shebang needs to see: Linux reads not much more.
inline constexpr std::size_t kShebangBytes = 256;

// is_python_shebang looks at the start of a file: `#!/usr/bin/env python3`, `#!
// /opt/pypy/bin/pypy`,
// `#!/usr/bin/env -S uv run --script`, … Any version counts; `pythonista` does not.
bool is_python_shebang(std::string_view start);

}  // namespace av::text
