#include "analysis/names/export_collector.h"

#include "analysis/names/constant_writer.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace av::names {

using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

namespace {

// A value whose text is longer is data, and rules do not ask for it.
constexpr std::uint32_t kMostValueBytes = 8192;
constexpr std::size_t kMostStars = 64;

// Definition is a class or function that the module or a class of it defines.
struct Definition {
  NodeId node;
  std::string name;  // within the module
  Entity entity;
  ClassId owner;  // none at module level
};

class ExportCollector {
 public:
  explicit ExportCollector(const FileParts& file)
      : bindings_(file.bindings),
        outline_(bindings_.outline()),
        tree_(outline_.tree()),
        meaner_(file.meaner),
        evaluator_(file.evaluator),
        constants_(out_) {}

  ProjectTables collect() {
    out_.modules.resize(1);
    find_definitions();
    find_symbols();
    find_windows_blocks();
    for (const Definition& definition : definitions_) {
      definition.entity.is(Entity::Kind::Class) ? fill_class(definition)
                                                : fill_function(definition);
    }
    Module& module = out_.modules[0];
    module.members = add_members(outline_.module_scope());
    module.is_indexed = true;
    add_stars();
    add_exports();
    add_loads();
    return std::move(out_);
  }

 private:
  // Scopes come parents first, so that a class is known before what is in it.
  void find_definitions() {
    for (std::uint32_t i = 1; i < outline_.scope_count(); ++i) {
      const Scope& scope = outline_[ScopeId(i)];
      const bool is_class = scope.kind == ScopeKind::Class;
      if (!is_class && scope.kind != ScopeKind::Function) {
        continue;
      }
      const ScopeId around = outline_.scope(scope.node);
      const Definition* owner = nullptr;
      if (around != outline_.module_scope()) {
        const auto known = by_node_.find(outline_[around].node.index());
        if (known == by_node_.end() || outline_[around].kind != ScopeKind::Class) {
          continue;
        }
        owner = &definitions_[known->second];
      }
      add_definition(scope.node, owner, is_class);
    }
  }

  void add_definition(NodeId node, const Definition* owner, bool is_class) {
    Definition made;
    made.node = node;
    made.name = owner == nullptr ? "" : owner->name + '.';
    made.name += name_of(node);
    made.owner = owner == nullptr ? ClassId::none() : owner->entity.class_id();
    if (is_class) {
      made.entity = {Entity::Kind::Class, static_cast<std::uint32_t>(out_.classes.size())};
      out_.classes.emplace_back();
    } else {
      made.entity = {Entity::Kind::Function, static_cast<std::uint32_t>(out_.functions.size())};
      out_.functions.emplace_back();
    }
    by_node_.emplace(node.index(), definitions_.size());
    definitions_.push_back(std::move(made));
  }

  [[nodiscard]] std::string_view name_of(NodeId definition) const {
    for (const NodeId part : tree_.children(definition)) {
      if (tree_.is(part, NodeKind::Identifier)) {
        return bindings_.spelling().of(part);
      }
    }
    return "";
  }

  // find_symbols sorts the symbols of the module and of its classes by scope and name.
  void find_symbols() {
    for (std::uint32_t i = 0; i < bindings_.symbol_count(); ++i) {
      const SymbolId symbol(i);
      const Scope& scope = outline_[bindings_.scope_of(symbol)];
      const bool is_known =
          scope.kind == ScopeKind::Module ||
          (scope.kind == ScopeKind::Class && by_node_.contains(scope.node.index()));
      if (is_known && !bindings_.of(symbol).empty()) {
        symbols_.push_back(symbol);
      }
    }
    std::ranges::sort(symbols_, {}, [this](SymbolId symbol) {
      return std::tuple(bindings_.scope_of(symbol), bindings_.name_of(symbol), symbol);
    });
  }

