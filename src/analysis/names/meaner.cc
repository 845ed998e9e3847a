#include "analysis/names/meaner.h"

#include "analysis/knowledge/model.h"
#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/module_names.h"
#include "analysis/knowledge/taint_model.h"
#include "analysis/names/library.h"

#include <algorithm>
#include <string>

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;
using Kind = Meaning::Kind;

namespace {

// How far one question may lead, and how many of a function's returns count.
constexpr int kMaxMeanerDepth = 60;
constexpr std::size_t kMaxReturns = 4;
// Where the two answers stand that say nothing.
constexpr std::uint32_t kUnknownSlot = 1;
constexpr std::uint32_t kNamelessSlot = 2;
// What names that nothing binds are kept under.
constexpr ScopeId kNoClass = ScopeId(0);

// known_one is that of several things which the models know, if they know one: two star imports do
// not bring the same name, and nobody lists what libraries have.
Meanings known_one(const Meanings& all) {
  Meanings known = unknown();
  for (const Meaning& one : all.all()) {
    if (knowledge::find_taint(one.path) != nullptr ||
        knowledge::find_function(one.path) != nullptr) {
      known.add(one);
    }
  }
  return known.all().size() == 1 ? known : all;
}

Meanings one(Kind kind, std::string_view path) {
  Meanings out;
  out.add({kind, path, NodeId::none(), {}});
  return out;
}

Meanings defined(Kind kind, NodeId definition) {
  Meanings out;
  out.add({kind, {}, definition, {}});
  return out;
}

// typing_name is what a path names in typing, or of what it tells of there.
std::string_view typing_name(std::string_view path) {
  for (const std::string_view module : {"typing.", "typing_extensions."}) {
    if (path.starts_with(module)) {
      return path.substr(module.size());
    }
  }
  return {};
}

// is_field_call: x: int = Field(…) tells how a field is made, its annotation what it holds.
bool is_field_call(const Meanings& value) {
  constexpr std::string_view kResults[] = {
      "attr.field()",    "attr.ib()",      "attrs.field()",        "dataclasses.field()",
      "msgspec.field()", "pydantic.Field", "pydantic.PrivateAttr", "sqlmodel.Field"};
  return value.all().size() == 1 &&
         std::ranges::find(kResults, value.all()[0].path) != std::end(kResults);
}

// importorskip, optional_import, import_optional_dependency; not what Python itself imports with.
bool is_import_helper(std::string_view name) {
  return name.find("import") != std::string_view::npos && name != "import_module" &&
         name != "__import__";
}

bool is_module_path(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [is_letter](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '.';
         });
}

}  // namespace

void Meanings::add(const Meaning& meaning) {
  if (std::find(items.begin(), items.begin() + count_, meaning) != items.begin() + count_) {
    return;
  }
  if (count_ == kMax) {
    complete_ = false;
    return;
  }
  items[count_++] = meaning;
}

void Meanings::add(const Meanings& meanings) {
  for (const Meaning& meaning : meanings.all()) {
    add(meaning);
  }
  complete_ = complete_ && meanings.is_complete();
}

Meaner::Meaner(const Bindings& bindings, ConstantTexts& texts, ProjectResolver* project)
    : bindings_(bindings),
      outline_(bindings.outline()),
      tree_(outline_.tree()),
      texts_(texts),
      project_(project),
      slots_(tree_.nodes().size()),
      binding_slots_(bindings.count()),
      known_({arena_.make(unknown()), arena_.make(Meanings())}) {}

const Meanings& Meaner::of(NodeId expr) {
  Slot& slot = slots_[expr.index()];
  if (slot != 0) {
    return at(slot);
  }
  if (depth_ >= kMaxMeanerDepth) {
    return at(kUnknownSlot);
  }
  // Whoever asks for `expr` while it is being answered learns nothing: x = x.y.
  slot = kUnknownSlot;
  ++depth_;
  slot = slot_of(expr);
  --depth_;
  return at(slot);
}

