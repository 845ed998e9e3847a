#include "analysis/taint/protocols.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace av::taint {
namespace {

using flow::Op;
using syntax::Operator;

struct OperatorMethods {
  Operator op;
  std::string_view plain;
  std::string_view right;
  std::string_view in_place;
};

constexpr OperatorMethods kOperators[] = {
    {Operator::Add, "__add__", "__radd__", "__iadd__"},
    {Operator::Sub, "__sub__", "__rsub__", "__isub__"},
    {Operator::Mult, "__mul__", "__rmul__", "__imul__"},
    {Operator::MatMult, "__matmul__", "__rmatmul__", "__imatmul__"},
    {Operator::Div, "__truediv__", "__rtruediv__", "__itruediv__"},
    {Operator::FloorDiv, "__floordiv__", "__rfloordiv__", "__ifloordiv__"},
    {Operator::Mod, "__mod__", "__rmod__", "__imod__"},
    {Operator::Pow, "__pow__", "__rpow__", "__ipow__"},
    {Operator::LShift, "__lshift__", "__rlshift__", "__ilshift__"},
    {Operator::RShift, "__rshift__", "__rrshift__", "__irshift__"},
    {Operator::BitAnd, "__and__", "__rand__", "__iand__"},
    {Operator::BitOr, "__or__", "__ror__", "__ior__"},
    {Operator::BitXor, "__xor__", "__rxor__", "__ixor__"},
};

using WordPair = std::pair<std::string_view, std::string_view>;

constexpr WordPair kOfCalls[] = {
    {"builtins.bytes", "__bytes__"},    {"builtins.format", "__format__"},
    {"builtins.frozenset", "__iter__"}, {"builtins.iter", "__iter__"},
    {"builtins.list", "__iter__"},      {"builtins.next", "__next__"},
    {"builtins.repr", "__repr__"},      {"builtins.set", "__iter__"},
    {"builtins.sorted", "__iter__"},    {"builtins.str", "__str__"},
    {"builtins.str.join", "__iter__"},  {"builtins.tuple", "__iter__"},
};

constexpr WordPair kStandIns[] = {
    {"__format__", "__str__"},   {"__str__", "__repr__"},    {"__next__", "__iter__"},
    {"__iter__", "__getitem__"}, {"__anext__", "__aiter__"},
};

std::string_view look_up(std::string_view word, const WordPair* begin, const WordPair* end) {
  const auto* found =
      std::find_if(begin, end, [word](const WordPair& one) { return one.first == word; });
  return found == end ? std::string_view() : found->second;
}

// {x!r} calls __repr__, {x} and {x!s} what makes a text of it.
std::string_view method_of_field(const flow::Instr& instr) {
  constexpr std::uint8_t kText = 1;
  const unsigned conversion = instr.flags & syntax::flag::kConversionMask;
  return conversion == 0 ? "__format__" : conversion == kText ? "__str__" : "__repr__";
}

}  // namespace

std::optional<Protocol> protocol_of(const flow::Instr& instr, bool is_right) {
  const auto op = static_cast<Operator>(instr.flags & syntax::flag::kOperatorMask);
  switch (instr.op) {
    case Op::Binary:
    case Op::InPlace: {
      const auto* found = std::ranges::find(kOperators, op, &OperatorMethods::op);
      if (found == std::end(kOperators)) {
        return std::nullopt;
      }
      const std::string_view left = instr.op == Op::InPlace ? found->in_place : found->plain;
      return Protocol{is_right ? found->right : left, is_right};
    }
    case Op::Compare:
      return is_right && (op == Operator::In || op == Operator::NotIn)
                 ? std::optional(Protocol{"__contains__", true})
                 : std::nullopt;
    case Op::FormatField:
      return is_right ? std::nullopt : std::optional(Protocol{method_of_field(instr)});
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> protocol_of_call(std::string_view path) {
  const std::string_view method = look_up(path, std::begin(kOfCalls), std::end(kOfCalls));
  return method.empty() ? std::nullopt : std::optional(method);
}

std::string_view stand_in_for(std::string_view method) {
  if (const std::string_view other = look_up(method, std::begin(kStandIns), std::end(kStandIns));
      !other.empty()) {
    return other;
  }
  const auto* found = std::ranges::find(kOperators, method, &OperatorMethods::in_place);
  return found == std::end(kOperators) ? std::string_view() : found->plain;
}

}  // namespace av::taint