  Rows add_members(ScopeId scope) {
    const auto of_scope = std::ranges::equal_range(
        symbols_, scope, {}, [this](SymbolId symbol) { return bindings_.scope_of(symbol); });
    Rows rows = {static_cast<std::uint32_t>(out_.members.size()), 0};
    std::vector<Member> made;
    std::string_view last;
    for (const SymbolId symbol : of_scope) {
      // A name of a class that its methods set on self as well is one member.
      const std::string_view name = bindings_.name_of(symbol);
      if (name != last) {
        add_member(bindings_.find_member(scope, name), name, made);
      }
      last = name;
    }
    rows.count = static_cast<std::uint32_t>(made.size());
    out_.members.insert(out_.members.end(), made.begin(), made.end());
    return rows;
  }

  void add_member(SymbolId symbol, std::string_view name, std::vector<Member>& out) {
    const ScopeId scope = bindings_.scope_of(symbol);
    const bool on_self = bindings_.find(scope, name) != symbol;
    const Reaching reached = on_self ? all_of(bindings_, symbol) : reaching_end(bindings_, symbol);
    if (reached.bindings().empty()) {
      return;
    }
    Member member;
    member.name = out_.add_text(name);
    member.is_on_self = on_self;
    member.is_certain = is_certain(reached, scope);
    if (!member.is_certain) {
      add_conditions(reached, member);
    }
    member.is_imported = std::ranges::all_of(reached.bindings(), [](const Binding* binding) {
      return binding->kind == BindingKind::ImportFrom;
    });
    const Meanings meanings = meaner_.of_reaching(reached);
    const Rows targets = add_targets(meanings);
    member.first_target = targets.first;
    member.target_count = static_cast<std::uint16_t>(targets.count);
    member.is_complete = meanings.is_complete();
    if (may_have_value(reached)) {
      member.value = constants_.write(evaluator_.of_reaching(reached, outline_[scope].node));
    }
    out.push_back(member);
  }

  // is_certain: one of the bindings is not within a branch.
  [[nodiscard]] bool is_certain(const Reaching& reached, ScopeId scope) const {
    const NodeId body = outline_[scope].node;
    return !reached.may_be_deleted() &&
           std::ranges::any_of(reached.bindings(), [&](const Binding* binding) {
             return binding->region.exists() &&
                    (binding->region == body || outline_.parent(binding->region) == body);
           });
  }

  // Conditions is what the `if` statements around something ask for.
  struct Conditions {
    bool is_hidden = false;  // TYPE_CHECKING or __name__ == "__main__": not when it is imported
    Platform platform = Platform::Any;
  };

  [[nodiscard]] Conditions conditions_of(NodeId inside) const {
    Conditions out;
    for (NodeId at = outline_.parent(inside); at.exists(); at = outline_.parent(at)) {
      const bool is_branch = tree_.is(at, NodeKind::If) || tree_.is(at, NodeKind::Elif);
      if (is_branch && tree_.child(at, 1) == inside) {
        const std::string_view test = tree_.text_of(tree_.child(at, 0));
        out.is_hidden = out.is_hidden || never_holds(test);
        out.platform = out.platform == Platform::Any ? platform_of(test) : out.platform;
      }
      if (needs_windows(at, inside)) {
        out.platform = Platform::Windows;
      }
      inside = at;
    }
    return out;
  }

  // needs_windows: `inside` is in a block that imports what only Windows has, or in the `else:` of
  // a `try:` that does.
  [[nodiscard]] bool needs_windows(NodeId around, NodeId inside) const {
    const bool is_else = tree_.is(around, NodeKind::Try) && tree_.is(inside, NodeKind::Else);
    const NodeId block = is_else ? tree_.child(around, 0) : inside;
    return std::ranges::find(windows_blocks_, block) != windows_blocks_.end();
  }

  void find_windows_blocks() {
    for (const NodeId import : bindings_.imports()) {
      const NodeId block = outline_.parent(import);
      const bool is_from = tree_.is(import, NodeKind::ImportFrom);
      const std::string module =
          is_from
              ? meaner_.written_module(import)
              : std::string(bindings_.spelling().dotted(tree_.child(tree_.child(import, 0), 0)));
      if (tree_.is(block, NodeKind::Block) && is_windows_module(module)) {
        windows_blocks_.push_back(block);
      }
    }
  }

