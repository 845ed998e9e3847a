#pragma once
// argument_parser.h — the options and arguments of one command, declared and parsed.
//
// CLI11 does the work.  It is all headers and takes a compiler seconds to read, so only
// argument_parser.cc includes it.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace av::cli {

// DeclaredOption is one option or argument, as help, manual and completions read it.
struct DeclaredOption {
  std::vector<std::string> names;  // "-q", "--quiet"; none of an argument
  std::string value;               // what it takes, as help shows it: "FILE"; empty for a flag
  std::string type;                // of the value; that of an argument called `paths` is FILE
  std::string description;
  std::string group;
  bool is_required = false;
  bool may_repeat = false;

  // term is "-q, --quiet", or "--jobs N".
  [[nodiscard]] std::string term() const;
};

// Option changes an option that was just declared; every member returns the same option.
class Option {
 public:
  explicit Option(CLI::Option* inner) : inner_(inner) {}

  Option* type_name(const std::string& name);  // what help calls the value: FILE
  Option* group(const std::string& heading);   // where help lists it
  Option* required();
  Option* delimiter(char between);     // one value may be a list
  Option* allow_extra_args(bool may);  // may a list take the words behind it, too?
  Option* range(int least, int most);  // the least and the greatest number

 private:
  CLI::Option* inner_;
};

// ArgumentParser is what one command takes.  The variables it is given must outlive it.
class ArgumentParser {
 public:
  ArgumentParser();
  ~ArgumentParser();
  ArgumentParser(const ArgumentParser&) = delete;
  ArgumentParser& operator=(const ArgumentParser&) = delete;

  // add_option declares an option ("-j,--jobs") or, without dashes, an argument.  T is a text, a
  // list of texts, or a number: those that argument_parser.cc names.
  template <class T>
  Option* add_option(const std::string& names, T& value, const std::string& description);
  Option* add_flag(const std::string& names, bool& value, const std::string& description);

  // parse sets the variables; what it returns says what is wrong.  What nobody takes is no fault,
  // but in extras().
  std::optional<std::string> parse(std::vector<std::string> words);
  [[nodiscard]] std::vector<std::string> extras() const;

  // declared is all options and arguments, in the order they were declared.
  [[nodiscard]] std::vector<DeclaredOption> declared() const;

 private:
  Option* keep(CLI::Option* inner);

  std::unique_ptr<CLI::App> inner_;
  std::deque<Option> options_;  // where they lie must not change
};

}  // namespace av::cli
