#include "analysis/match/words.h"

namespace av::match {
namespace {

// A word ends before a capital, unless it is one of several in a row: "APIKey" is API, Key.
bool starts_word(std::string_view name, std::size_t i) {
  if (i == 0 || !is_upper(name[i])) {
    return false;
  }
  const bool next_is_lower = i + 1 < name.size() && is_lower(name[i + 1]);
  return !is_upper(name[i - 1]) || next_is_lower;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

Words::Words(std::string_view name) {
  std::string word;
  const auto finish = [this, &word] {
    if (!word.empty()) {
      words_.push_back(std::move(word));
      word.clear();
    }
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      finish();
      continue;
    }
    if (starts_word(name, i)) {
      finish();
    }
    word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  finish();
}

bool Words::has_pair(std::string_view first, std::string_view second) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (words_[i] == first && i + 1 < words_.size() && words_[i + 1] == second) {
      return true;
    }
    if (words_[i].size() == first.size() + second.size() && words_[i].starts_with(first) &&
        words_[i].ends_with(second)) {
      return true;
    }
  }
  return false;
}

}  // namespace av::match
