// collect.cc — functions, variables and words of a file's facts.

#include "analysis/calls/collect.h"

#include "analysis/calls/collector.h"
#include "lexis/numbers.h"
#include "lexis/strings.h"

#include <algorithm>

namespace av::calls {

namespace {

using flow::FunctionId;
using flow::Op;
using flow::Place;
using names::SymbolId;

// Longer texts are no names and no keys.
constexpr std::size_t kMaxConstant = 80;

}  // namespace

FileFacts collect(const names::Bindings& bindings, const flow::File& file, names::ModuleId module) {
  return Collector(bindings, file, module).run();
}

Collector::Collector(const names::Bindings& bindings, const flow::File& file,
                     names::ModuleId module)
    : bindings_(bindings),
      file_(file),
      locals_(file),
      vars_(file.instrs.size()),
      cells_(bindings.symbol_count()),
      foreign_(bindings.symbol_count()) {
  facts_.module = module;
}

FileFacts Collector::run() {
  note_foreign_stores();
  describe_functions();
  for (std::uint32_t i = 0; i < file_.functions.size(); ++i) {
    collect_function(FunctionId(i));
  }
  collect_members();
  facts_.var_count = static_cast<std::uint32_t>(makers_.size());
  return std::move(facts_);
}

// A name that other functions bind is told apart by binding only in part.
void Collector::note_foreign_stores() {
  for (const flow::Instr& one : file_.instrs) {
    if (one.op != Op::Store) {
      continue;
    }
    const Place& place = file_[one.place()];
    const bool is_outer = place.kind == Place::Kind::Free || place.kind == Place::Kind::Global;
    if (is_outer && !foreign_[place.symbol.index()].exists()) {
      foreign_[place.symbol.index()] = new_var();
    }
  }
}

void Collector::describe_functions() {
  facts_.functions.resize(file_.functions.size());
  lambdas_.resize(file_.functions.size());
  self_names_.resize(file_.functions.size());
  for (std::uint32_t i = 0; i < file_.functions.size(); ++i) {
    function_of_scope_.emplace(file_.functions[i].scope.index(), FunctionId(i));
    describe(FunctionId(i));
  }
}

void Collector::describe(FunctionId id) {
  const flow::Function& function = file_[id];
  FunctionFact& fact = facts_.functions[id.index()];
  fact.name = word(function_name(id));
  fact.around = function.around;
  fact.is_generator = function.is_generator;
  fact.start = tree()[function.node].start;
  switch (kind(function.node)) {
    case NodeKind::Module:
      fact.kind = FunctionFact::Kind::Module;
      return;
    case NodeKind::ClassDef:
      fact.kind = FunctionFact::Kind::Class;
      return;
    case NodeKind::Lambda:
      fact.kind = FunctionFact::Kind::Lambda;
      break;
    default:
      fact.kind = FunctionFact::Kind::Function;
      fact.is_async = tree()[function.node].has(syntax::flag::kAsync);
      fact.is_static = facts_.word(fact.name) == "__new__";
      fact.is_class_method = facts_.word(fact.name) == "__init_subclass__" ||
                             facts_.word(fact.name) == "__class_getitem__";
      break;
  }
  for (const NodeId part : children(function.node)) {
    if (kind(part) == NodeKind::Decorators) {
      describe_decorators(part, fact);
    } else if (kind(part) == NodeKind::Parameters) {
      describe_parameters(part, fact);
    }
  }
}

std::string Collector::function_name(FunctionId id) {
  const NodeId node = file_[id].node;
  if (kind(node) == NodeKind::Module) {
    return "";
  }
  if (kind(node) == NodeKind::Lambda) {
    return "<lambda" + std::to_string(++lambdas_[file_[id].around.index()]) + ">";
  }
  for (const NodeId part : children(node)) {
    if (kind(part) == NodeKind::Identifier) {
      return std::string(spelled(part));
    }
  }
  return "";
}

void Collector::describe_decorators(NodeId decorators, FunctionFact& fact) {
  for (const NodeId decorator : children(decorators)) {
    if (kind(decorator) == NodeKind::Name) {
      fact.is_static |= spelled(decorator) == "staticmethod";
      fact.is_class_method |= spelled(decorator) == "classmethod";
    }
  }
}

void Collector::describe_parameters(NodeId parameters, FunctionFact& fact) {
  using Kind = ParameterFact::Kind;
  fact.first_parameter = static_cast<std::uint32_t>(facts_.parameters.size());
  Kind next = Kind::Either;
  for (const NodeId parameter : children(parameters)) {
    if (kind(parameter) == NodeKind::StarMarker) {
      next = Kind::Name;
    } else if (kind(parameter) == NodeKind::SlashMarker) {
      for (std::size_t i = fact.first_parameter; i < facts_.parameters.size(); ++i) {
        facts_.parameters[i].kind = Kind::Position;
      }
    }
    if (kind(parameter) != NodeKind::Parameter) {
      continue;
    }
    ParameterFact row;
    const NodeId name = children(parameter).front();
    row.name = kind(name) == NodeKind::Identifier ? word(spelled(name)) : WordId::none();
    row.kind = next;
    row.var = new_var();
    if (tree()[parameter].has(syntax::flag::kStar)) {
      row.kind = Kind::Rest;
      next = Kind::Name;
    } else if (tree()[parameter].has(syntax::flag::kDoubleStar)) {
      row.kind = Kind::Names;
    }
    facts_.parameters.push_back(row);
  }
  fact.parameter_count =
      static_cast<std::uint32_t>(facts_.parameters.size()) - fact.first_parameter;
}

void Collector::collect_function(FunctionId id) {
  function_ = id;
  const flow::Function& function = file_[id];
  locals_.enter(function);
  memory_.forget();
  here().first_row = static_cast<std::uint32_t>(facts_.rows.size());
  annotate_parameters();
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> ways_in(function.block_count);
  for (std::uint32_t i = 0; i < function.block_count; ++i) {
    order.push_back(function.first_block + i);
    for (const flow::BlockId next : file_.successors_of(file_.blocks[order.back()])) {
      ++ways_in[next.index() - function.first_block];
    }
  }
  std::ranges::sort(order, {}, [this](std::uint32_t block) { return file_.blocks[block].first; });
  flow::BlockId straight_on;  // the only block that the one before leads to
  for (const std::uint32_t at : order) {
    const flow::Block& block = file_.blocks[at];
    if (straight_on != flow::BlockId(at) || ways_in[at - function.first_block] != 1) {
      memory_.forget();
    }
    for (std::uint32_t i = block.first; i < block.first + block.count; ++i) {
      instruction(ValueId(i));
    }
    straight_on = block.successor_count == 1 ? file_.successors_of(block)[0] : flow::BlockId();
  }
  fill_joins();
  for (const std::uint32_t at : order) {
    constant_values(file_.blocks[at]);
  }
  facts_.coarse_functions += locals_.is_coarse() ? 1U : 0U;
  here().row_count = static_cast<std::uint32_t>(facts_.rows.size()) - here().first_row;
}

void Collector::collect_members() {
  std::vector<std::vector<MemberFact>> members(facts_.functions.size());
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    if (!cells_[i].exists()) {
      continue;
    }
    const auto home = function_of_scope_.find(bindings_.scope_of(SymbolId(i)).index());
    if (home != function_of_scope_.end()) {
      members[home->second.index()].push_back({word(bindings_.name_of(SymbolId(i))), cells_[i]});
    }
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    FunctionFact& fact = facts_.functions[i];
    if (fact.kind == FunctionFact::Kind::Function || fact.kind == FunctionFact::Kind::Lambda) {
      continue;
    }
    std::ranges::sort(members[i], {}, &MemberFact::name);
    fact.first_member = static_cast<std::uint32_t>(facts_.members.size());
    fact.member_count = static_cast<std::uint32_t>(members[i].size());
    facts_.members.insert(facts_.members.end(), members[i].begin(), members[i].end());
    std::ranges::sort(self_names_[i]);
    const auto doubles = std::ranges::unique(self_names_[i]);
    self_names_[i].erase(doubles.begin(), doubles.end());
    fact.first_self_name = static_cast<std::uint32_t>(facts_.self_names.size());
    fact.self_name_count = static_cast<std::uint32_t>(self_names_[i].size());
    facts_.self_names.insert(facts_.self_names.end(), self_names_[i].begin(), self_names_[i].end());
  }
}