  void add_conditions(const Reaching& reached, Member& member) const {
    bool is_first = true;
    for (const Binding* binding : reached.bindings()) {
      const Conditions asked = conditions_of(binding->region);
      member.is_hidden = (is_first || member.is_hidden) && asked.is_hidden;
      const bool agrees = is_first || member.platform == asked.platform;
      member.platform = agrees ? asked.platform : Platform::Any;
      is_first = false;
    }
  }

  static bool never_holds(std::string_view test) {
    return test == "False" || test == "0" || test == "TYPE_CHECKING" ||
           test.ends_with(".TYPE_CHECKING") || test == "__name__ == '__main__'" ||
           test == "__name__ == \"__main__\"";
  }

  [[nodiscard]] bool may_have_value(const Reaching& reached) const {
    bool may = false;
    for (const Binding* binding : reached.bindings()) {
      const bool has_value = binding->kind == BindingKind::Value ||
                             binding->kind == BindingKind::Augment ||
                             binding->kind == BindingKind::Element;
      if (has_value && tree_[binding->value].end - tree_[binding->value].start > kMostValueBytes) {
        return false;
      }
      may = may || has_value;
    }
    return may;
  }

  Rows add_targets(const Meanings& meanings) {
    Rows rows = {static_cast<std::uint32_t>(out_.targets.size()), 0};
    for (const Meaning& meaning : meanings.all()) {
      Target target;
      target.is_instance = meaning.kind == Meaning::Kind::Instance;
      target.is_partial = meaning.is_partial;
      if (!meaning.path.empty()) {
        target.ref = out_.add_text(meaning.path).index();
      } else {
        const auto known = by_node_.find(meaning.definition.index());
        if (known == by_node_.end()) {
          continue;
        }
        const Entity& entity = definitions_[known->second].entity;
        target.kind = entity.is(Entity::Kind::Class) ? Target::Kind::Class : Target::Kind::Function;
        target.ref = entity.index;
      }
      out_.targets.push_back(target);
      ++rows.count;
    }
    return rows;
  }

  void fill_class(const Definition& definition) {
    const ScopeId scope = outline_.scope(tree_.children(definition.node).back());
    const Rows members = add_members(scope);
    ProjectClass& row = out_.classes[definition.entity.index];
    row.name = out_.add_text(definition.name);
    row.start = tree_[definition.node].start;
    row.members = members;
    row.bases.first = static_cast<std::uint32_t>(out_.targets.size());
    for (const NodeId part : tree_.children(definition.node)) {
      if (tree_.is(part, NodeKind::Arguments)) {
        add_bases(part, row);
      }
    }
  }

  // Base[T] is a Base.
  void add_bases(NodeId arguments, ProjectClass& row) {
    for (NodeId base : tree_.children(arguments)) {
      if (tree_.is(base, NodeKind::Keyword) || tree_.is(base, NodeKind::DoubleStarred)) {
        continue;
      }
      if (tree_.is(base, NodeKind::Subscript)) {
        base = tree_.child(base, 0);
      }
      const Meanings& meanings = meaner_.of(base);
      const Rows added = add_targets(meanings);
      row.bases.count += added.count;
      row.has_other_bases = row.has_other_bases || added.count == 0 || !meanings.is_complete();
    }
  }

  void fill_function(const Definition& definition) {
    ProjectFunction row;
    row.name = out_.add_text(definition.name);
    row.owner = definition.owner;
    row.start = tree_[definition.node].start;
    row.is_async = tree_[definition.node].has(flag::kAsync);
    row.parameters.first = static_cast<std::uint32_t>(out_.parameters.size());
    for (const NodeId part : tree_.children(definition.node)) {
      if (tree_.is(part, NodeKind::Decorators)) {
        note_decorators(part, row);
      } else if (tree_.is(part, NodeKind::Parameters)) {
        row.parameters.count = add_parameters(part);
      }
    }
    const Meanings returned = meaner_.result({Meaning::Kind::Object, {}, definition.node});
    row.returns = add_targets(returned);
    row.returns_all = returned.is_complete();
    row.value = result_of(definition.node);
    out_.functions[definition.entity.index] = row;
  }

