// collect_names.cc — variables, imports and annotations.

#include "analysis/calls/collector.h"
#include "analysis/names/library.h"

#include <algorithm>
#include <array>

namespace av::calls {

namespace {

using flow::Place;
using flow::PlaceId;
using flow::ValueId;
using names::SymbolId;

// What an annotation wraps around the class of the value itself.
constexpr std::array<std::string_view, 6> kWrappers = {"Annotated", "ClassVar", "Final",
                                                       "Optional",  "Required", "Union"};

}  // namespace

void Collector::load(ValueId id) {
  const Place& place = file_[instr(id).place()];
  switch (place.kind) {
    case Place::Kind::Unbound:
      return alias(id, unbound(spelled(place.name)));
    case Place::Kind::Free:
    case Place::Kind::Global:
      return alias(id, cell_of(place.symbol));
    default:
      break;
  }
  const VarId own = var_of_reached(locals_.at(id));
  const VarId foreign = place.symbol.exists() ? foreign_[place.symbol.index()] : VarId::none();
  if (foreign.exists()) {
    const VarId both = var_of(id);
    copy(both, own);
    copy(both, foreign);
  } else if (own.exists()) {
    alias(id, own);
  }
}

void Collector::store(ValueId id) {
  const Place& place = file_[instr(id).place()];
  const ValueId value = instr(id).value_b();
  if (!place.symbol.exists() || !value.exists()) {
    return;
  }
  const FunctionFact::Kind kind = here().kind;
  const bool is_shared = kind == FunctionFact::Kind::Module || kind == FunctionFact::Kind::Class;
  const bool is_outer = place.kind == Place::Kind::Free || place.kind == Place::Kind::Global;
  if (is_shared || is_outer || place.kind == Place::Kind::Captured) {
    copy(cell_of(place.symbol), var_of(value));
  }
  if (is_outer) {
    copy(foreign_[place.symbol.index()], var_of(value));
  }
}

VarId Collector::var_of_reached(const Reached& reached) {
  switch (reached.kind) {
    case Reached::Kind::Start:
      return var_at_start(PlaceId(reached.index));
    case Reached::Kind::Binding:
      return var_of(file_.instrs[reached.index].value_b());
    case Reached::Kind::Join: {
      if (reached.index >= joins_.size()) {
        joins_.resize(reached.index + 1);
      }
      VarId& join = joins_[reached.index];
      if (!join.exists()) {
        join = new_var();
      }
      return join;
    }
    default:
      return VarId::none();
  }
}

// var_at_start is what a name means before its scope binds it: in a class what it means around it,
// in a module a builtin or what a star import brought.
VarId Collector::var_at_start(PlaceId id) {
  const FunctionFact::Kind kind = here().kind;
  const Place& place = file_[id];
  if (!place.symbol.exists() ||
      (kind != FunctionFact::Kind::Module && kind != FunctionFact::Kind::Class)) {
    return VarId::none();
  }
  const std::string_view name = bindings_.name_of(place.symbol);
  if (kind == FunctionFact::Kind::Class) {
    const names::ScopeId outer = bindings_.outline()[file_[function_].scope].parent;
    const SymbolId symbol = bindings_.resolve(outer, name);
    return symbol.exists() ? cell_of(symbol) : unbound(name);
  }
  return unbound(name);
}

void Collector::fill_joins() {
  for (auto joins = locals_.take_joins(); !joins.empty(); joins = locals_.take_joins()) {
    for (const auto& [index, join] : joins) {
      const VarId to = var_of_reached({Reached::Kind::Join, index});
      for (const Reached& way : join.ways) {
        copy(to, var_of_reached(way));
      }
    }
  }
}

void Collector::import_module(ValueId id) {
  const syntax::Children parts = children(instr(id).node);
  const std::string_view dotted = bindings_.spelling().dotted(parts.front());
  const bool has_as = parts.size() > 1;
  // Without `as` the first part is bound; the rest is found as its attributes.
  add_row(RowKind::Import, id, var_of(id)).word =
      word(has_as ? dotted : dotted.substr(0, dotted.find('.')));
  memory_.forget();
}

void Collector::import_name(ValueId id) {
  const NodeId alias = instr(id).node;
  const NodeId statement = bindings_.outline().parent(alias);
  const NodeId name = children(alias).front();
  Row& row = add_row(RowKind::ImportName, id, var_of(id));
  row.word =
      word(kind(name) == NodeKind::DottedName ? bindings_.spelling().dotted(name) : spelled(name));
  add_item({Item::Kind::Constant, word(module_text(statement)), VarId::none()});
  end_items(row);
  memory_.forget();
}

void Collector::import_star(ValueId id) {
  facts_.stars.push_back(word(module_text(instr(id).node)));
}

// module_text is the module that an ImportFrom names, as written.
std::string Collector::module_text(NodeId import_from) {
  std::string text;
  for (const NodeId part : children(import_from)) {
    if (kind(part) == NodeKind::ImportLevel) {
      text.append(tree()[part].first, '.');
    } else if (kind(part) == NodeKind::DottedName) {
      text += bindings_.spelling().dotted(part);
    }
  }
  return text;
}

// annotate_parameters takes annotations at their word: the parameter is an instance of the class.
void Collector::annotate_parameters() {
  const NodeId node = file_[function_].node;
  if (kind(node) == NodeKind::ClassDef) {
    annotate_members(node);
  }
  for (const NodeId part : children(node)) {
    if (kind(part) != NodeKind::Parameters) {
      continue;
    }
    std::uint32_t index = here().first_parameter;
    for (const NodeId parameter : children(part)) {
      if (kind(parameter) != NodeKind::Parameter) {
        continue;
      }
      const bool is_plain = facts_.parameters[index].kind != ParameterFact::Kind::Rest &&
                            facts_.parameters[index].kind != ParameterFact::Kind::Names;
      if (tree()[parameter].has(syntax::flag::kAnnotated) && is_plain) {
        annotate(children(parameter)[1], facts_.parameters[index].var);
      }
      ++index;
    }
  }
}

// The annotated names of a class body are what its instances have.
void Collector::annotate_members(NodeId class_def) {
  here().first_field = static_cast<std::uint32_t>(facts_.fields.size());
  for (const NodeId statement : children(children(class_def).back())) {
    if (kind(statement) != NodeKind::AnnAssign) {
      continue;
    }
    const NodeId target = children(statement).front();
    const SymbolId symbol = kind(target) == NodeKind::Name
                                ? bindings_.find(file_[function_].scope, spelled(target))
                                : SymbolId::none();
    if (!symbol.exists()) {
      continue;
    }
    annotate(children(statement)[1], cell_of(symbol));
    if (tree().text_of(children(statement)[1]).find("ClassVar") == std::string_view::npos) {
      facts_.fields.push_back(word(spelled(target)));
    }
  }
  here().field_count = static_cast<std::uint32_t>(facts_.fields.size()) - here().first_field;
}

void Collector::annotate(NodeId annotation, VarId var) {
  switch (kind(annotation)) {
    case NodeKind::BinOp:  // X | None
    case NodeKind::Tuple:
      for (const NodeId part : children(annotation)) {
        annotate(part, var);
      }
      return;
    case NodeKind::Subscript: {
      const std::string_view wrapper = tree().text_of(children(annotation).front());
      const std::string_view last = wrapper.substr(wrapper.rfind('.') + 1);
      if (std::ranges::find(kWrappers, last) != kWrappers.end()) {
        annotate(children(annotation).back(), var);
      }
      return;
    }
    case NodeKind::Name:
    case NodeKind::Attribute:
    case NodeKind::String: {
      const VarId named = named_in_annotation(annotation);
      if (named.exists()) {
        add_row(RowKind::InstanceOf, ValueId::none(), var, named);
      }
      return;
    }
    default:
      return;
  }
}

VarId Collector::named_in_annotation(NodeId expr) {
  std::string_view path = tree().text_of(expr);
  if (kind(expr) == NodeKind::String) {
    const WordId quoted = constant_of_node(expr);
    path = quoted.exists() ? facts_.word(quoted) : std::string_view();
  }
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || static_cast<unsigned char>(c) >= 0x80;
  };
  return !path.empty() && std::ranges::all_of(path, is_part) ? resolve_path(std::string(path), expr)
                                                             : VarId::none();
}

// resolve_path is the variable that a dotted name is in, as seen where it is written.
VarId Collector::resolve_path(const std::string& path, NodeId where) {
  std::size_t end = std::min(path.find('.'), path.size());
  const std::string first = path.substr(0, end);
  const SymbolId symbol = bindings_.resolve(bindings_.outline().scope(where), first);
  VarId var = symbol.exists() ? cell_of(symbol) : unbound(first);
  while (end < path.size()) {
    const std::size_t start = end + 1;
    end = std::min(path.find('.', start), path.size());
    const VarId part = new_var();
    const WordId name = word(path.substr(start, end - start));
    add_row(RowKind::GetAttr, ValueId::none(), part, var).word = name;
    var = part;
  }
  return var;
}

}  // namespace av::calls
