#include "base/memory.h"

namespace av::base {

void fail_allocation() {
  throw std::bad_alloc();
}

}  // namespace av::base
