#pragma once
// pattern_matcher.h — does a pattern match here, and what do its metavariables stand for?
//
// Names match by what they refer to, constants by value, through variables; what the file does not
// show matches nothing (in `unless`: anything).  Steps are capped: beyond, nothing matches.

#include "analysis/knowledge/pattern.h"
#include "analysis/match/call.h"
#include "analysis/match/check_context.h"
#include "analysis/match/pattern_index.h"
#include "analysis/names/value.h"

#include <array>
#include <cstdint>
#include <span>

namespace av::match {

// BoundItems is what metavariables stand for.  A variable is bound once and only unbound again, so
// that going back to an earlier state is forgetting who was bound since.
class BoundItems {
 public:
  // State is which variables are bound, a bit each.
  using State = std::uint16_t;
  static constexpr std::size_t kMost = 12;

  [[nodiscard]] State state() const { return bound_; }
  void go_back_to(State earlier) { bound_ = earlier; }
  // operator[] has no node when the variable is not bound.
  [[nodiscard]] names::Item operator[](std::uint8_t variable) const {
    return has(variable) ? items_[variable] : names::Item{nullptr, syntax::NodeId::none()};
  }
  // bind: what has no node leaves the variable unbound.
  void bind(std::uint8_t variable, const names::Item& item) {
    items_[variable] = item;
    bound_ = static_cast<State>(item.node.exists() ? bound_ | bit(variable) : bound_);
  }
  void unbind(std::uint8_t variable) { bound_ = static_cast<State>(bound_ & ~bit(variable)); }

 private:
  static unsigned bit(std::uint8_t variable) { return 1U << variable; }
  [[nodiscard]] bool has(std::uint8_t variable) const { return (bound_ & bit(variable)) != 0; }

  std::array<names::Item, kMost> items_;
  State bound_ = 0;
};

// PatternMatcher tries one pattern at one node.  A fresh one for each try.
class PatternMatcher {
 public:
  // kMaxSteps is how many nodes of the pattern are compared at most in one try.
  static constexpr int kMaxSteps = 20'000;

  PatternMatcher(CheckContext& check, const ReadyPattern& ready)
      : check_(check), pattern_(*ready.pattern), regexes_(ready.regexes.get()) {}

  // matches says whether the root matches at `node`; what it binds stays bound.
  bool matches(std::uint16_t root, syntax::NodeId node);
  // matches_call is the same for a call that is looked at already.
  bool matches_call(std::uint16_t root, const Call& call);
  // excludes says the same of a root of `unless`: what may match does.
  bool excludes(std::uint16_t root, syntax::NodeId node);

  // bound is what a metavariable stands for; no node when it stands for nothing.
  [[nodiscard]] names::Item bound(std::uint8_t variable) const { return bound_[variable]; }
  // is_by_default: a parameter's default made it match; callers may give something else.
  [[nodiscard]] bool is_by_default() const { return is_by_default_; }
  // place is what to mark: a part of the node when that is a definition, else none.
  [[nodiscard]] syntax::NodeId place() const { return place_; }

 private:
  using Node = knowledge::PatternNode;
  using Nodes = std::span<const Node>;
  using Item = names::Item;
  // Mood is what counts where the file does not show the value.
  enum class Mood : std::uint8_t { Must, May };

  [[nodiscard]] Nodes children(const Node& node) const { return pattern_.children(node); }
  [[nodiscard]] static Item item(syntax::NodeId node) { return {nullptr, node}; }
  const names::Value& value(const Item& item);

  bool match(const Node& pattern, const Item& subject);
  bool match_part(const Node& pattern, const Item& subject);
  bool bind(const Node& pattern, const Item& subject);
  bool is_same(const Item& a, const Item& b);
  bool match_path(const Node& pattern, syntax::NodeId node);
  static bool is_path(const Node& pattern, const names::Meanings& meanings);
  bool match_constant(const Node& pattern, const Item& subject);
  bool match_member(const Node& pattern, syntax::NodeId node);
  bool is_named(const Node& member, syntax::NodeId node);
  bool match_list(const Node& pattern, const Item& subject);
  bool match_dict(const Node& pattern, const Item& subject);
  bool match_entry(const Node& pattern, const names::Value& dict);
  bool match_joined(const Node& sum, syntax::NodeId text);
  bool match_node(const Node& pattern, syntax::NodeId node);
  bool match_compare(const Node& pattern, syntax::NodeId node);
  bool match_bound(const Node& pattern, syntax::NodeId node);
  // Is the alternative, are all of them (in the mood May: is one), as `fits` says?
  template <class Fits>
  bool all_fit(const Item& subject, Fits fits);
  // Do patterns with gaps match all of `count` subjects in order?
  template <class Fits>
  bool sequence(Nodes patterns, std::size_t count, Fits fits);
  template <class Fits>
  bool sequence_from(Nodes patterns, std::size_t from, std::size_t count, Fits fits);

