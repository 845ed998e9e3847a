// python27.cc — the nodes that only Python 2.7 has, or has in another form.

#include "analysis/syntax/cpython/encoding.h"
#include "analysis/syntax/cpython/plan.h"
#include "analysis/syntax/cpython/trivia.h"
#include "base/utf8.h"
#include "lexis/identifiers.h"
#include "lexis/repr.h"

namespace av::syntax::cpython {
namespace {

// is_long says whether Python 2 on a 64-bit machine prints the integer with an L.
bool is_long(std::string_view token, std::string_view digits, bool negative) {
  if (token.back() == 'l' || token.back() == 'L') {
    return true;
  }
  const std::string_view most = negative ? "9223372036854775808" : "9223372036854775807";
  return digits.size() != most.size() ? digits.size() > most.size() : digits > most;
}

void append_hex(std::string& out, char letter, char32_t value, int digits) {
  out += '\\';
  out += letter;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    out += "0123456789abcdef"[(value >> shift) & 0xF];
  }
}

void append_old_character(std::string& out, char32_t c, char quote) {
  if (c == static_cast<unsigned char>(quote) || c == '\\') {
    out += '\\';
    out += static_cast<char>(c);
  } else if (c == '\t' || c == '\n' || c == '\r') {
    out += '\\';
    out += c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
  } else if (c >= ' ' && c < 0x7F) {
    out += static_cast<char>(c);
  } else if (c < 0x100) {
    append_hex(out, 'x', c, 2);
  } else if (c < 0x10000) {
    append_hex(out, 'u', c, 4);
  } else {
    append_hex(out, 'U', c, 8);
  }
}

// old_text_repr is repr() of a unicode object in Python 2: ASCII.
std::string old_text_repr(std::string_view value) {
  const bool single =
      value.find('\'') == std::string_view::npos || value.find('"') != std::string_view::npos;
  const char quote = single ? '\'' : '"';
  std::string out = {'u', quote};
  while (!value.empty()) {
    const base::Utf8Step step = base::decode_utf8(value, base::Surrogates::Allowed);
    append_old_character(out, step.code_point, quote);
    value.remove_prefix(step.length);
  }
  return out + quote;
}

}  // namespace

void Printer::print(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  const Node& node = at(step);
  Plan plan(*this, step.frame, "Print(");
  plan.optional("dest=", parts.take_when(node.has(flag::kChevron)));
  plan.list("values=", Action::Expression, parts.rest());
  plan.word("nl=", node.has(flag::kTrailingComma) ? "False" : "True");
  close(plan, NodeId(step.a));
}

// exec: exec(code, globals) means exec code in globals.
void Printer::exec(const Step& step) {
  Children parts = children(step);
  const Node& first = tree_[parts[0]];
  if (parts.size() == 1 && first.kind == NodeKind::Tuple && first.has(flag::kParenthesized)) {
    const Children inner = tree_.children(parts[0]);
    parts = inner.size() == 2 || inner.size() == 3 ? inner : parts;
  }
  const auto part = [&](std::uint32_t i) { return i < parts.size() ? parts[i] : NodeId::none(); };
  Plan plan(*this, step.frame, "Exec(");
  plan.expr("body=", parts[0]);
  plan.optional("globals=", part(1));
  plan.optional("locals=", part(2));
  close(plan, NodeId(step.a));
}

void Printer::repr(const Step& step) {
  Plan plan(*this, step.frame, "Repr(");
  plan.expr("value=", children(step)[0]);
  close(plan, NodeId(step.a));
}

void Printer::old_arguments(const Step& step) {
  const ParameterList list = sorted_parameters(NodeId(step.a));
  Plan plan(*this, step.frame, "arguments(");
  plan.begin_list("args=");
  for (const NodeId id : list.plain) {
    plan.item(Action::OldArgument, id);
  }
  plan.end_list();
  const auto named = [&](const char* label, NodeId id) {
    if (id.exists()) {
      plan.step(label, Action::Identifier, tree_.child(id, 0).index());
    } else {
      plan.absent(label);
    }
  };
  named("vararg=", list.star);
  named("kwarg=", list.double_star);
  plan.begin_list("defaults=");
  default_items(plan, list.plain);
  plan.end_list();
  plan.end();
}

