#include "analysis/taint/entries.h"

namespace av::taint {

using knowledge::TaintEntry;

void add_entries(const knowledge::TaintModel* model, TaintEntry::Way way,
                 std::vector<const TaintEntry*>& entries) {
  if (model == nullptr) {
    return;
  }
  for (const TaintEntry& entry : model->entries) {
    if (entry.way == way) {
      entries.push_back(&entry);
    }
  }
}

bool is_for_nothing(const std::vector<const TaintEntry*>& entries) {
  return !entries.empty() && entries[0]->at.root == knowledge::Port::Root::Nothing;
}

const knowledge::TaintModel* find_base_taint(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const bool is_made = dot != std::string_view::npos && path.ends_with("Servicer") &&
                       path.substr(0, dot).ends_with("_pb2_grpc");
  return knowledge::find_taint(is_made ? "grpc.Servicer" : path);
}

const TaintEntry* find_signature_entry(std::string_view first, std::string_view second,
                                       std::string_view name) {
  std::string path = "(";
  path.append(first).append(", ").append(second).append(")");
  const knowledge::TaintModel* model = knowledge::find_taint(path);
  for (std::size_t i = 0; model != nullptr && i < model->entries.size(); ++i) {
    if (knowledge::is_entry_method(model->entries[i], name)) {
      return &model->entries[i];
    }
  }
  return nullptr;
}

const knowledge::TaintModel* find_own_source(std::string_view name) {
  const knowledge::TaintModel* model = knowledge::find_method_taint(name);
  const bool is_own = model != nullptr && !model->sources.empty() &&
                      knowledge::threat_of(model->sources[0].kind) == knowledge::Threat::Own;
  return is_own ? model : nullptr;
}

}  // namespace av::taint
