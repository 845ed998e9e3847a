#pragma once
// flow_run.h — what rules with a [[flow]] say of where values arrive.
//
// In: the findings of a file so far, and the ends of flows in it.  Out: the findings with those of
// flows.  What a rule's code or pattern found at the same place becomes one finding with it: the
// flow decides how bad it is and says where the value comes from.

#include "analysis/match/check_context.h"
#include "analysis/match/dispatch.h"
#include "analysis/match/flow_end.h"

#include <span>
#include <vector>

namespace av::match {

// FlowRun looks at the ends of one file.
class FlowRun {
 public:
  FlowRun(CheckContext& context, const Dispatch& dispatch)
      : context_(context), dispatch_(dispatch) {}

  void run(std::span<const FlowEnd> ends, std::vector<Finding>& findings);
  // heed makes what rules found by shape less loud where values come harmless.
  void heed(std::span<const ClearedEnd> cleared, std::vector<Finding>& findings) const;

 private:
  static const Way& best_way(const Dispatch::Flow& flow, const FlowEnd& end);
  [[nodiscard]] Finding finding_of(const Dispatch::Flow& flow, const FlowEnd& end,
                                   const Way& best) const;
  [[nodiscard]] std::string filled(std::string_view sentence, const FlowEnd& end,
                                   const Way& way) const;
  [[nodiscard]] std::string called(const FlowEnd& end) const;

  CheckContext& context_;
  const Dispatch& dispatch_;
};

}  // namespace av::match
