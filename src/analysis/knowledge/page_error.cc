#include "analysis/knowledge/page_error.h"

namespace av::knowledge {

tl::unexpected<Error> PageError::operator()(std::string_view message, std::string hint) const {
  return fail(ErrorCode::InvalidArgument,
              std::string(path) + ':' + std::to_string(line) + ": " + std::string(message),
              std::move(hint));
}

}  // namespace av::knowledge
