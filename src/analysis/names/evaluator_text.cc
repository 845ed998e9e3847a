// The part of Evaluator that deals with texts.
#include "analysis/names/evaluator.h"
#include "lexis/strings.h"

#include <algorithm>
#include <string>

namespace av::names {

using syntax::Children;
using syntax::Node;
using syntax::NodeId;
using syntax::NodeKind;
using Form = Piece::Form;
namespace flag = syntax::flag;

namespace {

std::string with_case(std::string_view text, char first, char last, int step) {
  std::string out(text);
  for (char& c : out) {
    if (c >= first && c <= last) {
      c = static_cast<char>(c + step);
    }
  }
  return out;
}

std::string_view stripped(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\r\f\v";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  while (!from.empty() && text.find(from) != std::string_view::npos) {
    const std::size_t at = text.find(from);
    out.append(text.substr(0, at)).append(to);
    text.remove_prefix(at + from.size());
  }
  return out.append(text);
}

}  // namespace

const Value* Evaluator::literal(NodeId expr) {
  const std::string_view token = tree_.text_of(expr);
  const lexis::StringParts parts = lexis::split_string(token);
  const lexis::StringReading reading =
      is_python2() ? lexis::python2_reading_of(parts.prefix) : lexis::reading_of(parts.prefix);
  if (lexis::reads_as_written(parts.body, reading)) {
    return constant(expr, parts.body, parts.prefix.bytes);
  }
  lexis::DecodedString decoded;
  lexis::decode_string(parts.body, reading, decoded);
  return constant(expr, arena_.copy(std::string_view(decoded.value)), parts.prefix.bytes);
}

const Value* Evaluator::constant(NodeId node, std::string_view text, bool is_bytes) {
  Value value;
  value.kind = ValueKind::Text;
  value.is_known = true;
  value.is_bytes = is_bytes;
  value.node = node;
  value.whole = text;
  Piece piece;
  piece.text = text;
  value.pieces = arena_.copy(std::span<const Piece>(&piece, text.empty() ? 0 : 1));
  return arena_.make(value);
}

const Value* Evaluator::f_string(NodeId expr) {
  const lexis::StringParts parts = lexis::split_string(tree_.text_of(expr));
  lexis::StringReading reading = lexis::reading_of(parts.prefix);
  reading.braces = lexis::StringReading::Braces::Doubled;
  TextBuilder out;
  lexis::DecodedString decoded;
  for (const NodeId part : tree_.children(expr)) {
    if (tree_.is(part, NodeKind::Field)) {
      add_field(part, out);
      continue;
    }
    lexis::decode_string(tree_.text_of(part), reading, decoded);
    out.add_text(decoded.value);
  }
  return out.finish(arena_, expr, false);
}

void Evaluator::add_field(NodeId field, TextBuilder& out) {
  const Node& node = tree_[field];
  const NodeId expr = tree_.child(field, 0);
  const auto conversion = static_cast<unsigned>(node.flags & flag::kConversionMask);
  Form form = conversion > 1 ? Form::Repr : Form::Plain;
  if (node.has(flag::kDebug)) {
    out.add_text(std::string(tree_.text_of(expr)) + "=");
    form = Form::Repr;
  }
  const std::string_view spec = spec_of(field);
  if (spec.empty()) {
    return out.add_value(item_of(expr), form);
  }
  out.add_hole({.text = {},
                .hole = expr,
                .value = &of(expr),
                .form = form == Form::Repr ? form : form_of_spec(spec),
                .is_known = false});
}

// spec_of is the format specification as written, without its colon; empty when there is none.
std::string_view Evaluator::spec_of(NodeId field) {
  const Children parts = tree_.children(field);
  std::string_view spec = parts.size() > 1 ? tree_.text_of(parts[1]) : std::string_view();
  if (spec.starts_with(':')) {
    spec.remove_prefix(1);
  }
  return spec;
}

const Value* Evaluator::string_group(NodeId expr) {
  TextBuilder out;
  const Children parts = tree_.children(expr);
  for (const NodeId part : parts) {
    const Value& value = of(part);
    if (!value.is(ValueKind::Text)) {
      return &kUnknownValue;
    }
    out.add_pieces(value);
  }
  return out.finish(arena_, expr, of(parts[0]).is_bytes);
}

// Only the constant stretches of a pattern hold fields for us: what a hole brings is not known.
const Value* Evaluator::percent(const Item& pattern, const Item& argument, NodeId node) {
  TextBuilder out;
  const auto parts =
      pattern.value->is_known ? parse_percent_template(pattern.value->whole) : std::nullopt;
  if (!parts) {
    out.add_pieces(*pattern.value);
    out.add_hole({.text = {},
                  .hole = argument.node,
                  .value = argument.value,
                  .form = Form::Plain,
                  .is_known = false});
    return out.finish(arena_, node, pattern.value->is_bytes);
  }
  for (const FormatPart& part : *parts) {
    if (!part.is_field) {
      out.add_text(part.literal);
      continue;
    }
    const Item filler = percent_argument(part, argument);
    if (part.form != Form::Plain || part.has_spec) {
      out.add_hole({.text = {},
                    .hole = filler.node,
                    .value = filler.value,
                    .form = part.form,
                    .is_known = false});
    } else {
      out.add_value(filler, Form::Plain);
    }
  }
  return out.finish(arena_, node, pattern.value->is_bytes);
}

