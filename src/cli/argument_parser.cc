#include "cli/argument_parser.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace av::cli {
namespace {

DeclaredOption described(const CLI::Option& option) {
  DeclaredOption out;
  out.description = option.get_description();
  out.group = option.get_group();
  out.is_required = option.get_required();
  out.may_repeat = option.get_items_expected_max() > 1;
  if (option.get_positional()) {
    out.value = option.get_name(true);
  } else if (option.get_items_expected_max() > 0) {
    out.value = option.get_type_name();
  }
  // An argument is called by its type, unless it says otherwise.
  out.type = option.get_type_name().starts_with("TEXT") ? out.value : option.get_type_name();
  out.names.reserve(option.get_snames().size() + option.get_lnames().size());
  for (const std::string& name : option.get_snames()) {
    out.names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    out.names.push_back("--" + name);
  }
  return out;
}

// in_our_words says what CLI11 found wrong as the rest of the program would. CLI11 tells the option
// and the value by its text alone; what is none of these is passed on as it stands.
std::string in_our_words(std::string_view fault) {
  constexpr std::string_view kNotConverted = "Could not convert: ";
  constexpr std::string_view kTooOften = ": At Most 1 required but received ";
  constexpr std::string_view kNoValue = ": 1 required ";
  if (fault.starts_with(kNotConverted)) {
    fault.remove_prefix(kNotConverted.size());
    const std::size_t equals = fault.find(" = ");
    if (equals != std::string_view::npos) {
      return std::string(fault.substr(0, equals)) + " takes a number, and not `" +
             std::string(fault.substr(equals + 3)) + "`";
    }
  }
  if (const std::size_t end = fault.find(kTooOften); end != std::string_view::npos) {
    return std::string(fault.substr(0, end)) + " is given more than once";
  }
  if (const std::size_t end = fault.find(kNoValue); end != std::string_view::npos) {
    return std::string(fault.substr(0, end)) + " needs a value";
  }
  return std::string(fault);
}

}  // namespace

std::string DeclaredOption::term() const {
  std::string term;
  for (const std::string& name : names) {
    term.append(term.empty() ? "" : ", ").append(name);
  }
  return value.empty() ? term : term + " " + value;
}

Option* Option::type_name(const std::string& name) {
  inner_->type_name(name);
  return this;
}

Option* Option::group(const std::string& heading) {
  inner_->group(heading);
  return this;
}

Option* Option::required() {
  inner_->required();
  return this;
}

Option* Option::delimiter(char between) {
  inner_->delimiter(between);
  return this;
}

Option* Option::allow_extra_args(bool may) {
  inner_->allow_extra_args(may);
  return this;
}

Option* Option::range(int least, int most) {
  // Without a description, or help would show it behind the type of the value.
  inner_->check(CLI::Range(least, most).description(""));
  return this;
}

ArgumentParser::ArgumentParser() : inner_(std::make_unique<CLI::App>()) {
  inner_->set_help_flag();
  inner_->allow_extras();
}

ArgumentParser::~ArgumentParser() = default;

template <class T>
Option* ArgumentParser::add_option(const std::string& names, T& value,
                                   const std::string& description) {
  return keep(inner_->add_option(names, value, description));
}

template Option* ArgumentParser::add_option(const std::string&, std::string&, const std::string&);
template Option* ArgumentParser::add_option(const std::string&, std::vector<std::string>&,
                                            const std::string&);
template Option* ArgumentParser::add_option(const std::string&, int&, const std::string&);
template Option* ArgumentParser::add_option(const std::string&, std::uint32_t&, const std::string&);
template Option* ArgumentParser::add_option(const std::string&, std::size_t&, const std::string&);
template Option* ArgumentParser::add_option(const std::string&, std::optional<std::uint32_t>&,
                                            const std::string&);

Option* ArgumentParser::add_flag(const std::string& names, bool& value,
                                 const std::string& description) {
  return keep(inner_->add_flag(names, value, description));
}

std::optional<std::string> ArgumentParser::parse(std::vector<std::string> words) {
  std::ranges::reverse(words);  // as CLI11 wants them
  try {
    inner_->parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return in_our_words(error.what());
  }
  return std::nullopt;
}

std::vector<std::string> ArgumentParser::extras() const {
  std::vector<std::string> extras = inner_->remaining();
  std::erase(extras, "--");  // the mark that only arguments follow is kept there too
  return extras;
}

std::vector<DeclaredOption> ArgumentParser::declared() const {
  std::vector<DeclaredOption> out;
  for (const CLI::Option* option : std::as_const(*inner_).get_options()) {
    if (!option->get_group().empty()) {
      out.push_back(described(*option));
    }
  }
  return out;
}

Option* ArgumentParser::keep(CLI::Option* inner) {
  return &options_.emplace_back(inner);
}

}  // namespace av::cli
