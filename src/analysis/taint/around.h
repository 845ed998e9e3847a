#pragma once
// around.h — where in a text a value lands: what is certain of the text in front of it.
//
// A fact holds on every way that the value took; where ways join, only what both say is kept, so
// that what is not known counts as the worst place, the start of the text.
// In: the constant stretches and the holes of a text, from its start.  Linear, no memory.

#include "analysis/knowledge/taint_model.h"

#include <cstdint>
#include <string_view>

namespace av::taint {

// Around is a set of facts.
using Around = std::uint8_t;

namespace around {
inline constexpr Around kBehindText = 1;    // it is not the start of the text
inline constexpr Around kBehindHost = 2;    // an address: the host is decided before it
inline constexpr Around kBehindSpace = 4;   // a command: the first word is decided before it
inline constexpr Around kBehindFolder = 8;  // a path: it starts below a folder
inline constexpr Around kInQuotes = 16;     // a quote is open
inline constexpr Around kResolved = 32;     // not a place: a path in which no `..` is left
inline constexpr Around kJoined = 64;       // a path: a folder was put before it, which one from
                                            // the root gets rid of
inline constexpr Around kBehindWord =
    128;  // a name: a word or a dot of the program's own starts it, or its part of a path
}  // namespace around

// kClimbs is no sink: of what it is cleared, no `..` is left.
inline constexpr knowledge::SinkSet kClimbs = knowledge::SinkSet{1} << 31U;
static_assert(knowledge::kSinkKinds < 32);

// kLines is where a line end does harm.
inline constexpr knowledge::SinkSet kLines = set_of(knowledge::SinkKind::Log) |
                                             set_of(knowledge::SinkKind::Header) |
                                             set_of(knowledge::SinkKind::Mail);

// is_harmless says whether what stands in front of a value leaves it no choice that does harm: of a
// redirect the host, of a module its package, of an attribute what its name begins with, of an
// argument whether it is an option, and which.
constexpr bool is_harmless(knowledge::SinkKind sink, Around around) {
  constexpr knowledge::SinkSet kNames =
      set_of(knowledge::SinkKind::Import) | set_of(knowledge::SinkKind::Attribute);
  return (sink == knowledge::SinkKind::Redirect && (around & around::kBehindHost) != 0) ||
         (sink == knowledge::SinkKind::Argument && (around & around::kBehindText) != 0) ||
         ((kNames & set_of(sink)) != 0 && (around & around::kBehindWord) != 0);
}

// is_below_folder says whether a path with no `..` in it begins with a folder that stands before
// it.
constexpr bool is_below_folder(knowledge::SinkSet cleared, Around around) {
  return (cleared & kClimbs) != 0 &&
         (around & (around::kBehindFolder | around::kJoined)) == around::kBehindFolder;
}

// FrontScan reads a text piece by piece and says what is certain of the next one.
class FrontScan {
 public:
  void add_text(std::string_view text);
  // add_hole is for a piece that is not known.
  void add_hole();
  [[nodiscard]] Around around() const;

 private:
  // How far the text is as an address: `scheme://authority/…`, `/path`, `folder/…`.
  enum class Address : std::uint8_t {
    Start,
    Word,       // a scheme, a host or a folder
    Colon,      // behind the first colon
    Slash,      // behind the colon's first slash
    Authority,  // in the host
    Root,       // behind a slash that starts the text
    Hole,       // behind a hole that starts the text
    Behind,     // the host is decided
  };

  void add_to_address(char c);

  Address address_ = Address::Start;
  bool has_piece_ = false;
  bool has_space_ = false;
  bool has_folder_ = false;
  bool has_word_ = false;
  bool has_slash_ = false;
  bool has_stem_ = false;
  char quote_ = '\0';
};

}  // namespace av::taint