// slot_for keeps an answer; nearly half of all are nothing.
Meaner::Slot Meaner::slot_for(const Meanings& found) {
  if (found.empty()) {
    return found.is_complete() ? kNamelessSlot : kUnknownSlot;
  }
  known_.push_back(arena_.make(found));
  return static_cast<Slot>(known_.size());
}

// Of names and attributes answers are shared: a file has few of them, and many places that ask.
Meaner::Slot Meaner::slot_of(NodeId expr) {
  switch (tree_.kind(expr)) {
    case NodeKind::Name:
      return slot_of_name(expr);
    case NodeKind::Attribute:
      return slot_of_attribute(expr);
    default:
      return slot_for(find(expr));
  }
}

Meanings Meaner::find(NodeId expr) {
  switch (tree_.kind(expr)) {
    case NodeKind::Call:
      return of_call(expr);
    case NodeKind::Subscript:
      return of_subscript(expr);
    case NodeKind::Await:
    case NodeKind::Starred:
      return of(tree_.child(expr, 0));
    case NodeKind::BinOp:
      return of_operation(expr);
    case NodeKind::NamedExpr:
      return of(tree_.child(expr, 1));
    case NodeKind::IfExp:
      return of_children(expr, 0, 2);
    case NodeKind::BoolOp:
      return of_children(expr, 0, 1);
    case NodeKind::String:
      return one(Kind::Instance, tree_[expr].has(flag::kBytes) ? "builtins.bytes" : "builtins.str");
    case NodeKind::FString:
      return one(Kind::Instance, "builtins.str");
    case NodeKind::StringGroup:
      return of(tree_.child(expr, 0));
    case NodeKind::List:
    case NodeKind::ListComp:
      return one(Kind::Instance, "builtins.list");
    case NodeKind::Dict:
    case NodeKind::DictComp:
      return one(Kind::Instance, "builtins.dict");
    case NodeKind::None:
      return {};
    default:
      return unknown();
  }
}

Meanings Meaner::of_children(NodeId expr, std::uint32_t first, std::uint32_t step) {
  const Children children = tree_.children(expr);
  Meanings out;
  for (std::uint32_t i = first; i < children.size(); i += step) {
    out.add(of(children[i]));
  }
  return out;
}

const Reaching& Meaner::reaching(NodeId use) {
  if (use != last_use_) {
    last_reaching_ = names::reaching(outline_, bindings_, use);
    last_use_ = use;
  }
  return last_reaching_;
}

Meaner::Slot Meaner::slot_of_name(NodeId name) {
  const Reaching& reached = reaching(name);
  if (!reached.symbol().exists()) {
    return slot_of_unbound(bindings_.spelling().of(name));
  }
  const Binding* only = reached.only();
  return only != nullptr ? slot_of_binding(*only) : slot_for(of_reaching(Reaching(reached)));
}

Meaner::Slot Meaner::slot_of_unbound(std::string_view name) {
  const std::uint32_t symbol = names_.intern(kNoClass, name, Space::Names).index();
  name_slots_.resize(names_.size());
  if (name_slots_[symbol] == 0) {
    const Slot found = slot_for(of_unbound(name));
    name_slots_[symbol] = found;
  }
  return name_slots_[symbol];
}

// Whoever asks for a binding while it is being answered learns nothing.
Meaner::Slot Meaner::slot_of_binding(const Binding& binding) {
  Slot& slot = binding_slots_[bindings_.index_of(binding)];
  if (slot == 0) {
    slot = kUnknownSlot;
    slot = slot_for(of_binding(binding));
  }
  return slot;
}

Meanings Meaner::of_unbound(std::string_view name) {
  if (is_builtin(name)) {
    return one(Kind::Object, paths_.join("builtins", name));
  }
  Meanings out = unknown();
  const auto imports = bindings_.star_imports();
  for (const NodeId import : imports.first(std::min(imports.size(), Meanings::kMax))) {
    const std::string module = written_module(import);
    // Of a module in C all names are known.
    if (!knowledge::is_native_module(module) || knowledge::has_hidden_name(module, name)) {
      out.add(imported(module_of(import), name));
    }
  }
  return imports.size() > 1 ? known_one(out) : out;
}