VarId Collector::new_var() {
  makers_.push_back(ValueId::none());
  return VarId(static_cast<std::uint32_t>(makers_.size() - 1));
}

VarId Collector::var_of(ValueId value) {
  if (!value.exists()) {
    return VarId::none();
  }
  VarId& var = vars_[value.index()];
  if (!var.exists()) {
    var = new_var();
    makers_[var.index()] = value;
  }
  return var;
}

// alias says that a value is what a variable holds.
void Collector::alias(ValueId value, VarId var) {
  copy(vars_[value.index()], var);  // when it was asked for before it was made
  vars_[value.index()] = var;
}

VarId Collector::cell_of(SymbolId symbol) {
  VarId& cell = cells_[symbol.index()];
  if (!cell.exists()) {
    cell = new_var();
  }
  return cell;
}

VarId Collector::unbound(std::string_view name) {
  const auto [slot, is_new] = unbound_.try_emplace(std::string(name));
  if (is_new) {
    slot->second = new_var();
    add_row(RowKind::Builtin, ValueId::none(), slot->second).word = word(name);
  }
  return slot->second;
}

VarId Collector::returned_by(FunctionId id) {
  VarId& var = facts_.functions[id.index()].returned;
  if (!var.exists()) {
    var = new_var();
  }
  return var;
}

