// transfer_protocols.cc — methods that nobody calls by name: of properties, operators, `with`,
// loops, texts made of objects; and what a framework calls for a parameter.

#include "analysis/taint/function_analysis.h"

namespace av::taint {

using flow::Op;

// protocol_operands is the object, then the arguments of the method.
std::vector<flow::ValueId> FunctionAnalysis::protocol_operands(const Instr& instr,
                                                               bool is_swapped) const {
  const auto list = unit_->flow.list(instr);
  switch (instr.op) {
    case Op::Load:
    case Op::ImportName:
      return {};
    case Op::SetItem:
      return {list.begin(), list.end()};
    case Op::Call:
      return {list[1]};
    case Op::Binary:
    case Op::InPlace:
    case Op::Compare:
      return is_swapped ? std::vector{instr.value_b(), instr.value_a()}
                        : std::vector{instr.value_a(), instr.value_b()};
    case Op::GetItem:
      return {instr.value_a(), instr.value_b()};
    default:
      return {instr.value_a()};
  }
}

TreeId FunctionAnalysis::call_protocol(std::uint32_t index, const Special& what, State& state) {
  const Instr& instr = instr_at(index);
  Value receiver;
  std::vector<Passed> arguments;
  for (const ValueId operand : protocol_operands(instr, what.is_swapped)) {
    arguments.push_back({{}, value(operand), {}});
  }
  if (!arguments.empty()) {
    receiver = arguments.front().value;
    arguments.erase(arguments.begin());
  }
  Invocation call;
  call.callee = what.function.function;
  call.instr = index;
  call.parameters = bind(call.callee, &receiver, arguments);
  const TreeId result = invoke(call, state);
  const std::string_view name =
      world_.program.names().text(world_.program.details(call.callee).name);
  // A loop, or list(), takes one after the other.
  const bool is_one_of_many = (instr.op == Op::Iterate || instr.op == Op::Call) &&
                              (name == "__anext__" || name == "__getitem__" ||
                               (name == "__next__" && instr.op == Op::Iterate));
  const Selector any = Selector::any();
  return is_one_of_many ? forest_.write(kEmpty, std::span(&any, 1), result, Update::Add) : result;
}

// Depends(f): a parameter gets what f returns, or yields; a class without an __init__ that we see
// is filled with input.
TreeId FunctionAnalysis::injected(std::uint32_t index, const Injection& injection, State& state) {
  const Target& provider = injection.provider;
  if (!provider.function.exists()) {
    TreeId made = kEmpty;
    if (provider.type.exists()) {
      for (const NameId field : world_.program.fields(provider.type)) {
        const Selector part = Selector::attribute(field);
        made = forest_.write(made, std::span(&part, 1), source_leaf(index, injection.kind),
                             Update::Replace);
      }
    }
    return made;
  }
  const Value nothing;
  Invocation call;
  call.callee = provider.function;
  call.instr = index;
  call.parameters =
      bind(call.callee, provider.kind == Target::Kind::Function ? nullptr : &nothing, {});
  const TreeId result = invoke(call, state);
  const FunctionRow& row = world_.program[call.callee];
  const bool is_generator = world_.program[row.unit].flow[row.local].is_generator;
  return is_generator ? forest_.read(result, Selector::any()) : result;
}

}  // namespace av::taint
