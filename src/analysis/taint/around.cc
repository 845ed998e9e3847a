#include "analysis/taint/around.h"

namespace av::taint {

namespace {

bool is_slash(char c) {
  return c == '/' || c == '\\';
}

}  // namespace

void FrontScan::add_text(std::string_view text) {
  for (const char c : text) {
    add_to_address(c);
    has_space_ |= c == ' ' || c == '\t' || c == '\n';
    has_slash_ |= is_slash(c);
    has_folder_ |= is_slash(c) && has_piece_;
    has_word_ |= c == '.' || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '\'' || c == '"' || c == '`') {
      quote_ = quote_ == c ? '\0' : quote_ == '\0' ? c : quote_;
    }
    // What starts a part of a path has to be there before `/../` leads out of it.
    has_stem_ = !is_slash(c) && (has_stem_ || c != '.');
    has_piece_ = true;
  }
}

void FrontScan::add_to_address(char c) {
  const bool is_root = is_slash(c);
  const bool is_end = is_root || c == '?' || c == '#';
  switch (address_) {
    case Address::Start:
      address_ = is_root ? Address::Root : is_end ? Address::Behind : Address::Word;
      return;
    case Address::Word:
    case Address::Hole:
      address_ = is_end ? Address::Behind : c == ':' ? Address::Colon : address_;
      return;
    case Address::Colon:
      address_ = is_root ? Address::Slash : Address::Authority;
      return;
    case Address::Slash:
      address_ = is_root ? Address::Authority : Address::Behind;
      return;
    case Address::Authority:
      address_ = is_end ? Address::Behind : address_;
      return;
    case Address::Root:  // two slashes start a host
      address_ = is_root ? Address::Authority : Address::Behind;
      return;
    case Address::Behind:
      return;
  }
}

void FrontScan::add_hole() {
  switch (address_) {
    case Address::Start:
    case Address::Root:
      address_ = Address::Hole;
      break;
    case Address::Colon:
    case Address::Slash:
      address_ = Address::Authority;
      break;
    default:
      break;
  }
  has_piece_ = true;
  has_stem_ = false;
}

Around FrontScan::around() const {
  Around facts = 0;
  facts |= has_piece_ ? around::kBehindText : 0;
  facts |= address_ == Address::Behind ? around::kBehindHost : 0;
  facts |= has_space_ ? around::kBehindSpace : 0;
  facts |= has_folder_ ? around::kBehindFolder : 0;
  facts |= quote_ != '\0' ? around::kInQuotes : 0;
  facts |= (has_word_ && !has_slash_) || has_stem_ ? around::kBehindWord : 0;
  return facts;
}

}  // namespace av::taint
