#include "analysis/engine/flow_coverage.h"

#include "analysis/taint/function_name.h"

#include <map>
#include <string>
#include <string_view>

namespace av::engine {
namespace {

using taint::FunctionId;
using taint::Program;
using Counts = std::map<std::string, std::uint64_t>;

const std::string& path_of(const Program& program, FunctionId function) {
  return program[program[function].unit].path;
}

std::string name_of(const Program& program, FunctionId id) {
  std::string name = taint::dotted_name(program, id);
  return name.empty() ? "the module" : name;
}

bool runs_text(const taint::CallSite& call) {
  return call.model != nullptr &&
         (call.model->path == "builtins.eval" || call.model->path == "builtins.exec");
}

std::vector<std::pair<std::string, std::uint64_t>> listed(const Counts& counts) {
  return {counts.begin(), counts.end()};
}

}  // namespace

FlowCoverage coverage_of(const Program& program, const taint::TaintResult& result) {
  FlowCoverage coverage;
  coverage.is_on = true;
  coverage.functions = result.functions;
  coverage.cut_values = result.limits.labels + result.limits.entries;
  for (const FunctionId function : result.given_up) {
    coverage.given_up.push_back({path_of(program, function), name_of(program, function)});
  }
  Counts unknown;
  for (const auto& [function, instr] : result.unknown_calls) {
    ++unknown[path_of(program, function)];
  }
  coverage.unknown_calls = listed(unknown);
  Counts dynamic;
  for (const taint::Unit& unit : program.units()) {
    for (const taint::CallSite& call : unit.calls) {
      if (runs_text(call)) {
        ++dynamic[unit.path];
      }
    }
  }
  coverage.dynamic_code = listed(dynamic);
  return coverage;
}

}  // namespace av::engine
