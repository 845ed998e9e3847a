// Web servers in debug mode.  Page: catalog/rules/web/debug-server.md
#include "analysis/match/callees.h"
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Value;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

// The parameter that switches debugging on.
constexpr auto kRunners = path_table<Parameter>({
    {"flask.Flask.run", {2, "debug"}},
    {"flask_socketio.SocketIO.run", {Parameter::kKeywordOnly, "debug"}},
    {"flask_script.Server", {Parameter::kKeywordOnly, "use_debugger"}},
    {"werkzeug.serving.run_simple", {Parameter::kKeywordOnly, "use_debugger"}},
    {"werkzeug.run_simple", {Parameter::kKeywordOnly, "use_debugger"}},
    {"werkzeug.debug.DebuggedApplication", {1, "evalex"}},
    {"bottle.run", {Parameter::kKeywordOnly, "debug"}},
    {"bottle.debug", {0, "mode"}},
    {"bottle.Bottle.run", {Parameter::kKeywordOnly, "debug"}},
    {"tornado.web.Application", {Parameter::kKeywordOnly, "debug"}},
    {"dash.Dash", {Parameter::kKeywordOnly, "debug"}},
    {"dash.Dash.run", {Parameter::kKeywordOnly, "debug"}},
    {"dash.Dash.run_server", {Parameter::kKeywordOnly, "debug"}},
    {"starlette.applications.Starlette", {Parameter::kKeywordOnly, "debug"}},
    {"fastapi.FastAPI", {Parameter::kKeywordOnly, "debug"}},
    {"sanic.Sanic.run", {Parameter::kKeywordOnly, "debug"}},
});

constexpr const char* kMend =
    "leave debugging off, and switch it on by the environment where you develop "
    "(`flask run --debug`)";

// is_sample: a folder that is there to show how something is used, or how fast it is.
bool is_sample(const CheckContext& check) {
  constexpr std::string_view kSamples[] = {"bench",   "benchmark", "benchmarks", "demo",   "demos",
                                           "example", "examples",  "sample",     "samples"};
  const std::string_view path = check.path();
  const std::size_t end = path.find_last_of("/\\");
  return end != path.npos && Words(path.substr(0, end)).has_any(kSamples);
}

bool is_on(const Value& value) {
  return (value.is(ValueKind::Bool) || value.is(ValueKind::Int)) && value.integer != 0;
}

// is_on_by_default: a parameter that is on where the caller says nothing.
bool is_on_by_default(CheckContext& check, NodeId test) {
  if (!check.tree().is(test, NodeKind::Name)) {
    return false;
  }
  const names::Reaching reached = check.names().reaching(test);
  const names::Binding* binding = reached.only();
  return binding != nullptr && binding->kind == names::BindingKind::Parameter &&
         binding->value.exists() && is_on(check.value(binding->value));
}

// is_asked_for: under `if debug:`, whoever starts the server asked for it; a command of Django's
// manage.py is there for who develops.
bool is_asked_for(CheckContext& check, NodeId at) {
  const syntax::Tree& tree = check.tree();
  if (check.path().find("/management/commands/") != std::string_view::npos) {
    return true;
  }
  NodeId below = at;
  for (NodeId around = check.outline().parent(at); around.exists();
       below = around, around = check.outline().parent(around)) {
    const NodeKind kind = tree.kind(around);
    if (kind == NodeKind::FunctionDef) {
      return false;
    }
    if ((kind != NodeKind::If && kind != NodeKind::Elif) || !tree.is(below, NodeKind::Block)) {
      continue;
    }
    const NodeId test = tree.child(around, 0);
    const bool names_it = (tree.is(test, NodeKind::Name) || tree.is(test, NodeKind::Attribute)) &&
                          Words(target_name(check, test)).has("debug");
    if (names_it && !is_on_by_default(check, test)) {
      return true;
    }
  }
  return false;
}

void report(CheckContext& check, NodeId at, const Grade& grade, std::string message) {
  const bool is_small = is_sample(check) || is_asked_for(check, at);
  check.report({.at = at,
                .severity = is_small ? std::min(grade.severity, Severity::Low) : grade.severity,
                .confidence = grade.confidence,
                .message = std::move(message),
                .mend = kMend});
}

bool is_application_name(std::string_view name) {
  return name == "app" || name == "application" || name == "flask_app" || name == "server";
}

// is_application: made by Flask, or called as Flask's documentation calls it and from elsewhere.
bool is_application(CheckContext& check, NodeId object) {
  if (check.may_be(object, "flask.Flask")) {
    return true;
  }
  const auto meanings = check.meanings(object).all();
  const bool is_elsewhere = meanings.empty() || meanings[0].kind == names::Meaning::Kind::Object;
  // This file may import it under another name.
  const std::string_view path = meanings.empty() ? std::string_view() : meanings[0].path;
  return is_elsewhere && (is_application_name(target_name(check, object)) ||
                          is_application_name(path.substr(path.find_last_of('.') + 1)));
}

