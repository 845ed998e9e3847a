#include "analysis/taint/unit_builder.h"

#include "analysis/flow/lower.h"
#include "analysis/names/checked_field.h"
#include "analysis/taint/answers.h"
#include "analysis/taint/callees.h"
#include "analysis/taint/captures.h"
#include "analysis/taint/entries.h"
#include "analysis/taint/exception_sites.h"
#include "analysis/taint/injections.h"
#include "analysis/taint/kept_texts.h"
#include "analysis/taint/number_types.h"
#include "analysis/taint/protocols.h"
#include "analysis/taint/questions.h"
#include "analysis/taint/records.h"
#include "analysis/taint/route_text.h"
#include "analysis/taint/written_arguments.h"
#include "analysis/taint/written_import.h"
#include "analysis/taint/written_truth.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

namespace av::taint {
namespace {

using flow::Instr;
using flow::Op;
using flow::ValueId;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

constexpr std::array<std::string_view, 4> kManagers = {"contextlib.contextmanager",
                                                       "contextlib.asynccontextmanager",
                                                       "pytest.fixture", "fastapi.Depends"};

constexpr std::size_t kNowhere = knowledge::Signature::kNowhere;

// Builder makes one Unit.
class Builder {
 public:
  Builder(names::FileNames& names, NameTable& table, std::string path, names::ModuleId module)
      : names_(names),
        tree_(names.tree()),
        callees_(names, table),
        written_(names, callees_),
        injections_(names, callees_),
        exceptions_(names, callees_, unit_) {
    unit_.path = std::move(path);
    unit_.module = module;
    unit_.names = &table;
    unit_.flow = flow::lower(names.bindings());
  }

  Unit build() {
    for (std::uint32_t i = 0; i < unit_.flow.functions.size(); ++i) {
      function_of_node_.emplace(unit_.flow.functions[i].node.index(), i);
    }
    for (const flow::Function& function : unit_.flow.functions) {
      add_function(function);
    }
    find_captures(unit_);
    name_cells(names_, unit_);
    find_callees_only();
    unit_.detail.resize(unit_.flow.instrs.size(), Unit::kNone);
    for (std::uint32_t i = 0; i < unit_.flow.instrs.size(); ++i) {
      unit_.detail[i] = detail_of(ValueId(i), unit_.flow.instrs[i]);
    }
    for (const auto& [call, record] : records_) {
      add_record_function(unit_, record, call, tree_[call].start);
    }
    sort_texts(unit_);
    give_back_room();
    return std::move(unit_);
  }

 private:
  // All units of a project are kept until values were followed: what they grew by costs memory.
  void give_back_room() {
    unit_.flow.instrs.shrink_to_fit();
    unit_.flow.operands.shrink_to_fit();
    unit_.flow.blocks.shrink_to_fit();
    unit_.flow.places.shrink_to_fit();
    unit_.calls.shrink_to_fit();
    unit_.arguments.shrink_to_fit();
    unit_.functions.shrink_to_fit();
    unit_.targets.shrink_to_fit();
    unit_.specials.shrink_to_fit();
    unit_.parameters.shrink_to_fit();
  }

  NameId name(std::string_view text) { return unit_.names->intern(text); }
  [[nodiscard]] NodeKind kind(NodeId node) const {
    return node.exists() ? tree_.kind(node) : NodeKind::Error;
  }
  [[nodiscard]] NodeId child_of_kind(NodeId node, NodeKind wanted) const {
    for (const NodeId child : tree_.children(node)) {
      if (tree_.is(child, wanted)) {
        return child;
      }
    }
    return NodeId::none();
  }

  // --- functions and classes

  void add_function(const flow::Function& function) {
    UnitFunction made;
    made.first_parameter = static_cast<std::uint32_t>(unit_.parameters.size());
    const NodeKind what = tree_.kind(function.node);
    if (what == NodeKind::FunctionDef || what == NodeKind::ClassDef) {
      made.name = name(names_.spelling(child_of_kind(function.node, NodeKind::Identifier)));
    }
    if (what == NodeKind::ClassDef) {
      made.body = static_cast<std::uint32_t>(unit_.classes.size());
      add_class(function);
    }
    if (what == NodeKind::FunctionDef || what == NodeKind::Lambda) {
      add_parameters(child_of_kind(function.node, NodeKind::Parameters));
      made.parameter_count =
          static_cast<std::uint32_t>(unit_.parameters.size()) - made.first_parameter;
    }
    if (what == NodeKind::FunctionDef) {
      made.start = tree_[function.node].start;
      add_to_owner(function, made);
      read_decorators(function.node, made);
      note_signature(made);
    }
    unit_.functions.push_back(made);
  }

