#pragma once
// glob.h — matching file names against shell patterns, as git does.
//
// `*` any run without a slash, `?` one character but a slash, `[a-z]`, `[!a]`, `[[:digit:]]`, `\x`
// for x; in paths `**/`, `/**/` and `/**` stand for any number of folders.  Bytes, not characters.
// Never backtracks: time at most length of pattern times length of text, memory by the pattern.
// Source: git's documentation of gitignore; git 2.39's behaviour where that is silent.

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// kGlobSpecial is what stands for more than itself in a pattern.
inline constexpr std::string_view kGlobSpecial = "*?[\\";

// Glob is one compiled pattern.  Immutable; any number of threads may match with it.
class Glob {
 public:
  // Path: the text is a path, whose slashes only ** passes.  Name: the text is one name, and ** is
  // *.
  enum class Sort : std::uint8_t { Path, Name };

  // compile never fails: a malformed pattern (an unclosed bracket, a backslash at the end) matches
  // nothing.
  static Glob compile(std::string_view pattern, Sort sort);

  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  friend class GlobCompiler;
  class States;

  // Run is what may be passed any number of times before the next step.
  enum class Run : std::uint8_t { None, NoSlash, Any };

  // A step takes one byte.  `run` may come before it; with `skippable`, the step (a slash) need not
  // be taken when nothing of the run was: `**/`.
  struct Step {
    std::bitset<256> bytes;
    Run run = Run::None;
    bool skippable = false;
  };

  // run_at is what may be passed at a place: in front of step `place`, or behind the last.
  [[nodiscard]] Run run_at(std::size_t place) const {
    return place < steps_.size() ? steps_[place].run : last_run_;
  }

  bool is_valid_ = true;
  std::vector<Step> steps_;
  Run last_run_ = Run::None;  // what may come behind the last step
  std::string literal_;       // in front of the steps: compared, not stepped through
};

}  // namespace av::text