VarId Collector::yielded_by(FunctionId id) {
  VarId& var = facts_.functions[id.index()].yielded;
  if (!var.exists()) {
    var = new_var();
  }
  return var;
}

WordId Collector::word(std::string_view text) {
  const auto [slot, is_new] = words_.try_emplace(std::string(text), WordId(facts_.word_count()));
  if (is_new) {
    facts_.text += text;
    facts_.word_ends.push_back(static_cast<std::uint32_t>(facts_.text.size()));
  }
  return slot->second;
}

// constant is the key that a value is, when it is a constant text or integer.
WordId Collector::constant(ValueId value) {
  if (!value.exists()) {
    return WordId::none();
  }
  const VarId var = vars_[value.index()];
  const ValueId maker = var.exists() ? makers_[var.index()] : value;
  if (!maker.exists()) {
    return WordId::none();
  }
  const Instr& made = instr(maker);
  if (made.op == Op::Constant) {
    return constant_of_node(made.node);
  }
  const bool is_minus =
      made.op == Op::Unary && made.flags == static_cast<std::uint8_t>(syntax::Operator::USub);
  if (!is_minus || instr(made.value_a()).op != Op::Constant ||
      kind(instr(made.value_a()).node) != NodeKind::Int) {
    return WordId::none();
  }
  const WordId number = constant_of_node(instr(made.value_a()).node);
  return number.exists()
             ? word(std::string(1, kNumber) + "-" + std::string(facts_.word(number).substr(1)))
             : number;
}

WordId Collector::constant_of_node(NodeId node) {
  const std::string_view token = tree().text_of(node);
  if (kind(node) == NodeKind::Int) {
    const Result<std::string> digits = lexis::integer_text(token, kMaxConstant);
    return digits ? word(kNumber + *digits) : WordId::none();
  }
  if (kind(node) != NodeKind::String || token.size() > kMaxConstant) {
    return WordId::none();
  }
  const lexis::StringParts parts = lexis::split_string(token);
  lexis::DecodedString decoded;
  lexis::decode_string(parts.body, lexis::reading_of(parts.prefix), decoded);
  return parts.prefix.bytes ? WordId::none() : word(decoded.value);
}

// start_of_format is the text that an f-string begins with, when it holds no escapes.
WordId Collector::start_of_format(ValueId id) {
  const auto parts = file_.list(instr(id));
  if (parts.empty() || instr(parts[0]).op != Op::Constant) {
    return WordId::none();
  }
  const NodeId node = instr(parts[0]).node;
  if (kind(node) == NodeKind::String) {
    return constant_of_node(node);
  }
  const std::string_view text = tree().text_of(node);
  const bool is_plain = kind(node) == NodeKind::FStringText && text.size() <= kMaxConstant &&
                        text.find_first_of("\\{}") == std::string_view::npos;
  return is_plain ? word(text) : WordId::none();
}

// is_plain says whether a value is certain to be a number, a text or the like.
bool Collector::is_plain(ValueId value) const {
  const VarId var = value.exists() ? vars_[value.index()] : VarId::none();
  const ValueId maker = var.exists() ? makers_[var.index()] : value;
  if (!maker.exists()) {
    return !value.exists();
  }
  const Op op = instr(maker).op;
  return op == Op::Constant || op == Op::Format;
}

Row& Collector::add_row(RowKind kind, ValueId site, VarId a, VarId b) {
  Row row{};
  row.kind = kind;
  row.site = site;
  row.a = a;
  row.b = b;
  row.first_item = static_cast<std::uint32_t>(facts_.items.size());
  facts_.rows.push_back(row);
  return facts_.rows.back();
}

void Collector::copy(VarId to, VarId from) {
  if (to.exists() && from.exists() && to != from) {
    add_row(RowKind::Copy, ValueId::none(), to, from);
  }
}

void Collector::add_item(Item item) {
  facts_.items.push_back(item);
}

// end_items gives a row what was added since it was.
void Collector::end_items(Row& row) {
  const std::size_t count = facts_.items.size() - row.first_item;
  if (count > kMaxItems) {
    facts_.items.resize(row.first_item + kMaxItems);
    ++facts_.cut_lists;
  }
  row.item_count = static_cast<std::uint16_t>(std::min(count, kMaxItems));
}

}  // namespace av::calls