  // A class body comes before its methods.
  void add_to_owner(const flow::Function& function, UnitFunction& made) {
    const auto owner = class_of_function_.find(function.around.index());
    if (owner != class_of_function_.end()) {
      made.owner = owner->second;
      const auto local = static_cast<std::uint32_t>(unit_.functions.size());
      unit_.classes[owner->second].methods.emplace_back(made.name, local);
    }
  }

  void add_class(const flow::Function& function) {
    UnitClass made;
    made.start = tree_[function.node].start;
    const NodeId arguments = child_of_kind(function.node, NodeKind::Arguments);
    for (NodeId base : arguments.exists() ? tree_.children(arguments) : syntax::Children(0, 0)) {
      base = tree_.is(base, NodeKind::Subscript) ? tree_.child(base, 0) : base;
      const std::string_view path = callees_.path_of(base);
      made.is_enum |= path.starts_with("enum.");
      made.is_tuple |= path == "typing.NamedTuple";
      if (tree_.is(base, NodeKind::Call)) {
        add_fields(base, made);
      }
      if (const auto target = callees_.find_class(base)) {
        made.bases.push_back(*target);
        continue;
      }
      add_entries(find_base_taint(path), knowledge::TaintEntry::Way::Base, made.entries);
      if (!path.empty()) {
        made.outside.push_back(name(path));
      } else if (!tree_.is(base, NodeKind::Keyword)) {
        made.has_unknown_base = true;
      }
    }
    for (const NodeId statement : tree_.children(tree_.children(function.node).back())) {
      if (tree_.is(statement, NodeKind::AnnAssign) &&
          tree_.is(tree_.child(statement, 0), NodeKind::Name)) {
        made.fields.push_back(name(names_.spelling(tree_.child(statement, 0))));
      }
    }
    class_of_function_.emplace(static_cast<std::uint32_t>(unit_.functions.size()),
                               static_cast<std::uint32_t>(unit_.classes.size()));
    unit_.classes.push_back(std::move(made));
  }

  // class Point(namedtuple("Point", "x y")):
  void add_fields(NodeId base, UnitClass& made) {
    if (const auto record = read_record(names_, callees_, base)) {
      made.is_tuple = true;
      for (const std::string& field : record->fields) {
        made.fields.push_back(name(field));
      }
    }
  }

  void add_parameters(NodeId list) {
    using Kind = names::ProjectParameter::Kind;
    const auto first = static_cast<std::ptrdiff_t>(unit_.parameters.size());
    Kind kind_now = Kind::Either;
    for (const NodeId node : list.exists() ? tree_.children(list) : syntax::Children(0, 0)) {
      if (tree_.is(node, NodeKind::StarMarker)) {
        kind_now = Kind::Name;
      } else if (tree_.is(node, NodeKind::SlashMarker)) {
        std::for_each(unit_.parameters.begin() + first, unit_.parameters.end(),
                      [](Parameter& one) { one.kind = Kind::Position; });
      } else if (tree_.is(node, NodeKind::Parameter)) {
        const Parameter made = parameter(node, kind_now);
        kind_now = made.kind == Kind::Rest ? Kind::Name : kind_now;
        unit_.parameters.push_back(made);
      }
    }
  }

  Parameter parameter(NodeId node, names::ProjectParameter::Kind kind_now) {
    using Kind = names::ProjectParameter::Kind;
    Parameter made;
    const syntax::Children parts = tree_.children(node);
    made.kind = tree_[node].has(flag::kDoubleStar) ? Kind::Names
                : tree_[node].has(flag::kStar)     ? Kind::Rest
                                                   : kind_now;
    made.name = tree_.is(parts[0], NodeKind::Identifier) ? name(names_.spelling(parts[0]))
                                                         : name(tree_.text_of(parts[0]));
    if (tree_[node].has(flag::kAnnotated)) {
      made.is_number = is_number(names_, parts[1]) || is_checked_text(names_, parts[1]);
    }
    if (tree_[node].has(flag::kDefault)) {
      made.has_default = true;
      made.is_number |= is_checked_text(names_, parts.back());
      made.default_truth = truth_of(parts.back());
      made.is_none = kind(parts.back()) == NodeKind::None;
      made.is_switch =
          kind(parts.back()) == NodeKind::True || kind(parts.back()) == NodeKind::False;
    }
    made.is_given = injections_.is_given(node);
    if (made.is_given) {
      note_provider(node);
      made.is_leave = gives_administrators(tree_.text_of(node));
    }
    const knowledge::TaintModel* named = find_own_source(names_.spelling(parts[0]));
    if (named != nullptr && !made.is_number) {
      made.own = named->sources[0].kind;
    }
    return made;
  }

