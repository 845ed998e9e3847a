#pragma once
// written_arguments.h — the arguments of a call as the file writes them, as far as models ask.
//
// In: a Call's children, what it leads to.  Out: which node reaches a parameter, whether it is one
// of some constants, and which of a model's sinks that switches off.  Linear in the arguments.

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/taint_model.h"
#include "analysis/names/file_names.h"
#include "analysis/taint/callees.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace av::taint {

// WrittenArguments answers for one file.
class WrittenArguments {
 public:
  WrittenArguments(names::FileNames& names, Callees& callees)
      : names_(names), tree_(names.tree()), callees_(callees) {}

  // at is the argument that is given by this name, or in this place (kNowhere: by name only); none
  // when it is not there.
  syntax::NodeId at(const syntax::Children& call, std::string_view name, std::size_t place);
  // at is the argument that a port means, by the signature of what is called, if it has one.
  syntax::NodeId at(const syntax::Children& call, const knowledge::Port& port,
                    const knowledge::Function* signature);
  // is_one_of says whether a value is in a list as TaintSink::values has it.
  bool is_one_of(syntax::NodeId value, std::string_view list);
  // has_number_type: args.get("n", type=int)
  bool has_number_type(const syntax::Children& call);
  // first_text is the first constant text among the arguments: "/users/<int:id>".
  std::optional<std::string_view> first_text(const syntax::Children& call);
  // sinks_off has a bit for each of the model's sinks that the arguments say is none here.
  std::uint32_t sinks_off(const syntax::Children& call, const knowledge::TaintModel& model,
                          const knowledge::Function* signature);
  // sinks_off_at is the same of object[key] = value: a sink may be one for some keys, "0".
  std::uint32_t sinks_off_at(syntax::NodeId key, const knowledge::TaintModel& model);
  // sinks_off_in is the same of a dict that is written out: a sink may ask for what is under a key.
  std::uint32_t sinks_off_in(syntax::NodeId dict, const knowledge::TaintModel& model);

 private:
  template <class Holds>
  static std::uint32_t sinks_without(const knowledge::TaintModel& model, Holds holds);
  syntax::NodeId content_type(syntax::NodeId headers);
  bool is_other(syntax::NodeId value, std::string_view list, bool unseen);
  // part_at is an element of lists and tuples that are written out: [1][0].  none when not there.
  syntax::NodeId part_at(syntax::NodeId value, std::string_view steps);
  bool is_any_of(const knowledge::TaintSink& sink, const syntax::Children& call,
                 const knowledge::Function* signature);

  names::FileNames& names_;
  const syntax::Tree& tree_;
  Callees& callees_;
};

}  // namespace av::taint
