#include "analysis/taint/function_name.h"

namespace av::taint {

std::string dotted_name(const Program& program, FunctionId function) {
  const FunctionRow& row = program[function];
  const Unit& unit = program[row.unit];
  std::string name;
  for (flow::FunctionId at = row.local; at.exists(); at = unit.flow[at].around) {
    if (const NameId own = unit.functions[at.index()].name; own.exists()) {
      name.insert(0, std::string(program.names().text(own)) + (name.empty() ? "" : "."));
    }
  }
  return name;
}

}  // namespace av::taint