  // Where a framework calls a function for it, what that takes is input.
  void note_provider(NodeId parameter) {
    if (const auto provider = injections_.find_provider(parameter)) {
      const auto index = static_cast<std::uint32_t>(unit_.parameters.size());
      unit_.injections.push_back({index, provider->target, provider->entry->kind});
      unit_.routes.push_back({provider->target, provider->entry, {}});
    }
  }

  void read_decorators(NodeId function, UnitFunction& made) {
    for (std::size_t i = made.first_parameter; i < unit_.parameters.size(); ++i) {
      made.is_guarded |= unit_.parameters[i].is_leave;
    }
    const NodeId decorators = child_of_kind(function, NodeKind::Decorators);
    for (const NodeId decorator :
         decorators.exists() ? tree_.children(decorators) : syntax::Children(0, 0)) {
      const NodeId callee =
          tree_.is(decorator, NodeKind::Call) ? tree_.child(decorator, 0) : decorator;
      const std::string_view path = callees_.path_of(callee);
      made.is_static |= path == "builtins.staticmethod";
      made.is_class_method |= path == "builtins.classmethod";
      made.is_property |= path == "builtins.property" || path == "functools.cached_property";
      made.is_manager |= std::ranges::find(kManagers, path) != kManagers.end();
      made.is_guarded |= is_for_administrators(tree_.text_of(decorator));
      std::vector<const knowledge::TaintEntry*> entries;
      add_entries(knowledge::find_taint(path), knowledge::TaintEntry::Way::Decorator, entries);
      for (std::size_t i = entries.size(); i > 0; --i) {
        made.entry = holds(*entries[i - 1], decorator) ? entries[i - 1] : made.entry;
      }
      for (std::size_t i = made.first_parameter;
           is_for_nothing(entries) && i < unit_.parameters.size(); ++i) {
        unit_.parameters[i].is_given = true;
      }
      if (!entries.empty() && callee != decorator) {
        note_captures(made, written_.first_text(tree_.children(decorator)));
      }
    }
  }

  // handler(event, context): of the two that it is known by, input is what the entry says.
  void note_signature(UnitFunction& made) {
    const bool is_method = made.owner != Unit::kNone && !made.is_static;
    const std::uint32_t first = made.first_parameter + (is_method ? 1U : 0U);
    if (made.entry != nullptr || first + 2 > unit_.parameters.size()) {
      return;
    }
    const std::span<Parameter> two = std::span(unit_.parameters).subspan(first, 2);
    made.entry = find_signature_entry(unit_.names->text(two[0].name),
                                      unit_.names->text(two[1].name), unit_.names->text(made.name));
    for (std::uint8_t i = 0; made.entry != nullptr && i < 2; ++i) {
      const knowledge::Port& at = made.entry->at;
      two[i].is_given |= at.root != knowledge::Port::Root::Position || at.position != i;
    }
  }

  // Whether the arguments of a decorator are as an entry wants them.
  bool holds(const knowledge::TaintEntry& entry, NodeId decorator) {
    if (entry.when.empty()) {
      return true;
    }
    const bool is_call = tree_.is(decorator, NodeKind::Call);
    const NodeId given =
        is_call ? written_.at(tree_.children(decorator), entry.when, kNowhere) : NodeId::none();
    return given.exists() && written_.is_one_of(given, entry.values);
  }

  // What the route's text says of its parameters: one that is a number does no harm.
  void note_captures(const UnitFunction& function, std::optional<std::string_view> route) {
    if (route) {
      mark_captured(std::span(unit_.parameters).subspan(function.first_parameter),
                    captures_of(*route, *unit_.names));
    }
  }

  // Values that are only called need not be known as functions.
  void find_callees_only() {
    called_.resize(unit_.flow.instrs.size());
    for (const Instr& instr : unit_.flow.instrs) {
      if (instr.op == Op::Call && instr.list_count != 0) {
        called_[unit_.flow.list(instr)[0].index()] = true;
      }
    }
  }

  // --- instructions

