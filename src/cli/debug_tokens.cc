#include "analysis/syntax/lexer.h"
#include "analysis/syntax/show.h"
#include "cli/command.h"
#include "cli/debug_source.h"

#include <string>

namespace av::cli {
namespace {

class DebugTokens : public Command {
 public:
  [[nodiscard]] CommandInfo info() const override {
    return {"debug tokens", "Print the tokens of a file",
            "antivenom debug tokens app.py\n"
            "antivenom debug tokens --python2 old.py"};
  }

  void declare(ArgumentParser& parser) override {
    parser.add_option("FILE", file_, "A Python file, or - for standard input")->required();
    parser.add_flag("--python2", python2_, "Read what 2 and 3 read differently as Python 2 does");
  }

  Exit run(Console& console) override {
    const Result<text::Source> source = load_debug_source(file_);
    if (!source) {
      console.complain(source.error());
      return Exit::NoInput;
    }
    syntax::Tokens tokens;
    const syntax::Dialect dialect = python2_ ? syntax::Dialect::Python2 : syntax::Dialect::Python3;
    lex(source->text.view(), {.dialect = dialect}, tokens);
    show_tokens(tokens, source->text.text(), console.out);
    return Exit::Clean;
  }

 private:
  std::string file_;
  bool python2_ = false;
};

}  // namespace

std::unique_ptr<Command> make_debug_tokens() {
  return std::make_unique<DebugTokens>();
}

}  // namespace av::cli
