#include "cli/password_options.h"

namespace av::cli {
namespace {

class PasswordHash : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"password hash", "Make the string to store for a password",
            "antivenom password hash --out hash               # asks for it twice\n"
            "antivenom password hash --algorithm bcrypt --cost 12 --from file:password\n"
            "antivenom secret get env://PASSWORD | antivenom password hash --from -"};
  }

  void declare(ArgumentParser& parser) override {
    declare_password(parser, from_);
    parser.add_option("--out,-o", out_, "Write a new file, readable by its owner alone")
        ->type_name("FILE");
    options_.declare(parser);
  }

  Exit run(Console& console) override {
    const Result<void> done = hash(console);
    if (!done) {
      console.complain(done.error());
      return done.error().code == ErrorCode::NotFound ? Exit::NoInput : Exit::Usage;
    }
    return Exit::Clean;
  }

 private:
  [[nodiscard]] Result<void> hash(Console& console) {
    std::string stored = AV_TRY(make());
    stored += "\n";
    if (!out_.empty()) {
      return write_new_file(out_, secret::bytes_of(stored));
    }
    console.out.write(stored);
    return {};
  }

  [[nodiscard]] Result<std::string> make() {
    const password::Policy policy = AV_TRY(options_.policy());
    AV_TRY(options_.check_costs());
    const SecretBytes password =
        AV_TRY(read_secret({from_, "Password", SecretSource::Repeat::Twice}));
    return password::hash(password.expose(), policy);
  }

  std::string from_;
  std::string out_;
  PasswordOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_password_hash() {
  return std::make_unique<PasswordHash>();
}

}  // namespace av::cli
