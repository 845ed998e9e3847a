#include "analysis/taint/callees.h"

#include "analysis/taint/deferred.h"

#include <algorithm>

namespace av::taint {

using names::Entity;
using names::Meaning;
using syntax::NodeId;
using syntax::NodeKind;

bool is_cleaner(const knowledge::TaintModel& model) {
  return std::ranges::any_of(model.flows, [](const auto& flow) { return flow.clears != 0; });
}

Callee Callees::of(NodeId expr) {
  Callee callee;
  if (names_.tree().is(expr, NodeKind::Attribute)) {
    add_super(expr, callee);
    if (!callee.targets.empty()) {
      return callee;
    }
  }
  for (const Meaning& meaning : names_.meanings(expr).all()) {
    const bool is_program = meaning.path.empty() || meaning.entity.exists();
    if (is_program && !is_known_cleaner(meaning)) {
      add_target(meaning, expr, callee);
    } else if (meaning.kind == Meaning::Kind::Object) {
      add_library(meaning, callee);
    }
  }
  if (callee.targets.empty() && names_.tree().is(expr, NodeKind::Attribute)) {
    callee.called.method = names_.spelling(names_.tree().child(expr, 1));
  }
  if (callee.model == nullptr && names_.tree().is(expr, NodeKind::Attribute)) {
    const std::string_view name = names_.spelling(names_.tree().child(expr, 1));
    callee.model = knowledge::find_method_taint(name);
  }
  // What PEP 3333 calls so is a parameter of every application.
  if (callee.targets.empty() && !callee.has_path && names_.tree().is(expr, NodeKind::Name) &&
      names_.spelling(expr) == "start_response") {
    callee.model = knowledge::find_taint("wsgi.start_response");
    callee.signature = knowledge::find_function("wsgi.start_response");
  }
  return callee;
}

// is_known_cleaner: the project is the very library whose models say what this function leaves
// harmless; a look at how it does so shows no more.
bool Callees::is_known_cleaner(const Meaning& meaning) {
  if (meaning.path.empty() || !meaning.entity.is(Entity::Kind::Function)) {
    return false;
  }
  const knowledge::TaintModel* model = knowledge::find_taint(meaning.path);
  return model != nullptr && is_cleaner(*model);
}

// What a program has put on a library's object is an object of which nothing is known.
void Callees::add_library(const Meaning& meaning, Callee& callee) {
  if (meaning.path.starts_with("flask.g.") || meaning.path.starts_with("flask.current_app.")) {
    return;
  }
  callee.called.path = callee.has_path ? callee.called.path : meaning.path;
  callee.has_path = true;
  if (callee.model == nullptr) {
    callee.model = knowledge::find_taint(meaning.path);
    // The partial may have given the argument that a sink depends on.
    const bool depends = callee.model != nullptr &&
                         std::ranges::any_of(callee.model->sinks,
                                             [](const auto& sink) { return !sink.when.empty(); });
    callee.model = meaning.is_partial && depends ? nullptr : callee.model;
    callee.signature = knowledge::find_function(meaning.path);
  }
}

// A class is constructed, an instance's __call__ is called, a function is.
void Callees::add_target(const Meaning& meaning, NodeId expr, Callee& callee) {
  if (meaning.entity.is(Entity::Kind::Module)) {
    return;
  }
  if (const auto type = class_target(meaning)) {
    if (meaning.kind == Meaning::Kind::Object) {
      callee.targets.push_back(*type);
    } else if (auto call = find_protocol(expr, "__call__")) {
      callee.targets.push_back(*call);
    }
    return;
  }
  callee.targets.push_back(function_target(meaning, expr));
}

std::optional<Target> Callees::class_target(const Meaning& meaning) const {
  Target target;
  target.kind = Target::Kind::Construct;
  if (meaning.entity.is(Entity::Kind::Class)) {
    const names::Project& project = names_.project()->project();
    const names::ProjectClass& row = project[meaning.entity.class_id()];
    target.definition = {row.module, row.start};
    return target;
  }
  if (!meaning.entity.exists() && meaning.definition.exists() &&
      names_.tree().is(meaning.definition, NodeKind::ClassDef)) {
    target.definition = {{}, names_.tree()[meaning.definition].start};
    return target;
  }
  return std::nullopt;
}

Target Callees::function_target(const Meaning& meaning, NodeId expr) {
  Target target;
  bool is_static = false;
  bool is_class_method = false;
  bool is_of_class = false;
  if (meaning.entity.exists()) {
    const names::ProjectFunction& row = names_.project()->project()[meaning.entity.function()];
    target.definition = {row.module, row.start};
    is_static = row.is_static;
    is_class_method = row.is_class_method;
    is_of_class = row.owner.exists();
  } else {
    target.definition = {{}, names_.tree()[meaning.definition].start};
    is_of_class = is_method(meaning.definition, is_static, is_class_method);
  }
  const bool has_dot = names_.tree().is(expr, NodeKind::Attribute);
  const bool binds = has_dot && is_of_class && !is_static;
  target.kind = binds && (is_class_method || !is_on_class(names_.tree().child(expr, 0)))
                    ? Target::Kind::Method
                    : Target::Kind::Function;
  return target;
}

bool Callees::is_method(NodeId function, bool& is_static, bool& is_class) const {
  const syntax::Tree& tree = names_.tree();
  const names::Outline& outline = names_.outline();
  if (!tree.is(function, NodeKind::FunctionDef) ||
      outline[outline.scope(function)].kind != names::ScopeKind::Class) {
    return false;
  }
  const NodeId first = tree.child(function, 0);
  if (tree.is(first, NodeKind::Decorators)) {
    for (const NodeId decorator : tree.children(first)) {
      is_static |= tree.text_of(decorator) == "staticmethod";
      is_class |= tree.text_of(decorator) == "classmethod";
    }
  }
  return true;
}

// Class.method(object): the object is an argument like any other.
bool Callees::is_on_class(NodeId object) {
  for (const Meaning& meaning : names_.meanings(object).all()) {
    if (meaning.kind == Meaning::Kind::Object && class_target(meaning)) {
      return true;
    }
  }
  return false;
}

// super().method, super(Class, self).method
void Callees::add_super(NodeId expr, Callee& callee) {
  const syntax::Tree& tree = names_.tree();
  const NodeId object = tree.child(expr, 0);
  if (!tree.is(object, NodeKind::Call) || tree.text_of(tree.child(object, 0)) != "super") {
    return;
  }
  const NodeId function = names_.outline().function_of(expr);
  if (!function.exists()) {
    return;
  }
  const names::Scope& around = names_.outline()[names_.outline().scope(function)];
  if (around.kind != names::ScopeKind::Class) {
    return;
  }
  Target target;
  target.kind = Target::Kind::Super;
  target.definition = {{}, tree[around.node].start};
  target.name = table_.intern(names_.spelling(tree.child(expr, 1)));
  callee.targets.push_back(target);
}

std::optional<Target> Callees::find_function(NodeId expr) {
  const auto all = names_.meanings(expr).all();
  if (all.size() != 1 || (!all[0].path.empty() && !all[0].entity.exists()) ||
      is_known_cleaner(all[0])) {
    return std::nullopt;
  }
  const bool is_own = !all[0].entity.exists();
  const bool is_function = is_own ? names_.tree().is(all[0].definition, NodeKind::FunctionDef)
                                  : all[0].entity.is(Entity::Kind::Function);
  return is_function ? std::optional(function_target(all[0], expr)) : std::nullopt;
}

std::optional<Target> Callees::find_protocol(NodeId object, std::string_view name) {
  const auto all = names_.meanings(object).all();
  if (all.size() != 1 || all[0].kind != Meaning::Kind::Instance) {
    return std::nullopt;
  }
  auto target = class_target(all[0]);
  if (target) {
    target->kind = Target::Kind::Protocol;
    target->name = table_.intern(name);
  }
  return target;
}

std::optional<Target> Callees::find_class(NodeId expr) {
  for (const Meaning& meaning : names_.meanings(expr).all()) {
    if (const auto type = class_target(meaning)) {
      return type;
    }
  }
  return std::nullopt;
}

std::uint8_t Callees::of_passed(const Callee& callee, const syntax::Children& parts,
                                Callee& passed) {
  const std::uint8_t place = callee.targets.empty() ? passed_callee(callee.called) : 0;
  if (place == 0 || place >= parts.size()) {
    return 0;
  }
  passed = of(parts[place]);
  const bool does_harm = passed.targets.empty() && passed.model != nullptr &&
                         !passed.model->sinks.empty() && !passed.model->path.starts_with("*.");
  return does_harm ? place : std::uint8_t{0};
}

std::string_view Callees::path_of(NodeId expr) {
  for (const Meaning& meaning : names_.meanings(expr).all()) {
    if (!meaning.path.empty() && !meaning.entity.exists()) {
      return meaning.path;
    }
  }
  return {};
}

}  // namespace av::taint
