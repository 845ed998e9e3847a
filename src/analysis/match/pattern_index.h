#pragma once
// pattern_index.h — which patterns to try at which node, so that a file costs about the same
// whether ten rules are on or a hundred.
//
// A pattern stands under what its root needs: the qualified name or the method that is called, an
// argument of any call, the name of an attribute or of a target, what makes the value of any
// target, the package that is imported, the kind of the node. Made once per RuleSet; read-only.

#include "analysis/knowledge/rule.h"
#include "analysis/match/name_table.h"
#include "analysis/match/pattern_shape.h"
#include "analysis/syntax/tree.h"

#include <re2/re2.h>

#include <array>
#include <cstddef>
#include <deque>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace av::match {

inline constexpr std::size_t kNodeKinds =
    std::initializer_list<char>{
#define AV_NODE(kind, children, what) 0,
#include "analysis/syntax/nodes.def"
#undef AV_NODE
    }
        .size();

// LazyRegex is a regular expression that is compiled when first asked.  Thread-safe.
class LazyRegex {
 public:
  // matches says whether `text` has a match of `expression`, which is the same at every call.
  bool matches(std::string_view expression, std::string_view text) const;

 private:
  mutable std::once_flag once_;
  mutable std::unique_ptr<const RE2> compiled_;
};

// ReadyPattern is a pattern of a rule that is on.
struct ReadyPattern {
  const knowledge::Rule* rule;
  const knowledge::Pattern* pattern;
  std::unique_ptr<LazyRegex[]> regexes;  // one for each constraint
};

// PatternIndex finds the patterns to try.
class PatternIndex {
 public:
  // Entry is a root of a pattern; what it matches has this shape, and a call an argument that may
  // be given as `keyword`, if that is not empty.
  struct Entry {
    const ReadyPattern* ready;
    std::uint16_t root;
    std::string_view keyword;
    Shape shape;
  };
  using Entries = std::vector<Entry>;

  // add takes all patterns of a rule.
  void add(const knowledge::Rule& rule);

  // wants says whether any pattern begins at nodes of this kind.
  [[nodiscard]] bool wants(syntax::NodeKind kind) const {
    return wanted_[static_cast<std::size_t>(kind)];
  }
  // of_kind is those tried at every node of the kind; for calls, those of any callee.
  [[nodiscard]] const Entries& of_kind(syntax::NodeKind kind) const {
    return kinds_[static_cast<std::size_t>(kind)];
  }

  // of_arguments is all that stand under Key::Argument.
  [[nodiscard]] const Entries& of_arguments() const { return arguments_; }

  // may_begin says whether a root can match a node of this kind.
  static bool may_begin(const knowledge::PatternNode& root, syntax::NodeKind kind);

  // Key is what else entries stand under.
  enum class Key : unsigned char {
    Callee,
    Below,
    Method,
    Argument,
    Mention,
    Target,
    Value,
    ValueBelow,
    ValueName,
    Package,
  };
  // find is the entries under a name, or nullptr.
  [[nodiscard]] const Entries* find(Key key, std::string_view name) const {
    return tables_[static_cast<std::size_t>(key)].find(name);
  }

 private:
  void add_root(const ReadyPattern& ready, std::uint16_t root);
  void add_under(Key key, std::string_view name, const Entry& entry);
  void add_kind(syntax::NodeKind kind, const Entry& entry);
  void add_call(const knowledge::PatternNode& callee, const Entry& entry);
  void add_callee(std::string_view path, Key whole, Key below, const Entry& entry);
  bool add_value(const knowledge::Pattern& pattern, const knowledge::PatternNode& value,
                 const Entry& entry);
  void add_assign(const knowledge::Pattern& pattern, const knowledge::PatternNode& assign,
                  const Entry& entry);

  std::deque<ReadyPattern> ready_;
  std::array<NameTable<Entries>, 10> tables_;
  Entries arguments_;
  std::array<Entries, kNodeKinds> kinds_;
  std::array<bool, kNodeKinds> wanted_ = {};
};

}  // namespace av::match
