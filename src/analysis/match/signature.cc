#include "analysis/match/signature.h"

#include "analysis/knowledge/model.h"

#include <optional>

namespace av::match {
namespace {

std::optional<knowledge::Signature> signature_of(const Call& call) {
  for (const names::Meaning& meaning : call.meanings().all()) {
    const auto found = knowledge::signature_of(meaning.path);
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace

Parameter parameter_at(const Call& call, std::size_t position) {
  Parameter out{static_cast<std::uint32_t>(position), {}};
  const auto signature = signature_of(call);
  const knowledge::Parameter* known = signature ? signature->at(position) : nullptr;
  if (known != nullptr && known->manner == knowledge::Manner::Either) {
    out.name = known->name;
  }
  return out;
}

Parameter parameter_named(const Call& call, std::string_view name) {
  Parameter out{Parameter::kKeywordOnly, name};
  const auto signature = signature_of(call);
  const std::size_t position =
      signature ? signature->position_of(name) : knowledge::Signature::kNowhere;
  if (position != knowledge::Signature::kNowhere) {
    out.position = static_cast<std::uint32_t>(position);
  }
  return out;
}

}  // namespace av::match
