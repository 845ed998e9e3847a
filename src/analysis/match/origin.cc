#include "analysis/match/origin.h"

#include "analysis/match/chosen.h"
#include "analysis/match/path_table.h"
#include "analysis/match/words.h"
#include "analysis/names/checked_field.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_set>
#include <vector>

namespace av::match {

using names::Binding;
using names::BindingKind;
using names::Meaning;
using syntax::Children;
using syntax::NodeId;
using syntax::NodeKind;
namespace flag = syntax::flag;

namespace {

enum class Sort : std::uint8_t { Harmless, Passes, File, Local, Typed, Remote, Answer };

#define AV_ORIGIN(path, sort) {path, Sort::sort},
constexpr auto kOrigins = path_table<Sort>({
#include "analysis/match/origins.def"
});
#undef AV_ORIGIN

template <std::size_t kCount>
constexpr bool has(const std::array<std::string_view, kCount>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Methods whose result is as trusted as their object and arguments, whatever the object is.
constexpr auto kPassingMethods = std::to_array<std::string_view>(
    {"copy",  "decode",     "encode",   "format",    "get",     "getlist", "getvalue",
     "group", "groups",     "items",    "join",      "json",    "lower",   "lstrip",
     "pop",   "read",       "readline", "readlines", "replace", "rsplit",  "rstrip",
     "split", "splitlines", "strip",    "title",     "upper",   "values"});

// Methods that return a number, a digest or the like.
constexpr auto kHarmlessMethods =
    std::to_array<std::string_view>({"count", "digest", "fileno", "hexdigest", "index", "isdigit",
                                     "isoformat", "strftime", "tell", "timestamp"});

// What a decorator must be called for the function's parameters to come from a request.
constexpr auto kRouteDecorators =
    std::to_array<std::string_view>({"api_route", "delete", "get", "head", "options", "patch",
                                     "post", "put", "route", "websocket"});
// What a web framework's request has, and the request of a client has not or seldom.
constexpr auto kRequestAttributes = std::to_array<std::string_view>(
    {"COOKIES",      "FILES",     "GET",    "META",   "POST",        "args",     "body",
     "cookies",      "data",      "files",  "form",   "get_data",    "get_json", "json",
     "match_info",   "matchdict", "media",  "params", "path_params", "query",    "query_params",
     "query_string", "rel_url",   "stream", "values"});
static_assert(std::is_sorted(kRequestAttributes.begin(), kRequestAttributes.end()));
// … and what the server hangs on it: its own settings and objects.
constexpr auto kServerAttributes =
    std::to_array<std::string_view>({"app", "application", "registry", "settings", "state"});
constexpr auto kOfModule =
    std::to_array<std::string_view>({"__file__", "__name__", "__package__", "__path__"});
constexpr auto kCommandDecorators =
    std::to_array<std::string_view>({"argument", "command", "option"});
// What people call the result of parse_args().
constexpr auto kParsedArguments = std::to_array<std::string_view>(
    {"args", "cli_args", "namespace", "ns", "options", "opts", "parsed_args"});

static_assert(std::is_sorted(kPassingMethods.begin(), kPassingMethods.end()));
static_assert(std::is_sorted(kHarmlessMethods.begin(), kHarmlessMethods.end()));
static_assert(std::is_sorted(kRouteDecorators.begin(), kRouteDecorators.end()));
static_assert(std::is_sorted(kCommandDecorators.begin(), kCommandDecorators.end()));
static_assert(std::is_sorted(kParsedArguments.begin(), kParsedArguments.end()));

// Walker answers one question.
class Walker {
 public:
  Walker(names::FileNames& names, Callers& callers, Stores& stores)
      : names_(names), callers_(callers), stores_(stores), tree_(names.tree()) {}

  // walk looks at no more than `most` expressions, and returns how many it did.
  std::size_t walk(NodeId start, std::size_t most) {
    push(start);
    std::size_t steps = 0;
    for (; !open_.empty(); ++steps) {
      const Step at = open_.back();
      open_.pop_back();
      shown_ = at.shown;
      if (steps == most) {
        note(Origin::Unknown, at.node);
        break;
      }
      at.augmented == nullptr ? visit(at.node) : visit_augmented(*at.augmented, at.node);
    }
    return steps;
  }

  [[nodiscard]] Provenance worst() const {
    return {worst_.origin, worst_.place, by_file_, worst_.is_kept, is_typed_, worst_.is_answer};
  }

 private:
  // Step is an expression to look at, and the larger one to show for it: `self.path` for `self`.
  // Or it is what an augmented assignment added to.
  struct Step {
    NodeId node;
    NodeId shown;
    const Binding* augmented = nullptr;
  };

  void push(NodeId id, NodeId shown = NodeId::none()) {
    if (id.exists() && seen_.insert(id.index()).second) {
      open_.push_back({id, shown});
    }
  }

  // push_object goes on with what an attribute or element is of.
  void push_object(NodeId whole) { push(tree_.child(whole, 0), shown_.exists() ? shown_ : whole); }

  // More children than there are steps would never be looked at.
  void push_children(NodeId id, std::uint32_t first = 0) {
    const Children children = tree_.children(id);
    constexpr auto kMost = static_cast<std::uint32_t>(Origins::kMaxSteps) + 1;
    for (std::uint32_t i = std::min(children.size(), first + kMost); i > first; --i) {
      push(children[i - 1]);
    }
  }

  void note(Origin origin, NodeId place, bool is_kept = false) {
    note({.origin = origin, .place = place, .is_kept = is_kept});
  }

  void note(Provenance one) {
    if (is_worse(one, worst_)) {
      worst_ = one;
      worst_.place = shown_.exists() ? shown_ : one.place;
    }
  }

  void visit(NodeId id) {
    switch (tree_.kind(id)) {
      case NodeKind::Name:
      case NodeKind::Attribute:
      case NodeKind::Subscript:
      case NodeKind::Call:
        return visit_reference(id);
      case NodeKind::Compare:
      case NodeKind::Lambda:
      case NodeKind::FormatSpec:
        return note(Origin::Harmless, id);
      case NodeKind::Field:
        return visit_field(id);
      case NodeKind::BinOp:
        return visit_operation(id);
      case NodeKind::UnaryOp:
        return tree_[id].op() == syntax::Operator::Not ? note(Origin::Harmless, id)
                                                       : push_children(id);
      case NodeKind::ListComp:
      case NodeKind::SetComp:
      case NodeKind::GeneratorExp:
      case NodeKind::DictComp:
        return push(tree_.child(id, 0));
      case NodeKind::IfExp:
        push(tree_.child(id, 0));
        return push(tree_.child(id, 2));
      case NodeKind::BoolOp:
        return visit_choice(id);
      case NodeKind::NamedExpr:
      case NodeKind::Keyword:
        return push(tree_.child(id, 1));
      case NodeKind::Yield:
      case NodeKind::YieldFrom:
      case NodeKind::Error:
        return note(Origin::Unknown, id);
      default:
        return push_children(id);
    }
  }

  // x and "1" or "0" is never x.
  void visit_choice(NodeId id) {
    const Children sides = tree_.children(id);
    for (std::uint32_t i = 0; i < sides.size(); ++i) {
      const bool is_passed = tree_[id].op() == syntax::Operator::Or && i + 1 < sides.size() &&
                             tree_.is(sides[i], NodeKind::BoolOp) &&
                             tree_[sides[i]].op() == syntax::Operator::And;
      push(is_passed ? tree_.children(sides[i]).back() : sides[i]);
    }
  }

  // "?" * n: how often something is repeated says nothing of what it is.
  void visit_operation(NodeId id) {
    if (tree_[id].op() != syntax::Operator::Mult) {
      return push_children(id);
    }
    for (const NodeId side : tree_.children(id)) {
      const names::Value& value = names_.value(side);
      if (value.is(names::ValueKind::Text) || value.is(names::ValueKind::List)) {
        return push(side);
      }
    }
    push_children(id);
  }

  // A field that lets only numbers through brings no text.
  void visit_field(NodeId id) {
    const Children parts = tree_.children(id);
    const bool number = parts.size() > 1 && !tree_.text_of(parts[1]).empty() &&
                        std::string_view("dfFeEgGxXobn%").find(tree_.text_of(parts[1]).back()) !=
                            std::string_view::npos;
    number ? note(Origin::Harmless, id) : push(parts[0]);
  }

  static const Sort* sort_of(const Meaning& meaning) {
    return meaning.path.empty() ? nullptr : kOrigins.find_prefix(meaning.path);
  }

  void visit_reference(NodeId id) {
    if (tree_.is(id, NodeKind::Name) ? is_chosen(names_, id)
                                     : names::is_checked_number(names_, id)) {
      return note(Origin::Harmless, id);
    }
    if (names::has_pattern(names_, id)) {
      return note(Origin::Unknown, id);  // what the pattern lets through, flows tell
    }
    const auto meanings = names_.meanings(id).all();
    const bool is_harmless = std::ranges::all_of(meanings, [](const Meaning& meaning) {
      const Sort* sort = sort_of(meaning);
      return sort != nullptr && *sort == Sort::Harmless;
    });
    for (const Meaning& meaning : meanings) {
      const Sort* sort = sort_of(meaning);
      // An int or a str is no number, and that a function returns a str is no str(x).
      const bool counts = sort != nullptr && (*sort != Sort::Harmless || is_harmless) &&
                          (*sort != Sort::Passes || !calls_own_function(id));
      if (counts && visit_known(id, *sort)) {
        return;
      }
    }
    switch (tree_.kind(id)) {
      case NodeKind::Name:
        return visit_name(id);
      case NodeKind::Attribute:
        return visit_attribute(id);
      case NodeKind::Subscript:
        return visit_element(id);
      default:
        return visit_call(id);
    }
  }

  // calls_own_function: what is called is a function of the project.
  bool calls_own_function(NodeId id) {
    if (!tree_.is(id, NodeKind::Call)) {
      return false;
    }
    const auto callees = names_.meanings(tree_.child(id, 0)).all();
    return !callees.empty() && std::ranges::all_of(callees, [this](const Meaning& callee) {
      return callee.entity.is(names::Entity::Kind::Function) ||
             (callee.path.empty() && callee.definition.exists() &&
              tree_.is(callee.definition, NodeKind::FunctionDef));
    });
  }

  // visit_known returns false when there is more to look at.
  bool visit_known(NodeId id, Sort sort) {
    switch (sort) {
      case Sort::Harmless:
        note(Origin::Harmless, id);
        return true;
      case Sort::Typed:
        is_typed_ = true;
        [[fallthrough]];
      case Sort::Local:
        note(Origin::Local, source_of(id));
        return true;
      case Sort::Remote:
      case Sort::Answer:
        note({.origin = Origin::Remote, .place = source_of(id), .is_answer = sort == Sort::Answer});
        return true;
      case Sort::File:  // as bad as its path, which an argument or the object gives
        note(Origin::File, id);
        by_file_ = true;
        break;
      case Sort::Passes:
        break;
    }
    if (!tree_.is(id, NodeKind::Call)) {
      return false;
    }
    push_children(id, sort == Sort::Passes && has_key(id) ? 2 : 1);
    visit_receiver(id);
    return true;
  }

  // source_of is the expression that a name was bound to, to show that instead of the name.
  [[nodiscard]] NodeId source_of(NodeId id) const {
    if (!tree_.is(id, NodeKind::Name)) {
      return id;
    }
    const names::Reaching reached = names_.reaching(id);
    const Binding* binding = reached.only();
    return binding != nullptr && binding->value.exists() ? binding->value : id;
  }

  void visit_name(NodeId id) {
    const names::Reaching reached = names_.reaching(id);
    if (!reached.symbol().exists() || reached.bindings().empty()) {
      // What Python calls a module itself, and where it lies.
      return has(kOfModule, names_.spelling(id)) ? void() : note(Origin::Unknown, id);
    }
    for (const Store& store : stores_.of(reached.symbol())) {
      push(store.value);
    }
    follow(reached, id);
  }

  // d["x"] is what was put in under "x", or under a key that the file does not show.
  void visit_element(NodeId id) {
    const NodeId object = tree_.child(id, 0);
    const auto key = names_.value(tree_.child(id, 1)).text();
    if (!key || !tree_.is(object, NodeKind::Name)) {
      return push_object(id);
    }
    const names::Reaching reached = names_.reaching(object);
    for (const Store& store : stores_.of(reached.symbol())) {
      const auto under = store.key.exists() ? names_.value(store.key).text() : std::nullopt;
      if (!under || *under == *key) {
        push(store.value);
      }
    }
    shown_ = shown_.exists() ? shown_ : id;
    reached.bindings().empty() ? push(object, shown_) : follow(reached, object);
  }

  void follow(const names::Reaching& reached, NodeId use) {
    if (!reached.is_complete()) {
      note(Origin::Unknown, use);
    }
    for (const Binding* binding : reached.bindings()) {
      visit_binding(*binding, use);
    }
  }

  void visit_binding(const Binding& binding, NodeId use) {
    switch (binding.kind) {
      case BindingKind::Value:
      case BindingKind::Element:
      case BindingKind::Enter:
        return push(binding.value);
      case BindingKind::Augment:
        push(binding.value);
        if (seen_.insert(binding.node.index()).second) {
          open_.push_back({use, shown_, &binding});
        }
        return;
      case BindingKind::Parameter:
        return visit_parameter(binding, use);
      case BindingKind::Function:
      case BindingKind::Class:
        return note(Origin::Harmless, use);
      default:
        return note(Origin::Unknown, use);
    }
  }

  void visit_augmented(const Binding& binding, NodeId use) {
    follow(names::reaching_before(names_.outline(), names_.bindings(), binding), use);
  }

  void visit_parameter(const Binding& binding, NodeId use) {
    const NodeId function = names_.outline()[names_.bindings().scope_of(binding.symbol)].node;
    const std::string_view name = names_.spelling(binding.name);
    if (is_number(binding.node)) {
      return note(Origin::Harmless, use);
    }
    const bool is_message =
        (name == "event" && function_has_parameter(function, "context")) ||
        (name == "environ" && function_has_parameter(function, "start_response"));
    if (is_message || has_decorator(function, kRouteDecorators)) {
      return note(Origin::Remote, use);
    }
    if (name == "argv" || has_decorator(function, kCommandDecorators)) {
      return note(Origin::Local, use);
    }
    const auto given = callers_.given(function, binding.node);
    if (!given) {
      const bool is_kept = by_object_ && defined_name(function) == "__init__";
      return note(is_parsed(binding.node, name) ? Origin::Local : Origin::Parameter, use, is_kept);
    }
    for (const NodeId argument : *given) {
      push(argument);
    }
  }

  [[nodiscard]] std::string_view defined_name(NodeId function) const {
    for (const NodeId part : tree_.children(function)) {
      if (tree_.is(part, NodeKind::Identifier)) {
        return names_.spelling(part);
      }
    }
    return {};
  }

  // is_parsed: args.name, of what a command line was parsed into.
  [[nodiscard]] bool is_parsed(NodeId parameter, std::string_view name) const {
    return has(kParsedArguments, name) && !tree_[parameter].has(flag::kStar) &&
           !tree_[parameter].has(flag::kAnnotated) && shown_.exists() &&
           tree_.is(shown_, NodeKind::Attribute);
  }

  // element_type is float of list[float] and List[List[float]], what is no list itself.
  static std::string_view element_type(std::string_view type) {
    constexpr std::string_view kLists[] = {"list[", "List[", "Sequence[", "Iterable["};
    for (const std::string_view list : kLists) {
      if (type.starts_with(list) && type.ends_with("]")) {
        type.remove_prefix(list.size());
        type.remove_suffix(1);
        return element_type(type);
      }
    }
    return type;
  }

  // A parameter that is annotated as a number or numbers, or has no annotation and a number as its
  // default.
  [[nodiscard]] bool is_number(NodeId parameter) const {
    constexpr std::string_view kNumbers[] = {"int",           "float",           "bool",
                                             "int | None",    "float | None",    "bool | None",
                                             "Optional[int]", "Optional[float]", "Optional[bool]"};
    if (tree_[parameter].has(flag::kAnnotated)) {
      const std::string_view type = element_type(tree_.text_of(tree_.child(parameter, 1)));
      return std::ranges::find(kNumbers, type) != std::end(kNumbers);
    }
    if (!tree_[parameter].has(flag::kDefault)) {
      return false;
    }
    const names::Value& value = names_.value(tree_.children(parameter).back());
    return value.is(names::ValueKind::Int) || value.is(names::ValueKind::Float);
  }

  [[nodiscard]] bool function_has_parameter(NodeId function, std::string_view wanted) const {
    for (const NodeId part : tree_.children(function)) {
      for (const NodeId parameter :
           tree_.is(part, NodeKind::Parameters) ? tree_.children(part) : Children(0, 0)) {
        const Children names = tree_.children(parameter);
        if (!names.empty() && names_.spelling(names[0]) == wanted) {
          return true;
        }
      }
    }
    return false;
  }

  // @app.route("/x"), @router.get("/x"), @click.command(): the decorator's last name.
  template <std::size_t kCount>
  [[nodiscard]] bool has_decorator(NodeId function,
                                   const std::array<std::string_view, kCount>& wanted) const {
    const Children parts = tree_.children(function);
    if (parts.empty() || !tree_.is(parts[0], NodeKind::Decorators)) {
      return false;
    }
    for (NodeId decorator : tree_.children(parts[0])) {
      if (tree_.is(decorator, NodeKind::Call)) {
        decorator = tree_.child(decorator, 0);
      }
      if (tree_.is(decorator, NodeKind::Attribute) &&
          has(wanted, names_.spelling(tree_.children(decorator).back()))) {
        return true;
      }
    }
    return false;
  }

  void visit_attribute(NodeId id) {
    const Children parts = tree_.children(id);
    const std::string_view name = names_.spelling(parts[1]);
    if (is_request(parts[0]) && has(kRequestAttributes, name)) {
      return note(Origin::Remote, id);
    }
    if (is_request(parts[0]) && has(kServerAttributes, name)) {
      return note(Origin::Unknown, id);
    }
    const names::ScopeId class_scope = names_.bindings().class_of_self(parts[0]);
    const names::SymbolId member = class_scope.exists()
                                       ? names_.bindings().find_member(class_scope, name)
                                       : names::SymbolId::none();
    if (member.exists()) {
      by_object_ = true;
      return follow(names::all_of(names_.bindings(), member), id);
    }
    class_scope.exists() ? note(Origin::Unknown, id) : push_object(id);
  }

  // is_request: a parameter or attribute called as web frameworks call the request.
  [[nodiscard]] bool is_request(NodeId object) const {
    if (tree_.is(object, NodeKind::Attribute)) {
      return names_.bindings().class_of_self(tree_.child(object, 0)).exists() &&
             names_.spelling(tree_.children(object).back()) == "request";
    }
    if (!tree_.is(object, NodeKind::Name)) {
      return false;
    }
    const std::string_view name = names_.spelling(object);
    if (name != "request" && name != "req") {
      return false;
    }
    const names::Reaching reached = names_.reaching(object);
    return reached.only() != nullptr && reached.only()->kind == BindingKind::Parameter;
  }

  // visit_receiver goes on with x of x.f(…), unless it is a module or a class.
  void visit_receiver(NodeId call) {
    const NodeId callee = tree_.child(call, 0);
    if (!tree_.is(callee, NodeKind::Attribute)) {
      return;
    }
    const NodeId object = tree_.child(callee, 0);
    const auto meanings = names_.meanings(object).all();
    const bool is_value = meanings.empty() || meanings[0].kind == Meaning::Kind::Instance ||
                          meanings[0].path.ends_with(")") || meanings[0].path.ends_with("]");
    if (is_value) {
      push(object);
    }
  }

  // d.get(key, otherwise): the key chooses, and is not in what comes out.
  [[nodiscard]] bool has_key(NodeId call) const {
    const Children parts = tree_.children(call);
    const std::string_view method = tree_.is(parts[0], NodeKind::Attribute)
                                        ? names_.spelling(tree_.children(parts[0]).back())
                                        : std::string_view();
    return (method == "get" || method == "pop") && parts.size() > 1 &&
           !tree_.is(parts[1], NodeKind::Keyword) && !tree_.is(parts[1], NodeKind::Starred);
  }

  void visit_call(NodeId id) {
    const NodeId callee = tree_.child(id, 0);
    const NodeId last =
        tree_.is(callee, NodeKind::Attribute) ? tree_.children(callee).back() : callee;
    const bool is_named = tree_.is(last, NodeKind::Name) || tree_.is(last, NodeKind::Identifier);
    if (is_named && is_quoting(names_.spelling(last))) {
      return note(Origin::Harmless, id);
    }
    if (tree_.is(callee, NodeKind::Attribute)) {
      const std::string_view method = names_.spelling(last);
      if (has(kHarmlessMethods, method)) {
        return note(Origin::Harmless, id);
      }
      if (has(kPassingMethods, method)) {
        push(tree_.child(callee, 0));
        return push_children(id, has_key(id) ? 2 : 1);
      }
    }
    for (const Meaning& meaning : names_.meanings(callee).all()) {
      if (meaning.path.empty() && tree_.is(meaning.definition, NodeKind::FunctionDef)) {
        return visit_result(meaning.definition, id);
      }
    }
    note(Origin::Unknown, id);
  }

  // What a function of this file returns; what its parameters bring is unknown.
  void visit_result(NodeId function, NodeId call) {
    const auto returns = names_.bindings().returns_of(function);
    if (returns.empty()) {
      return note(Origin::Unknown, call);
    }
    for (const NodeId statement : returns) {
      push_children(statement);
    }
  }

  names::FileNames& names_;
  Callers& callers_;
  Stores& stores_;
  const syntax::Tree& tree_;
  std::vector<Step> open_;
  NodeId shown_;
  std::unordered_set<std::uint32_t> seen_;
  Provenance worst_;
  bool by_file_ = false;
  bool by_object_ = false;  // an attribute of the object itself is among what is looked at
  bool is_typed_ = false;
};

}  // namespace

bool is_worse(const Provenance& one, const Provenance& other) {
  const auto key = [](const Provenance& from) {
    return std::tuple(from.origin, !from.is_answer, !from.is_kept);
  };
  return key(one) > key(other);
}

bool is_quoting(std::string_view function) {
  const Words words(function);
  constexpr std::string_view kMakers[] = {"check", "clean",    "escape", "identifier", "safe",
                                          "sql",   "sanitize", "valid",  "validate"};
  const bool makes_identifier =
      (words.last() == "identifier" || words.last() == "identifiers") &&
      std::ranges::find(kMakers, words.all().front()) != std::end(kMakers);
  return makes_identifier || words.has("quote") || words.has("qn") ||
         words.has_pair("escape", "string") || words.has_pair("escape", "identifier") ||
         words.has_pair("format", "table");
}

Provenance Origins::of(NodeId expr) {
  const auto [slot, is_new] = known_.emplace(expr.index(), Provenance{Origin::Unknown, expr});
  if (!is_new) {
    return slot->second;
  }
  Walker walker(*names_, callers_, stores_);
  const std::size_t steps = walker.walk(expr, std::min(kMaxSteps, kFewestSteps + steps_left_));
  steps_left_ -= std::min(steps, steps_left_);
  slot->second = walker.worst();
  return slot->second;
}

}  // namespace av::match