// app.config["DEBUG"], app.config
bool is_config(CheckContext& check, NodeId object) {
  return check.tree().is(object, NodeKind::Attribute) && target_name(check, object) == "config" &&
         is_application(check, check.tree().child(object, 0));
}

// shows_only: of these a page of the error is all that debugging brings; Werkzeug's has a console.
bool shows_only(const Call& call) {
  constexpr std::string_view kShow[] = {"bottle.*", "fastapi.*", "sanic.*", "starlette.*",
                                        "tornado.*"};
  return std::ranges::any_of(call.meanings().all(), [&](const names::Meaning& meaning) {
    return std::ranges::any_of(kShow, [&](std::string_view library) {
      return meaning.path.starts_with(library.substr(0, library.size() - 1));
    });
  });
}

std::string name_of(const Call& call) {
  return "`" + std::string(call.text()) + "`";
}

void look_at_call(CheckContext& check, const Call& call) {
  const Parameter* known = call.find(kRunners);
  if (known != nullptr) {
    if (is_on(call.value(*known))) {
      report(
          check, call.node(),
          {shows_only(call) ? Severity::Low : Severity::Medium, Confidence::High},
          name_of(call) + (shows_only(call) ? " shows source and values to whoever meets an error"
                                            : " runs the server with its debugger, which runs "
                                              "code for whoever reaches it"));
    }
    return;
  }
  if (!call.receiver().exists()) {
    return;
  }
  const bool runs = call.method() == "run" && is_application(check, call.receiver()) &&
                    is_on(call.value({Parameter::kKeywordOnly, "debug"}));
  const bool configures = (call.method() == "update" || call.method() == "from_mapping") &&
                          is_config(check, call.receiver()) &&
                          is_on(call.value({Parameter::kKeywordOnly, "DEBUG"}));
  if (runs || configures) {
    report(check, call.node(), {Severity::Medium, Confidence::Medium},
           name_of(call) + " switches the debugger on, which runs code for whoever reaches it");
  }
}

// DEBUG = True in a Django settings file
bool is_django_setting(CheckContext& check, NodeId target) {
  constexpr std::size_t kHead = 65536;
  const std::string_view path = check.path();
  const std::string_view file = path.substr(path.find_last_of("/\\") + 1);
  const bool is_settings = file == "settings.py" || path.find("/settings/") != path.npos;
  return is_settings && check.tree().is(target, NodeKind::Name) &&
         check.names().spelling(target) == "DEBUG" &&
         check.outline().scope(target) == check.outline().module_scope() &&
         check.tree().text().substr(0, kHead).find("INSTALLED_APPS") != std::string_view::npos;
}

// Of nearly all assignments the target's name says that they are none of these.
void look_at_assign(CheckContext& check, NodeId statement) {
  const NodeId target = check.tree().child(statement, 0);
  const NodeKind kind = check.tree().kind(target);
  const std::string_view name = target_name(check, target);
  if ((name != "DEBUG" && name != "debug") ||
      !is_on(check.value(check.tree().children(statement).back()))) {
    return;
  }
  if (is_django_setting(check, target)) {
    return report(check, statement, {Severity::Medium, Confidence::Medium},
                  "Django runs with `DEBUG` on and shows settings and source to visitors");
  }
  if (kind == NodeKind::Name) {
    return;
  }
  const NodeId object = check.tree().child(target, 0);
  const bool on_app =
      kind == NodeKind::Attribute && name == "debug" && is_application(check, object);
  const bool in_config = kind == NodeKind::Subscript && name == "DEBUG" && is_config(check, object);
  if (on_app || in_config) {
    // What serves an application that this file does not run need not look at its `debug`.
    const bool is_run = check.tree().text().find(".run(") != std::string_view::npos;
    const Severity severity = on_app && !is_run ? Severity::Low : Severity::Medium;
    report(
        check, statement, {severity, Confidence::Medium},
        check.quoted(target) + " switches the debugger on, which runs code for whoever reaches it");
  }
}

constexpr auto kMethods = std::to_array<std::string_view>({"run", "update", "from_mapping"});
constexpr auto kCallees = callees(kRunners, kMethods);

}  // namespace

namespace rules {
extern constinit const RuleCode debug_server = {
    "debug-server", {on_call(look_at_call, kCallees), on(NodeKind::Assign, look_at_assign)}};
}  // namespace rules

}  // namespace av::match
