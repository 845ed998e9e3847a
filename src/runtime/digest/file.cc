#include "runtime/digest/file.h"

#include "base/memory.h"

#include <cerrno>
#include <fcntl.h>
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

// is_unchanged says whether a regular file is as it was when it was opened.
bool is_unchanged(const Opened& opened) {
  const struct stat& then = opened.status;
  struct stat now = {};
  return !S_ISREG(then.st_mode) ||
         (fstat(opened.file.get(), &now) == 0 && now.st_size == then.st_size &&
          now.st_mtim.tv_sec == then.st_mtim.tv_sec && now.st_mtim.tv_nsec == then.st_mtim.tv_nsec);
}

}  // namespace

Error file_error(const std::string& path, int error) {
  ErrorCode code = error == EACCES || error == EPERM ? ErrorCode::Denied : ErrorCode::Io;
  code = error == ENOENT || error == ENOTDIR ? ErrorCode::NotFound : code;
  return {code, "cannot read " + path + ": " + std::generic_category().message(error), {}};
}

Result<Opened> open_file(const std::string& path, int flags) {
  Opened opened = {Descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | flags)), {}};
  if (!opened.file.is_open() || fstat(opened.file.get(), &opened.status) != 0) {
    return tl::unexpected<Error>(file_error(path, errno));
  }
  if (S_ISDIR(opened.status.st_mode)) {
    return tl::unexpected<Error>(file_error(path, EISDIR));
  }
  return opened;
}

Result<Digest> hash_opened(const std::string& path, const Opened& opened, const FileWork& work) {
  std::optional<Hasher> hasher;
  for (;;) {
    const ssize_t count = read_on(opened.file.get(), work.buffer);
    if (count < 0) {
      return tl::unexpected<Error>(file_error(path, errno));
    }
    const ByteView data = work.buffer.first(static_cast<std::size_t>(count));
    if (work.progress != nullptr) {
      work.progress->bytes_done += data.size();
      if (work.progress->stop) {
        return fail(ErrorCode::Changed, "stopped while reading " + path);
      }
    }
    // One read of all that a small file has needs no other to see its end.
    if (!hasher && data.size() < work.buffer.size() && data.size() == opened.size()) {
      return hash(work.method, data);
    }
    hasher = hasher ? std::move(hasher) : Hasher(work.method);
    if (data.empty()) {
      return is_unchanged(opened)
                 ? Result<Digest>(hasher->finish())
                 : fail(ErrorCode::Changed, path + " changed while it was read", "try again");
    }
    hasher->update(data);
  }
}

Result<Digest> hash_file(const std::string& path, Method method, Progress* progress) {
  return base::or_out_of_memory([&]() -> Result<Digest> {
    const Opened opened = AV_TRY(open_file(path, 0));
    const std::unique_ptr<std::byte[]> buffer(new std::byte[kBufferBytes]);
    return hash_opened(path, opened, {method, {buffer.get(), kBufferBytes}, progress});
  });
}

}  // namespace av::digest
