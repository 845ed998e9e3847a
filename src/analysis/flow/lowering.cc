// lowering.cc — functions, blocks and places.

#include "analysis/flow/lowering.h"

#include <array>

namespace av::flow {

namespace {

constexpr std::size_t kMaxList = 0xFFFF;

}  // namespace

File lower(const names::Bindings& bindings) {
  return Lowering(bindings).run();
}

std::string_view name_of(Op op) {
  static constexpr std::string_view kNames[] = {
#define AV_OP(op, name, operands, what) name,
#include "analysis/flow/ops.def"
#undef AV_OP
  };
  return kNames[static_cast<std::size_t>(op)];
}

Lowering::Lowering(const names::Bindings& bindings) : bindings_(bindings) {
  const names::Outline& outline = bindings.outline();
  for (std::uint32_t i = 0; i < outline.scope_count(); ++i) {
    scope_made_by_.emplace(outline[names::ScopeId(i)].node.index(), names::ScopeId(i));
  }
}

File Lowering::run() {
  // About as many as there will be.
  file_.instrs.reserve(tree().nodes().size());
  file_.operands.reserve(tree().nodes().size() / 4);
  add_function(tree().root());
  // Functions found while lowering one are queued behind it.
  for (std::uint32_t i = 0; i < file_.functions.size(); ++i) {
    lower_function(FunctionId(i));
  }
  mark_captured();
  return std::move(file_);
}

// mark_captured finds the variables that functions inside their own use.
void Lowering::mark_captured() {
  std::vector<bool> is_free(place_of_symbol_.size());
  for (const Place& place : file_.places) {
    if (place.kind == Place::Kind::Free) {
      is_free[place.symbol.index()] = true;
    }
  }
  for (Place& place : file_.places) {
    if (place.kind == Place::Kind::Local && is_free[place.symbol.index()]) {
      place.kind = Place::Kind::Captured;
    }
  }
}

FunctionId Lowering::add_function(NodeId node) {
  Function function;
  function.node = node;
  function.scope = scope_made_by_.at(node.index());
  function.around = function_;
  file_.functions.push_back(function);
  return FunctionId(static_cast<std::uint32_t>(file_.functions.size() - 1));
}

void Lowering::lower_function(FunctionId id) {
  function_ = id;
  handler_ = BlockId::none();
  return_place_ = PlaceId::none();
  frames_.clear();
  unbound_.clear();
  const NodeId node = file_[id].node;
  file_.functions[id.index()].first_block = static_cast<std::uint32_t>(file_.blocks.size());
  file_.functions[id.index()].first_place = static_cast<std::uint32_t>(file_.places.size());
  start(new_block());
  switch (kind(node)) {
    case NodeKind::Module:
      lower_block(node);
      break;
    case NodeKind::Lambda:
      lower_lambda_body(node);
      break;
    default:
      for (const NodeId child : children(node)) {
        if (kind(child) == NodeKind::Parameters) {
          lower_parameters(child);
        } else if (kind(child) == NodeKind::Block) {
          lower_block(child);
        }
      }
      break;
  }
  emit(Op::Return, node);
  end_with({});
  Function& function = file_.functions[id.index()];
  function.block_count = static_cast<std::uint32_t>(file_.blocks.size()) - function.first_block;
  function.place_count = static_cast<std::uint32_t>(file_.places.size()) - function.first_place;
}

void Lowering::lower_lambda_body(NodeId lambda) {
  lower_parameters(children(lambda).front());
  const ValueId value = lower_expression(children(lambda).back());
  emit(Op::Return, lambda, value.index());
  end_with({});
  start(new_block());
}

void Lowering::lower_parameters(NodeId parameters) {
  std::uint32_t index = 0;
  for (const NodeId parameter : children(parameters)) {
    if (kind(parameter) != NodeKind::Parameter) {
      continue;
    }
    const ValueId value = emit(Op::Parameter, parameter, index++);
    store_target(children(parameter).front(), value);
  }
  file_.functions[function_.index()].parameter_count = index;
}

BlockId Lowering::new_block() {
  file_.blocks.push_back({});
  return BlockId(static_cast<std::uint32_t>(file_.blocks.size() - 1));
}

// start goes on in `block`, which nothing was put into yet.  Its handler is the one in force here.
void Lowering::start(BlockId block) {
  block_ = block;
  Block& started = file_.blocks[block.index()];
  started.first = static_cast<std::uint32_t>(file_.instrs.size());
  started.handler = handler_;
}

ValueId Lowering::emit(Op op, NodeId node, std::uint32_t a, std::uint32_t b) {
  return emit_flagged(op, node, 0, a, b);
}

ValueId Lowering::emit_flagged(Op op, NodeId node, std::uint8_t flags, std::uint32_t a,
                               std::uint32_t b) {
  Instr instr{};
  instr.op = op;
  instr.flags = flags;
  instr.a = a;
  instr.b = b;
  instr.node = node;
  file_.instrs.push_back(instr);
  return ValueId(static_cast<std::uint32_t>(file_.instrs.size() - 1));
}

// emit_list keeps at most kMaxList operands; a longer list is marked as cut.
ValueId Lowering::emit_list(Op op, NodeId node, std::span<const ValueId> list, std::uint32_t a) {
  const bool cut = list.size() > kMaxList;
  const auto kept = list.first(cut ? kMaxList : list.size());
  const auto first = static_cast<std::uint32_t>(file_.operands.size());
  file_.operands.insert(file_.operands.end(), kept.begin(), kept.end());
  const ValueId made = emit_flagged(op, node, cut ? flag::kCut : std::uint8_t{0}, a, first);
  file_.instrs.back().list_count = static_cast<std::uint16_t>(kept.size());
  return made;
}

// end_with closes the block at the instruction just emitted.
void Lowering::end_with(std::span<const BlockId> successors) {
  Block& block = file_.blocks[block_.index()];
  block.count = static_cast<std::uint32_t>(file_.instrs.size()) - block.first;
  block.first_successor = static_cast<std::uint32_t>(file_.successors.size());
  block.successor_count = static_cast<std::uint32_t>(successors.size());
  file_.successors.insert(file_.successors.end(), successors.begin(), successors.end());
}

void Lowering::jump(BlockId to) {
  emit(Op::Jump, NodeId::none());
  end_with(std::array{to});
}

void Lowering::branch(ValueId condition, BlockId if_true, BlockId if_false, NodeId node,
                      std::uint8_t flags) {
  emit_flagged(Op::Branch, node, flags, condition.index());
  end_with(std::array{if_true, if_false});
}

// place_of is the variable that a Name or Identifier means in the function being lowered.
PlaceId Lowering::place_of(NodeId name) {
  return place_of_spelling(bindings_.spelling().of(name), name);
}

PlaceId Lowering::place_of_spelling(std::string_view spelling, NodeId where) {
  const names::SymbolId symbol = bindings_.resolve(bindings_.outline().scope(where), spelling);
  const auto next = PlaceId(static_cast<std::uint32_t>(file_.places.size()));
  if (!symbol.exists()) {
    const auto [entry, is_new] = unbound_.try_emplace(spelling, next);
    if (is_new) {
      file_.places.push_back({Place::Kind::Unbound, symbol, where});
    }
    return entry->second;
  }
  if (symbol.index() >= place_of_symbol_.size()) {
    place_of_symbol_.resize(symbol.index() + 1);
    place_function_.resize(symbol.index() + 1);
  }
  if (place_function_[symbol.index()] != function_) {
    place_function_[symbol.index()] = function_;
    place_of_symbol_[symbol.index()] = next;
    file_.places.push_back({kind_of(symbol), symbol, where});
  }
  return place_of_symbol_[symbol.index()];
}

Place::Kind Lowering::kind_of(names::SymbolId symbol) const {
  const names::Outline& outline = bindings_.outline();
  const names::ScopeId home = outline.without_comprehensions(bindings_.scope_of(symbol));
  if (home == file_[function_].scope) {
    return Place::Kind::Local;
  }
  return home == outline.module_scope() ? Place::Kind::Global : Place::Kind::Free;
}

PlaceId Lowering::temporary() {
  file_.places.push_back({Place::Kind::Temporary, names::SymbolId::none(), NodeId::none()});
  return PlaceId(static_cast<std::uint32_t>(file_.places.size() - 1));
}

ValueId Lowering::load_name(NodeId name) {
  return emit(Op::Load, name, place_of(name).index());
}

void Lowering::store_name(NodeId name, ValueId value) {
  emit(Op::Store, name, place_of(name).index(), value.index());
}

}  // namespace av::flow