  // detail_of is a Selector's code of what reads or writes a part (kNone: it is not followed), the
  // number of a Call's CallSite, the first Argument of a Build with stars, the Truth of a Branch,
  // the text of a constant as a key, and 1 for what iterates a dict, formats a number, takes a few
  // places of a text or compares with a constant pattern; kProtocol says that the class of an
  // object has a method for it, kShowsRepr of a field that it shows a value as repr() does,
  // kWithNone that a value is compared with None; of a Raise or Caught, its ExceptionSite.
  std::uint32_t detail_of(ValueId id, Instr& instr) {
    switch (instr.op) {
      case Op::Load:
        note_special(id, instr.node);
        return Unit::kNone;
      case Op::GetAttr:
        note_special(id, instr.node);
        return attribute_of(instr.node);
      case Op::SetAttr:
        note_set_attribute(id, instr.node);
        return is_of_library(instr.node) ? Unit::kNone : attribute_of(instr.node);
      case Op::DeleteAttr:
        return is_of_library(instr.node) ? Unit::kNone : attribute_of(instr.node);
      case Op::GetItem:
        note_get_item(id, instr);
        return key_of(unit_.flow[instr.value_b()]).code();
      case Op::DeleteItem:
        return key_of(unit_.flow[instr.value_b()]).code();
      case Op::SetItem:
        note_set_item(id, instr);
        return key_of(unit_.flow[unit_.flow.list(instr)[1]]).code();
      case Op::Constant:
        instr.flags = static_cast<std::uint8_t>(truth_of(instr.node));
        return key_of(instr).code();
      case Op::Call:
        return add_call(id, instr);
      case Op::Slice:
        return is_short_slice(names_, instr.node) ? 1 : Unit::kNone;
      case Op::Build:
        return add_elements(instr);
      case Op::BuildDict:
        note_answer({names_, written_}, id, unit_);
        return Unit::kNone;
      case Op::Branch:
        return static_cast<std::uint32_t>(truth_of_condition(instr.node));
      case Op::Iterate:
        note_protocol(id, instr.node, is_async(instr) ? "__anext__" : "__next__");
        return is_dict(instr.node) ? 1 : Unit::kNone;
      case Op::FormatField:
        note_start(instr.value_a());
        return operator_of(id, instr, detail_of_field(instr));
      case Op::Binary:
      case Op::InPlace:
        if (makes_text(instr)) {
          note_start(instr.value_a());
        }
        return operator_of(id, instr);
      case Op::Compare:
        return operator_of(id, instr,
                           is_with_none(tree_, unit_.flow, instr) ? Unit::kWithNone : Unit::kNone);
      case Op::Enter:
        note_protocol(id, tree_.child(instr.node, 0), is_async(instr) ? "__aenter__" : "__enter__");
        return Unit::kNone;
      case Op::Caught:
        return exceptions_.add_handler(instr.node, id.index());
      case Op::Raise:
        return exceptions_.add_raise(instr.node);
      case Op::Import:
      case Op::ImportName:
        note_import(id, instr.node);
        return Unit::kNone;
      case Op::MatchTest:
        return is_constant_pattern(names_, instr.node) ? 1 : Unit::kNone;
      case Op::MatchPart:
        return is_number_pattern(names_, names_.outline().parent(instr.node))
                   ? Unit::kNone
                   : match_part(instr).code();
      default:
        return Unit::kNone;
    }
  }

  void note_get_item(ValueId id, const Instr& instr) {
    if (!note_key(id, unit_.flow[instr.value_b()])) {
      note_protocol(id, tree_.child(instr.node, 0), "__getitem__");
    }
  }

  std::uint32_t operator_of(ValueId id, const Instr& instr, std::uint32_t otherwise = Unit::kNone) {
    return note_operator(id, instr) ? Unit::kProtocol : otherwise;
  }

  static bool is_async(const Instr& instr) { return (instr.flags & flow::flag::kAsync) != 0; }

  std::uint32_t detail_of_field(const Instr& field) {
    if (is_number_field(tree_, field.node)) {
      return 1;
    }
    const NodeId shown = unit_.flow[field.value_a()].node;
    const bool is_named = kind(shown) == NodeKind::Name || kind(shown) == NodeKind::Attribute;
    return is_named && shows_repr(names_, shown) ? kShowsRepr : Unit::kNone;
  }

  std::uint32_t attribute_of(NodeId node) {
    return kind(node) == NodeKind::Attribute && tree_.children(node).size() > 1
               ? Selector::attribute(name(names_.spelling(tree_.child(node, 1)))).code()
               : Selector::any().code();
  }

