#include "analysis/match/flow_grade.h"

#include "analysis/match/decided.h"
#include "analysis/match/grade.h"
#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <iterator>

namespace av::match {

using knowledge::Severity;
using knowledge::SinkKind;
using knowledge::SinkSet;
using knowledge::SourceKind;
using syntax::NodeId;
using syntax::NodeKind;

namespace {

// is_purpose: a function whose caller passes such a thing whole is there to use it.
bool is_purpose(SinkKind sink, const Way& way) {
  constexpr SinkSet kNever = set_of(SinkKind::Deserialization) | set_of(SinkKind::Archive) |
                             set_of(SinkKind::Xml) | set_of(SinkKind::Html);
  return way.is_whole && threat_of(way.source) == knowledge::Threat::Library &&
         (kNever & set_of(sink)) == 0;
}

// is_same_server: a caller that is there to ask a server asks it for something else.
bool is_same_server(SinkKind sink, const Way& way) {
  return sink == SinkKind::Url && way.is_confined &&
         threat_of(way.source) == knowledge::Threat::Library;
}

// is_peers: the service that the program asks brings it, or the program at the other end.
bool is_peers(SourceKind source) {
  return source == SourceKind::Response || source == SourceKind::Network;
}

// runs: what arrives there is a program in some language.
bool runs(SinkKind sink) {
  constexpr SinkSet kRun = set_of(SinkKind::Command) | set_of(SinkKind::Code) |
                           set_of(SinkKind::Deserialization) | set_of(SinkKind::Template) |
                           set_of(SinkKind::Sql) | set_of(SinkKind::Xml);
  return (kRun & set_of(sink)) != 0;
}

// is_far: so many steps lead through several parts of a program.  What a peer sends need not come
// as far: whoever asked it is among the callers, and chose it.
bool is_far(const Way& way) {
  constexpr std::uint32_t kFar = 24;
  constexpr std::uint32_t kFarUnseen = 16;  // where a step of it is a guess
  constexpr std::uint32_t kFarPeer = 8;
  const bool is_guess = way.via_unknown || way.guesses != 0;
  return way.length >= (is_peers(way.source) ? kFarPeer : is_guess ? kFarUnseen : kFar);
}

// is_hardly_named: what names a file or an address seldom comes as it was through many functions,
// or where it was not certain that it came along: of 47 such findings in popular packages none was
// right.
bool is_hardly_named(SinkKind sink, const Way& way) {
  constexpr SinkSet kNames =
      set_of(SinkKind::Path) | set_of(SinkKind::Url) | set_of(SinkKind::Redirect);
  constexpr std::uint32_t kFar = 16;
  return (kNames & set_of(sink)) != 0 && (way.guesses != 0 || way.length > kFar);
}

// is_hardly_told: a line end, or the name of an attribute, seldom comes as it was through so many
// parts of a program, each with its look-ups, types and texts of its own.
bool is_hardly_told(SinkKind sink, const Way& way) {
  constexpr SinkSet kWeak = set_of(SinkKind::Log) | set_of(SinkKind::Attribute);
  constexpr std::uint32_t kFar = 10;
  return (kWeak & set_of(sink)) != 0 && way.length > kFar &&
         threat_of(way.source) != knowledge::Threat::Own;
}

// is_shown_to_sender: a page of Streamlit is a visitor's own, with what that visitor typed.
bool is_shown_to_sender(const FlowEnd& end, const Way& way) {
  return end.sink == SinkKind::Html && end.path.starts_with("streamlit.") &&
         way.source == SourceKind::Request;
}

// is_for_debugging: such lines are off where a program runs for others.
bool is_for_debugging(const FlowEnd& end, const Way& way) {
  return end.sink == SinkKind::Log && end.path.ends_with(".debug") &&
         threat_of(way.source) == knowledge::Threat::Own;
}

// is_named_by_design: a tool with a path, given whole, is there to open it for the model, and one
// with a statement, or a part of it, to ask the database.
bool is_named_by_design(SinkKind sink, const Way& way) {
  return ((sink == SinkKind::Path && way.is_whole) || sink == SinkKind::Sql) &&
         (way.source == SourceKind::Tool || way.source == SourceKind::Model);
}

// is_unseen: how bad it is depends on code around the sink, in a file that is not looked at.
bool is_unseen(const FlowEnd& end) {
  return !end.elsewhere.empty() && (end.sink == SinkKind::Html || end.path.starts_with("*."));
}

// is_others_markup: what a function of which nothing is known made of a caller's text is that
// function's to escape.
bool is_others_markup(SinkKind sink, const Way& way) {
  return sink == SinkKind::Html && way.via_unknown &&
         threat_of(way.source) == knowledge::Threat::Library;
}

// is_looked_up: what a call of which nothing is known made of a name is seldom that name: a record,
// a file of the program's own.
bool is_looked_up(SinkKind sink, const Way& way) {
  return sink == SinkKind::Path && way.via_unknown;
}

// lowered_to_low is one severity less, of what is worse than low.
Severity lowered_to_low(Severity severity) {
  return severity > Severity::Low ? lowered(severity) : severity;
}

// is_programs_own: a database tells the names of its tables, and the pickles, pages and files that
// the program put there; a formula or a command in it is somebody's text.
bool is_programs_own(SinkKind sink, const Way& way) {
  constexpr SinkSet kTexts =
      set_of(SinkKind::Command) | set_of(SinkKind::Code) | set_of(SinkKind::Template);
  return way.source == SourceKind::Database && (kTexts & set_of(sink)) == 0;
}

// is_sent_whole: the service that the program asks sends a whole statement, as one does that is
// there to be obeyed.
bool is_sent_whole(SinkKind sink, const Way& way) {
  return sink == SinkKind::Sql && way.is_whole && is_peers(way.source);
}

// is_no_database: execute() of something that only its method's name makes one.
bool is_no_database(CheckContext& check, const FlowEnd& end) {
  constexpr std::string_view kNames[] = {
      "c",        "cnx",     "cnxn",     "con",         "conn",     "connection", "crsr",
      "cur",      "curs",    "cursor",   "cxn",         "database", "db",         "dbh",
      "engine",   "manager", "mycursor", "mydb",        "objects",  "pool",       "qs",
      "queryset", "session", "sqlite",   "transaction", "tx",       "txn"};
  const syntax::Tree& tree = check.tree();
  if (end.sink != SinkKind::Sql || end.path == "*.execute_sql" || !end.elsewhere.empty() ||
      !end.path.starts_with("*.") || !tree.is(end.at, NodeKind::Call) ||
      !tree.is(tree.child(end.at, 0), NodeKind::Attribute)) {
    return false;
  }
  NodeId object = tree.child(tree.child(end.at, 0), 0);
  object = tree.is(object, NodeKind::Call) ? tree.child(object, 0) : object;
  return !Words(target_name(check, object)).has_any(kNames);
}

// is_probe: connect_ex() in a function that neither sends nor receives only asks whether a port is
// open.
bool is_probe(CheckContext& check, const FlowEnd& end) {
  constexpr std::string_view kTalks[] = {".send", ".recv", "makefile", "self.", "wrap_socket"};
  constexpr std::size_t kMostText = 8000;
  const NodeId function = check.outline().function_of(end.at);
  if (end.sink != SinkKind::Url || !end.path.ends_with(".connect_ex") || !end.elsewhere.empty() ||
      !function.exists()) {
    return false;
  }
  const std::string_view text = check.tree().text_of(function).substr(0, kMostText);
  return std::none_of(std::begin(kTalks), std::end(kTalks), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

// speaks_of_check: the function around looks at where an address leads, in a way that is not
// understood.
bool speaks_of_check(CheckContext& check, const FlowEnd& end) {
  constexpr std::string_view kChecks[] = {"allowed",     "is_safe",  "netloc",     "urlparse",
                                          "urlsplit",    ".match(",  "fullmatch(", "re.match",
                                          "startswith(", "validate", "registered"};
  constexpr std::size_t kMostText = 8000;
  const NodeId function = check.outline().function_of(end.at);
  if ((end.sink != SinkKind::Redirect && end.sink != SinkKind::Url) || !function.exists()) {
    return false;
  }
  const std::string_view text = check.tree().text_of(function).substr(0, kMostText);
  return std::any_of(std::begin(kChecks), std::end(kChecks), [text](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

// takes_same: both calls are given the same variable.
bool takes_same(CheckContext& check, NodeId one, NodeId other) {
  const syntax::Tree& tree = check.tree();
  for (const NodeId given : tree.children(one)) {
    for (const NodeId also : tree.children(other)) {
      if (tree.is(given, NodeKind::Name) && tree.is(also, NodeKind::Name) &&
          check.names().spelling(also) == check.names().spelling(given)) {
        return true;
      }
    }
  }
  return false;
}

// is_validated: the function around calls one that validates or checks SQL, or the very data that
// objects are made of, in a way that is not understood.
bool is_validated(CheckContext& check, const FlowEnd& end) {
  constexpr std::string_view kChecks[] = {"validate", "check", "sanitize"};
  constexpr std::string_view kLanguages[] = {"sql", "cql", "query", "statement"};
  constexpr std::uint32_t kMostNodes = 2000;
  const syntax::Tree& tree = check.tree();
  const NodeId function = check.outline().function_of(end.at);
  const bool is_data = end.sink == SinkKind::Deserialization && tree.is(end.at, NodeKind::Call);
  if ((end.sink != SinkKind::Sql && !is_data) || !end.elsewhere.empty() || !function.exists()) {
    return false;
  }
  const std::uint32_t first = function.index() - std::min(function.index(), kMostNodes);
  for (std::uint32_t i = first; i < end.at.index(); ++i) {
    const NodeId call(i);
    if (tree.is(call, NodeKind::Call) && check.outline().encloses(function, call)) {
      const Words words(target_name(check, tree.child(call, 0)));
      if (words.has_any(kChecks) &&
          (is_data ? takes_same(check, call, end.at) : words.has_any(kLanguages))) {
        return true;
      }
    }
  }
  return false;
}

// is_checked: a function on the way asks one of the program's own whether that is allowed, in a way
// that is not understood.  Of what is shown, logged or made into objects nobody asks that.
bool is_checked(CheckContext& check, const FlowEnd& end, const Way& way) {
  constexpr SinkSet kNamed = set_of(SinkKind::Path) | set_of(SinkKind::Url) |
                             set_of(SinkKind::Redirect) | set_of(SinkKind::Program) |
                             set_of(SinkKind::Import) | set_of(SinkKind::Code);
  return (kNamed & set_of(end.sink)) != 0 &&
         (way.is_checked || (end.elsewhere.empty() && is_asked_before(check, end.at)));
}

// begins_with_own: a list, or a sum that begins with one, whose first element no client and no
// caller gives.
bool begins_with_own(CheckContext& check, NodeId list) {
  const syntax::Tree& tree = check.tree();
  while (list.exists() && tree.is(list, NodeKind::BinOp)) {
    list = tree.child(list, 0);
  }
  if (!list.exists() || !tree.is(list, NodeKind::List) || tree.children(list).empty()) {
    return false;
  }
  const NodeId first = tree.child(list, 0);
  const Origin from = check.open_origin(first).origin;
  return !tree.is(first, NodeKind::Starred) && from != Origin::Parameter && from < Origin::Local;
}

// is_own_program: of a command that is written as a list, the first is what is run; where the
// program chose that, what comes from outside is an argument.
bool is_own_program(CheckContext& check, const FlowEnd& end) {
  const syntax::Tree& tree = check.tree();
  if (end.sink != SinkKind::Program || !end.elsewhere.empty() || !tree.is(end.at, NodeKind::Call) ||
      tree.children(end.at).size() < 2) {
    return false;
  }
  NodeId given = tree.child(end.at, 1);
  given = tree.is(given, NodeKind::Starred) || tree.is(given, NodeKind::Keyword)
              ? tree.children(given).back()  // *command, args=command
              : given;
  if (!tree.is(given, NodeKind::Name)) {
    return begins_with_own(check, given);
  }
  const names::Reaching reaching = check.names().reaching(given);
  const auto bindings = reaching.bindings();
  return !bindings.empty() &&
         std::all_of(bindings.begin(), bindings.end(), [&](const names::Binding* binding) {
           return binding->kind == names::BindingKind::Value &&
                  begins_with_own(check, binding->value);
         });
}

// is_only_parsed: Template(text), as a statement of its own, says whether the text is one; and an
// engine of the program's own, which is made for others' templates, lets them do less.
bool is_only_parsed(CheckContext& check, const FlowEnd& end) {
  const syntax::Tree& tree = check.tree();
  if (end.sink != SinkKind::Template || !end.elsewhere.empty() ||
      !tree.is(end.at, NodeKind::Call)) {
    return false;
  }
  const NodeId around = check.outline().parent(end.at);
  const std::string_view callee = target_name(check, tree.child(end.at, 0));
  if (around.exists() && tree.is(around, NodeKind::ExprStmt) && callee.ends_with("emplate")) {
    return true;
  }
  for (const NodeId part : tree.children(end.at)) {
    if (tree.is(part, NodeKind::Keyword) &&
        check.names().spelling(tree.child(part, 0)) == "engine") {
      return true;
    }
  }
  return false;
}

// is_only_compiled: re.compile(text) whose pattern is asked for its groups, or matched with a
// constant, says whether the text is one; nothing is searched with it.
bool is_only_compiled(CheckContext& check, const FlowEnd& end) {
  constexpr std::string_view kTells[] = {"flags", "groupindex", "groups", "pattern"};
  const syntax::Tree& tree = check.tree();
  const NodeId function = check.outline().function_of(end.at);
  if (end.sink != SinkKind::Regex || !end.path.ends_with("re.compile") || !end.elsewhere.empty() ||
      !function.exists()) {
    return false;
  }
  const NodeId statement = check.outline().parent(end.at);
  if (tree.is(statement, NodeKind::ExprStmt)) {
    return true;
  }
  if (!tree.is(statement, NodeKind::Assign) || !tree.is(tree.child(statement, 0), NodeKind::Name)) {
    return false;
  }
  const std::string_view name = check.names().spelling(tree.child(statement, 0));
  for (std::uint32_t i = end.at.index() + 1; i < function.index(); ++i) {
    const NodeId used(i);
    if (!tree.is(used, NodeKind::Name) || check.names().spelling(used) != name ||
        used == tree.child(statement, 0)) {
      continue;
    }
    const NodeId member = check.outline().parent(used);
    const NodeId call = check.outline().parent(member);
    const bool tells = tree.is(member, NodeKind::Attribute) &&
                       (std::ranges::find(kTells, target_name(check, member)) != std::end(kTells) ||
                        (tree.is(call, NodeKind::Call) && tree.children(call).size() == 2 &&
                         check.value(tree.child(call, 1)).text()));
    if (!tells) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool is_lost(const Way& way) {
  constexpr std::uint32_t kLost = 60;
  constexpr std::uint32_t kStepsOfGuess = 18;
  return way.length + kStepsOfGuess * way.guesses >= kLost;
}

bool is_users_own(SourceKind source) {
  return source == SourceKind::Arguments || source == SourceKind::Environment ||
         source == SourceKind::File;
}

Severity severity_of(CheckContext& check, const knowledge::FlowRule& rule, const FlowEnd& end,
                     const Way& way) {
  Severity severity = rule.grade(way.source).severity;
  if (is_purpose(end.sink, way) || is_same_server(end.sink, way) || is_lost(way) ||
      is_others_markup(end.sink, way) || is_hardly_told(end.sink, way) ||
      is_for_debugging(end, way)) {
    return Severity::Note;
  }
  if (is_peers(way.source)) {
    severity = runs(end.sink) ? lowered(severity) : std::min(severity, Severity::Low);
  }
  if (is_users_own(way.source) || way.source == SourceKind::Input ||
      is_programs_own(end.sink, way)) {
    severity = lowered(severity);
  }
  if (way.via_unknown) {
    severity = lowered_to_low(severity);
  }
  const bool is_small =
      way.is_confined || is_hardly_named(end.sink, way) || way.is_guarded ||
      is_checked(check, end, way) || is_own_program(check, end) || is_far(way) ||
      is_named_by_design(end.sink, way) || is_looked_up(end.sink, way) ||
      is_sent_whole(end.sink, way) || is_unseen(end) || is_no_database(check, end) ||
      is_probe(check, end) || is_shown_to_sender(end, way) || speaks_of_check(check, end) ||
      is_validated(check, end) || is_only_parsed(check, end) || is_only_compiled(check, end);
  return is_small ? std::min(severity, Severity::Low) : severity;
}

}  // namespace av::match
