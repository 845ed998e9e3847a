#include "cli/fernet_io.h"

#include <string>

namespace av::cli {
namespace {

class FernetEncrypt : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"fernet encrypt", "Encrypt a message or a file; the key says how",
            "echo message | antivenom fernet encrypt --key file:token.key > token\n"
            "antivenom fernet encrypt --key file:seal.key backup.tar backup.sealed\n"
            "pg_dump db1 | antivenom fernet encrypt -k env://SEAL_KEY --context db1 - db1.sealed"};
  }

  void declare(ArgumentParser& parser) override {
    declare_fernet(parser, key_, paths_);
    parser
        .add_option("--context", context_,
                    "With a seal key: what the data is; the same is needed to decrypt it")
        ->type_name("TEXT");
  }

  Exit run(Console& console) override {
    const auto key = read_fernet_key(key_);
    if (!key) {
      exit_of(console, key.error());
      return Exit::Usage;
    }
    const Result<void> done = encrypt(*key, console);
    return done ? Exit::Clean : exit_of(console, done.error());
  }

 private:
  [[nodiscard]] Result<void> encrypt(const FernetKey& key, Console& console) const {
    if (const auto* const seal_key = std::get_if<fernet::SealKey>(&key)) {
      return pass_file(console, paths_, {&fernet::seal_file, *seal_key, context_});
    }
    if (!context_.empty()) {
      return fail(ErrorCode::Unsupported, "a token has no context",
                  "`antivenom fernet keygen --seal` makes a key for files that have one");
    }
    const SecretBytes message = AV_TRY(read_source(paths_));
    const std::string token =
        fernet::Fernet(std::get<fernet::Key>(key)).encrypt(message.expose()) + "\n";
    return write_target(console, paths_, secret::bytes_of(token), Audience::Anybody);
  }

  std::string key_;
  FernetPaths paths_;
  std::string context_;
};

}  // namespace

std::unique_ptr<Command> make_fernet_encrypt() {
  return std::make_unique<FernetEncrypt>();
}

}  // namespace av::cli
