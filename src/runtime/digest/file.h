#pragma once
// file.h — one file's digest, with the buffer and the flags of whoever hashes many.

#include "base/descriptor.h"
#include <antivenom/digest.h>

#include <span>
#include <string>
#include <sys/stat.h>

namespace av::digest {

// Large enough that the system calls do not show, small enough for a core's second cache.
inline constexpr std::size_t kBufferBytes = std::size_t{256} << 10;

// Opened is a file that is ready to be read, as it was when it was opened.
struct Opened {
  base::Descriptor file;
  struct stat status = {};

  // size is that of a regular file; 0 for what does not say how much will come.
  [[nodiscard]] std::uint64_t size() const {
    return S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  }
};

// open_file opens a file with more flags (O_NOFOLLOW, O_NONBLOCK); a folder is an error.
Result<Opened> open_file(const std::string& path, int flags);

struct FileWork {
  Method method;
  std::span<std::byte> buffer;
  Progress* progress;
};

// hash_opened reads to the end and hashes.  Changed when the file did meanwhile.
Result<Digest> hash_opened(const std::string& path, const Opened& opened, const FileWork& work);

// file_error says what the system said.
Error file_error(const std::string& path, int error);

}  // namespace av::digest
