#pragma once
// gitignore.h — which files a list of patterns leaves out, by the rules of .gitignore.
//
// Source: git's documentation of gitignore; differential tests against git itself.

#include "analysis/text/glob.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// EntryKind is what a path names.  A symbolic link is a File, whatever it leads to.
enum class EntryKind : std::uint8_t { File, Folder };

// IgnoreVerdict is what a list says of a path: nothing, leave it out, or keep it (`!pattern`).
enum class IgnoreVerdict : std::uint8_t { Unmentioned, Ignored, Kept };

// IgnoreRules is one list of patterns, relative to the folder it applies to.
class IgnoreRules {
 public:
  // parse reads the text of a .gitignore file.  Never fails.
  static IgnoreRules parse(std::string_view text);

  // add appends one line.
  void add(std::string_view line);

  [[nodiscard]] bool empty() const { return patterns_.empty(); }

  // verdict is what the last pattern that matches `path` says; `path` is relative to the list's
  // folder, with slashes between names and none at its ends.  It does not look at the folders that
  // `path` lies in: who walks a tree does not enter what is ignored.
  [[nodiscard]] IgnoreVerdict verdict(std::string_view path, EntryKind kind) const;

  // verdict_within asks about the folders that `path` lies in, too, outermost first: what lies in
  // an ignored folder is ignored, and nothing brings it back.
  [[nodiscard]] IgnoreVerdict verdict_within(std::string_view path, EntryKind kind) const;

 private:
  // How a pattern is compared, quickest first.
  enum class Sort : std::uint8_t { Name, Suffix, NameGlob, Path, PathGlob };
  struct Pattern {
    Sort sort = Sort::Name;
    bool negated = false;
    bool folders_only = false;
    std::string literal;  // Name, Suffix, Path
    Glob glob;            // NameGlob, PathGlob
  };
  static bool matches(const Pattern& pattern, std::string_view path, std::string_view name);

  std::vector<Pattern> patterns_;
};

// IgnoreStack is the lists that apply in one folder: its own, and those of the folders around it.
class IgnoreStack {
 public:
  // push adds the list of a folder inside the last one's; `prefix_bytes` is the length of what
  // paths given to is_ignored begin with there, the slash included.
  void push(IgnoreRules rules, std::size_t prefix_bytes);
  void pop() { levels_.pop_back(); }
  [[nodiscard]] std::size_t size() const { return levels_.size(); }

  // verdict is what the innermost list that mentions `path` says.
  [[nodiscard]] IgnoreVerdict verdict(std::string_view path, EntryKind kind) const;

 private:
  struct Level {
    IgnoreRules rules;
    std::size_t prefix_bytes;
  };
  std::vector<Level> levels_;
};

}  // namespace av::text