Meanings Meaner::of_reaching(const Reaching& reached) {
  Meanings out;
  for (const Binding* binding : reached.bindings()) {
    out.add(at(slot_of_binding(*binding)));
  }
  if (!reached.is_complete()) {
    out.set_incomplete();
  }
  return out;
}

Meanings Meaner::of_binding(const Binding& binding) {
  switch (binding.kind) {
    case BindingKind::Import: {
      const std::string_view dotted = bindings_.spelling().dotted(binding.name);
      return imported(dotted.substr(0, dotted.find('.')));
    }
    case BindingKind::ImportAs:
      return imported(bindings_.spelling().dotted(tree_.child(binding.node, 0)));
    case BindingKind::ImportFrom:
      return of_import_from(binding);
    case BindingKind::Value:
      return of_value_binding(binding);
    case BindingKind::Annotation:
      return of_annotation(tree_.child(binding.node, 1));
    case BindingKind::Element:
      return element(of(binding.value));
    case BindingKind::Enter:
      return entered(of(binding.value));
    case BindingKind::Parameter:
      return of_parameter(binding);
    case BindingKind::Function:
    case BindingKind::Class:
      return defined(Kind::Object, binding.node);
    case BindingKind::Augment:
    case BindingKind::Other:
    case BindingKind::Delete:
      return unknown();
  }
  return unknown();
}

Meanings Meaner::of_import_from(const Binding& binding) {
  const std::string_view module = module_of(outline_.parent(binding.node));
  const std::string_view name = bindings_.spelling().of(tree_.child(binding.node, 0));
  return imported(module, name);
}

// imported is a module, of the project if it has it.
Meanings Meaner::imported(std::string_view module) {
  const Meanings found = project_ == nullptr ? Meanings() : project_->module(module);
  return found.empty() ? one(Kind::Object, paths_.canonical(module)) : found;
}

// from module import name: an attribute of the module, or a submodule.
Meanings Meaner::imported(std::string_view module, std::string_view name) {
  const Meanings found = project_ == nullptr ? Meanings() : project_->module(module);
  return found.empty() ? one(Kind::Object, paths_.join(module, name))
                       : project_->attribute(found.all()[0], name);
}

std::string_view Meaner::module_of(NodeId import_from) {
  if (import_from != last_import_) {
    last_module_ = paths_.canonical(written_module(import_from));
    last_import_ = import_from;
  }
  return last_module_;
}

std::string Meaner::written_module(NodeId import_from) const {
  std::string module;
  for (const NodeId part : tree_.children(import_from)) {
    if (tree_.is(part, NodeKind::ImportLevel)) {
      module.append(tree_[part].first, '.');
    } else if (tree_.is(part, NodeKind::DottedName)) {
      module += bindings_.spelling().dotted(part);
    }
  }
  return module;
}

Meanings Meaner::of_value_binding(const Binding& binding) {
  const Meanings out = of(binding.value);
  if (!tree_.is(binding.node, NodeKind::AnnAssign)) {
    return out;
  }
  // What a default is tells less: a member of an enum is written as a text.
  const bool is_text = out.all().size() == 1 && out.all()[0].path == "builtins.str";
  if (out.empty() || is_field_call(out) || is_text) {
    const Meanings& told = of_annotation(tree_.child(binding.node, 1));
    return told.empty() && is_text ? out : told;
  }
  return out;
}