Item Evaluator::percent_argument(const FormatPart& field, const Item& argument) {
  const Value& value = *argument.value;
  if (!field.index) {
    const Entry* entry = value.is(ValueKind::Dict) ? value.entry_of(field.name) : nullptr;
    return entry == nullptr ? Item{&kUnknownValue, argument.node}
                            : Item{entry->value, entry->value_node};
  }
  if (!value.is(ValueKind::Tuple)) {
    return *field.index == 0 ? argument : Item{&kUnknownValue, argument.node};
  }
  return *field.index < value.items.size() ? value.items[*field.index]
                                           : Item{&kUnknownValue, argument.node};
}

const Value* Evaluator::text_method(NodeId expr, const Value& text, std::string_view method) {
  if (method == "format") {
    return brace_format(expr, text);
  }
  if (method == "join") {
    return join(expr, text);
  }
  if (method == "encode" || method == "decode") {
    return retyped(text, expr, method == "encode");
  }
  const bool strips = method == "strip" || method == "lstrip" || method == "rstrip";
  const bool changes = strips || method == "lower" || method == "upper" || method == "replace";
  if (!changes) {
    return &kUnknownValue;
  }
  if (!text.is_known) {
    return &text;  // what such a method changes is not what rules look at
  }
  const Arguments arguments = arguments_of(expr);
  TextBuilder out;
  if (strips) {
    out.add_text(arguments.positional.empty() ? stripped(text.whole) : text.whole);
  } else if (method == "lower") {
    out.add_text(with_case(text.whole, 'A', 'Z', 'a' - 'A'));
  } else if (method == "upper") {
    out.add_text(with_case(text.whole, 'a', 'z', 'A' - 'a'));
  } else if (arguments.positional.size() == 2 && !arguments.is_open) {
    const auto from = constant_text(arguments.positional[0]);
    const Item to = item_of(arguments.positional[1]);
    if (!from || from->empty()) {
      return &kUnknownValue;
    }
    if (!to.value->text()) {  // "…NAME…".replace("NAME", name) is formatting too
      const std::size_t at = text.whole.find(*from);
      out.add_text(text.whole.substr(0, at));
      if (at != std::string_view::npos) {
        out.add_value(to, Form::Plain);
        out.add_text(text.whole.substr(at + from->size()));
      }
    } else {
      out.add_text(replaced(text.whole, *from, to.value->whole));
    }
  }
  return out.finish(arena_, expr, text.is_bytes);
}

const Value* Evaluator::brace_format(NodeId expr, const Value& pattern) {
  const auto parts = pattern.is_known ? parse_brace_template(pattern.whole) : std::nullopt;
  const Arguments arguments = arguments_of(expr);
  const Named named(arguments.keywords.begin(), arguments.keywords.end());
  TextBuilder out;
  if (!parts) {
    out.add_pieces(pattern);
    for (const NodeId argument : arguments.positional) {
      out.add_value(item_of(argument), Form::Plain);
    }
    return out.finish(arena_, expr, false);
  }
  for (const FormatPart& part : *parts) {
    if (!part.is_field) {
      out.add_text(part.literal);
      continue;
    }
    const Item filler = brace_argument(part, arguments.positional, named, expr);
    if (part.is_plain && part.form == Form::Plain && !part.has_spec) {
      out.add_value(filler, Form::Plain);
    } else {
      out.add_hole({.text = {},
                    .hole = filler.node,
                    .value = part.is_plain ? filler.value : &kUnknownValue,
                    .form = part.form,
                    .is_known = false});
    }
  }
  return out.finish(arena_, expr, false);
}

Item Evaluator::brace_argument(const FormatPart& field, std::span<const NodeId> positional,
                               const Named& named, NodeId call) {
  if (field.index) {
    return *field.index < positional.size() ? item_of(positional[*field.index])
                                            : Item{&kUnknownValue, call};
  }
  const auto it = named.find(field.name);
  return it == named.end() ? Item{&kUnknownValue, call} : item_of(it->second);
}

const Value* Evaluator::join(NodeId expr, const Value& separator) {
  const Arguments arguments = arguments_of(expr);
  if (arguments.positional.size() != 1 || !separator.is_known) {
    return &kUnknownValue;
  }
  const Item list = item_of(arguments.positional[0]);
  const bool listed =
      (list.value->is(ValueKind::List) || list.value->is(ValueKind::Tuple)) && !list.value->is_open;
  TextBuilder out;
  if (!listed) {
    out.add_hole({.text = {},
                  .hole = list.node,
                  .value = &kUnknownValue,
                  .form = Form::Plain,
                  .is_known = false});
  } else {
    bool first = true;
    for (const Item& item : list.value->items) {
      out.add_text(first ? std::string_view() : separator.whole);
      out.add_value(item, Form::Plain);
      first = false;
    }
  }
  return out.finish(arena_, expr, separator.is_bytes);
}

const Value* Evaluator::joined_path(NodeId expr) {
  const Arguments arguments = arguments_of(expr);
  TextBuilder out;
  bool first = true;
  for (const NodeId argument : arguments.positional) {
    out.add_text(first ? "" : "/");
    out.add_value(item_of(argument), Form::Plain);
    first = false;
  }
  return arguments.is_open || first ? &kUnknownValue : out.finish(arena_, expr, false);
}

const Value* Evaluator::as_text(NodeId node, const Item& item, Form form) {
  if (item.value->is(ValueKind::Text) && form == Form::Plain) {
    return item.value;
  }
  TextBuilder out;
  out.add_value(item, form);
  return out.finish(arena_, node, false);
}

const Value* Evaluator::retyped(const Value& text, NodeId node, bool is_bytes) {
  Value value = text;
  value.is_bytes = is_bytes;
  value.node = node;
  return arena_.make(value);
}

}  // namespace av::names
