#pragma once
// taint_reader.h — reads the tables of a model that say how values pass a library.
//
// In: [[source]], [[sink]], [[flow]], [[guard]], [[entry]] of a model's TOML.  Out: rows, with a
// path in braces ("os.{system,popen}") written out.  Failure: Error with `path:line:`.

#include "analysis/knowledge/taint_model.h"
#include <antivenom/result.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toml {
inline namespace v3 {
class node;
}
}  // namespace toml

namespace av::knowledge {

// PortText is a Port that owns its text.
struct PortText {
  Port::Root root = Port::Root::Return;
  std::uint8_t position = 0;
  std::string parameter;
  std::string steps;
};

// TaintRow is one row of one path.
struct TaintRow {
  enum class Sort : std::uint8_t { Source, Sink, Flow, Guard, Entry };
  Sort sort = Sort::Source;
  std::string path;
  std::uint8_t kind = 0;  // SourceKind of Source and Entry, SinkKind of Sink
  TaintEntry::Way way = TaintEntry::Way::Decorator;  // Entry
  std::string methods;                               // Entry
  std::optional<SinkKind> returns;                   // Entry
  PortText from;                                     // Flow
  PortText to;                                       // Source, Sink, Flow, Guard, Entry
  std::string when;                                  // Sink, Entry
  bool unless = false;                               // Sink
  std::string values;                                // Sink, Entry
  SinkSet clears = 0;                                // Source, Flow, Guard
};

// parse_taint_sort is the sort of rows in the table `name`; nothing for another table.
std::optional<TaintRow::Sort> parse_taint_sort(std::string_view name);

// read_taint_rows reads one of those tables of the model `file` and adds to `rows`.
Result<void> read_taint_rows(const std::string& file, TaintRow::Sort sort, const toml::node& node,
                             std::vector<TaintRow>& rows);

// read_port reads "return", "self", "arguments", a parameter or a position, and what part of it:
// "args[]", "0", "return[].name".  Nothing for what is no port.
std::optional<PortText> read_port(std::string_view text);

// with_braces writes out "a.{b,c}.d": "a.b.d", "a.c.d".
std::vector<std::string> with_braces(std::string_view text);

}  // namespace av::knowledge
