#include "base/atomic_file.h"

#include <climits>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace av::base {
namespace {

constexpr mode_t kNewFile = 0666;  // less the umask
constexpr mode_t kPermissionBits = 07777;
constexpr int kAttempts = 100;

ErrorCode code_of(int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return ErrorCode::NotFound;
  }
  return error == EACCES || error == EPERM || error == EROFS ? ErrorCode::Denied : ErrorCode::Io;
}

tl::unexpected<Error> fail_on(const std::string& path, int error) {
  std::string hint = error == ENOENT ? "is its folder there?" : "";
  return fail(code_of(error),
              "cannot write " + path + ": " + std::generic_category().message(error),
              std::move(hint));
}

// resolved follows symbolic links of a path that exists; any other stays as it is.
std::string resolved(const std::string& path) {
  struct Free {  // realpath allocates with malloc
    void operator()(char* text) const { std::free(text); }
  };
  const std::unique_ptr<char, Free> real(realpath(path.c_str(), nullptr));
  return real == nullptr ? path : std::string(real.get());
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// next_temporary_name differs from call to call and from process to process.
std::string next_temporary_name(const std::string& folder) {
  static std::atomic<unsigned> calls = 0;
  return folder + ".antivenom-" + std::to_string(getpid()) + "-" +
         std::to_string(calls.fetch_add(1)) + ".tmp";
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const std::string& path) {
  if (path.empty()) {
    return fail(ErrorCode::InvalidArgument, "a file to write needs a name");
  }
  AtomicFile file;
  file.shown_path_ = path;
  file.target_ = resolved(path);
  AV_TRY(file.open_target());
  file.sink_ = std::make_unique<FdSink>(file.descriptor_, path);
  return file;
}

Result<void> AtomicFile::open_target() {
  struct stat status = {};
  if (stat(target_.c_str(), &status) != 0) {
    return errno == ENOENT && target_.back() != '/' ? open_temporary()
                                                    : fail_on(shown_path_, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return fail_on(shown_path_, EISDIR);
  }
  if (!S_ISREG(status.st_mode)) {
    descriptor_ = open(target_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return descriptor_ >= 0 ? Result<void>() : fail_on(shown_path_, errno);
  }
  if (access(target_.c_str(), W_OK) != 0) {  // rename would not ask
    return fail_on(shown_path_, errno);
  }
  Result<void> opened = open_temporary();
  if (opened && fchmod(descriptor_, status.st_mode & kPermissionBits) != 0) {
    return fail_on(shown_path_, errno);
  }
  return opened;
}

Result<void> AtomicFile::open_temporary() {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    temporary_ = next_temporary_name(folder_of(target_));
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    descriptor_ = open(temporary_.c_str(), kFlags, kNewFile);
    if (descriptor_ >= 0) {
      return {};
    }
    if (errno != EEXIST) {
      break;
    }
  }
  const int error = errno;
  temporary_.clear();
  return fail_on(shown_path_, error);
}

Result<void> AtomicFile::commit() {
  sink_->flush();
  if (sink_->failure()) {
    Error failure = *sink_->failure();
    discard();
    return tl::unexpected<Error>(std::move(failure));
  }
  if (!temporary_.empty()) {
    // Without it, a crash soon after could leave the name with an empty file.
    if (fsync(descriptor_) != 0 || std::rename(temporary_.c_str(), target_.c_str()) != 0) {
      const int error = errno;
      discard();
      return fail_on(shown_path_, error);
    }
    temporary_.clear();
  }
  discard();
  return {};
}

void AtomicFile::discard() {
  sink_.reset();
  if (descriptor_ >= 0) {
    close(descriptor_);
    descriptor_ = -1;
  }
  if (!temporary_.empty()) {
    unlink(temporary_.c_str());
    temporary_.clear();
  }
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept {
  *this = std::move(other);
}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
  std::swap(shown_path_, other.shown_path_);
  std::swap(target_, other.target_);
  std::swap(temporary_, other.temporary_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(sink_, other.sink_);
  return *this;
}

AtomicFile::~AtomicFile() {
  discard();
}

}  // namespace av::base