  // Attributes that a program sets on a library's modules and classes are not followed.
  bool is_of_library(NodeId node) {
    if (kind(node) != NodeKind::Attribute) {
      return false;
    }
    const auto all = names_.meanings(tree_.child(node, 0)).all();
    return std::ranges::any_of(all, [](const names::Meaning& meaning) {
      return meaning.kind == names::Meaning::Kind::Object && !meaning.path.empty() &&
             !meaning.entity.exists() &&
             meaning.path != "flask.g";  // made for what programs put there
    });
  }

  // A variable that starts a text may be known to hold a constant one, or an attribute.
  void note_start(ValueId id) {
    const Instr& instr = unit_.flow[id];
    if ((instr.op == Op::Load && kind(instr.node) == NodeKind::Name) || instr.op == Op::GetAttr) {
      note_text(names_, id, unit_);
    }
  }

  Selector key_of(const Instr& instr) {
    switch (kind(instr.node)) {
      case NodeKind::FStringText:
        return Selector::key(name(piece_of_format(names_, instr.node)));
      case NodeKind::String:
      case NodeKind::StringGroup:
      case NodeKind::Int:
      case NodeKind::Name:
      case NodeKind::Attribute:
        break;
      default:
        return Selector::any();
    }
    if (instr.op != Op::Constant && instr.op != Op::Load && instr.op != Op::GetAttr) {
      return Selector::any();
    }
    const names::Value& value = names_.value(instr.node);
    if (const auto text = value.text()) {
      return Selector::key(name(*text));
    }
    return value.is(names::ValueKind::Int) ? Selector::index(value.integer) : Selector::any();
  }

  Selector match_part(const Instr& instr) {
    const NodeId parent = names_.outline().parent(instr.node);
    switch (kind(instr.node)) {
      case NodeKind::MatchItem: {
        const auto text = names_.value(tree_.child(instr.node, 0)).text();
        return text ? Selector::key(name(*text)) : Selector::any();
      }
      case NodeKind::MatchKeyword:
        return Selector::attribute(name(names_.spelling(tree_.child(instr.node, 0))));
      default:
        break;
    }
    bool has_star = false;
    for (const NodeId part : tree_.children(parent)) {
      has_star |= tree_.is(part, NodeKind::MatchStar);
    }
    return kind(parent) == NodeKind::MatchSequence && !has_star ? Selector::index(instr.b)
                                                                : Selector::any();
  }

  Truth truth_of(NodeId node) { return written_truth(names_, node); }

  // Only what a name says is certain: a loop may change what a comparison compares.
  Truth truth_of_condition(NodeId node) {
    return kind(node) == NodeKind::Name || kind(node) == NodeKind::Attribute ? truth_of(node)
                                                                             : Truth::Unknown;
  }

  bool is_dict(NodeId node) {
    const auto all = names_.meanings(node).all();
    return !all.empty() && std::ranges::all_of(all, [](const names::Meaning& meaning) {
      return meaning.kind == names::Meaning::Kind::Instance && meaning.path == "builtins.dict";
    });
  }

  // --- what a name stands for

  void note_special(ValueId id, NodeId node) {
    if (kind(node) != NodeKind::Name && kind(node) != NodeKind::Attribute) {
      return;
    }
    Special special;
    special.instr = id.index();
    const bool is_called = called_[id.index()];
    bool is_worth = false;
    for (const names::Meaning& meaning : names_.meanings(node).all()) {
      if (meaning.path.empty() || meaning.entity.exists() ||
          meaning.kind != names::Meaning::Kind::Object) {
        continue;
      }
      special.model = is_called ? nullptr : knowledge::find_taint(meaning.path);
      is_worth |= special.model != nullptr;
    }
    if (!is_called) {
      if (const auto function = callees_.find_function(node)) {
        special.function = *function;
        special.has_function = true;
        special.is_property = is_property(node);
        is_worth = true;
      }
    }
    if (!is_called && (names::is_checked_number(names_, node) || is_checked_field(names_, node))) {
      special.model = knowledge::find_taint("builtins.int");
      is_worth = true;
    }
    is_worth |= note_module_variable(node, special);
    is_worth |= !is_called && note_class_of(node, special);
    is_worth = is_worth || (!is_called && note_attribute(node, special));
    if (is_worth) {
      unit_.specials.push_back(special);
    }
  }

  // object.attribute = value, where a model says that the value does harm there.
  void note_set_attribute(ValueId id, NodeId node) {
    if (tree_.is(node, NodeKind::Attribute) && tree_.children(node).size() > 1) {
      note_set(id, tree_.child(node, 0), "." + std::string(names_.spelling(tree_.child(node, 1))));
    }
  }

