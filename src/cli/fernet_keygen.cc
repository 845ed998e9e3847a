#include "cli/command.h"
#include "cli/secret_io.h"
#include <antivenom/fernet.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace av::cli {
namespace {

constexpr mode_t kOwnerOnly = 0600;

class FernetKeygen : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"fernet keygen", "Make a new key",
            "antivenom fernet keygen --out token.key         # for tokens\n"
            "antivenom fernet keygen --seal --out seal.key   # for sealed files"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_flag("--seal", seal_, "A key for sealed files, not for tokens");
    parser.add_option("--out,-o", out_, "Write a new file, readable by its owner alone")
        ->type_name("FILE");
    parser.add_flag("--show", show_, "Print it even when standard output is a terminal");
  }

  Exit run(Console& console) override {
    SecretBytes text = seal_ ? fernet::SealKey::generate().text() : fernet::Key::generate().text();
    text.append(secret::bytes_of("\n"));
    const Result<void> done = out_.empty() ? print(text, console) : save(text);
    if (!done) {
      console.complain(done.error());
      return Exit::Usage;
    }
    return Exit::Clean;
  }

 private:
  [[nodiscard]] Result<void> print(const SecretBytes& text, Console& console) const {
    if (!show_ && isatty(console.out.descriptor()) != 0) {
      return fail(ErrorCode::Denied, "a key is not printed on a terminal",
                  "name a file with --out, pass it on by a pipe, or add --show");
    }
    return write_secret(console, text.expose());
  }

  // save never writes over a key that is there: what it encrypted would be lost.
  [[nodiscard]] Result<void> save(const SecretBytes& text) const {
    const int file = open(out_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    if (file < 0) {
      return fail(ErrorCode::Io,
                  "cannot make " + out_ + ": " + std::generic_category().message(errno));
    }
    const auto size = static_cast<ssize_t>(text.size());
    const bool written = write(file, text.expose().data(), text.size()) == size;
    const bool closed = close(file) == 0;
    if (!written || !closed) {
      unlink(out_.c_str());
      return fail(ErrorCode::Io, "cannot write " + out_);
    }
    return {};
  }

  bool seal_ = false;
  bool show_ = false;
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> make_fernet_keygen() {
  return std::make_unique<FernetKeygen>();
}

}  // namespace av::cli
