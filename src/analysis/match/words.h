#pragma once
// words.h — the words a name is made of: what people mean by `dbPassword` or `API_KEY`.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace av::match {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}

std::string lower_case(std::string_view text);

// Words is a name's words in lower case: "HTTPServer_key2" is http, server, key2.
class Words {
 public:
  explicit Words(std::string_view name);

  [[nodiscard]] const std::vector<std::string>& all() const { return words_; }
  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] std::string_view last() const {
    return words_.empty() ? std::string_view() : std::string_view(words_.back());
  }
  void drop_last() { words_.pop_back(); }
  [[nodiscard]] bool has(std::string_view word) const {
    return std::find(words_.begin(), words_.end(), word) != words_.end();
  }
  template <class List>
  [[nodiscard]] bool has_any(const List& list) const {
    return std::any_of(std::begin(list), std::end(list),
                       [this](std::string_view word) { return has(word); });
  }
  // has_pair: the two stand side by side ("api", "key"), or as one word ("apikey").
  [[nodiscard]] bool has_pair(std::string_view first, std::string_view second) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace av::match