void Printer::old_argument(const Step& step) {
  const NodeId what = children(step)[0];
  if (tree_.is(what, NodeKind::Tuple)) {
    return sequence({.context = Context::Store, .a = what.index(), .frame = step.frame});
  }
  name({.context = Context::Param, .a = what.index(), .frame = step.frame});
}

void Printer::old_call_arguments(Plan& plan, Children parts) {
  NodeId star = NodeId::none();
  NodeId double_star = NodeId::none();
  std::vector<NodeId> keywords;
  plan.begin_list("args=");
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const NodeKind kind = tree_.kind(parts[i]);
    if (kind == NodeKind::Starred) {
      star = tree_.child(parts[i], 0);
    } else if (kind == NodeKind::DoubleStarred) {
      double_star = tree_.child(parts[i], 0);
    } else if (kind == NodeKind::Keyword) {
      keywords.push_back(parts[i]);
    } else {
      plan.item(Action::Expression, parts[i]);
    }
  }
  plan.end_list();
  plan.begin_list("keywords=");
  for (const NodeId keyword : keywords) {
    plan.item(Action::Keyword, keyword);
  }
  plan.end_list();
  plan.optional("starargs=", star);
  plan.optional("kwargs=", double_star);
}

// with_from writes the item `b` of a with statement; the next is a with statement in its body.
void Printer::with_from(const Step& step) {
  const NodeId items = children(step)[0];
  const NodeId body = children(step)[1];
  const bool is_tuple = is_items_tuple(items);
  const NodeId item = tree_.child(items, step.b);
  const Children parts = tree_.children(item);
  Plan plan(*this, step.frame, "With(");
  if (is_tuple) {
    plan.step("context_expr=", Action::ItemsTuple, items.index());
    plan.absent("optional_vars=");
  } else {
    plan.expr("context_expr=", parts[0]);
    plan.optional("optional_vars=", parts.size() > 1 ? parts[1] : NodeId::none(), Context::Store);
  }
  if (!is_tuple && step.b + 1 < tree_.children(items).size()) {
    plan.begin_list("body=");
    plan.item_step({.action = Action::WithFrom, .a = step.a, .b = step.b + 1});
    plan.end_list();
  } else {
    plan.body("body=", body);
  }
  plan.place(tree_[step.b == 0 ? items : item].start, at(step).end);
}

// old_name is a name that Python 3 keeps as a plain string.
void Printer::old_name(const Step& step) {
  name({.context = Context::Store, .a = step.a, .frame = step.frame});
}

void Printer::old_try(const Step& step) {
  const Children parts = children(step);
  if (!tree_.is(parts.back(), NodeKind::Finally)) {
    return try_except(step);
  }
  Plan plan(*this, step.frame, "TryFinally(");
  if (parts.size() > 2) {
    plan.begin_list("body=");
    plan.item(Action::TryExcept, NodeId(step.a));
    plan.end_list();
  } else {
    plan.body("body=", parts[0]);
  }
  plan.body("finalbody=", tree_.child(parts.back(), 0));
  close(plan, NodeId(step.a));
}

void Printer::try_except(const Step& step) {
  ChildCursor parts(tree_, NodeId(step.a));
  Plan plan(*this, step.frame, "TryExcept(");
  plan.body("body=", parts.take());
  plan.list("handlers=", Action::Handler, parts.take_while(NodeKind::Handler));
  const NodeId otherwise = parts.take_if(NodeKind::Else);
  plan.body("orelse=", otherwise.exists() ? tree_.child(otherwise, 0) : NodeId::none());
  close(plan, NodeId(step.a));
}

