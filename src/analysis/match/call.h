#pragma once
// call.h — a call as rules look at it: what is called, on what, with which arguments.

#include "analysis/knowledge/model.h"
#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"
#include "base/short_list.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace av::match {

// Argument is what a call gives for one parameter.
struct Argument {
  enum class State : std::uint8_t {
    Absent,  // certainly not given: the default counts
    Given,   // `node` is the expression
    Hidden,  // perhaps given, by *args or **kwargs that the file does not show
  };
  State state = State::Absent;
  syntax::NodeId node;

  [[nodiscard]] bool is_given() const { return state == State::Given; }
  [[nodiscard]] bool is_absent() const { return state == State::Absent; }
};

// Parameter is how an argument may be given: by position (from 0, or kKeywordOnly) and by name.
struct Parameter {
  static constexpr std::uint32_t kKeywordOnly = 0xFFFFFFFF;
  std::uint32_t position = kKeywordOnly;
  std::string_view name;
};

// Call is one Call node.  Arguments of functools.partial, known *args and known **kwargs count as
// if they were written in place.  Borrows `names`.
class Call {
 public:
  // Named is an argument given by name.
  struct Named {
    std::string_view name;
    syntax::NodeId node;
  };

  // Arguments is all of them, read when a rule first asks: few calls interest any.
  struct Arguments {
    std::vector<syntax::NodeId> positional;
    std::vector<Named> keywords;
    bool hides_positional = false;
    bool hides_keywords = false;
  };

  Call(names::FileNames& names, syntax::NodeId node);

  [[nodiscard]] syntax::NodeId node() const { return node_; }
  [[nodiscard]] syntax::NodeId callee() const { return callee_; }
  // meanings is what may be called.
  [[nodiscard]] const names::Meanings& meanings() const { return *meanings_; }
  // is says whether the thing of this path may be called.
  [[nodiscard]] bool is(std::string_view path) const;
  // find looks what may be called up in a PathTable; nullptr when none is there.
  template <class Table>
  [[nodiscard]] auto find(const Table& table) const -> decltype(table.find({})) {
    for (const names::Meaning& meaning : meanings_->all()) {
      const auto* what = table.find(meaning.path);
      if (what != nullptr) {
        return what;
      }
    }
    return nullptr;
  }
  // is_unresolved: the file does not show what is called, so that only method() tells.
  [[nodiscard]] bool is_unresolved() const { return meanings_->empty(); }

  // receiver is x of x.f(…), also of go(…) after go = x.f; none for f(…).
  [[nodiscard]] syntax::NodeId receiver() const { return receiver_; }
  // method is f of the same, or empty.
  [[nodiscard]] std::string_view method() const { return method_; }
  // text is what is called, as written ("sp.run"), shortened when long.
  [[nodiscard]] std::string_view text() const;

  [[nodiscard]] Argument argument(const Parameter& parameter) const;
  // arguments is all of them.
  [[nodiscard]] const Arguments& arguments() const;
  // signature is the parameters of what is called; nullptr when no model tells them.
  [[nodiscard]] const knowledge::Signature* signature() const;
  // may_have_named: an argument may be given by name; arguments() says which.
  [[nodiscard]] bool may_have_named() const;
  // may_have: an argument may be given by this name, or by the position of the parameter that has
  // it.  A quick look at the call as it is written; arguments() says more.
  [[nodiscard]] bool may_have(std::string_view name) const;
  // Names is the names of a few parameters.
  using Names = base::ShortList<std::string_view, 8>;
  // find_names appends the names that arguments are written with; false when there may be others.
  [[nodiscard]] bool find_names(Names& out) const;
  // positional_count is how many arguments are certainly given by position.
  [[nodiscard]] std::size_t positional_count() const { return arguments().positional.size(); }
  // value is an argument's; unknown when it is absent or hidden.
  [[nodiscard]] const names::Value& value(const Argument& argument) const;
  [[nodiscard]] const names::Value& value(const Parameter& parameter) const {
    return value(argument(parameter));
  }

 private:
  [[nodiscard]] syntax::NodeId bound_to(syntax::NodeId name) const;
  bool add_partial(Arguments& out) const;
  void add_arguments(syntax::NodeId call, std::uint32_t first, Arguments& out) const;
  void add_starred(syntax::NodeId star, Arguments& out) const;
  void add_double_starred(syntax::NodeId star, Arguments& out) const;

  names::FileNames* names_;
  syntax::NodeId node_;
  syntax::NodeId callee_;
  syntax::NodeId receiver_;
  bool may_be_partial_ = false;  // a variable that a call made: functools.partial(f, a, b=c)
  std::string_view method_;
  const names::Meanings* meanings_;
  mutable std::optional<Arguments> arguments_;
  mutable bool asked_signature_ = false;
  mutable std::optional<knowledge::Signature> signature_;
};

}  // namespace av::match
