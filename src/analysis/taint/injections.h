#pragma once
// injections.h — which parameters a framework fills in by itself, and with what.
//
// In: a Parameter node.  Out: whether it is no input, because a framework makes it, and of
// `Depends(f)`, as a default or within Annotated, the function or class that makes it.

#include "analysis/knowledge/taint_model.h"
#include "analysis/names/file_names.h"
#include "analysis/taint/callees.h"

#include <optional>

namespace av::taint {

// Provider is what a framework calls for the value of a parameter; what that takes is input.
struct Provider {
  Target target;
  const knowledge::TaintEntry* entry = nullptr;
};

// Injections answers for the parameters of one file.
class Injections {
 public:
  Injections(names::FileNames& names, Callees& callees) : names_(names), callees_(callees) {}

  // is_given says whether a framework makes what a parameter gets.
  bool is_given(syntax::NodeId parameter);
  // find_provider is what it calls for that, as far as the program has it.
  std::optional<Provider> find_provider(syntax::NodeId parameter);

 private:
  syntax::NodeId find_injection(syntax::NodeId parameter);
  syntax::NodeId annotation_of(syntax::NodeId parameter);
  bool is_made_by_framework(syntax::NodeId annotation);
  const knowledge::TaintEntry* entry_of(syntax::NodeId value);

  names::FileNames& names_;
  Callees& callees_;
};

}  // namespace av::taint
