#pragma once
// callers.h — what the calls in a file give to a parameter of a private function.
//
// A function is private when its name says so (`_f`), or when it is defined in another function.
// What its callers give is known only if every mention of it is a call; then a parameter is worth
// what they give, and no more is to be feared of it.
// Never fails.  The calls of a file are gathered when first asked for, in one pass.

#include "analysis/names/file_names.h"
#include "analysis/syntax/tree.h"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace av::match {

// Callers answers for one file.  Borrows `names`.
class Callers {
 public:
  explicit Callers(names::FileNames& names) : names_(&names) {}

  // given is the expressions that calls give for a Parameter of a FunctionDef, its default where
  // one leaves it out.  nullopt when somebody else may call it, nobody does, or a call hides it.
  std::optional<std::vector<syntax::NodeId>> given(syntax::NodeId function,
                                                   syntax::NodeId parameter);
  // calls_of is the calls of a function of the module, if every mention of it in the file is one.
  std::vector<syntax::NodeId> calls_of(syntax::NodeId function);

 private:
  // Uses is how one name is used: as `f` or as `x.f`.
  struct Uses {
    std::vector<syntax::NodeId> calls;
    bool escapes = false;  // it is also mentioned without being called
  };
  using Table = std::unordered_map<std::string_view, Uses>;

  void gather();
  void note_use(syntax::NodeId mention, std::string_view name, Table& table);
  const Uses* uses_of(syntax::NodeId function, bool is_method);

  names::FileNames* names_;
  bool gathered_ = false;
  Table plain_;       // f
  Table attributes_;  // x.f
};

}  // namespace av::match
