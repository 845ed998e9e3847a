#include "analysis/taint/kept_texts.h"

#include "analysis/names/checked_field.h"
#include "lexis/strings.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace av::taint {
namespace {

using flow::Op;

// A logger's message is the first argument, or the second, behind a level; text.replace() has two.
constexpr std::size_t kMostPlaces = 2;

bool is_container(std::string_view path) {
  constexpr std::string_view kTypes[] = {"builtins.bytes",
                                         "builtins.dict",
                                         "builtins.frozenset",
                                         "builtins.list",
                                         "builtins.set",
                                         "builtins.tuple",
                                         "collections.abc.Mapping",
                                         "collections.abc.MutableMapping",
                                         "typing.Dict",
                                         "typing.FrozenSet",
                                         "typing.List",
                                         "typing.Mapping",
                                         "typing.MutableMapping",
                                         "typing.Set",
                                         "typing.Tuple"};
  return std::ranges::find(kTypes, path) != std::end(kTypes);
}

bool is_logger(const knowledge::TaintModel& model) {
  return !model.sinks.empty() && model.sinks[0].kind == knowledge::SinkKind::Log;
}

}  // namespace

bool shows_repr(names::FileNames& names, syntax::NodeId value) {
  const auto all = names.meanings(value).all();
  return !all.empty() && std::ranges::all_of(all, [&](const names::Meaning& meaning) {
    return meaning.kind == names::Meaning::Kind::Instance &&
           (is_container(meaning.path) || names::is_closed_type(names, meaning));
  });
}

bool makes_text(const flow::Instr& operation) {
  const auto op = static_cast<syntax::Operator>(operation.flags & syntax::flag::kOperatorMask);
  return op == syntax::Operator::Add || op == syntax::Operator::Mod;
}

void note_text(names::FileNames& names, flow::ValueId value, Unit& unit) {
  const flow::Instr& made = unit.flow[value];
  const bool is_kept = made.op == Op::Load || made.op == Op::GetAttr || made.op == Op::Binary;
  if (!is_kept || !made.node.exists()) {
    return;
  }
  if (const auto text = names.value(made.node).text()) {
    unit.texts.push_back({value.index(), unit.names->intern(*text)});
  }
}

void note_texts(names::FileNames& names, const flow::Instr& call, const CallSite& site,
                Unit& unit) {
  if (site.model == nullptr || (!is_logger(*site.model) && site.model->path != "*.replace")) {
    return;
  }
  const auto list = unit.flow.list(call);
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (i <= kMostPlaces) {
      note_text(names, list[i], unit);
    }
    const syntax::NodeId given = unit.flow[list[i]].node;
    unit.arguments[site.first_argument + i - 1].is_container =
        is_logger(*site.model) && given.exists() && shows_repr(names, given);
  }
}

std::string piece_of_format(names::FileNames& names, syntax::NodeId piece) {
  const syntax::Tree& tree = names.tree();
  const std::string_view written = tree.text_of(piece);
  const auto [prefix, is_prefix] = lexis::read_prefix(tree.text_of(names.outline().parent(piece)));
  lexis::StringReading reading = lexis::reading_of(prefix);
  reading.braces = lexis::StringReading::Braces::Doubled;
  if (!is_prefix || lexis::reads_as_written(written, reading)) {
    return std::string(written);
  }
  lexis::DecodedString shown;
  lexis::decode_string(written, reading, shown);
  return shown.value;
}

void sort_texts(Unit& unit) {
  std::ranges::stable_sort(unit.texts, {}, &KeptText::instr);
  const auto rest = std::ranges::unique(unit.texts, {}, &KeptText::instr);
  unit.texts.erase(rest.begin(), rest.end());
  unit.texts.shrink_to_fit();
}

}  // namespace av::taint
