#include "analysis/taint/written_arguments.h"

#include "analysis/taint/number_types.h"

#include <algorithm>
#include <charconv>

namespace av::taint {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

constexpr std::size_t kMostSinks = 32;  // bits of sinks_off

// AskedPart is what a sink asks for: headers[0][0] is a part of the argument `headers`.
struct AskedPart {
  explicit AskedPart(std::string_view when)
      : name(when.substr(0, when.find('['))), steps(when.substr(name.size())) {}

  std::string_view name;
  std::string_view steps;
};

}  // namespace

NodeId WrittenArguments::at(const Children& call, std::string_view name, std::size_t place) {
  for (std::uint32_t i = 1; i < call.size(); ++i) {
    const bool is_named = tree_.is(call[i], NodeKind::Keyword);
    if (is_named && names_.spelling(tree_.child(call[i], 0)) == name) {
      return tree_.child(call[i], 1);
    }
    if (!is_named && place != knowledge::Signature::kNowhere && i == place + 1) {
      return call[i];
    }
  }
  return NodeId::none();
}

NodeId WrittenArguments::at(const Children& call, const knowledge::Port& port,
                            const knowledge::Function* signature) {
  if (port.root == knowledge::Port::Root::Position) {
    return at(call, "", port.position);
  }
  const bool has_signature = signature != nullptr && signature->has_parameters;
  return at(call, port.parameter,
            has_signature ? knowledge::Signature(signature->parameters).position_of(port.parameter)
                          : knowledge::Signature::kNowhere);
}

// is_other says whether a value is something else than what a list has; `unseen` is the answer for
// one that the file does not show.  Of headers the type is meant, which is the default without one.
bool WrittenArguments::is_other(NodeId value, std::string_view list, bool unseen) {
  const names::Value& known = names_.value(value);
  if (known.is(names::ValueKind::Dict) && !known.is_open) {
    const NodeId type = content_type(value);
    return type.exists() && is_other(type, list, unseen);
  }
  const bool is_constant =
      known.text() || tree_.is(value, NodeKind::True) || tree_.is(value, NodeKind::False);
  const bool may_be = is_constant || (unseen && !known.is(names::ValueKind::None));
  return may_be && !is_one_of(value, list);
}

// content_type is what stands for it in headers; none when it is not there.
NodeId WrittenArguments::content_type(NodeId headers) {
  const names::Value& known = names_.value(headers);
  for (const std::string_view key : {"Content-Type", "content-type", "Content-type"}) {
    const names::Entry* type =
        known.is(names::ValueKind::Dict) && !known.is_open ? known.entry_of(key) : nullptr;
    if (type != nullptr) {
      return type->value_node;
    }
  }
  return NodeId::none();
}

bool WrittenArguments::is_one_of(NodeId value, std::string_view list) {
  if (const NodeId type = content_type(value); type.exists()) {
    return is_one_of(type, list);
  }
  if (list.starts_with('!')) {
    return is_other(value, list.substr(1), false);
  }
  if (knowledge::is_listed(tree_.text_of(value), list) ||
      knowledge::is_listed(callees_.path_of(value), list)) {
    return true;
  }
  const auto text = names_.value(value).text();
  return text && knowledge::is_listed(*text, list);
}

std::optional<std::string_view> WrittenArguments::first_text(const Children& call) {
  for (std::uint32_t i = 1; i < call.size(); ++i) {
    if (tree_.is(call[i], NodeKind::String)) {
      return names_.value(call[i]).text();
    }
  }
  return std::nullopt;
}

bool WrittenArguments::has_number_type(const Children& call) {
  const NodeId type = at(call, "type", knowledge::Signature::kNowhere);
  return type.exists() && is_number(names_, type);
}

std::uint32_t WrittenArguments::sinks_off(const Children& call, const knowledge::TaintModel& model,
                                          const knowledge::Function* signature) {
  // When nobody knows, `unless` does not save and `when` does not hold; but whoever says something
  // where there is a default hardly means the default.
  return sinks_without(
      model, [&](const knowledge::TaintSink& sink) { return is_any_of(sink, call, signature); });
}

template <class Holds>
std::uint32_t WrittenArguments::sinks_without(const knowledge::TaintModel& model, Holds holds) {
  std::uint32_t off = 0;
  for (std::size_t i = 0; i < std::min(model.sinks.size(), kMostSinks); ++i) {
    const knowledge::TaintSink& sink = model.sinks[i];
    if (!sink.values.empty() && holds(sink) == sink.unless) {
      off |= 1U << i;
    }
  }
  return off;
}

std::uint32_t WrittenArguments::sinks_off_at(NodeId key, const knowledge::TaintModel& model) {
  return sinks_without(model, [&](const knowledge::TaintSink& sink) {
    return sink.when == "0" && is_one_of(key, sink.values);
  });
}

std::uint32_t WrittenArguments::sinks_off_in(NodeId dict, const knowledge::TaintModel& model) {
  return sinks_without(model, [&](const knowledge::TaintSink& sink) {
    const AskedPart asked(sink.when);
    const names::Entry* entry = names_.value(dict).entry_of(asked.name);
    const NodeId part = entry == nullptr ? NodeId::none() : part_at(entry->value_node, asked.steps);
    return part.exists() && is_one_of(part, sink.values);
  });
}

NodeId WrittenArguments::part_at(NodeId value, std::string_view steps) {
  while (!steps.empty() && value.exists()) {
    const std::size_t end = std::min(steps.find(']'), steps.size() - 1);
    std::size_t place = 0;
    std::from_chars(steps.data() + 1, steps.data() + end, place);
    const names::Value& list = names_.value(value);
    const bool is_list = list.is(names::ValueKind::List) || list.is(names::ValueKind::Tuple);
    value = is_list && place < list.items.size() ? list.items[place].node : NodeId::none();
    steps.remove_prefix(end + 1);
  }
  return value;
}

// Whether one of the arguments that a sink asks for has one of the values.
bool WrittenArguments::is_any_of(const knowledge::TaintSink& sink, const Children& call,
                                 const knowledge::Function* signature) {
  std::string_view rest = sink.when;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    knowledge::Port port;
    port.root = knowledge::Port::Root::Parameter;
    const AskedPart asked(rest.substr(0, end));
    port.parameter = asked.name;
    const NodeId given = part_at(at(call, port, signature), asked.steps);
    const bool is_default_denied = sink.unless && sink.values.starts_with('!');
    if (given.exists() && (is_default_denied ? is_other(given, sink.values.substr(1), true)
                                             : is_one_of(given, sink.values))) {
      return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace av::taint