  // pattern_call.cc
  bool match_call_node(const Node& pattern, syntax::NodeId node);
  bool match_call(const Node& pattern, const Call& call);
  bool match_arguments(Nodes arguments, const Call& call);
  bool match_positional(Nodes patterns, std::size_t at, const Call& call);
  bool match_keyword(const Node& pattern, const Call& call);

  // pattern_statement.cc
  bool match_statement(const Node& pattern, syntax::NodeId node);
  bool match_assign(const Node& pattern, syntax::NodeId node);
  bool match_import(const Node& pattern, syntax::NodeId alias);
  bool match_function(const Node& pattern, syntax::NodeId node);
  bool match_parameters(Nodes patterns, syntax::NodeId parameters);
  bool match_decorator(const Node& pattern, syntax::NodeId decorators);
  bool match_class(const Node& pattern, syntax::NodeId node);
  bool match_base(const Node& pattern, syntax::NodeId arguments);
  bool derives(syntax::NodeId base, const Node& pattern, int depth);
  bool match_handler(const Node& pattern, syntax::NodeId node);
  bool match_with(const Node& pattern, syntax::NodeId node);
  bool match_block(const Node& pattern, syntax::NodeId block);

  // pattern_constraint.cc
  bool holds(std::size_t constraint, const Item& subject);
  bool matches_any(const knowledge::Constraint& constraint, const Item& subject);
  bool add_pieces(syntax::NodeId text, std::vector<syntax::NodeId>& pieces);
  [[nodiscard]] bool may_be_taken_apart(const knowledge::Constraint& constraint,
                                        syntax::NodeId text) const;
  bool are_holes_matched(const knowledge::Constraint& constraint, syntax::NodeId text);
  bool is_spelled(std::size_t constraint, std::string_view name);
  bool has_value(std::size_t constraint, const Item& subject);
  bool has_head(std::size_t constraint, const Item& subject);
  bool has_type(const knowledge::Constraint& constraint, syntax::NodeId node);
  bool has_name(const knowledge::Constraint& constraint, syntax::NodeId node);
  bool compares(const knowledge::Constraint& constraint, const Item& subject);
  bool has_bits(const knowledge::Constraint& constraint, const Item& subject);
  std::string_view spelling(syntax::NodeId node);

  CheckContext& check_;
  const knowledge::Pattern& pattern_;
  const LazyRegex* regexes_;
  Mood mood_ = Mood::Must;
  bool is_by_default_ = false;
  int steps_ = 0;
  BoundItems bound_;
  syntax::NodeId place_;
};

template <class Fits>
bool PatternMatcher::all_fit(const Item& subject, Fits fits) {
  const Item known = {&value(subject), subject.node};
  if (mood_ == Mood::Must && pattern_.by_default && known.value->is_parameter) {
    is_by_default_ = true;
    return fits(Item{&names::or_default(*known.value), subject.node});
  }
  for (const Item& one : names::alternatives(known)) {
    const bool unknown = one.value->is(names::ValueKind::Unknown);
    if (fits(one) || (unknown && mood_ == Mood::May)) {
      if (mood_ == Mood::May) {
        return true;
      }
    } else if (mood_ == Mood::Must) {
      return false;
    }
  }
  return mood_ == Mood::Must;
}

template <class Fits>
bool PatternMatcher::sequence(Nodes patterns, std::size_t count, Fits fits) {
  return sequence_from(patterns, 0, count, fits);
}

template <class Fits>
bool PatternMatcher::sequence_from(Nodes patterns, std::size_t from, std::size_t count, Fits fits) {
  if (patterns.empty()) {
    return from == count;
  }
  const Nodes others = patterns.subspan(1);
  const bool is_gap = patterns[0].op == knowledge::PatternOp::Rest;
  if (is_gap && others.empty()) {
    return true;
  }
  const std::size_t last = is_gap ? count : from;
  for (std::size_t at = from; at <= last; ++at) {
    const BoundItems::State before = bound_.state();
    const bool fit = is_gap || (at < count && fits(patterns[0], at));
    if (fit && sequence_from(others, is_gap ? at : at + 1, count, fits)) {
      return true;
    }
    bound_.go_back_to(before);
  }
  return false;
}

}  // namespace av::match
