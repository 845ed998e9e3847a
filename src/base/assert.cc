#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace av::base {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "antivenom: internal error: %s is false (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace av::base
