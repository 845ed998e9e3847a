#include "cli/command.h"
#include "cli/secret_io.h"
#include <antivenom/literal.h>

#include <string>
#include <unistd.h>

namespace av::cli {
namespace {

class Literal : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"literal", "Read a Python literal, without running anything",
            "antivenom literal settings.txt          # print it as Python writes it\n"
            "antivenom literal --json < settings.txt # print it as JSON\n"
            "antivenom literal --check settings.txt  # only say what is wrong"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("file", file_, "The file to read; without one, or with -, standard input")
        ->type_name("FILE");
    parser.add_flag("--json", json_, "Print JSON; a value that JSON lacks is an error");
    parser.add_flag("--check", check_, "Print nothing but errors");
    parser.add_option("--max-bytes", options_.max_bytes, "Limit on the text")->type_name("N");
    parser.add_option("--max-depth", options_.max_depth, "Limit on brackets open at one time")
        ->type_name("N");
    parser.add_option("--max-items", options_.max_items, "Limit on values")->type_name("N");
  }

  Exit run(Console& console) override {
    const bool from_input = file_.empty() || file_ == "-";
    const auto text = from_input ? read_input(STDIN_FILENO, "standard input", options_.max_bytes)
                                 : read_file(file_, options_.max_bytes);
    if (!text) {
      console.complain(text.error());
      return text.error().code == ErrorCode::LimitExceeded ? Exit::Findings : Exit::Usage;
    }
    const Result<literal::Value> value = literal::parse(text->expose_text(), options_);
    if (!value) {
      const std::string name = from_input ? "standard input" : file_;
      console.complain({value.error().code, name + ": " + value.error().message, {}});
      return Exit::Findings;
    }
    return check_ ? Exit::Clean : print(*value, console);
  }

 private:
  [[nodiscard]] Exit print(const literal::Value& value, Console& console) const {
    const Result<std::string> shown =
        json_ ? literal::to_json(value) : Result<std::string>(literal::to_python(value));
    if (!shown) {
      console.complain(shown.error());
      return Exit::Findings;
    }
    console.out.write(*shown + "\n");
    return Exit::Clean;
  }

  std::string file_;
  bool json_ = false;
  bool check_ = false;
  literal::Options options_;
};

}  // namespace

std::unique_ptr<Command> make_literal() {
  return std::make_unique<Literal>();
}

}  // namespace av::cli
