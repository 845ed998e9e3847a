#include "cli/secret_io.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace av::cli {
namespace {

constexpr std::size_t kPiece = 65536;

tl::unexpected<Error> fail_on(const std::string& what, int error) {
  const ErrorCode code = error == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
  return fail(code, what + ": " + std::generic_category().message(error));
}

// QuietTerminal is /dev/tty with its echo off while it lives.
class QuietTerminal {
 public:
  QuietTerminal() : descriptor_(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (descriptor_ >= 0 && tcgetattr(descriptor_, &former_) == 0) {
      termios quiet = former_;
      quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
      is_quiet_ = tcsetattr(descriptor_, TCSAFLUSH, &quiet) == 0;
    }
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;
  ~QuietTerminal() {
    if (is_quiet_) {
      tcsetattr(descriptor_, TCSAFLUSH, &former_);
    }
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }

  [[nodiscard]] bool usable() const { return is_quiet_; }

  Result<SecretBytes> ask(const std::string& prompt) {
    AV_TRY(say(prompt + ": "));
    SecretBytes line = SecretBytes::zeros(kPiece);  // one read is one line
    const ssize_t count = read(descriptor_, line.writable().data(), line.size());
    const int error = errno;
    AV_TRY(say("\n"));
    if (count < 0) {
      return fail_on("cannot read from the terminal", error);
    }
    line.shrink(static_cast<std::size_t>(count));
    return line;
  }

 private:
  [[nodiscard]] Result<void> say(const std::string& text) const {
    return write(descriptor_, text.data(), text.size()) >= 0
               ? Result<void>()
               : fail_on("cannot write to the terminal", errno);
  }

  int descriptor_;
  termios former_ = {};
  bool is_quiet_ = false;
};

Result<SecretBytes> read_terminal(const SecretSource& source) {
  QuietTerminal terminal;
  if (!terminal.usable()) {
    return fail(ErrorCode::InvalidArgument, "there is no terminal to ask for the secret",
                "give its address: - for standard input, file:PATH, env://NAME");
  }
  SecretBytes first = AV_TRY(terminal.ask(source.prompt));
  if (source.repeat == SecretSource::Repeat::Twice) {
    const SecretBytes second = AV_TRY(terminal.ask(source.prompt + " again"));
    if (!(first == second)) {
      return fail(ErrorCode::InvalidArgument, "the two are not the same");
    }
  }
  return first;
}

SecretBytes without_line_end(SecretBytes secret) {
  std::string_view text = secret.expose_text();
  if (text.ends_with('\n')) {
    text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    secret.shrink(text.size());
  }
  return secret;
}

}  // namespace

Result<SecretBytes> read_secret(const SecretSource& source) {
  if (!source.address.empty() && source.address != "-") {
    return secret::load(source.address, {.max_bytes = source.max_bytes});
  }
  // A terminal that standard input is would show what is typed.
  const bool ask = source.address.empty() || isatty(STDIN_FILENO) != 0;
  SecretBytes secret = ask ? AV_TRY(read_terminal(source))
                           : AV_TRY(read_input(STDIN_FILENO, "standard input", source.max_bytes));
  secret = without_line_end(std::move(secret));
  if (secret.empty()) {
    return fail(ErrorCode::InvalidArgument, "the secret is empty");
  }
  return secret;
}

Result<SecretBytes> read_input(int descriptor, const std::string& shown, std::size_t max_bytes) {
  SecretBytes all;
  SecretBytes piece = SecretBytes::zeros(kPiece);
  for (;;) {
    const ssize_t count = read(descriptor, piece.writable().data(), piece.size());
    if (count == 0) {
      return all;
    }
    if (count < 0 && errno != EINTR) {
      return fail_on("cannot read " + shown, errno);
    }
    all.append(piece.expose().first(count > 0 ? static_cast<std::size_t>(count) : 0));
    if (all.size() > max_bytes) {
      return fail(ErrorCode::LimitExceeded,
                  shown + " is larger than " + std::to_string(max_bytes) + " bytes");
    }
  }
}

Result<SecretBytes> read_file(const std::string& path, std::size_t max_bytes) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) {
    return fail_on("cannot read " + path, errno);
  }
  Result<SecretBytes> content = read_input(descriptor, path, max_bytes);
  close(descriptor);
  return content;
}

Result<void> write_bytes(int descriptor, const std::string& shown, secret::ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return fail_on("cannot write " + shown, errno);
    }
    bytes = bytes.subspan(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return {};
}

Result<void> write_new_file(const std::string& path, secret::ByteView bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (file < 0) {
    return fail_on("cannot make " + path, errno);
  }
  Result<void> written = write_bytes(file, path, bytes);
  if (close(file) != 0 && written) {
    written = fail_on("cannot write " + path, errno);
  }
  if (!written) {
    unlink(path.c_str());
  }
  return written;
}

Result<void> write_secret(Console& console, secret::ByteView bytes) {
  console.out.flush();
  return write_bytes(console.out.descriptor(), "standard output", bytes);
}

}  // namespace av::cli
