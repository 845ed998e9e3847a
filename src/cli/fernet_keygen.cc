#include "cli/command.h"
#include "cli/secret_io.h"
#include <antivenom/fernet.h>

#include <string>
#include <unistd.h>

namespace av::cli {
namespace {

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
    const Result<void> done =
        out_.empty() ? print(text, console) : write_new_file(out_, text.expose());
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

  bool seal_ = false;
  bool show_ = false;
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> make_fernet_keygen() {
  return std::make_unique<FernetKeygen>();
}

}  // namespace av::cli
