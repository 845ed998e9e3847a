#include "analysis/syntax/cpython/operators.h"

namespace av::syntax::cpython {

const char* operator_node(Operator op) {
  switch (op) {
    case Operator::Add:
      return "Add()";
    case Operator::Sub:
      return "Sub()";
    case Operator::Mult:
      return "Mult()";
    case Operator::Div:
      return "Div()";
    case Operator::FloorDiv:
      return "FloorDiv()";
    case Operator::Mod:
      return "Mod()";
    case Operator::MatMult:
      return "MatMult()";
    case Operator::Pow:
      return "Pow()";
    case Operator::BitAnd:
      return "BitAnd()";
    case Operator::BitOr:
      return "BitOr()";
    case Operator::BitXor:
      return "BitXor()";
    case Operator::LShift:
      return "LShift()";
    case Operator::RShift:
      return "RShift()";
    case Operator::Invert:
      return "Invert()";
    case Operator::Not:
      return "Not()";
    case Operator::UAdd:
      return "UAdd()";
    case Operator::USub:
      return "USub()";
    case Operator::And:
      return "And()";
    case Operator::Or:
      return "Or()";
    case Operator::Eq:
      return "Eq()";
    case Operator::NotEq:
      return "NotEq()";
    case Operator::Lt:
      return "Lt()";
    case Operator::LtE:
      return "LtE()";
    case Operator::Gt:
      return "Gt()";
    case Operator::GtE:
      return "GtE()";
    case Operator::Is:
      return "Is()";
    case Operator::IsNot:
      return "IsNot()";
    case Operator::In:
      return "In()";
    case Operator::NotIn:
      return "NotIn()";
  }
  return "";
}

const char* context_node(Context context) {
  switch (context) {
    case Context::Load:
      return "Load()";
    case Context::Store:
      return "Store()";
    case Context::Del:
      return "Del()";
    case Context::Param:
      return "Param()";
  }
  return "";
}

int rank_of(Operator op) {
  switch (op) {
    case Operator::Add:
    case Operator::Sub:
      return 1;
    case Operator::Mult:
    case Operator::Div:
    case Operator::FloorDiv:
    case Operator::Mod:
    case Operator::MatMult:
      return 2;
    case Operator::LShift:
    case Operator::RShift:
      return 3;
    default:
      return 16 + static_cast<int>(op);
  }
}

}  // namespace av::syntax::cpython
