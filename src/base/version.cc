#include "base/version.h"

namespace av::base {

std::string_view version() {
  return AV_VERSION;
}

}  // namespace av::base
