#include "cli/password_options.h"

namespace av::cli {
namespace {

class PasswordHash : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"password hash", "Make the string to store for a password",
            "antivenom password hash                          # asks for it twice\n"
            "antivenom password hash --algorithm bcrypt --cost 12 --from file:password\n"
            "antivenom secret get env://PASSWORD | antivenom password hash --from -"};
  }

  void declare(ArgumentParser& parser) override {
    declare_password(parser, from_);
    options_.declare(parser);
  }

  Exit run(Console& console) override {
    const Result<std::string> stored = make();
    if (!stored) {
      console.complain(stored.error());
      return stored.error().code == ErrorCode::NotFound ? Exit::NoInput : Exit::Usage;
    }
    console.out.write(*stored + "\n");
    return Exit::Clean;
  }

 private:
  [[nodiscard]] Result<std::string> make() {
    const password::Policy policy = AV_TRY(options_.policy());
    const SecretBytes password =
        AV_TRY(read_secret({from_, "Password", SecretSource::Repeat::Twice}));
    return password::hash(password.expose(), policy);
  }

  std::string from_;
  PasswordOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_password_hash() {
  return std::make_unique<PasswordHash>();
}

}  // namespace av::cli
