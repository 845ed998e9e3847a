#pragma once
// ir.h — one file lowered to blocks of simple instructions.
//
// Python's constructs are understood once, in the lowering: `with`, comprehensions, `match`,
// decorators, f-strings, short circuits and exceptions become the few instructions of ops.def on
// basic blocks.  What is computed over them (values, taint) knows nothing of syntax.
//
// Every function, lambda, class body and the module itself is a Function; comprehensions are
// lowered in place, as loops.  An instruction's value has the instruction's id.  All ids count
// through the whole file; a function's blocks, and a block's instructions, are consecutive.
// Immutable once made; any number of threads may read.

#include "analysis/names/symbol_table.h"
#include "analysis/syntax/tree.h"
#include "base/id.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace av::flow {

struct FunctionTag;
struct BlockTag;
struct ValueTag;
struct PlaceTag;
using FunctionId = base::Id<FunctionTag>;
using BlockId = base::Id<BlockTag>;
// ValueId is an instruction, and the value it makes.
using ValueId = base::Id<ValueTag>;
using PlaceId = base::Id<PlaceTag>;

enum class Op : std::uint8_t {
#define AV_OP(op, name, operands, what) op,
#include "analysis/flow/ops.def"
#undef AV_OP
};

std::string_view name_of(Op op);

// ends_block says whether an instruction is the last of its block.
inline bool ends_block(Op op) {
  return op >= Op::Jump || op == Op::Next;
}

namespace flag {
inline constexpr std::uint8_t kAsync = 0x20;      // Iterate, Next, Enter, Exit
inline constexpr std::uint8_t kStar = 0x20;       // Unpack: takes all that is left over
inline constexpr std::uint8_t kAssert = 0x20;     // Branch: of an assert, which -O removes
inline constexpr std::uint8_t kDecorator = 0x20;  // Call: made by an @, not written as a call
inline constexpr std::uint8_t kCut = 0x40;        // any with a list: it was longer than 65,535
}  // namespace flag

// Instr is one instruction.
struct Instr {
  Op op;
  std::uint8_t flags = 0;  // operator or conversion of the node in the low bits; namespace flag
  std::uint16_t list_count = 0;
  std::uint32_t a = kNone;  // as ops.def says
  std::uint32_t b = kNone;  // as ops.def says; with a list: its first entry
  syntax::NodeId node;      // what it was made from

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  [[nodiscard]] ValueId value_a() const { return ValueId(a); }
  [[nodiscard]] ValueId value_b() const { return ValueId(b); }
  [[nodiscard]] PlaceId place() const { return PlaceId(a); }
};
static_assert(sizeof(Instr) == 16);

// Place is a variable as one function sees it.
struct Place {
  enum class Kind : std::uint8_t {
    Local,      // the function's own
    Captured,   // the function's own, and a function inside uses it too
    Free,       // of a function around
    Global,     // of the module, seen from a function or class
    Unbound,    // bound nowhere in the file: a builtin, or from a star import
    Temporary,  // made by the lowering
  };
  Kind kind;
  names::SymbolId symbol;  // none for Unbound and Temporary
  syntax::NodeId name;     // where the name is written first; none for Temporary
};

// Block is a straight run of instructions.
struct Block {
  std::uint32_t first = 0;  // instructions
  std::uint32_t count = 0;
  std::uint32_t first_successor = 0;
  std::uint32_t successor_count = 0;
  BlockId handler;  // where an exception goes; none: out of the function
};

// Function is the module, a class body, a def or a lambda.
struct Function {
  syntax::NodeId node;  // Module, ClassDef, FunctionDef, Lambda
  names::ScopeId scope;
  FunctionId around;  // none for the module
  std::uint32_t first_block = 0;
  std::uint32_t block_count = 0;  // the first block is the entry
  std::uint32_t first_place = 0;
  std::uint32_t place_count = 0;
  std::uint32_t parameter_count = 0;
  bool is_generator = false;
};

// File is all of one file.  The module is function 0; a function comes after the one around it.
struct File {
  std::vector<Function> functions;
  std::vector<Block> blocks;
  std::vector<BlockId> successors;
  std::vector<Instr> instrs;
  std::vector<ValueId> operands;
  std::vector<Place> places;

  [[nodiscard]] const Function& operator[](FunctionId id) const { return functions[id.index()]; }
  [[nodiscard]] const Block& operator[](BlockId id) const { return blocks[id.index()]; }
  [[nodiscard]] const Instr& operator[](ValueId id) const { return instrs[id.index()]; }
  [[nodiscard]] const Place& operator[](PlaceId id) const { return places[id.index()]; }
  [[nodiscard]] std::span<const ValueId> list(const Instr& instr) const {
    return std::span(operands).subspan(instr.list_count == 0 ? 0 : instr.b, instr.list_count);
  }
  [[nodiscard]] std::span<const BlockId> successors_of(const Block& block) const {
    return std::span(successors).subspan(block.first_successor, block.successor_count);
  }
  [[nodiscard]] std::span<const Instr> instrs_of(const Block& block) const {
    return std::span(instrs).subspan(block.first, block.count);
  }
};

}  // namespace av::flow
