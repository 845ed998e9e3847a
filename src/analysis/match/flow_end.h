#pragma once
// flow_end.h — where values from outside arrive in a file, as `taint` found out for whoever runs
// rules.

#include "analysis/knowledge/taint_model.h"
#include "analysis/syntax/tree.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace av::match {

// Way is how a source gets to the place; it stands for all sources of that kind that do.
struct Way {
  knowledge::SourceKind source = knowledge::SourceKind::Request;
  bool via_unknown = false;  // through a call of which nothing is known
  bool is_confined = false;  // what stands before it in the text leaves it little: a host, say
  bool is_whole = false;     // nothing stands before it, as far as is known
  std::uint32_t length = 0;  // steps, several of a line too
  std::uint32_t count = 1;   // sources
  std::uint32_t number = 0;  // of the way in the whole scan
  std::uint8_t guesses = 0;  // how often on its way the value was not certain to come along
  bool is_checked = false;   // a function on it calls one that asks whether that is allowed
  bool is_guarded = false;   // only who administers the program may send it
};

// FlowEnd is one place in the file in which values do harm, or are handed on to another file that
// is not reported on, where they do.
struct FlowEnd {
  syntax::NodeId at;  // the call
  knowledge::SinkKind sink = knowledge::SinkKind::Command;
  std::string_view path;       // of what is called, as models write it
  std::string_view elsewhere;  // that other file; empty when it is here
  std::vector<Way> ways;       // at least one
};

// ClearedEnd is one place in the file that such values come to after they were made harmless.
struct ClearedEnd {
  syntax::NodeId at;  // the call
  knowledge::SinkKind sink = knowledge::SinkKind::Command;
};

}  // namespace av::match
