#include "analysis/taint/records.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace av::taint {

using flow::Instr;
using flow::Op;
using flow::ValueId;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMostFields = 64;

// "x y", "x, y"
std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,\t\n"), text.size()));
    if (text.empty()) {
      return words;
    }
    const std::size_t end = std::min(text.find_first_of(" ,\t\n"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

// ["x", "y"], [("x", int), ("y", str)]: nothing when one of them is not constant.
std::vector<std::string> listed(names::FileNames& names, NodeId list) {
  const syntax::Tree& tree = names.tree();
  std::vector<std::string> fields;
  for (NodeId one : tree.children(list)) {
    if (tree.is(one, NodeKind::Tuple) && !tree.children(one).empty()) {
      one = tree.child(one, 0);
    }
    const auto text = names.value(one).text();
    if (!text) {
      return {};
    }
    fields.emplace_back(*text);
  }
  return fields;
}

}  // namespace

std::optional<Record> read_record(names::FileNames& names, Callees& callees, NodeId call) {
  const syntax::Tree& tree = names.tree();
  const syntax::Children parts = tree.children(call);
  if (parts.size() < 3) {
    return std::nullopt;
  }
  const std::string_view path = callees.path_of(parts[0]);
  if (path != "collections.namedtuple" && path != "typing.NamedTuple") {
    return std::nullopt;
  }
  const auto name = names.value(parts[1]).text();
  const bool is_list = tree.is(parts[2], NodeKind::List) || tree.is(parts[2], NodeKind::Tuple);
  const auto text = is_list ? std::nullopt : names.value(parts[2]).text();
  Record record = {std::string(name.value_or("")),
                   is_list ? listed(names, parts[2]) : words_in(text.value_or(""))};
  const bool is_known = !record.fields.empty() && record.fields.size() <= kMostFields;
  return is_known ? std::optional(std::move(record)) : std::nullopt;
}

void add_record_function(Unit& unit, const Record& record, NodeId call, std::uint32_t start) {
  flow::File& code = unit.flow;
  const auto count = static_cast<std::uint32_t>(record.fields.size());
  const auto first = static_cast<std::uint32_t>(code.instrs.size());
  const std::uint32_t made = first + count;
  const auto add = [&](Op op, std::uint32_t a, std::uint32_t detail) -> Instr& {
    unit.detail.push_back(detail);
    Instr& instr = code.instrs.emplace_back();
    instr.op = op;
    instr.a = a;
    instr.node = call;
    return instr;
  };
  const auto operands = static_cast<std::uint32_t>(code.operands.size());
  UnitFunction function;
  function.name = unit.names->intern(record.name);
  function.start = start;
  function.first_parameter = static_cast<std::uint32_t>(unit.parameters.size());
  function.parameter_count = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    Parameter& parameter = unit.parameters.emplace_back();
    parameter.name = unit.names->intern(record.fields[i]);
    code.operands.emplace_back(first + i);
    add(Op::Parameter, i, Unit::kNone);
  }
  Instr& tuple = add(Op::Build, Instr::kNone, Unit::kNone);
  tuple.list_count = static_cast<std::uint16_t>(count);
  tuple.b = operands;
  for (std::uint32_t i = 0; i < count; ++i) {
    const NameId field = unit.parameters[function.first_parameter + i].name;
    add(Op::SetAttr, made, Selector::attribute(field).code()).b = first + i;
  }
  add(Op::Return, made, Unit::kNone);
  flow::Function body = code.functions.front();
  body.node = call;
  body.around = flow::FunctionId(0);
  body.first_block = static_cast<std::uint32_t>(code.blocks.size());
  body.block_count = 1;
  body.first_place = static_cast<std::uint32_t>(code.places.size());
  body.place_count = 0;
  body.parameter_count = count;
  body.is_generator = false;
  flow::Block block;
  block.first = first;
  block.count = static_cast<std::uint32_t>(code.instrs.size()) - first;
  block.first_successor = static_cast<std::uint32_t>(code.successors.size());
  code.blocks.push_back(block);
  code.functions.push_back(body);
  unit.functions.push_back(std::move(function));
}

}  // namespace av::taint
