#pragma once
// records.h — classes that a call makes: collections.namedtuple("Point", "x y").
//
// Such a class becomes a function of the unit that makes a tuple of its parameters and sets each as
// an attribute too, so that a call of it is a call like any other.

#include "analysis/names/file_names.h"
#include "analysis/taint/callees.h"
#include "analysis/taint/program.h"

#include <optional>
#include <string>
#include <vector>

namespace av::taint {

// Record is a class of named fields in an order.
struct Record {
  std::string name;
  std::vector<std::string> fields;  // at least one
};

// read_record reads what a Call of namedtuple, or of NamedTuple, says; nothing of other calls, and
// of one whose fields are not constant.
std::optional<Record> read_record(names::FileNames& names, Callees& callees, syntax::NodeId call);

// add_record_function adds the function to a unit, behind those that are there.
void add_record_function(Unit& unit, const Record& record, syntax::NodeId call,
                         std::uint32_t start);

}  // namespace av::taint
