#pragma once
// secret_words.h — does a name stand for a secret, and does a text look like one?
//
// Both are guesses; together they are good ones.  Names alone raise false alarms (`token_url`),
// texts alone miss what people choose.

#include <cstdint>
#include <string_view>

namespace av::match {

// SecretKind is what sort of secret a name stands for.
enum class SecretKind : std::uint8_t {
  None,
  Password,  // chosen by people: short, may be a word
  Key,       // a key or secret of an API, a signature, an encryption
  Token,     // a bearer token; names with `token` often mean something else
};

// secret_kind_of judges a name: "db_password", "API_KEY", "clientSecret".
SecretKind secret_kind_of(std::string_view name);

// is_made_up says whether a name says that what it is of is no real thing: "mock_settings",
// "FakeServer", "not_secret".
bool is_made_up(std::string_view name);

// is_imitation says whether a path leads into what imitates a service for tests: its passwords open
// nothing.
bool is_imitation(std::string_view path);

// SecretLook is what a text looks like.
enum class SecretLook : std::uint8_t {
  No,        // empty, a placeholder, a sentence, a path, a format, a name of something
  Doubtful,  // rather the name of a field, or digits that count up, or refused by its name
  Word,      // a word, words, digits: it may be a secret, or be called so
  Chosen,    // letters, digits and signs as only a password has them
  Random,    // so random that it can be nothing else
};

// secret_look_of judges the text that is given to `name`.
SecretLook secret_look_of(std::string_view text, SecretKind kind, std::string_view name);

}  // namespace av::match
