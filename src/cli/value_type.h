#pragma once
// value_type.h — what the types of arguments, as --help shows them, stand for: FILE, RULES, LEVEL.
//
// Shells offer it; the words come from the tables that the program itself reads them by.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::cli {

// Offer is what may stand for a value.
struct Offer {
  enum class Kind : std::uint8_t { Anything, Files, Folders, Words, WordList };
  Kind kind = Kind::Anything;
  std::vector<std::string> words;  // of Words, and of WordList, whose items commas separate
};

// offer_for is the offer for a type; Anything for one that is free.
Offer offer_for(std::string_view type);

}  // namespace av::cli