  // The constant that a function returns: asked for only where it is likely to be one.
  ConstantId result_of(NodeId function) {
    const auto returns = bindings_.returns_of(function);
    if (returns.size() != 1) {
      return ConstantId::none();
    }
    const NodeId expr = tree_.child(returns[0], 0);
    const NodeKind kind = tree_.kind(expr);
    const bool likely = kind != NodeKind::Call && kind != NodeKind::Subscript &&
                        kind != NodeKind::Attribute && kind != NodeKind::Compare;
    return likely ? constants_.write(evaluator_.of_result(function)) : ConstantId::none();
  }

  void note_decorators(NodeId decorators, ProjectFunction& row) const {
    for (const NodeId decorator : tree_.children(decorators)) {
      const std::string_view text = tree_.text_of(decorator);
      if (text == "staticmethod") {
        row.is_static = true;
      } else if (text == "classmethod") {
        row.is_class_method = true;
      } else if (text == "property" || text.ends_with("cached_property")) {
        row.is_property = true;
      } else {
        row.is_decorated = true;
      }
    }
  }

  std::uint32_t add_parameters(NodeId parameters) {
    using Kind = ProjectParameter::Kind;
    const std::size_t first = out_.parameters.size();
    bool named = false;
    for (const NodeId part : tree_.children(parameters)) {
      if (tree_.is(part, NodeKind::SlashMarker)) {
        for (std::size_t i = first; i < out_.parameters.size(); ++i) {
          out_.parameters[i].kind = Kind::Position;
        }
        continue;
      }
      if (!tree_.is(part, NodeKind::Parameter)) {
        named = true;
        continue;
      }
      const Children children = tree_.children(part);
      const bool is_named = !children.empty() && tree_.is(children[0], NodeKind::Identifier);
      const std::string_view name = is_named ? bindings_.spelling().of(children[0]) : "";
      const syntax::Node& node = tree_[part];
      const Kind kind = node.has(flag::kDoubleStar) ? Kind::Names
                        : node.has(flag::kStar)     ? Kind::Rest
                        : named                     ? Kind::Name
                                                    : Kind::Either;
      named = named || kind == Kind::Rest;
      out_.parameters.push_back({out_.add_text(name), kind, node.has(flag::kDefault)});
    }
    return static_cast<std::uint32_t>(out_.parameters.size() - first);
  }

  void add_stars() {
    Rows& rows = out_.modules[0].stars;
    rows.first = static_cast<std::uint32_t>(out_.targets.size());
    for (const NodeId import : bindings_.star_imports()) {
      const bool at_top = outline_.scope(import) == outline_.module_scope();
      if (at_top && rows.count < kMostStars) {
        Target target;
        target.is_certain = outline_.parent(import) == tree_.root();
        target.platform = conditions_of(import).platform;
        target.ref = out_.add_text(meaner_.written_module(import)).index();
        out_.targets.push_back(target);
        ++rows.count;
      }
    }
  }

  // __all__ = […], __all__ += […], __all__.extend([…]).
  void add_exports() {
    const SymbolId symbol = bindings_.find(outline_.module_scope(), "__all__");
    if (!symbol.exists()) {
      return;
    }
    Module& module = out_.modules[0];
    module.exports.first = static_cast<std::uint32_t>(out_.names.size());
    module.has_all = true;
    for (const Binding& binding : bindings_.of(symbol)) {
      module.has_all = module.has_all && add_names(binding.value);
    }
    for (const NodeId statement : tree_.children(tree_.root())) {
      module.has_all = module.has_all && add_extension(statement);
    }
    module.has_other_all = !module.has_all;
    module.exports.count = static_cast<std::uint32_t>(out_.names.size()) - module.exports.first;
  }

  // What a function imports is imported when it is called, if ever.  What only another system than
  // Linux imports does not count, as knowledge/module_names.h is of Linux.
  void add_loads() {
    Rows& rows = out_.modules[0].loads;
    rows.first = static_cast<std::uint32_t>(out_.names.size());
    for (const NodeId import : bindings_.imports()) {
      const Conditions asked = conditions_of(import);
      if (!outline_.function_of(import).exists() && !asked.is_hidden &&
          asked.platform == Platform::Any) {
        add_load(import);
      }
    }
    rows.count = static_cast<std::uint32_t>(out_.names.size()) - rows.first;
  }

