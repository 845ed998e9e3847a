#include "analysis/taint/answers.h"

namespace av::taint {

namespace {

using syntax::NodeId;

// model_of_answer is what says where a dict does harm; nullptr for one that is no answer.
const knowledge::TaintModel* model_of_answer(const AnswerFile& file, NodeId dict) {
  const names::Value& value = file.names.value(dict);
  if (value.entry_of("statusCode") != nullptr) {
    return knowledge::find_taint("aws_lambda.answer");
  }
  const names::Entry* type = value.entry_of("type");
  const auto text = type == nullptr ? std::nullopt : type->value->text();
  if (text == "http.response.start") {
    return knowledge::find_taint("asgi.start");
  }
  // What type the body has stands in the message before it, mostly in the same function.
  const NodeId function =
      text == "http.response.body" ? file.names.outline().function_of(dict) : NodeId::none();
  const bool is_page = function.exists() && file.names.tree().text_of(function).find("text/html") !=
                                                std::string_view::npos;
  return is_page ? knowledge::find_taint("asgi.page") : nullptr;
}

}  // namespace

void note_answer(const AnswerFile& file, flow::ValueId dict, Unit& unit) {
  const NodeId node = unit.flow[dict].node;
  if (!node.exists() || !file.names.tree().is(node, syntax::NodeKind::Dict)) {
    return;
  }
  Special special;
  special.instr = dict.index();
  special.model = model_of_answer(file, node);
  if (special.model != nullptr) {
    special.sinks_off = file.written.sinks_off_in(node, *special.model);
    unit.specials.push_back(special);
  }
}

}  // namespace av::taint
