#include "analysis/taint/questions.h"

#include <algorithm>
#include <iterator>

namespace av::taint {
namespace {

constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::ranges::equal(text.substr(0, word.size()), word, {}, lower);
}

// has_word: `word` begins a word of the name, of whatever case: validate_path, isAllowed.
bool has_word(std::string_view name, std::string_view word) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = i == 0 || !is_letter(name[i - 1]) ||
                        (name[i] >= 'A' && name[i] <= 'Z' && name[i - 1] >= 'a');
    if (begins && starts_with(name.substr(i), word)) {
      return true;
    }
  }
  return false;
}

template <class Words>
bool has_any(std::string_view name, const Words& words) {
  return std::any_of(std::begin(words), std::end(words),
                     [name](std::string_view word) { return has_word(name, word); });
}

// Quoted is the first text in quotes in some code.
struct Quoted {
  std::string_view before;
  std::string_view text;
  std::size_t end = 0;  // behind it
};

Quoted next_quoted(std::string_view code) {
  const std::size_t open = std::min(code.find_first_of("\"'"), code.size());
  if (open == code.size()) {
    return {code, {}, code.size()};
  }
  const std::size_t close = std::min(code.find(code[open], open + 1), code.size());
  return {code.substr(0, open), code.substr(open + 1, close - open - 1),
          std::min(close + 1, code.size())};
}

// What a router is called says where its pages are, not who gets in: admin.route("/x").
std::string_view without_router(std::string_view decorator) {
  constexpr std::string_view kRoutes[] = {"route",
                                          "get",
                                          "post",
                                          "put",
                                          "patch",
                                          "delete",
                                          "head",
                                          "api_route",
                                          "before_request",
                                          "after_request",
                                          "before_app_request",
                                          "errorhandler"};
  const std::size_t end = std::min(decorator.find('('), decorator.size());
  const std::size_t dot = decorator.substr(0, end).rfind('.');
  const bool is_route =
      dot != std::string_view::npos &&
      std::ranges::find(kRoutes, decorator.substr(dot + 1, end - dot - 1)) != std::end(kRoutes);
  return is_route ? decorator.substr(end) : decorator;
}

}  // namespace

bool is_question(std::string_view callee) {
  constexpr std::string_view kAsks[] = {"allow",   "permission", "permitted", "safe",
                                        "sanitis", "sanitiz",    "should",    "trusted",
                                        "unsafe",  "validat",    "whitelist"};
  constexpr std::string_view kThings[] = {"access", "address", "dir",  "file", "folder", "host",
                                          "module", "name",    "path", "url",  "valid"};
  const std::string_view name = callee.substr(callee.find_last_of('.') + 1);
  return !has_word(name, "model_validate") &&
         (has_any(name, kAsks) || (has_word(name, "check") && has_any(name, kThings)));
}

bool is_for_administrators(std::string_view decorator) {
  decorator = without_router(decorator);
  constexpr std::size_t kMost = 200;
  constexpr std::string_view kWords[] = {"admin", "permission", "role",
                                         "staff", "superuser",  "user_passes_test"};
  for (std::string_view rest = decorator.substr(0, std::min(decorator.size(), kMost));
       !rest.empty();) {
    const Quoted next = next_quoted(rest);
    const bool is_address = next.text.find('/') != std::string_view::npos;
    if (has_any(next.before, kWords) || (!is_address && has_any(next.text, kWords))) {
      return true;
    }
    rest.remove_prefix(next.end);
  }
  return false;
}

bool gives_administrators(std::string_view parameter) {
  constexpr std::string_view kWords[] = {"admin", "staff", "superuser"};
  constexpr std::string_view kNeeds[] = {"check", "has", "need", "require", "verify"};
  constexpr std::string_view kLeave[] = {"permission", "role"};
  // What is given is something to work with, and no leave.
  constexpr std::string_view kTools[] = {"client", "config",     "crud",    "dao",      "manager",
                                         "repo",   "repository", "service", "settings", "store"};
  return !has_any(parameter, kTools) &&
         (has_any(parameter, kWords) || (has_any(parameter, kNeeds) && has_any(parameter, kLeave)));
}

}  // namespace av::taint
