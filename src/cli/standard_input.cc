#include "cli/standard_input.h"

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace av::cli {

Result<std::string> read_standard_input(std::uint64_t max_bytes, const base::StopFlag& stop) {
  std::string text;
  std::vector<char> buffer(std::size_t{64} << 10);
  while (!stop.requested()) {
    const ssize_t got = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got == 0) {
      break;
    }
    if (got < 0 && errno != EINTR) {
      return fail(ErrorCode::Io,
                  "cannot read standard input: " + std::generic_category().message(errno));
    }
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    if (text.size() > max_bytes) {
      return fail(ErrorCode::LimitExceeded,
                  "standard input is larger than " + std::to_string(max_bytes) + " bytes",
                  "--max-file-size sets the limit");
    }
  }
  return text;
}

}  // namespace av::cli
