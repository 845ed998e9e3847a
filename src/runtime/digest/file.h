#pragma once
// file.h — one file's digest, with the buffer and the flags of whoever hashes many.

#include <antivenom/digest.h>

#include <span>
#include <string>

namespace av::digest {

// Large enough that the system calls do not show, small enough for a core's second cache.
inline constexpr std::size_t kBufferBytes = std::size_t{256} << 10;

struct FileWork {
  Method method;
  std::span<std::byte> buffer;
  Progress* progress;
  int open_flags;  // O_NOFOLLOW, O_NONBLOCK
};

// hash_opened opens, reads and hashes; a folder is an error.
Result<Digest> hash_opened(const std::string& path, const FileWork& work);

// file_error says what the system said.
Error file_error(const std::string& path, int error);

}  // namespace av::digest
