#include "cli/debug_source.h"

#include "cli/standard_input.h"

namespace av::cli {

Result<text::Source> load_debug_source(const std::string& path) {
  if (path != "-") {
    return text::load_source(path, path);
  }
  const base::StopFlag never;
  const std::string bytes = AV_TRY(read_standard_input(text::SourceLimits().max_bytes, never));
  return text::decode("standard input", bytes);
}

}  // namespace av::cli
