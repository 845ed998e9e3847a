#include "runtime/digest/file.h"

#include "base/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace av::digest {
namespace {

using base::Descriptor;

// read_on reads again when a signal came first.
ssize_t read_on(int descriptor, std::span<std::byte> room) {
  for (;;) {
    const ssize_t count = read(descriptor, room.data(), room.size());
    if (count >= 0 || errno != EINTR) {
      return count;
    }
  }
}

}  // namespace

Error file_error(const std::string& path, int error) {
  ErrorCode code = error == EACCES || error == EPERM ? ErrorCode::Denied : ErrorCode::Io;
  code = error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : code;
  return {code, "cannot read " + path + ": " + std::generic_category().message(error), {}};
}

Result<Digest> hash_opened(const std::string& path, const FileWork& work) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | work.open_flags));
  struct stat status = {};
  if (!file.is_open() || fstat(file.get(), &status) != 0) {
    return tl::unexpected<Error>(file_error(path, errno));
  }
  if (S_ISDIR(status.st_mode)) {
    return tl::unexpected<Error>(file_error(path, EISDIR));
  }
  Hasher hasher(work.method);
  for (;;) {
    const ssize_t count = read_on(file.get(), work.buffer);
    if (count < 0) {
      return tl::unexpected<Error>(file_error(path, errno));
    }
    if (count == 0) {
      return hasher.finish();
    }
    hasher.update(work.buffer.first(static_cast<std::size_t>(count)));
    if (work.progress != nullptr) {
      work.progress->bytes_done += static_cast<std::uint64_t>(count);
      if (work.progress->stop) {
        return fail(ErrorCode::Changed, "stopped while reading " + path);
      }
    }
  }
}

Result<Digest> hash_file(const std::string& path, Method method, Progress* progress) {
  const std::unique_ptr<std::byte[]> buffer(new std::byte[kBufferBytes]);
  return hash_opened(path, {method, {buffer.get(), kBufferBytes}, progress, 0});
}

}  // namespace av::digest
