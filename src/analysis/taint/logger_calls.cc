#include "analysis/taint/logger_calls.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace av::taint {
namespace {

using flow::Op;

// The message is the first argument, or the second, behind a level.
constexpr std::size_t kMostPlaces = 2;

bool is_container(names::FileNames& names, syntax::NodeId value) {
  constexpr std::string_view kTypes[] = {"builtins.bytes", "builtins.dict", "builtins.frozenset",
                                         "builtins.list",  "builtins.set",  "builtins.tuple"};
  const auto all = names.meanings(value).all();
  return !all.empty() && std::ranges::all_of(all, [&](const names::Meaning& meaning) {
    return meaning.kind == names::Meaning::Kind::Instance &&
           std::ranges::find(kTypes, meaning.path) != std::end(kTypes);
  });
}

// A constant has its text already.
void note_message(names::FileNames& names, flow::ValueId given, Unit& unit) {
  const flow::Instr& made = unit.flow[given];
  const bool is_made = made.op == Op::Load || made.op == Op::Binary;
  const auto text = is_made && made.node.exists() ? names.value(made.node).text() : std::nullopt;
  if (text) {
    unit.detail[given.index()] = Selector::key(unit.names.intern(*text)).code();
  }
}

}  // namespace

void note_logger(names::FileNames& names, const flow::Instr& call, const CallSite& site,
                 Unit& unit) {
  if (site.model == nullptr || site.model->sinks.empty() ||
      site.model->sinks[0].kind != knowledge::SinkKind::Log) {
    return;
  }
  const auto list = unit.flow.list(call);
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (i <= kMostPlaces) {
      note_message(names, list[i], unit);
    }
    const syntax::NodeId given = unit.flow[list[i]].node;
    unit.arguments[site.first_argument + i - 1].is_container =
        given.exists() && is_container(names, given);
  }
}

}  // namespace av::taint
