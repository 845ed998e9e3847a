#include "cli/command.h"
#include "cli/secret_io.h"

#include <string>
#include <unistd.h>

namespace av::cli {
namespace {

class SecretGet : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"secret get", "Read a secret from where it is kept",
            "antivenom secret get env://API_KEY | curl ...\n"
            "antivenom secret get --check file:/etc/app/key  # is it there, and private?"};
  }

  void declare(ArgumentParser& parser) override {
    parser
        .add_option("address", address_,
                    "env://NAME, file:PATH, systemd://NAME, keyring://NAME or dotenv:PATH#NAME")
        ->type_name("ADDRESS")
        ->required();
    parser.add_flag("--check", check_, "Only say whether it can be read");
    parser.add_flag("--show", show_, "Print it even when standard output is a terminal");
    parser.add_flag("--follow-links", follow_, "Read a file through symbolic links");
  }

  Exit run(Console& console) override {
    secret::ReadOptions options;
    options.links = follow_ ? secret::ReadOptions::Links::Follow : options.links;
    const Result<SecretBytes> secret = secret::load(address_, options);
    if (!secret) {
      console.complain(secret.error());
      return secret.error().code == ErrorCode::NotFound ? Exit::NoInput : Exit::Usage;
    }
    if (check_) {
      console.out.write("readable, " + std::to_string(secret->size()) + " bytes\n");
      return Exit::Clean;
    }
    return print(*secret, console);
  }

 private:
  [[nodiscard]] Exit print(const SecretBytes& secret, Console& console) const {
    if (!show_ && isatty(console.out.descriptor()) != 0) {
      console.complain({ErrorCode::Denied, "a secret is not printed on a terminal",
                        "pass it on by a pipe, or add --show"});
      return Exit::Usage;
    }
    const Result<void> written = write_secret(console, secret.expose());
    if (!written) {
      console.complain(written.error());
      return Exit::Internal;
    }
    return Exit::Clean;
  }

  std::string address_;
  bool check_ = false;
  bool show_ = false;
  bool follow_ = false;
};

}  // namespace

std::unique_ptr<Command> make_secret_get() {
  return std::make_unique<SecretGet>();
}

}  // namespace av::cli
