#include "cli/password_options.h"

namespace av::cli {
namespace {

class PasswordCalibrate : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"password calibrate", "Find the costs of a hash that takes as long as you allow",
            "antivenom password calibrate --target 250\n"
            "antivenom password calibrate --algorithm bcrypt --target 100"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("--target", target_ms_, "Milliseconds that one hash may take (250)")
        ->type_name("MS")
        ->range(1, 60000);
    parser
        .add_option("--most-memory", calibration_.memory_kib,
                    "argon2id: KiB that one hash may take (65536)")
        ->type_name("N");
    options_.declare(parser);
  }

  Exit run(Console& console) override {
    const Result<password::Policy> found = calibrate();
    if (!found) {
      console.complain(found.error());
      return Exit::Usage;
    }
    console.out.write(policy_text(*found) + "\n");
    return Exit::Clean;
  }

 private:
  [[nodiscard]] Result<password::Policy> calibrate() {
    const password::Policy start = AV_TRY(options_.policy());
    AV_TRY(options_.check_costs());
    calibration_.target = std::chrono::milliseconds(target_ms_);
    return password::calibrate(calibration_, start);
  }

  int target_ms_ = 250;
  password::Calibration calibration_;
  PasswordOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_password_calibrate() {
  return std::make_unique<PasswordCalibrate>();
}

}  // namespace av::cli
