#pragma once
// issued_key.h — keys whose form says which service issued them, whatever they are called.

#include <string_view>

namespace av::match {

// IssuedKey is what a text of such a form is.
struct IssuedKey {
  const char* what = nullptr;  // "a token of GitHub"; nullptr when the text has no such form
  bool is_public = false;      // it says who asks, and opens little by itself
};

// may_be_issued is a quick look at how a text begins: false for nearly all.
bool may_be_issued(std::string_view text);

// issued_key_of judges a whole text.  What holds the place of a key, or counts up, is none.
IssuedKey issued_key_of(std::string_view text);

}  // namespace av::match
