#include "runtime/limit/mapping.h"

#include "base/descriptor.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace av::limit {
namespace {

using base::Descriptor;

tl::unexpected<Error> failure(const std::string& what, int error) {
  const ErrorCode code = error == EACCES || error == EPERM ? ErrorCode::Denied : ErrorCode::Io;
  return fail(code, what + ": " + std::generic_category().message(error));
}

// Gives a descriptor's lock back.  It would last as long as the mapping, which holds the open file;
// it ends with the process, so also when that is killed.
class Unlock {
 public:
  explicit Unlock(const Descriptor& file) : file_(file) {}
  Unlock(const Unlock&) = delete;
  Unlock& operator=(const Unlock&) = delete;
  ~Unlock() { flock(file_.get(), LOCK_UN); }

 private:
  const Descriptor& file_;
};

Result<void> check_name(const std::string& name) {
  const bool is_good = name.size() > 1 && name.size() < 200 && name[0] == '/' &&
                       name.find('/', 1) == std::string::npos;
  if (!is_good) {
    return fail(ErrorCode::InvalidArgument, "a shared table's name is a slash and a word",
                "for example /app-limits");
  }
  return {};
}

// Whoever may write the counts decides who is limited: another user's file is not used.
Result<void> check_owner(int descriptor, const std::string& name) {
  struct stat facts = {};
  if (fstat(descriptor, &facts) != 0) {
    return failure("cannot look at the shared table " + name, errno);
  }
  if (facts.st_uid != geteuid() || (facts.st_mode & 077) != 0) {
    return fail(ErrorCode::Denied, "the shared table " + name + " is open to other users",
                "choose another name, or remove the one that is there");
  }
  return {};
}

// Space is taken now: a full /dev/shm is an error here, not a signal at some later hit.
Result<void> take_space(int descriptor, const std::string& name, std::size_t bytes) {
  struct stat facts = {};
  fstat(descriptor, &facts);
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (size != 0 && size != bytes) {
    return fail(ErrorCode::InvalidArgument,
                "the shared table " + name + " was made with another capacity",
                "give the same capacity everywhere, or another name");
  }
  if (const int error = posix_fallocate(descriptor, 0, static_cast<off_t>(bytes)); error != 0) {
    return failure("cannot have memory for the shared table " + name, error);
  }
  return {};
}

}  // namespace

Result<Mapping> Mapping::private_memory(std::size_t bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (data == MAP_FAILED) {
    return failure("cannot have memory for limits", errno);
  }
  return Mapping(data, bytes);
}

Result<Mapping> Mapping::shared_memory(const std::string& name, std::size_t bytes,
                                       const Prepare& prepare) {
  AV_TRY(check_name(name));
  const Descriptor file(shm_open(name.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.is_open()) {
    return failure("cannot open the shared table " + name, errno);
  }
  AV_TRY(check_owner(file.get(), name));
  if (flock(file.get(), LOCK_EX) != 0) {
    return failure("cannot lock the shared table " + name, errno);
  }
  const Unlock unlock(file);
  AV_TRY(take_space(file.get(), name, bytes));
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) {
    return failure("cannot map the shared table " + name, errno);
  }
  Mapping mapping(data, bytes);
  AV_TRY(prepare(data));
  return mapping;
}

Result<void> Mapping::remove(const std::string& name) {
  AV_TRY(check_name(name));
  if (shm_unlink(name.c_str()) != 0 && errno != ENOENT) {
    return failure("cannot remove the shared table " + name, errno);
  }
  return {};
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

Mapping::~Mapping() {
  if (data_ != nullptr) {
    munmap(data_, size_);
  }
}

}  // namespace av::limit
