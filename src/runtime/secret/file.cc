#include "base/descriptor.h"
#include <antivenom/secret.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace av::secret {
namespace {

using base::Descriptor;

ErrorCode code_of_file(int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return ErrorCode::NotFound;
  }
  return error == EACCES || error == EPERM ? ErrorCode::Denied : ErrorCode::Io;
}

tl::unexpected<Error> fail_on_file(const std::string& path, int error) {
  if (error == ELOOP) {
    return fail(ErrorCode::Denied, path + " is a symbolic link, and one can be pointed elsewhere",
                "name the file itself; where you trust the folder, follow_links (--follow-links)");
  }
  return fail(code_of_file(error),
              "cannot read the secret in " + path + ": " + std::generic_category().message(error));
}

std::string octal(mode_t mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3) {
    digits += static_cast<char>('0' + ((mode >> shift) & 7U));
  }
  return digits;
}

// check_owner_only refuses what somebody else could have read or written.
Result<void> check_owner_only(const std::string& path, const struct stat& status) {
  if (!S_ISREG(status.st_mode)) {
    return fail(ErrorCode::InvalidArgument, path + " is no regular file");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorCode::Denied,
                path + " is open to other users (mode " + octal(status.st_mode & 07777U) + ")",
                "chmod 600 it, and change the secret: it may have been read");
  }
  if (status.st_uid != 0 && status.st_uid != geteuid()) {
    return fail(ErrorCode::Denied, path + " belongs to user " + std::to_string(status.st_uid) +
                                       ", who is neither this user nor root");
  }
  return {};
}

// read_all reads up to `limit` bytes.  One more is asked for, to see that there is none; a file
// that grows meanwhile is read on.
Result<SecretBytes> read_all(const std::string& path, const Descriptor& file, std::size_t size,
                             std::size_t limit) {
  SecretBytes secret = SecretBytes::zeros(std::min(size, limit) + 1);
  for (std::size_t filled = 0;;) {
    const std::span<std::byte> room = secret.writable().subspan(filled);
    const ssize_t count = read(file.get(), room.data(), room.size());
    if (count == 0) {
      secret.shrink(filled);
      return secret;
    }
    if (count < 0 && errno != EINTR) {
      return fail_on_file(path, errno);
    }
    filled += count > 0 ? static_cast<std::size_t>(count) : 0;
    if (filled > limit) {
      return fail(ErrorCode::LimitExceeded,
                  path + " is larger than " + std::to_string(limit) + " bytes");
    }
    if (filled == secret.size()) {
      secret.append(SecretBytes::zeros(std::min(filled, limit + 1 - filled)).expose());
    }
  }
}

void strip_line_end(SecretBytes& secret) {
  std::string_view text = secret.expose_text();
  if (text.ends_with('\n')) {
    text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    secret.shrink(text.size());
  }
}

}  // namespace

Result<SecretBytes> from_file(const std::string& path, const ReadOptions& options) {
  if (path.empty() || path.find('\0') != std::string::npos) {
    return fail(ErrorCode::InvalidArgument, "a file of a secret needs a name");
  }
  // O_NONBLOCK: opening a pipe somebody left there must not wait.
  int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  flags |= options.links == ReadOptions::Links::Refuse ? O_NOFOLLOW : 0;
  const Descriptor file(open(path.c_str(), flags));
  struct stat status = {};
  if (!file.is_open() || fstat(file.get(), &status) != 0) {
    return fail_on_file(path, errno);
  }
  AV_TRY(check_owner_only(path, status));
  SecretBytes secret =
      AV_TRY(read_all(path, file, static_cast<std::size_t>(status.st_size), options.max_bytes));
  if (options.line_end == ReadOptions::LineEnd::StripOne) {
    strip_line_end(secret);
  }
  if (secret.empty()) {
    return fail(ErrorCode::InvalidArgument, path + " is empty");
  }
  return secret;
}

Result<SecretBytes> from_credential(std::string_view name, const ReadOptions& options) {
  const std::string shown(name);
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string_view::npos) {
    return fail(ErrorCode::InvalidArgument, "`" + shown + "` is no name of a credential");
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): secret.h says when that matters
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    return fail(ErrorCode::NotFound,
                "no credential " + shown + ": $CREDENTIALS_DIRECTORY is not set",
                "the unit needs LoadCredential=" + shown + ":PATH, and systemd 247 or later");
  }
  return from_file(std::string(folder) + "/" + shown, options);
}

}  // namespace av::secret
