#pragma once
// inspection.h — an analysis that is over, and can still be asked what it saw.
//
// In: a linked program.  Out: its flows, as find_flows() has them, and a Sight of any function:
// what the analysis sees when it looks at that function once more, knowing all that it knows by
// then.  A function that nothing from a source comes to is looked at when it is asked for.

#include "analysis/taint/analysis.h"
#include "analysis/taint/sight.h"
#include "analysis/taint/world.h"

#include <memory>
#include <span>
#include <vector>

namespace av::taint {

// Inspection keeps all that one analysis knows.
class Inspection {
 public:
  explicit Inspection(const Program& program, AnalysisOptions options = {});
  Inspection(const Inspection&) = delete;
  Inspection& operator=(const Inspection&) = delete;
  Inspection(Inspection&&) = delete;
  Inspection& operator=(Inspection&&) = delete;
  ~Inspection();

  [[nodiscard]] const TaintResult& result() const { return result_; }
  [[nodiscard]] const Program& program() const;
  [[nodiscard]] const World& world() const;
  // was_looked_at says whether something from a source may come to a function, or one that it
  // serves: others are not looked at.
  [[nodiscard]] bool was_looked_at(FunctionId function) const {
    return was_looked_at_[function.index()];
  }
  // users are the functions that call a function, or name it as a value.
  [[nodiscard]] std::span<const FunctionId> users(FunctionId function) const;
  // is_open_to_all says whether other programs may call a function.
  [[nodiscard]] bool is_open_to_all(FunctionId function) const;
  // look tells what is seen in a function; it stays where it is.
  const Sight& look(FunctionId function);

 private:
  class Inner;
  std::unique_ptr<Inner> inner_;
  TaintResult result_;
  std::vector<bool> was_looked_at_;  // by function, before anybody asked
};

}  // namespace av::taint
