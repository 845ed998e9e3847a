#include "cli/password_options.h"

namespace av::cli {
namespace {

class PasswordVerify : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"password verify", "Check a password against what is stored",
            "antivenom password verify --stored file:hash           # asks for the password\n"
            "antivenom password verify --stored env://HASH --from -  # exit code 1: it is wrong"};
  }

  void declare(ArgumentParser& parser) override {
    parser
        .add_option("--stored", stored_, "Where the stored string is: file:PATH, env://NAME, ...")
        ->type_name("ADDRESS")
        ->required();
    declare_password(parser, from_);
    options_.declare(parser);
  }

  Exit run(Console& console) override {
    const Result<password::Verified> verified = verify();
    if (!verified) {
      console.complain(verified.error());
      return verified.error().code == ErrorCode::NotFound ? Exit::NoInput : Exit::Usage;
    }
    if (!verified->ok) {
      console.out.write("wrong\n");
      return Exit::Findings;
    }
    console.out.write("right\n");
    if (verified->new_hash) {
      console.out.write("weaker than the policy; store instead: " + *verified->new_hash + "\n");
    }
    return Exit::Clean;
  }

 private:
  [[nodiscard]] Result<password::Verified> verify() {
    if (stored_.empty() || stored_ == "-") {
      return fail(ErrorCode::InvalidArgument, "--stored is an address: file:PATH or env://NAME");
    }
    const password::Policy policy = AV_TRY(options_.policy());
    const SecretBytes stored = AV_TRY(read_secret({stored_, {}}));
    const SecretBytes password = AV_TRY(read_secret({from_, "Password"}));
    return password::verify(password.expose(), stored.expose_text(), policy);
  }

  std::string stored_;
  std::string from_;
  PasswordOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_password_verify() {
  return std::make_unique<PasswordVerify>();
}

}  // namespace av::cli
