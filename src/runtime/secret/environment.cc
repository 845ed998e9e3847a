#include <antivenom/secret.h>

#include <cstdlib>
#include <cstring>

namespace av::secret {
namespace {

// remove_variable also overwrites the value where it lies: unsetenv only drops the pointer, and
// /proc/PID/environ goes on showing the bytes.
void remove_variable(const std::string& name, char* value) {
  explicit_bzero(value, std::strlen(value));
  unsetenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): secret.h says when that matters
}

}  // namespace

Result<SecretBytes> from_environment(std::string_view name, const ReadOptions& options) {
  const std::string variable(name);
  if (name.empty() || name.find('=') != std::string_view::npos ||
      name.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::InvalidArgument, "`" + variable + "` is no name of a variable");
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): secret.h says when that matters
  char* const value = std::getenv(variable.c_str());
  if (value == nullptr) {
    return fail(ErrorCode::NotFound, "the environment has no variable " + variable,
                "set it where the service is started, or read the secret from a file");
  }
  const std::string_view text(value);
  if (text.empty()) {
    return fail(ErrorCode::InvalidArgument, "the environment variable " + variable + " is empty");
  }
  if (text.size() > options.max_bytes) {
    return fail(ErrorCode::LimitExceeded, "the environment variable " + variable +
                                              " is longer than " +
                                              std::to_string(options.max_bytes) + " bytes");
  }
  SecretBytes secret = SecretBytes::copy_of(text);
  if (options.after_read == ReadOptions::AfterRead::Remove) {
    remove_variable(variable, value);
  }
  return secret;
}

}  // namespace av::secret
