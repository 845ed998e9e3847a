#pragma once
// paint.h — colours of a text report, as terminal escapes or not at all.

#include "analysis/knowledge/rule.h"

#include <string>
#include <string_view>

namespace av::report {

// Role is what a stretch of text is; each has one look.
enum class Role : unsigned char { High, Medium, Low, Note, Path, Faint, Strong, Good };

// role_of is how a severity looks.
Role role_of(knowledge::Severity severity);

// Symbols says which characters draw severities and frames.
enum class Symbols : unsigned char { Ascii, Unicode };

// symbol_of is one character for a severity, so that colour is never alone.
std::string_view symbol_of(knowledge::Severity severity, Symbols symbols);

// Painter colours text, or hands it back.
class Painter {
 public:
  enum class Colour : unsigned char { Off, On };
  explicit Painter(Colour colour) : colour_(colour) {}
  [[nodiscard]] std::string paint(Role role, std::string_view text) const;

 private:
  Colour colour_;
};

}  // namespace av::report
