#include "base/sink.h"

#include <cerrno>
#include <cstddef>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace av::base {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;

// wait_until_writable serves descriptors that somebody made non-blocking.
void wait_until_writable(int descriptor) {
  pollfd wanted = {descriptor, POLLOUT, 0};
  static_cast<void>(poll(&wanted, 1, -1));
}

}  // namespace

void FdSink::write(std::string_view text) {
  if (failure_) {
    return;
  }
  buffer_.append(text);
  if (buffering_ == Buffering::Each || buffer_.size() >= kBufferBytes) {
    flush();
  }
}

void FdSink::flush() {
  if (!failure_) {
    pass_on(buffer_);
  }
  buffer_.clear();
}

void FdSink::pass_on(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      wait_until_writable(descriptor_);
    } else if (errno != EINTR) {
      closed_ = errno == EPIPE;
      failure_ = Error{ErrorCode::Io,
                       "cannot write to " + name_ + ": " + std::generic_category().message(errno),
                       {}};
      return;
    }
  }
}

}  // namespace av::base
