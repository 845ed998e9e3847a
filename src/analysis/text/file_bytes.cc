#include "analysis/text/file_bytes.h"

#include "base/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace av::text {
namespace {

constexpr int kAttempts = 2;

ErrorCode code_of(int system_error) {
  switch (system_error) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
      return ErrorCode::Denied;
    default:
      return ErrorCode::Io;
  }
}

bool is_same_version(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_ino == b.st_ino && a.st_dev == b.st_dev &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

// Fills `bytes` with up to `size` bytes; returns how many there were, or nothing with errno set.
std::optional<std::size_t> read_up_to(int descriptor, std::size_t size, char* bytes) {
  std::size_t got = 0;
  while (got < size) {
    const ssize_t count = read(descriptor, bytes + got, size - got);
    if (count == 0) {
      break;
    }
    if (count < 0 && errno != EINTR) {
      return std::nullopt;
    }
    got += count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  return got;
}

tl::unexpected<Error> too_large(const std::string& shown_path, std::uint64_t max_bytes) {
  return fail(ErrorCode::LimitExceeded,
              shown_path + " is larger than " + std::to_string(max_bytes) + " bytes");
}

// One attempt; false when the file changed meanwhile.
Result<bool> try_read(const std::string& path, const std::string& shown_path,
                      std::uint64_t max_bytes, base::PaddedText& bytes) {
  const base::Descriptor file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat before = {};
  if (!file.is_open() || fstat(file.get(), &before) != 0) {
    return tl::unexpected(file_error(shown_path, errno));
  }
  if (S_ISDIR(before.st_mode)) {
    return fail(ErrorCode::InvalidArgument, shown_path + " is a folder, not a file");
  }
  if (!S_ISREG(before.st_mode)) {
    return fail(ErrorCode::InvalidArgument, shown_path + " is not a regular file");
  }
  const auto size = static_cast<std::uint64_t>(before.st_size);
  if (size > max_bytes) {
    return too_large(shown_path, max_bytes);
  }
  // One byte more than there should be, to see whether the file has grown.
  const auto got = read_up_to(file.get(), size + 1, bytes.fill(size + 1));
  struct stat after = {};
  if (!got || fstat(file.get(), &after) != 0) {
    return tl::unexpected(file_error(shown_path, errno));
  }
  bytes.shrink(*got);
  return *got == size && is_same_version(before, after);
}

}  // namespace

Error file_error(const std::string& shown_path, int system_error) {
  const std::string reason = std::error_code(system_error, std::generic_category()).message();
  return {code_of(system_error), "cannot read " + shown_path + ": " + reason, {}};
}

Result<void> read_file_bytes(const std::string& path, const std::string& shown_path,
                             std::uint64_t max_bytes, base::PaddedText& bytes) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (AV_TRY(try_read(path, shown_path, max_bytes, bytes))) {
      return {};
    }
  }
  return fail(ErrorCode::Changed, shown_path + " changed while it was read");
}

}  // namespace av::text