  void add_load(NodeId import) {
    if (tree_.is(import, NodeKind::Import)) {
      for (const NodeId alias : tree_.children(import)) {
        const std::string_view module = bindings_.spelling().dotted(tree_.child(alias, 0));
        out_.names.push_back(out_.add_text(module));
      }
      return;
    }
    const std::string module = meaner_.written_module(import);
    out_.names.push_back(out_.add_text(module));
    for (const NodeId part : tree_.children(import)) {
      if (tree_.is(part, NodeKind::Alias) &&
          !tree_.is(tree_.child(part, 0), NodeKind::StarMarker)) {
        const std::string_view name = bindings_.spelling().of(tree_.child(part, 0));
        out_.names.push_back(
            out_.add_text(module + (module.ends_with('.') ? "" : ".") + std::string(name)));
      }
    }
  }

  // False when the expression is no constant list of texts.
  bool add_names(NodeId expr) {
    if (!expr.exists()) {
      return true;
    }
    if (tree_.is(expr, NodeKind::ListComp)) {
      return add_own_names(tree_.text_of(expr));
    }
    const Value& value = evaluator_.of(expr);
    const bool is_list = value.is(ValueKind::List) || value.is(ValueKind::Tuple);
    for (const Item& item : value.items) {
      if (item.value->text()) {
        out_.names.push_back(out_.add_text(*item.value->text()));
      }
    }
    return is_list && !value.is_open;
  }

  // __all__ = [name for name in globals() if not name.startswith("_")], perhaps without modules.
  bool add_own_names(std::string_view text) {
    const auto has = [text](std::string_view part) {
      return text.find(part) != std::string_view::npos;
    };
    if ((!has("globals()") && !has("dir()")) ||
        (!has(".startswith('_')") && !has(".startswith(\"_\")"))) {
      return false;
    }
    const Rows members = out_.modules[0].members;
    for (std::uint32_t i = members.first; i < members.first + members.count; ++i) {
      const std::string name(out_.text_of(out_.members[i].name));
      if (!name.starts_with('_') && !(has("ModuleType") && is_module(name))) {
        out_.names.push_back(out_.add_text(name));
      }
    }
    return true;
  }

  [[nodiscard]] bool is_module(std::string_view name) const {
    const auto all = bindings_.of(bindings_.find(outline_.module_scope(), name));
    return std::ranges::all_of(all, [](const Binding& binding) {
      return binding.kind == BindingKind::Import || binding.kind == BindingKind::ImportAs;
    });
  }

  bool add_extension(NodeId statement) {
    if (!tree_.is(statement, NodeKind::ExprStmt) ||
        !tree_.text_of(statement).starts_with("__all__.")) {
      return true;
    }
    const NodeId call = tree_.child(statement, 0);
    if (!tree_.is(call, NodeKind::Call) || tree_.children(call).size() != 2) {
      return false;
    }
    const NodeId argument = tree_.child(call, 1);
    const std::string_view method = tree_.text_of(tree_.child(call, 0));
    if (method == "__all__.append" && evaluator_.of(argument).text()) {
      out_.names.push_back(out_.add_text(*evaluator_.of(argument).text()));
      return true;
    }
    return method == "__all__.extend" && add_names(argument);
  }

  const Bindings& bindings_;
  const Outline& outline_;
  const syntax::Tree& tree_;
  Meaner& meaner_;
  Evaluator& evaluator_;
  ProjectTables out_;
  ConstantWriter constants_;
  std::vector<Definition> definitions_;
  std::unordered_map<std::uint32_t, std::size_t> by_node_;  // definition nodes
  std::vector<NodeId> windows_blocks_;
  std::vector<SymbolId> symbols_;  // ascending by scope, then name
};

}  // namespace

ProjectTables collect_exports(const FileParts& file) {
  return ExportCollector(file).collect();
}

}  // namespace av::names
