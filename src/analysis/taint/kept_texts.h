#pragma once
// kept_texts.h — the texts that variables and sums hold, where they decide what a call does.
//
// In: a value or a call of a unit that is being made.  Out: rows of Unit::texts.  Of a call of a
// logger also: which arguments are lists or dicts, whose text shows elements as repr() does.

#include "analysis/names/file_names.h"
#include "analysis/taint/program.h"

#include <string>

namespace av::taint {

// kShowsRepr is the detail of an f-string's field whose value does.
inline constexpr std::uint32_t kShowsRepr = 3;
// shows_repr says whether the text of a value is that of a list or a dict, or of a type that has no
// text of its own: no line end gets into it.
bool shows_repr(names::FileNames& names, syntax::NodeId value);

// makes_text says whether an operator may put texts together: a sum, text % values.
bool makes_text(const flow::Instr& operation);

// note_text keeps the text of a variable or a sum, if it is known.
void note_text(names::FileNames& names, flow::ValueId value, Unit& unit);

// note_texts keeps those that a call is given: a logger's message, what is replaced.
void note_texts(names::FileNames& names, const flow::Instr& call, const CallSite& site, Unit& unit);

// piece_of_format is the text that an f-string shows between its fields, or in a field's format.
std::string piece_of_format(names::FileNames& names, syntax::NodeId piece);

// sort_texts puts the rows into order, each instruction once.
void sort_texts(Unit& unit);

}  // namespace av::taint