  // object[key] = value
  void note_set_item(ValueId id, const Instr& instr) {
    if (!tree_.is(instr.node, NodeKind::Subscript)) {
      return;
    }
    if (note_set(id, tree_.child(instr.node, 0), ".__setitem__")) {
      Special& special = unit_.specials.back();
      special.sinks_off = written_.sinks_off_at(tree_.child(instr.node, 1), *special.model);
    } else {
      note_protocol(id, tree_.child(instr.node, 0), "__setitem__");
    }
  }

  bool note_set(ValueId id, NodeId object, const std::string& what) {
    const knowledge::TaintModel* model = nullptr;
    bool is_known = false;
    for (const names::Meaning& meaning : names_.meanings(object).all()) {
      is_known |= !meaning.path.empty() || meaning.entity.exists();
      if (!meaning.path.empty() && !meaning.entity.exists()) {
        model = knowledge::find_taint(std::string(meaning.path) + what);
      }
    }
    if (!is_known && tree_.is(object, NodeKind::Attribute) && tree_.children(object).size() > 1) {
      model =
          knowledge::find_method_taint(std::string(names_.spelling(tree_.child(object, 1))) + what);
    }
    if (model == nullptr || model->sinks.empty()) {
      return false;
    }
    unit_.specials.emplace_back().instr = id.index();
    unit_.specials.back().model = model;
    return true;
  }

  // Class.NAME of a class of the program.
  bool note_class_of(NodeId node, Special& special) {
    if (!tree_.is(node, NodeKind::Attribute) || !callees_.is_on_class(tree_.child(node, 0))) {
      return false;
    }
    const auto type = callees_.find_class(tree_.child(node, 0));
    special.has_type = type.has_value();
    special.type = type.value_or(Target());
    special.name = name(names_.spelling(tree_.child(node, 1)));
    return special.has_type;
  }

  // An attribute may be input by its name alone: of an object whose type is not known, or whatever
  // it is when the name says `password`.
  bool note_attribute(NodeId node, Special& special) {
    if (!tree_.is(node, NodeKind::Attribute) || tree_.children(node).size() < 2) {
      return false;
    }
    const std::string_view attribute = names_.spelling(tree_.child(node, 1));
    const knowledge::TaintModel* model = knowledge::find_method_taint(attribute);
    if (model == nullptr || model->sources.empty()) {
      return false;
    }
    special.adds = find_own_source(attribute) != nullptr;
    if (!special.adds && !is_unknown(node)) {
      return false;
    }
    special.model = model;
    return true;
  }

  // Nothing that the project or a model tells of.
  bool is_unknown(NodeId attribute) {
    const auto all = names_.meanings(attribute).all();
    return std::ranges::none_of(all, [](const names::Meaning& meaning) {
      return meaning.path.empty() || meaning.entity.exists() ||
             knowledge::find_taint(meaning.path) != nullptr;
    });
  }

  // x["password"]
  bool note_key(ValueId id, const Instr& key) {
    if (kind(key.node) != NodeKind::String) {
      return false;
    }
    Special special;
    special.instr = id.index();
    if (const auto text = names_.value(key.node).text()) {
      special.model = find_own_source(*text);
    }
    special.adds = special.model != nullptr;
    if (!special.adds && is_checked_entry(names_, unit_.flow[id].node)) {
      special.model = knowledge::find_taint("builtins.int");
    }
    if (special.model != nullptr) {
      unit_.specials.push_back(special);
    }
    return special.model != nullptr;
  }

  // module.NAME of another module of the project.
  bool note_module_variable(NodeId node, Special& special) {
    if (!tree_.is(node, NodeKind::Attribute) || names_.project() == nullptr) {
      return false;
    }
    for (const names::Meaning& meaning : names_.meanings(tree_.child(node, 0)).all()) {
      if (meaning.entity.is(names::Entity::Kind::Module)) {
        special.module = meaning.entity.module();
        special.name = name(names_.spelling(tree_.child(node, 1)));
        return true;
      }
    }
    return false;
  }

  bool is_property(NodeId node) {
    if (!tree_.is(node, NodeKind::Attribute)) {
      return false;
    }
    const names::Meaning& meaning = names_.meanings(node).all()[0];
    if (meaning.entity.exists()) {
      return names_.project()->project()[meaning.entity.function()].is_property;
    }
    const auto local = function_of_node_.find(meaning.definition.index());
    return local != function_of_node_.end() && unit_.functions[local->second].is_property;
  }