// The first parameter of a method is an instance of the class, of a class method the class.
Meanings Meaner::of_parameter(const Binding& binding) {
  if (tree_[binding.node].has(flag::kAnnotated)) {
    return of_annotation(tree_.child(binding.node, 1));
  }
  const NodeId function = outline_[bindings_.scope_of(binding.symbol)].node;
  const Scope& around = outline_[outline_.scope(function)];
  const bool is_method = tree_.is(function, NodeKind::FunctionDef) &&
                         around.kind == ScopeKind::Class &&
                         bindings_.first_parameter(function) == binding.name;
  if (!is_method) {
    return of_convention(binding);
  }
  const NodeId first = tree_.child(function, 0);
  const bool decorated = tree_.is(first, NodeKind::Decorators);
  for (const NodeId decorator : decorated ? tree_.children(first) : Children(0, 0)) {
    if (tree_.text_of(decorator) == "staticmethod") {
      return unknown();
    }
    if (tree_.text_of(decorator) == "classmethod") {
      return defined(Kind::Object, around.node);
    }
  }
  return defined(Kind::Instance, around.node);
}

// What everybody who imports some library expects of a parameter with this name.
Meanings Meaner::of_convention(const Binding& binding) {
  const std::string_view name = bindings_.spelling().of(binding.name);
  Meanings out = unknown();
  const auto add_first = [&](std::span<const knowledge::Convention> conventions) {
    const auto fits = [&](const knowledge::Convention& one) {
      return one.parameter == name && has_import(one.beside);
    };
    const auto found = std::ranges::find_if(conventions, fits);
    if (found != conventions.end()) {
      out.add({Kind::Instance, found->type, NodeId::none(), {}});
    }
    return found != conventions.end();
  };
  for (const knowledge::ModelBook& book : knowledge::installed_models()) {
    if (add_first(book.conventions())) {
      return out;
    }
  }
  add_first(knowledge::builtin_conventions());
  return out;
}

// has_import says whether the file imports a module, or one below it.
bool Meaner::has_import(std::string_view module) {
  if (imported_.empty()) {
    for (const NodeId import : bindings_.imports()) {
      if (tree_.is(import, NodeKind::ImportFrom)) {
        imported_.push_back(written_module(import));
        continue;
      }
      for (const NodeId alias : tree_.children(import)) {
        imported_.emplace_back(bindings_.spelling().dotted(tree_.child(alias, 0)));
      }
    }
    imported_.emplace_back();  // asked for once
  }
  return std::ranges::any_of(imported_, [module](std::string_view one) {
    return one.starts_with(module) && (one.size() == module.size() || one[module.size()] == '.');
  });
}

const Meanings& Meaner::of_annotation(NodeId annotation) {
  const auto [slot, is_new] = annotations_.emplace(annotation.index(), unknown());
  Meanings& kept = slot->second;
  if (is_new && depth_ < kMaxMeanerDepth) {
    ++depth_;
    kept = find_annotated(annotation);
    --depth_;
  }
  return kept;
}

// X | None and "X" hold an X.
Meanings Meaner::find_annotated(NodeId annotation) {
  Meanings out;
  switch (tree_.kind(annotation)) {
    case NodeKind::BinOp:
    case NodeKind::Tuple:
      for (const NodeId side : tree_.children(annotation)) {
        const Meanings& found = of_annotation(side);
        // Whoever asks whether all of them are numbers has to see that one is not told.
        found.empty() && !tree_.is(side, NodeKind::None)
            ? out.add({Kind::Instance, "typing.Any", NodeId::none(), {}})
            : out.add(found);
      }
      return out;
    case NodeKind::String:
      return of_annotation_text(annotation);
    case NodeKind::Subscript:
      return of_generic(annotation);
    default:
      break;
  }
  for (const Meaning& type : of(annotation).all()) {
    out.add({Kind::Instance, type.path, type.definition, type.entity});
  }
  out.set_incomplete();  // a subclass, or None
  return out;
}

