#pragma once
// entries.h — which functions a framework calls with input, and which parameters are a source by
// themselves, as the models say.
//
// In: what a class inherits from, or how a function and its parameters are called.

#include "analysis/knowledge/taint_model.h"

#include <string>
#include <string_view>
#include <vector>

namespace av::taint {

// add_entries adds those of a model that are found in one way.
void add_entries(const knowledge::TaintModel* model, knowledge::TaintEntry::Way way,
                 std::vector<const knowledge::TaintEntry*>& entries);

// is_for_nothing says whether what a framework passes is no input: the entry is one for what the
// function returns.
bool is_for_nothing(const std::vector<const knowledge::TaintEntry*>& entries);

// find_base_taint is what the models know of a base class.  Of the classes that gRPC's compiler
// makes of services, greeter_pb2_grpc.GreeterServicer, they know one.
const knowledge::TaintModel* find_base_taint(std::string_view path);

// find_signature_entry is the entry of functions whose first two parameters are called so; nullptr
// when there is none, or it does not mean the function `name`.
const knowledge::TaintEntry* find_signature_entry(std::string_view first, std::string_view second,
                                                  std::string_view name);

// find_own_source is what makes a parameter by its name a source: what is called `password` holds
// one.
const knowledge::TaintModel* find_own_source(std::string_view name);

}  // namespace av::taint
