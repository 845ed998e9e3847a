#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/model_table.h"
#include "analysis/knowledge/path_marks.h"

#include <algorithm>

namespace av::knowledge {
namespace {

// The slots of a table hold 1 + a row's number, 0 for none; a row is at its hash or behind it.
template <class Row>
const Row* find_path(std::string_view path, std::span<const Row> rows,
                     std::span<const std::uint16_t> slots) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = path_hash(path) & mask; slots[at] != 0; at = (at + 1) & mask) {
    const Row& row = rows[slots[at] - 1U];
    if (row.path == path) {
      return &row;
    }
  }
  return nullptr;
}

bool takes_position(const Parameter& parameter) {
  return parameter.manner == Manner::Position || parameter.manner == Manner::Either;
}

}  // namespace

const Parameter* Signature::at(std::size_t position) const {
  if (position < parameters_.size() && takes_position(parameters_[position])) {
    return &parameters_[position];
  }
  const auto rest = std::ranges::find(parameters_, Manner::Positions, &Parameter::manner);
  return rest == parameters_.end() ? nullptr : &*rest;
}

const Parameter* Signature::named(std::string_view name) const {
  const Parameter* rest = nullptr;
  for (const Parameter& parameter : parameters_) {
    const bool by_name = parameter.manner == Manner::Either || parameter.manner == Manner::Name;
    if (by_name && parameter.name == name) {
      return &parameter;
    }
    rest = parameter.manner == Manner::Names ? &parameter : rest;
  }
  return rest;
}

std::size_t Signature::position_of(std::string_view name) const {
  const auto found = std::ranges::find(parameters_, name, &Parameter::name);
  return found != parameters_.end() && takes_position(*found)
             ? static_cast<std::size_t>(found - parameters_.begin())
             : kNowhere;
}

const Function* find_function(std::string_view path) {
  for (const ModelBook& book : installed_models()) {
    if (const Function* function = book.find_function(path)) {
      return function;
    }
  }
  static const PathMarks kMarks(builtin_functions());
  return kMarks.may_have(path) ? find_path(path, builtin_functions(), function_slots()) : nullptr;
}

std::optional<Signature> signature_of(std::string_view path) {
  const Function* function = find_function(path);
  return function != nullptr && function->has_parameters
             ? std::optional(Signature(function->parameters))
             : std::nullopt;
}

std::string_view returns(std::string_view path) {
  const Function* function = find_function(path);
  return function == nullptr ? std::string_view() : function->returns;
}

std::string_view find_alias(std::string_view path) {
  for (const ModelBook& book : installed_models()) {
    if (const std::string_view alias = book.find_alias(path); !alias.empty()) {
      return alias;
    }
  }
  static const PathMarks kMarks(builtin_aliases());
  const Alias* alias =
      kMarks.may_have(path) ? find_path(path, builtin_aliases(), alias_slots()) : nullptr;
  return alias == nullptr ? std::string_view() : alias->known_as;
}

}  // namespace av::knowledge