// Optional[X] and Annotated[X, …] hold an X, dict[K, V] is a dict, a Literal one of its texts.
Meanings Meaner::of_generic(NodeId annotation) {
  constexpr std::string_view kWrappers[] = {"Optional", "Union",       "Final",   "ClassVar",
                                            "Required", "NotRequired", "ReadOnly"};
  constexpr std::string_view kContainers[] = {
      "builtins.dict",           "builtins.frozenset",
      "builtins.list",           "builtins.set",
      "builtins.tuple",          "collections.deque",
      "collections.abc.Mapping", "collections.abc.MutableMapping"};
  constexpr std::string_view kOld[] = {"Dict",  "FrozenSet", "List",           "Set",
                                       "Tuple", "Mapping",   "MutableMapping", "Deque"};
  const Meanings& generic = of(tree_.child(annotation, 0));
  const std::string_view path = generic.empty() ? "" : generic.all()[0].path;
  const std::string_view name = typing_name(path);
  const NodeId given = tree_.child(annotation, 1);
  if (name == "Annotated" && tree_.is(given, NodeKind::Tuple)) {
    return of_annotation(tree_.child(given, 0));
  }
  if (std::ranges::find(kWrappers, name) != std::end(kWrappers)) {
    return of_annotation(given);
  }
  if (name == "Literal") {
    return one(Kind::Instance, "typing.Literal");
  }
  const bool is_container = std::ranges::find(kContainers, path) != std::end(kContainers) ||
                            std::ranges::find(kOld, name) != std::end(kOld);
  return is_container ? of_annotation(tree_.child(annotation, 0)) : unknown();
}

// "module.Type" as text; its first name is looked up where the annotation stands.
Meanings Meaner::of_annotation_text(NodeId text) {
  const auto dotted = texts_.constant_text(text);
  if (!dotted) {
    return unknown();
  }
  const std::size_t dot = std::min(dotted->find('.'), dotted->size());
  const SymbolId symbol = bindings_.resolve(outline_.scope(text), dotted->substr(0, dot));
  Meanings out = unknown();
  if (!symbol.exists()) {
    return out;
  }
  const Meanings bases = of_reaching(all_of(bindings_, symbol));
  for (const Meaning& base : bases.all()) {
    if (base.path.empty() || dot == dotted->size()) {
      out.add({Kind::Instance, base.path, base.definition, base.entity});
      continue;
    }
    const Meanings types = attribute(base, dotted->substr(dot + 1));
    for (const Meaning& type : types.all()) {
      out.add({Kind::Instance, type.path, type.definition, type.entity});
    }
  }
  return out;
}

Meaner::Slot Meaner::slot_of_attribute(NodeId expr) {
  const Children parts = tree_.children(expr);
  if (parts.size() < 2) {
    return kUnknownSlot;
  }
  const Meanings& object = of(parts[0]);
  const std::string_view name = bindings_.spelling().of(parts[1]);
  if (object.empty()) {
    return object.is_complete() ? kNamelessSlot : kUnknownSlot;
  }
  const Meaning& first = object.all()[0];
  const bool is_own = first.path.empty() && !first.entity.exists() &&
                      tree_.is(first.definition, NodeKind::ClassDef);
  return is_own && object.all().size() == 1 && object.is_complete()
             ? slot_of_member(first.definition, name)
             : slot_for(of_attribute(object, name));
}

Meanings Meaner::of_attribute(const Meanings& object, std::string_view name) {
  Meanings out;
  for (const Meaning& meaning : object.all()) {
    out.add(attribute(meaning, name));
  }
  if (!object.is_complete()) {
    out.set_incomplete();
  }
  return out;
}

Meanings Meaner::attribute(const Meaning& object, std::string_view name) {
  if (object.entity.exists()) {
    return project_->attribute(object, name);
  }
  if (object.path.empty()) {
    return tree_.is(object.definition, NodeKind::ClassDef)
               ? at(slot_of_member(object.definition, name))
               : unknown();
  }
  Meanings out;
  out.add(path_attribute(paths_, object, name));
  return out;
}

