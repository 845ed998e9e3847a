#include "base/atomic_file.h"
#include "base/memory.h"
#include <antivenom/fernet.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace av::fernet {
namespace {

constexpr std::size_t kReadBytes = 16 * kChunkBytes;
constexpr mode_t kOwnerOnly = 0600;

tl::unexpected<Error> fail_on(const std::string& what, int error) {
  const bool denied = error == EACCES || error == EPERM;
  const ErrorCode code = error == ENOENT ? ErrorCode::NotFound
                         : denied        ? ErrorCode::Denied
                                         : ErrorCode::Io;
  return fail(code, what + ": " + std::generic_category().message(error));
}

// Source is the file that is read.
class Source {
 public:
  explicit Source(const std::string& path)
      : path_(path), descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }

  Result<void> check(SealProgress* progress) const {
    struct stat status = {};
    if (descriptor_ < 0 || fstat(descriptor_, &status) != 0) {
      return fail_on("cannot read " + path_, errno);
    }
    if (progress != nullptr && S_ISREG(status.st_mode)) {
      progress->bytes = static_cast<std::uint64_t>(status.st_size);
    }
    return {};
  }

  // read_some is the next bytes, none at the end.
  [[nodiscard]] Result<ByteView> read_some(SecretBytes& room, SealProgress* progress) const {
    for (;;) {
      if (progress != nullptr && progress->stop) {
        return fail(ErrorCode::Changed, "stopped while reading " + path_);
      }
      const ssize_t count = read(descriptor_, room.writable().data(), room.size());
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count < 0) {
        return fail_on("cannot read " + path_, errno);
      }
      if (progress != nullptr) {
        progress->bytes_done += static_cast<std::uint64_t>(count);
      }
      return room.expose().first(static_cast<std::size_t>(count));
    }
  }

 private:
  const std::string& path_;
  int descriptor_;
};

// write_all goes past the file's sink, which would keep a copy of a plaintext.
Result<void> write_all(int descriptor, const std::string& path, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return fail_on("cannot write " + path, errno);
    }
    bytes = bytes.subspan(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return {};
}

// create_target refuses what could not be taken back: pipes, devices, terminals.
Result<base::AtomicFile> create_target(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    return fail(ErrorCode::InvalidArgument, path + " is no regular file",
                "only a file can appear whole or not at all");
  }
  return base::AtomicFile::create(path);
}

void clear(std::vector<std::byte>& bytes) {
  bytes.clear();
}
void clear(SecretBytes& bytes) {
  bytes.shrink(0);
}
ByteView view(const std::vector<std::byte>& bytes) {
  return bytes;
}
ByteView view(const SecretBytes& bytes) {
  return bytes.expose();
}

struct Paths {
  const std::string& source;
  const std::string& target;
};

// pass_through runs a Sealer or Opener over a file; Out is what it fills.
template <class Out, class Stream>
Result<void> pass_through(Stream stream, const Paths& paths, SealProgress* progress, mode_t mode) {
  const Source source(paths.source);
  AV_TRY(source.check(progress));
  base::AtomicFile target = AV_TRY(create_target(paths.target));
  const int descriptor = target.sink().descriptor();
  if (mode != 0 && fchmod(descriptor, mode) != 0) {
    return fail_on("cannot protect " + paths.target, errno);
  }
  SecretBytes room = SecretBytes::zeros(kReadBytes);
  Out out;
  for (;;) {
    const ByteView piece = AV_TRY(source.read_some(room, progress));
    if (piece.empty()) {
      break;
    }
    clear(out);
    AV_TRY(stream.update(piece, out));
    AV_TRY(write_all(descriptor, paths.target, view(out)));
  }
  clear(out);
  AV_TRY(stream.finish(out));
  AV_TRY(write_all(descriptor, paths.target, view(out)));
  return target.commit();
}

}  // namespace

Result<void> seal_file(const std::string& source, const std::string& target, const SealKey& key,
                       const SealOptions& options) {
  return base::or_out_of_memory([&]() -> Result<void> {
    Sealer sealer = AV_TRY(Sealer::begin(key, options.context));
    return pass_through<std::vector<std::byte>>(std::move(sealer), {source, target},
                                                options.progress, 0);
  });
}

Result<void> open_file(const std::string& source, const std::string& target, const SealKey& key,
                       const SealOptions& options) {
  return base::or_out_of_memory([&]() -> Result<void> {
    Opener opener = AV_TRY(Opener::begin(key, options.context));
    return pass_through<SecretBytes>(std::move(opener), {source, target}, options.progress,
                                     kOwnerOnly);
  });
}

}  // namespace av::fernet
