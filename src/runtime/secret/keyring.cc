#include <antivenom/secret.h>

#include <cerrno>
#include <linux/keyctl.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace av::secret {
namespace {

ErrorCode code_of_keyctl(int error) {
  if (error == ENOKEY || error == EKEYEXPIRED || error == EKEYREVOKED) {
    return ErrorCode::NotFound;
  }
  return error == EACCES || error == EPERM ? ErrorCode::Denied : ErrorCode::Unsupported;
}

tl::unexpected<Error> fail_on_key(const std::string& description, int error) {
  return fail(code_of_keyctl(error),
              "no key \"" + description + "\" of type user in the kernel's keyrings: " +
                  std::generic_category().message(error),
              error == ENOKEY ? "keyctl padd user NAME @s adds one to the session" : "");
}

// read_key asks for the size and then the bytes, again if the key has grown in between.
Result<SecretBytes> read_key(const std::string& description, long key, std::size_t limit) {
  for (std::size_t size = 0;;) {
    SecretBytes secret = SecretBytes::zeros(size);
    const long count = syscall(SYS_keyctl, KEYCTL_READ, key, secret.writable().data(), size);
    if (count < 0) {
      return fail_on_key(description, errno);
    }
    const auto needed = static_cast<std::size_t>(count);
    if (needed > limit) {
      return fail(ErrorCode::LimitExceeded, "the key \"" + description + "\" is larger than " +
                                                std::to_string(limit) + " bytes");
    }
    if (needed <= size) {
      secret.shrink(needed);
      return secret;
    }
    size = needed;
  }
}

}  // namespace

Result<SecretBytes> from_keyring(const std::string& description, const ReadOptions& options) {
  if (description.empty() || description.find('\0') != std::string::npos) {
    return fail(ErrorCode::InvalidArgument, "a key of the keyring needs a name");
  }
  // No call-out text: the kernel then never starts /sbin/request-key.
  const long key = syscall(SYS_request_key, "user", description.c_str(), nullptr, 0);
  if (key < 0) {
    return fail_on_key(description, errno);
  }
  return read_key(description, key, options.max_bytes);
}

}  // namespace av::secret