// negative_number: a minus sign before a number was part of the number.
bool Printer::negative_number(const Step& step) {
  const NodeId operand = children(step)[0];
  const Node& node = tree_[operand];
  const bool is_number = node.kind == NodeKind::Int || node.kind == NodeKind::Float ||
                         node.kind == NodeKind::Imaginary;
  if (at(step).op() != Operator::USub || !is_number || node.has(flag::kParenthesized)) {
    return false;
  }
  const std::optional<std::string> value = number_value(operand, NumberSign::Minus);
  Plan plan(*this, step.frame, "Num(");
  plan.kept("n=", value.value_or(""));
  close(plan, NodeId(step.a));
  return true;
}

// old_integer is how Python 2 on a 64-bit machine prints an integer: a long one with an L.
std::string Printer::old_integer(std::string_view token, std::string digits, NumberSign sign) {
  const bool negative = sign == NumberSign::Minus && digits != "0";
  const std::string suffix = is_long(token, digits, negative) ? "L" : "";
  return (negative ? "-" : "") + std::move(digits) + suffix;
}

// absent_step: the second colon of a[::] had None behind it.
void Printer::absent_step(Plan& plan, const Step& step, NodeId lower, NodeId upper) {
  const Node& node = at(step);
  if (shape_.version >= 300) {
    return plan.absent("step=");
  }
  std::uint32_t colon =
      lower.exists() ? skip_closing(text_, tree_[lower].end) : skip_trivia(text_, node.start);
  colon = upper.exists() ? skip_closing(text_, tree_[upper].end) : skip_trivia(text_, colon + 1);
  if (colon < node.end && text_[colon] == ':') {
    plan.step("step=", Action::OldStep, colon);
  } else {
    plan.absent("step=");
  }
}

void Printer::old_step(const Step& step) {
  Plan plan(*this, step.frame, "Name(");
  plan.word("id=", "'None'");
  plan.word("ctx=", "Load()");
  plan.place(step.a, step.a + 1);
}

// old_string: text when one of the tokens is, or all are by `unicode_literals`.
void Printer::old_string(const Step& step) {
  bool is_text = false;
  std::string value;
  for (const NodeId token : string_tokens(NodeId(step.a))) {
    std::string part;
    const bool part_is_text = append_old_string(token, part);
    if (part_is_text != is_text && !lexis::is_ascii(part_is_text ? value : part)) {
      return reject(tree_[token].start, "'ascii' codec can't decode bytes joined with text");
    }
    is_text = is_text || part_is_text;
    value += part;
  }
  Plan plan(*this, step.frame, "Str(");
  plan.kept("s=", is_text ? old_text_repr(value) : lexis::bytes_repr(value).substr(1));
  close(plan, NodeId(step.a));
}

// append_old_string appends the value of one token and says whether it is text.
bool Printer::append_old_string(NodeId token, std::string& value) {
  const lexis::StringParts parts = lexis::split_string(tree_.text_of(token));
  lexis::StringPrefix prefix = parts.prefix;
  prefix.unicode = prefix.unicode || (unicode_literals_ && !prefix.bytes);
  const std::uint32_t offset = tree_[token].start + static_cast<std::uint32_t>(parts.body_start);
  const lexis::StringReading reading = lexis::python2_reading_of(prefix);
  if (prefix.unicode || source_.encoding == "utf-8") {
    append_decoded(parts.body, reading, offset, value);
  } else {
    append_recoded(parts.body, reading, offset, value);
  }
  return prefix.unicode;
}

// append_recoded appends a string of bytes as they are in the file's own encoding; escapes stand
// between the characters that have to be encoded.
void Printer::append_recoded(std::string_view body, const lexis::StringReading& reading,
                             std::uint32_t offset, std::string& value) {
  while (!body.empty()) {
    std::size_t ascii = 0;
    while (ascii < body.size() && (body[ascii] & 0x80) == 0) {
      ++ascii;
    }
    append_decoded(body.substr(0, ascii), reading, offset, value);
    std::size_t end = ascii;
    while (end < body.size() && (body[end] & 0x80) != 0) {
      ++end;
    }
    if (!append_encoded(body.substr(ascii, end - ascii), source_.encoding, value)) {
      return reject(offset, "text that is not in the encoding " + source_.encoding);
    }
    body.remove_prefix(end);
    offset += static_cast<std::uint32_t>(end);
  }
}

}  // namespace av::syntax::cpython
