#include "analysis/taint/answers.h"

namespace av::taint {

void note_answer(const AnswerFile& file, flow::ValueId dict, Unit& unit) {
  const syntax::NodeId node = unit.flow[dict].node;
  if (!node.exists() || !file.names.tree().is(node, syntax::NodeKind::Dict) ||
      file.names.value(node).entry_of("statusCode") == nullptr) {
    return;
  }
  Special special;
  special.instr = dict.index();
  special.model = knowledge::find_taint("aws_lambda.answer");
  if (special.model != nullptr) {
    special.sinks_off = file.written.sinks_off_in(node, *special.model);
    unit.specials.push_back(special);
  }
}

}  // namespace av::taint
