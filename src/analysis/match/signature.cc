#include "analysis/match/signature.h"

#include "analysis/knowledge/model.h"

namespace av::match {

Parameter parameter_at(const Call& call, std::size_t position) {
  Parameter out{static_cast<std::uint32_t>(position), {}};
  const knowledge::Signature* signature = call.signature();
  const knowledge::Parameter* known = signature != nullptr ? signature->at(position) : nullptr;
  if (known != nullptr && known->manner == knowledge::Manner::Either) {
    out.name = known->name;
  }
  return out;
}

Parameter parameter_named(const Call& call, std::string_view name) {
  Parameter out{Parameter::kKeywordOnly, name};
  const knowledge::Signature* signature = call.signature();
  const std::size_t position =
      signature != nullptr ? signature->position_of(name) : knowledge::Signature::kNowhere;
  if (position != knowledge::Signature::kNowhere) {
    out.position = static_cast<std::uint32_t>(position);
  }
  return out;
}

}  // namespace av::match
