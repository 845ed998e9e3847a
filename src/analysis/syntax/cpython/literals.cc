// literals.cc — numbers, singletons and strings without fields.

#include "analysis/syntax/cpython/plan.h"
#include "lexis/numbers.h"
#include "lexis/repr.h"

namespace av::syntax::cpython {
namespace {

// StringToken is one string token of a group.
struct StringToken {
  std::string_view text;
  std::uint32_t start;
};

bool has_text_kind(std::string_view token) {
  return token.front() == 'u';  // U is not kept
}

const char* old_singleton(NodeKind kind) {
  return kind == NodeKind::Ellipsis ? "Ellipsis(" : "NameConstant(";
}

const char* singleton_value(NodeKind kind) {
  switch (kind) {
    case NodeKind::True:
      return "True";
    case NodeKind::False:
      return "False";
    case NodeKind::None:
      return "None";
    default:
      return "Ellipsis";
  }
}

}  // namespace

void Printer::number(const Step& step) {
  const Node& node = at(step);
  const std::optional<std::string> value = number_value(NodeId(step.a), NumberSign::Plus);
  if (!value) {
    return;
  }
  if (shape_.has_constant) {
    return constant(step, *value, ConstantKind::None);
  }
  Plan plan(*this, step.frame, "Num(");
  plan.kept("n=", *value);
  plan.place(node.start, node.end);
}

// number_value is the repr of a number; none when it is rejected.
std::optional<std::string> Printer::number_value(NodeId id, NumberSign sign) {
  const Node& node = tree_[id];
  const std::string_view token = tree_.text_of(id);
  const std::string minus = sign == NumberSign::Minus ? "-" : "";
  // Python 2 read 07else 0 as the octal number it looks like, the others as a float.
  const bool is_octal = shape_.version < 300 && node.kind == NodeKind::Float &&
                        token.find_first_not_of("01234567") == std::string_view::npos;
  if (node.kind == NodeKind::Float && !is_octal) {
    return minus + lexis::float_repr(lexis::float_value(token));
  }
  if (node.kind == NodeKind::Imaginary) {
    return minus + lexis::imaginary_repr(lexis::float_value(token));
  }
  // 3.7.14 and its contemporaries brought the limit.
  const std::size_t most = shape_.version >= 307 ? lexis::kMaxIntegerDigits : token.size() * 2;
  Result<std::string> value = lexis::integer_text(token, most);
  if (!value) {
    reject(node.start, value.error().message);
    return std::nullopt;
  }
  return shape_.version >= 300 ? *std::move(value) : old_integer(token, *std::move(value), sign);
}

// constant writes a Constant node that spans the node of the step.
void Printer::constant(const Step& step, std::string_view value, ConstantKind kind) {
  Plan plan(*this, step.frame, "Constant(");
  plan.kept("value=", value);
  constant_kind(plan, kind);
  close(plan, NodeId(step.a));
}

void Printer::constant_kind(Plan& plan, ConstantKind kind) const {
  if (kind == ConstantKind::U) {
    plan.word("kind=", "'u'");
  } else {
    plan.absent("kind=");
  }
}

void Printer::singleton(const Step& step) {
  const NodeKind kind = at(step).kind;
  if (shape_.version < 300 && kind != NodeKind::Ellipsis) {
    return name(step);
  }
  if (shape_.has_constant) {
    return constant(step, singleton_value(kind), ConstantKind::None);
  }
  Plan plan(*this, step.frame, old_singleton(kind));
  if (kind != NodeKind::Ellipsis) {
    plan.word("value=", singleton_value(kind));
  }
  close(plan, NodeId(step.a));
}

void Printer::string(const Step& step) {
  if (shape_.version < 300) {
    return old_string(step);
  }
  const Children tokens = string_tokens(NodeId(step.a));
  bool has_bytes = false;
  bool has_text = false;
  bool has_fields = false;
  for (const NodeId token : tokens) {
    const bool is_bytes = tree_.is(token, NodeKind::String) && tree_[token].has(flag::kBytes);
    has_bytes = has_bytes || is_bytes;
    has_text = has_text || !is_bytes;
    has_fields = has_fields || tree_.is(token, NodeKind::FString);
  }
  if (has_bytes && has_text) {
    return reject(at(step).start, "bytes and text side by side");
  }
  return has_fields ? joined_string(step) : plain_string(step, has_bytes);
}

// string_tokens are the tokens of a string expression: those of a group, or the one alone.
Children Printer::string_tokens(NodeId id) const {
  return tree_.is(id, NodeKind::StringGroup) ? tree_.children(id) : Children(id.index(), 1);
}

void Printer::plain_string(const Step& step, bool is_bytes) {
  const Children tokens = string_tokens(NodeId(step.a));
  std::string value;
  for (const NodeId token : tokens) {
    append_string_value(token, value);
  }
  const std::string shown = is_bytes ? lexis::bytes_repr(value) : lexis::text_repr(value);
  if (shape_.has_constant) {
    const bool u = has_text_kind(tree_.text_of(tokens.front()));
    return constant(step, shown, u ? ConstantKind::U : ConstantKind::None);
  }
  Plan plan(*this, step.frame, is_bytes ? "Bytes(" : "Str(");
  plan.kept("s=", shown);
  close(plan, NodeId(step.a));
}

// append_string_value appends what a String token stands for.
void Printer::append_string_value(NodeId token, std::string& value) {
  const lexis::StringParts parts = lexis::split_string(tree_.text_of(token));
  const lexis::StringReading reading = shape_.version < 300
                                           ? lexis::python2_reading_of(parts.prefix)
                                           : lexis::reading_of(parts.prefix);
  append_decoded(parts.body, reading,
                 tree_[token].start + static_cast<std::uint32_t>(parts.body_start), value);
}

// append_decoded appends the value of `body`, which starts at `offset`, or rejects the file.
void Printer::append_decoded(std::string_view body, const lexis::StringReading& reading,
                             std::uint32_t offset, std::string& value) {
  if (lexis::reads_as_written(body, reading)) {
    value += body;
    return;
  }
  lexis::decode_string(body, reading, decoded_);
  if (!decoded_.problems.empty()) {
    const lexis::StringProblem& problem = decoded_.problems.front();
    reject(offset + problem.offset, problem.reason);
  }
  value += decoded_.value;
}

}  // namespace av::syntax::cpython
