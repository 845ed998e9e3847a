#pragma once
// judge.h — can a regular expression be made to backtrack for ages?
//
// In: a pattern and how it is used.  Out: a verdict with the text that proves it.  Suspicion comes
// from the automaton (ambiguity.h); a verdict only from running the attack in a matcher that
// backtracks as `re` does and counting its steps at growing lengths.
// Deterministic: all limits count work, never time.

#include "analysis/regex/ambiguity.h"
#include "analysis/regex/matcher.h"

#include <string>
#include <string_view>

namespace av::regex {

// Growth is how the steps grow with the length of the attack.  Polynomial is about its square,
// Steep its third power or more: a few thousand characters are enough.
enum class Growth : std::uint8_t { Linear, Polynomial, Steep, Exponential, Unknown };

// Verdict is what was found.  The attack is prefix, then pump as often as one likes, then suffix.
struct Verdict {
  Growth growth = Growth::Linear;
  Word prefix;
  Word pump;
  Word suffix;
  std::string reason;  // Unknown: why, a sentence without a full stop
};

// Judge reads one pattern (UTF-8), to decide for several uses of it.
class Judge {
 public:
  Judge(std::string_view pattern, Flags flags);
  // judge decides for one use.  A pattern that `re` refuses is Unknown.
  [[nodiscard]] Verdict judge(Use use, Scope scope = Scope::All) const;

 private:
  std::string reason_;  // why it is Unknown; empty: it is not
  Expression expression_;
  Automaton automaton_;
};

// judge decides for one pattern and one use.
Verdict judge(std::string_view pattern, Flags flags, Use use, Scope scope = Scope::All);

// attack_text is the verdict's attack with `repeats` pumps, as UTF-8.
std::string attack_text(const Verdict& verdict, std::size_t repeats);

}  // namespace av::regex
