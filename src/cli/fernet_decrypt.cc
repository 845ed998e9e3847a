#include "cli/fernet_io.h"

#include <optional>
#include <string>

namespace av::cli {
namespace {

class FernetDecrypt : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"fernet decrypt", "Decrypt a token or a sealed file",
            "antivenom fernet decrypt --key file:token.key --ttl 3600 token\n"
            "antivenom fernet decrypt --key file:seal.key backup.sealed backup.tar"};
  }

  void declare(ArgumentParser& parser) override {
    declare_fernet(parser, key_, paths_);
    parser.add_option("--ttl", ttl_, "With a token: how old it may be; any age without")
        ->type_name("SECONDS");
    parser.add_option("--context", context_, "With a seal key: what was given to encrypt")
        ->type_name("TEXT");
  }

  Exit run(Console& console) override {
    const auto key = read_fernet_key(key_);
    if (!key) {
      exit_of(console, key.error());
      return Exit::Usage;
    }
    const Result<void> done = decrypt(*key, console);
    return done ? Exit::Clean : exit_of(console, done.error());
  }

 private:
  [[nodiscard]] Result<void> decrypt(const FernetKey& key, Console& console) const {
    if (const auto* const seal_key = std::get_if<fernet::SealKey>(&key)) {
      if (ttl_) {
        return fail(ErrorCode::Unsupported, "a sealed file has no time, so --ttl says nothing");
      }
      return pass_file(console, paths_, {&fernet::open_file, *seal_key, context_});
    }
    const SecretBytes source = AV_TRY(read_source(paths_));
    std::string_view token = source.expose_text();
    token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    fernet::DecryptOptions options;
    if (ttl_) {
      options.ttl = std::chrono::seconds(*ttl_);
    }
    const fernet::Fernet fernet(std::get<fernet::Key>(key));
    const SecretBytes message = AV_TRY(fernet.decrypt(token, options));
    return write_target(console, paths_, message.expose(), Audience::Owner);
  }

  std::string key_;
  FernetPaths paths_;
  std::optional<std::uint32_t> ttl_;
  std::string context_;
};

}  // namespace

std::unique_ptr<Command> make_fernet_decrypt() {
  return std::make_unique<FernetDecrypt>();
}

}  // namespace av::cli