// Each member is looked for once, so that classes that are each other's bases cost no more.
Meaner::Slot Meaner::slot_of_member(NodeId class_def, std::string_view name) {
  const std::uint32_t symbol =
      names_.intern(ScopeId(class_def.index()), name, Space::Members).index();
  name_slots_.resize(names_.size());
  if (name_slots_[symbol] == 0) {
    name_slots_[symbol] = kUnknownSlot;
    const Slot found = slot_for(find_member(class_def, name));
    name_slots_[symbol] = found;
  }
  return name_slots_[symbol];
}

Meanings Meaner::find_member(NodeId class_def, std::string_view name) {
  const ScopeId scope = outline_.scope(tree_.children(class_def).back());
  const SymbolId symbol = bindings_.find_member(scope, name);
  return symbol.exists() ? of_reaching(all_of(bindings_, symbol)) : inherited(class_def, name);
}

Meanings Meaner::inherited(NodeId class_def, std::string_view name) {
  Meanings out = unknown();
  for (const NodeId part : tree_.children(class_def)) {
    if (!tree_.is(part, NodeKind::Arguments) || depth_ >= kMaxMeanerDepth) {
      continue;
    }
    ++depth_;
    for (const NodeId base : tree_.children(part)) {
      for (const Meaning& meaning : of(base).all()) {
        out.add(attribute(meaning, name));
      }
    }
    --depth_;
  }
  return out;
}

// What models tell of an operator: of a path and a name the / makes a path.
Meanings Meaner::of_operation(NodeId expr) {
  Meanings out = unknown();
  if (tree_[expr].op() != syntax::Operator::Div) {
    return out;
  }
  constexpr std::string_view kMethods[] = {"__truediv__", "__rtruediv__"};
  for (std::uint32_t side = 0; side < 2; ++side) {
    for (const Meaning& meaning : of(tree_.child(expr, side)).all()) {
      const bool is_value = meaning.kind == Kind::Instance && !meaning.path.empty();
      const std::string_view type =
          is_value ? knowledge::returns(paths_.join(meaning.path, kMethods[side])) : "";
      if (!type.empty()) {
        out.add({Kind::Instance, type, NodeId::none(), {}});
      }
    }
  }
  return out;
}

Meanings Meaner::of_subscript(NodeId expr) {
  return element(of(tree_.child(expr, 0)));
}

Meanings Meaner::element(const Meanings& container) {
  Meanings out = unknown();
  for (const Meaning& meaning : container.all()) {
    if (meaning.path.empty()) {
      continue;
    }
    const std::string_view type = knowledge::returns(paths_.join(meaning.path, "__iter__"));
    if (!type.empty()) {
      out.add({Kind::Instance, type, NodeId::none(), {}});
    } else if (meaning.path.ends_with("[]")) {
      out.add(meaning);  // an element of an element: enough to know where it comes from
    } else if (meaning.kind == Kind::Object) {
      out.add({Kind::Object, paths_.with_suffix(meaning.path, "[]"), NodeId::none(), {}});
    }
  }
  return out;
}

// What `with` binds: by default a manager returns itself.
Meanings Meaner::entered(const Meanings& manager) {
  Meanings out = unknown();
  for (const Meaning& meaning : manager.all()) {
    const std::string_view type = meaning.path.empty()
                                      ? std::string_view()
                                      : knowledge::returns(paths_.join(meaning.path, "__enter__"));
    out.add(type.empty() ? meaning : Meaning{Kind::Instance, type, NodeId::none(), {}});
  }
  return out;
}

Meanings Meaner::of_call(NodeId expr) {
  const Meanings& callees = of(tree_.child(expr, 0));
  Meanings out;
  add_helped_import(expr, out);
  for (const Meaning& callee : callees.all()) {
    if (callee.path.empty() || !add_special_call(expr, callee.path, out)) {
      out.add(result(callee));
    }
  }
  if (!callees.is_complete()) {
    out.set_incomplete();
  }
  return out;
}

