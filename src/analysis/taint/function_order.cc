#include "analysis/taint/function_order.h"

#include <cstdint>

namespace av::taint {
namespace {

// leads_to is the functions that each function needs, side by side.
struct Edges {
  std::vector<FunctionId> to;
  std::vector<std::uint32_t> first;  // by function; one more at the end
};

void add_edges(const Program& program, FunctionId from, std::vector<FunctionId>& to) {
  const FunctionRow& row = program[from];
  const Unit& unit = program[row.unit];
  const flow::Function& function = unit.flow[row.local];
  for (std::uint32_t b = 0; b < function.block_count; ++b) {
    const flow::Block& block = unit.flow.blocks[function.first_block + b];
    for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
      const flow::Instr& instr = unit.flow.instrs[i];
      if (instr.op == flow::Op::MakeFunction || instr.op == flow::Op::MakeClass) {
        to.push_back(program.id_of(row.unit, flow::FunctionId(instr.a)));
      } else if (instr.op == flow::Op::Call) {
        const CallSite& site = unit.calls[unit.detail[i]];
        for (std::uint32_t t = 0; t < site.target_count; ++t) {
          const FunctionId target = unit.targets[site.first_target + t].function;
          if (target.exists()) {
            to.push_back(target);
          }
        }
      }
    }
  }
}

Edges edges_of(const Program& program) {
  Edges edges;
  for (std::uint32_t i = 0; i < program.functions().size(); ++i) {
    edges.first.push_back(static_cast<std::uint32_t>(edges.to.size()));
    add_edges(program, FunctionId(i), edges.to);
  }
  edges.first.push_back(static_cast<std::uint32_t>(edges.to.size()));
  return edges;
}

}  // namespace

// Depth first, each function when all that it leads to is done: what is met again while it is open
// closes a cycle, and counts as done.
std::vector<FunctionId> bottom_up(const Program& program) {
  struct Open {
    std::uint32_t function;
    std::uint32_t next;
  };
  const Edges edges = edges_of(program);
  const auto count = static_cast<std::uint32_t>(program.functions().size());
  std::vector<bool> seen(count);
  std::vector<FunctionId> order;
  order.reserve(count);
  std::vector<Open> open;
  for (std::uint32_t root = 0; root < count; ++root) {
    if (seen[root]) {
      continue;
    }
    seen[root] = true;
    open.push_back({root, edges.first[root]});
    while (!open.empty()) {
      Open& top = open.back();
      if (top.next == edges.first[top.function + 1]) {
        order.emplace_back(top.function);
        open.pop_back();
        continue;
      }
      const std::uint32_t next = edges.to[top.next++].index();
      if (!seen[next]) {
        seen[next] = true;
        open.push_back({next, edges.first[next]});
      }
    }
  }
  return order;
}

}  // namespace av::taint