  // with object, for x in object, object[x]: a method is called.
  bool note_protocol(ValueId id, NodeId object, std::string_view method, bool is_swapped = false) {
    const auto target = callees_.find_protocol(object, method);
    if (target) {
      Special special;
      special.instr = id.index();
      special.function = *target;
      special.has_function = true;
      special.is_property = true;
      special.is_swapped = is_swapped;
      unit_.specials.push_back(special);
    }
    return target.has_value();
  }

  bool may_be_object(NodeId node) {
    return kind(node) == NodeKind::Name || kind(node) == NodeKind::Attribute ||
           kind(node) == NodeKind::Call;
  }

  // object + x, x in object, f"{object}": so is one here.  The left side is asked first.
  bool note_operator(ValueId id, const Instr& instr) {
    for (const bool is_right : {false, true}) {
      const ValueId side = is_right ? instr.value_b() : instr.value_a();
      const NodeId object = side.exists() ? unit_.flow[side].node : NodeId::none();
      const auto protocol = may_be_object(object) ? protocol_of(instr, is_right) : std::nullopt;
      if (protocol && note_protocol(id, object, protocol->method, protocol->is_swapped)) {
        return true;
      }
    }
    return false;
  }

  void note_import(ValueId id, NodeId alias) {
    if (const auto import = written_import(names_, alias)) {
      Special special;
      special.instr = id.index();
      special.module = import->module;
      special.name = import->name.empty() ? NameId::none() : name(import->name);
      unit_.specials.push_back(special);
    }
  }

  // --- calls

  std::uint32_t add_call(ValueId id, const Instr& instr) {
    CallSite call;
    call.first_argument = static_cast<std::uint32_t>(unit_.arguments.size());
    call.first_target = static_cast<std::uint32_t>(unit_.targets.size());
    if (kind(instr.node) == NodeKind::Call && (instr.flags & flow::flag::kDecorator) == 0) {
      const syntax::Children all = tree_.children(instr.node);
      Callee callee = callees_.of(all[0]);
      Callee passed;
      call.shift = callees_.of_passed(callee, all, passed);
      if (call.shift != 0) {
        callee = std::move(passed);
      }
      const syntax::Children parts(all[0].index() + call.shift, all.size() - call.shift);
      call.check = call.shift == 0 ? check_of_call(instr.node, callee.called) : CallCheck();
      const bool is_asked = depends_on_truth(callee, call.check);
      for (std::uint32_t i = 1; i < parts.size(); ++i) {
        unit_.arguments.push_back(argument(parts[i], is_asked));
      }
      unit_.targets.insert(unit_.targets.end(), callee.targets.begin(), callee.targets.end());
      call.target_count = static_cast<std::uint16_t>(callee.targets.size());
      call.model = callee.model;
      call.signature = callee.signature;
      call.has_path = callee.has_path;
      call.asks = !call.has_path && parts.size() > 1 && is_question(tree_.text_of(all[0]));
      if (is_record_call(call)) {
        call.model = knowledge::find_taint("database.Record.__init__");
      }
      if (call.model != nullptr && written_.has_number_type(parts)) {
        call.model = knowledge::find_taint("builtins.int");
      }
      call.sinks_off =
          call.model == nullptr ? 0 : written_.sinks_off(parts, *call.model, call.signature);
      note_texts(names_, instr, call, unit_);
      note_routes(parts, call);
      note_call_protocol(id, parts, callee.called, call);
    } else {
      unit_.arguments.emplace_back();
    }
    unit_.calls.push_back(call);
    return static_cast<std::uint32_t>(unit_.calls.size() - 1);
  }

  // Thing(**fields): a record of a database, if a base of the class is one.
  [[nodiscard]] bool is_record_call(const CallSite& call) const {
    const auto arguments = std::span(unit_.arguments).subspan(call.first_argument);
    return call.target_count == 1 && unit_.targets.back().kind == Target::Kind::Construct &&
           std::ranges::any_of(arguments, [](const Argument& one) {
             return one.kind == Argument::Kind::DoubleStar;
           });
  }

  // str(object), list(object): a method of the object is called; namedtuple(…) makes a class.
  void note_call_protocol(ValueId id, const syntax::Children& parts, const CalledName& called,
                          CallSite& call) {
    const bool may_be = parts.size() > 1 && may_be_object(parts[1]);
    const auto method = may_be ? protocol_of_call(called.path) : std::nullopt;
    call.has_protocol = method && note_protocol(id, parts[1], *method);
    if (call.check.kind != CallCheck::Kind::Record) {
      return;
    }
    const NodeId node = names_.outline().parent(parts[0]);
    if (auto record = read_record(names_, callees_, node)) {
      Special special;
      special.instr = id.index();
      special.function.definition = {{}, tree_[node].start};
      special.has_function = true;
      unit_.specials.push_back(special);
      records_.emplace_back(node, *std::move(record));
    } else {
      call.check.kind = CallCheck::Kind::None;
    }
  }