Meanings Meaner::result(const Meaning& callee) {
  if (callee.entity.exists()) {
    return project_->call(callee);
  }
  if (callee.path.empty()) {
    if (tree_.is(callee.definition, NodeKind::ClassDef)) {
      return callee.kind == Kind::Object ? defined(Kind::Instance, callee.definition) : unknown();
    }
    Meanings out;
    const auto returns = bindings_.returns_of(callee.definition);
    for (const NodeId statement : returns.first(std::min(returns.size(), kMaxReturns))) {
      out.add(of(tree_.child(statement, 0)));
    }
    const Children parts = tree_.children(callee.definition);
    const bool is_annotated = tree_.is(callee.definition, NodeKind::FunctionDef) &&
                              tree_[callee.definition].has(flag::kReturns) && parts.size() > 2;
    if (out.empty() && is_annotated) {
      out.add(of_annotation(parts[parts.size() - 2]));
    }
    out.set_incomplete();
    return out;
  }
  Meanings out;
  out.add(path_call(paths_, callee));
  return out;
}

// import_optional_dependency("jinja2"), pytest.importorskip("yaml"): what may be missing is
// imported by a function that projects write for it, and that is called after what it does.
void Meaner::add_helped_import(NodeId expr, Meanings& out) {
  const Children parts = tree_.children(expr);
  const Children callee = tree_.children(parts[0]);
  const NodeId last =
      tree_.is(parts[0], NodeKind::Attribute) && callee.size() == 2 ? callee[1] : parts[0];
  const bool is_named = tree_.is(last, NodeKind::Name) || tree_.is(last, NodeKind::Identifier);
  if (!is_named || parts.size() < 2 || !is_import_helper(bindings_.spelling().of(last))) {
    return;
  }
  const auto text = texts_.constant_text(parts[1]);
  if (text && is_module_path(*text)) {
    out.add(imported(*text));
  }
}

// Query sets and managers of Django: MySet.as_manager() is a MySet, MyManager.from_queryset(MySet)
// a class of both.
bool Meaner::add_manager(const Children& call, std::string_view callee, Meanings& out) {
  const bool is_class = callee == "django.db.models.Manager.from_queryset";
  if ((!is_class && callee != "django.db.models.Manager.as_manager") ||
      !tree_.is(call[0], NodeKind::Attribute)) {
    return false;
  }
  Meanings types = of(tree_.child(call[0], 0));
  if (is_class && call.size() > 1) {
    types.add(of(call[1]));
  }
  for (const Meaning& type : types.all()) {
    out.add({is_class ? Kind::Object : Kind::Instance, type.path, type.definition, type.entity});
  }
  return true;
}

// Calls whose result is what an argument refers to.
bool Meaner::add_special_call(NodeId expr, std::string_view callee, Meanings& out) {
  const Children parts = tree_.children(expr);
  if (add_manager(parts, callee, out)) {
    return true;
  }
  if (parts.size() < 2) {
    return false;
  }
  if (callee == "functools.partial" || callee == "contextlib.closing" ||
      callee == "contextlib.aclosing" || callee == "copy.copy") {
    for (Meaning meaning : of(parts[1]).all()) {
      meaning.is_partial |= callee == "functools.partial" && parts.size() > 2;
      out.add(meaning);
    }
    return true;
  }
  if (callee == "typing.cast") {
    out.add(of_annotation(parts[1]));
    return true;
  }
  const bool is_getattr = callee == "builtins.getattr" && parts.size() > 2;
  const bool is_import = callee == "builtins.__import__" || callee == "importlib.import_module";
  if (!is_getattr && !is_import) {
    return false;
  }
  const auto text = texts_.constant_text(parts[is_getattr ? 2 : 1]);
  if (!text) {
    return false;
  }
  if (is_getattr) {
    for (const Meaning& object : of(parts[1]).all()) {
      out.add(attribute(object, *text));
    }
    return true;
  }
  const bool whole = callee == "importlib.import_module";
  out.add(imported(whole ? *text : text->substr(0, text->find('.'))));
  return true;
}

}  // namespace av::names
