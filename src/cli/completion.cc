#include "base/suggest.h"
#include "cli/command.h"
#include "cli/completion_script.h"

#include <string>

namespace av::cli {
namespace {

constexpr std::string_view kCompletionExamples =
    "antivenom completion bash >~/.local/share/bash-completion/completions/antivenom\n"
    "antivenom completion zsh >~/.zfunc/_antivenom    # with ~/.zfunc in fpath\n"
    "antivenom completion fish >~/.config/fish/completions/antivenom.fish";

class Completion : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"completion", "Print what makes a shell complete antivenom's commands",
            kCompletionExamples};
  }
  void declare(ArgumentParser& parser) override {
    parser.add_option("SHELL", shell_, "bash, zsh or fish")->required();
  }
  Exit run(Console& console) override {
    const std::string script = completion_script(shell_);
    if (script.empty()) {
      const std::string_view meant = base::suggest(shell_, completion_shells());
      console.complain({ErrorCode::InvalidArgument, "there is no completion for `" + shell_ + "`",
                        meant.empty() ? "shells are bash, zsh and fish"
                                      : "did you mean `" + std::string(meant) + "`?"});
      return Exit::Usage;
    }
    console.out.write(script);
    return Exit::Clean;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() {
  return std::make_unique<Completion>();
}

}  // namespace av::cli