  CallCheck check_of_call(NodeId call, const CalledName& called) {
    CallCheck check = check_of(names_, call, called);
    const syntax::Children parts = tree_.children(call);
    const bool is_number_check =
        called.path == "builtins.isinstance" && parts.size() == 3 && is_number(names_, parts[2]);
    check.kind = is_number_check ? CallCheck::Kind::NumberType : check.kind;
    return check;
  }

  // path("x", view): a library will call the function with input.
  void note_routes(const syntax::Children& parts, const CallSite& call) {
    if (call.model == nullptr) {
      return;
    }
    for (const knowledge::TaintEntry& entry : call.model->entries) {
      NodeId given = entry.way == knowledge::TaintEntry::Way::Route
                         ? written_.at(parts, entry.at, call.signature)
                         : NodeId::none();
      // login_required(view) calls it, too.
      for (int depth = 0; depth < 3 && given.exists(); ++depth) {
        if (const auto function = callees_.find_function(given)) {
          Route route = {*function, &entry, {}};
          if (const auto text = written_.first_text(parts)) {
            route.captures = captures_of(*text, *unit_.names);
          }
          unit_.routes.push_back(std::move(route));
          break;
        }
        const bool is_wrapped = tree_.is(given, NodeKind::Call) && tree_.children(given).size() > 1;
        given = is_wrapped ? tree_.child(given, 1) : NodeId::none();
      }
    }
  }

  Argument argument(NodeId node, bool is_truth_asked) {
    Argument made;
    switch (tree_.kind(node)) {
      case NodeKind::Keyword:
        made.kind = Argument::Kind::Keyword;
        made.name = name(names_.spelling(tree_.child(node, 0)));
        made.truth = is_truth_asked ? truth_of(tree_.child(node, 1)) : Truth::Unknown;
        made.is_none = kind(tree_.child(node, 1)) == NodeKind::None;
        break;
      case NodeKind::Starred:
        made.kind = Argument::Kind::Star;
        break;
      case NodeKind::DoubleStarred:
        made.kind = Argument::Kind::DoubleStar;
        break;
      default:
        made.truth = is_truth_asked ? truth_of(node) : Truth::Unknown;
        made.is_none = kind(node) == NodeKind::None;
        break;
    }
    return made;
  }

  // Elements are told apart by place until a star; those of a set never are.
  std::uint32_t add_elements(const Instr& instr) {
    if (kind(instr.node) == NodeKind::Set || instr.list_count == 0) {
      return kind(instr.node) == NodeKind::Set ? Unit::kSetElements : Unit::kNone;
    }
    const syntax::Children parts = tree_.children(instr.node);
    bool has_star = false;
    for (std::uint32_t i = 0; i < instr.list_count; ++i) {
      has_star |= tree_.is(parts[i], NodeKind::Starred);
    }
    if (!has_star) {
      return Unit::kNone;
    }
    const auto first = static_cast<std::uint32_t>(unit_.arguments.size());
    for (std::uint32_t i = 0; i < instr.list_count; ++i) {
      Argument made;
      made.kind =
          tree_.is(parts[i], NodeKind::Starred) ? Argument::Kind::Star : Argument::Kind::Plain;
      unit_.arguments.push_back(made);
    }
    return first;
  }

  names::FileNames& names_;
  const syntax::Tree& tree_;
  Unit unit_;
  Callees callees_;
  WrittenArguments written_;
  Injections injections_;
  std::vector<std::pair<NodeId, Record>> records_;  // and the call that makes each
  ExceptionSites exceptions_;
  std::unordered_map<std::uint32_t, std::uint32_t> function_of_node_;
  std::unordered_map<std::uint32_t, std::uint32_t> class_of_function_;
  std::vector<bool> called_;
};

}  // namespace

std::uint64_t hash_of_text(std::string_view text) {
  return std::hash<std::string_view>()(text);
}

Unit build_unit(names::FileNames& names, NameTable& table, std::string path,
                names::ModuleId module) {
  Unit unit = Builder(names, table, std::move(path), module).build();
  unit.text_hash = hash_of_text(names.tree().text());
  return unit;
}

}  // namespace av::taint
