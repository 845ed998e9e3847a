// SQL text built by formatting.  Page: catalog/rules/injection/formatted-sql.md
#include "analysis/match/callees.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/rule_code.h"
#include "analysis/match/sql_text.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <array>
#include <optional>

namespace av::match {
namespace {

using knowledge::Confidence;
using knowledge::Severity;
using names::Item;
using names::ValueKind;
using syntax::NodeId;
using syntax::NodeKind;

// Types that run SQL, whatever their method is called.
constexpr auto kConnections = path_table<bool>({
    {"dbapi.Connection", true},
    {"dbapi.Cursor", true},
    {"asyncpg.Connection", true},
    {"asyncpg.Pool", true},
    {"sqlalchemy.engine.Connection", true},
    {"sqlalchemy.engine.Engine", true},
    {"sqlalchemy.orm.Session", true},
    {"django.db.connection", true},
    {"databases.Database", true},
});

// Functions that take SQL as text.
constexpr auto kFunctions = path_table<Parameter>({
    {"sqlalchemy.text", {0, "text"}},
    {"sqlalchemy.DDL", {0, "statement"}},
    {"sqlalchemy.literal_column", {0, "text"}},
    {"flask_sqlalchemy.SQLAlchemy.text", {0, "text"}},
    {"django.db.models.RawSQL", {0, "sql"}},
    {"pandas.read_sql", {0, "sql"}},
    {"pandas.read_sql_query", {0, "sql"}},
    {"peewee.SQL", {0, "sql"}},
    {"psycopg2.sql.SQL", {0, "string"}},
    {"psycopg.sql.SQL", {0, "obj"}},
});

// Methods that take SQL as text, on objects whose type the file does not show.
constexpr auto kMethods = std::to_array<std::string_view>({"exec_driver_sql",
                                                           "execute",
                                                           "execute_async",
                                                           "execute_many",
                                                           "execute_query",
                                                           "execute_sql",
                                                           "execute_statement",
                                                           "executemany",
                                                           "executescript",
                                                           "fetch",
                                                           "fetch_all",
                                                           "fetch_one",
                                                           "fetch_val",
                                                           "fetchall",
                                                           "fetchone",
                                                           "fetchrow",
                                                           "fetchval",
                                                           "query",
                                                           "raw",
                                                           "read_sql",
                                                           "run",
                                                           "run_query",
                                                           "run_sql",
                                                           "sql",
                                                           "start_query_execution"});
static_assert(std::is_sorted(kMethods.begin(), kMethods.end()));

// Names that people give to what runs SQL.
constexpr auto kReceivers =
    std::to_array<std::string_view>({"c", "con", "conn", "connection", "cur", "curs", "cursor",
                                     "database", "db", "engine", "session", "tx"});
static_assert(std::is_sorted(kReceivers.begin(), kReceivers.end()));

// What runs queries of a graph; many other things have a method `run`.
constexpr auto kRunners =
    std::to_array<std::string_view>({"graph", "neo4j", "session", "transaction", "tx"});

constexpr std::array<std::string_view, 12> kKeywordNames = {
    "sql",        "query", "statement", "operation",   "text",      "raw_query",
    "sql_script", "q",     "stmt",      "QueryString", "Statement", "Sql"};

// Sink is the text a call runs, and how sure it is that it runs SQL.
struct Sink {
  Argument text;
  bool is_certain = false;
  // Whatever is given is SQL, also a condition without a statement around it: text("name = 'x'").
  bool is_sql_by_itself = false;
};

bool is_database_method(const Call& call) {
  const auto all = call.meanings().all();
  return std::any_of(all.begin(), all.end(), [](const names::Meaning& meaning) {
    const std::size_t dot = meaning.path.find_last_of('.');
    return dot != std::string_view::npos &&
           kConnections.find(meaning.path.substr(0, dot)) != nullptr;
  });
}

// The last name of `self.db.cursor`.
std::string_view last_name(CheckContext& check, NodeId expr) {
  const syntax::Tree& tree = check.tree();
  if (tree.is(expr, NodeKind::Attribute)) {
    return check.names().spelling(tree.children(expr).back());
  }
  return tree.is(expr, NodeKind::Name) ? check.names().spelling(expr) : std::string_view();
}

Argument text_argument(const Call& call) {
  for (const std::string_view name : kKeywordNames) {
    const Argument argument = call.argument({0, name});
    if (argument.is_given()) {
      return argument;
    }
  }
  return {};
}

// A function of this file is looked at where it is defined.
bool is_own(const Call& call) {
  const auto all = call.meanings().all();
  return !all.empty() && std::all_of(all.begin(), all.end(), [](const names::Meaning& meaning) {
    return meaning.path.empty();
  });
}

std::optional<Sink> sink_of(CheckContext& check, const Call& call) {
  const Parameter* function = call.find(kFunctions);
  if (function != nullptr) {
    return Sink{call.argument(*function), true, true};
  }
  if (!std::binary_search(kMethods.begin(), kMethods.end(), call.method()) || is_own(call)) {
    return std::nullopt;
  }
  const std::string_view receiver = last_name(check, call.receiver());
  if (call.method() == "run" && !Words(receiver).has_any(kRunners)) {
    return std::nullopt;
  }
  const bool named = call.method().starts_with("execute") &&
                     std::binary_search(kReceivers.begin(), kReceivers.end(), receiver);
  return Sink{text_argument(call), is_database_method(call) || named};
}

// Fault is the worst hole of a text.
struct Fault {
  Severity severity = Severity::Note;
  Confidence confidence = Confidence::Low;
  SqlHole hole = {nullptr, SqlPlace::Value};
  Provenance from;

  [[nodiscard]] bool is_worse_than(const Fault& other) const {
    return hole.piece != nullptr && (other.hole.piece == nullptr || severity > other.severity ||
                                     (severity == other.severity && confidence > other.confidence));
  }
};

// is_drivers_own: what a cursor or a connection tells of the statement before: the database made
// it.
bool is_drivers_own(CheckContext& check, NodeId hole) {
  constexpr std::string_view kTold[] = {"lastrowid", "rowcount", "rownumber", "sfqid"};
  const syntax::Tree& tree = check.tree();
  if (!hole.exists() || !tree.is(hole, NodeKind::Attribute) ||
      std::ranges::find(kTold, last_name(check, hole)) == std::end(kTold)) {
    return false;
  }
  return Words(last_name(check, tree.child(hole, 0))).has_any(kReceivers);
}

// is_of_catalogue: a method that is called after tables or columns and gives their names reads what
// the database holds; whoever made a table there runs SQL already.
bool is_of_catalogue(CheckContext& check, const Provenance& from) {
  constexpr std::string_view kThings[] = {"catalog", "catalogs", "column", "columns",
                                          "schema",  "schemas",  "table",  "tables"};
  constexpr std::string_view kLists[] = {"fetch", "get", "list", "names", "show"};
  const syntax::Tree& tree = check.tree();
  if (from.origin != Origin::Unknown || !tree.is(from.place, NodeKind::Call)) {
    return false;
  }
  const Words words(last_name(check, tree.child(from.place, 0)));
  return words.has_any(kThings) && words.has_any(kLists);
}

// is_setting: what makes an object, whether it keeps it or runs with it at once.
bool is_setting(CheckContext& check, const Provenance& from) {
  return from.is_kept ||
         (from.origin == Origin::Parameter && function_name(check, from.place) == "__init__");
}

// is_programs_own: a name in capitals is a constant of another file, and a migration runs once, on
// names that whoever wrote it put there.
bool is_programs_own(CheckContext& check, const Provenance& from) {
  const std::string_view name = from.place.exists() ? last_name(check, from.place) : "";
  const bool is_constant = from.origin == Origin::Unknown && name.size() > 1 &&
                           std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  return is_constant || check.path().find("/migrations/") != std::string_view::npos;
}

// is_of_schema: what the program's own tables, columns and databases are called, or a statement
// that the database runs.
bool is_of_schema(CheckContext& check, NodeId hole) {
  constexpr std::string_view kThings[] = {"catalog", "column", "columns",   "database", "dbname",
                                          "field",   "fields", "index",     "schema",   "stage",
                                          "table",   "tables", "tablename", "view"};
  const auto names = names_in(check, hole);
  const Words words(names.empty() ? std::string_view() : names.back());
  return words.has_any(kThings) || words.has_pair("query", "id");
}

// is_in_cell: the parameters of a marimo notebook's cell are variables of its other cells.
bool is_in_cell(CheckContext& check, NodeId hole) {
  const syntax::Tree& tree = check.tree();
  const NodeId function = check.outline().function_of(hole);
  if (!function.exists() || !tree.is(function, NodeKind::FunctionDef) ||
      !tree.is(tree.child(function, 0), NodeKind::Decorators)) {
    return false;
  }
  for (const NodeId decorator : tree.children(tree.child(function, 0))) {
    const NodeId callee = tree.is(decorator, NodeKind::Call) ? tree.child(decorator, 0) : decorator;
    if (target_name(check, callee) == "cell") {
      return true;
    }
  }
  return false;
}

Fault fault_of(CheckContext& check, const SqlHole& hole) {
  if (hole.place == SqlPlace::Comment || is_drivers_own(check, hole.piece->hole)) {
    return {};
  }
  if (hole.piece->is_known) {
    // A constant where anything could stand: the shape is wrong, the value happens to be fine.
    const bool is_text = hole.piece->value->is(ValueKind::Text);
    return hole.place == SqlPlace::Quoted && is_text
               ? Fault{Severity::Low, Confidence::Medium, hole, {}}
               : Fault{};
  }
  const Provenance from = check.origin_of_hole(*hole.piece);
  const bool is_name = hole.place == SqlPlace::Name;
  switch (from.origin) {
    case Origin::Constant:
    case Origin::Harmless:
      return {};
    case Origin::Remote:
      return {from.is_answer ? Severity::Medium : Severity::High, Confidence::High, hole, from};
    case Origin::Local:
      return {Severity::Medium, Confidence::High, hole, from};
    default:
      break;
  }
  const bool certain = hole.place == SqlPlace::Quoted || hole.place == SqlPlace::Value;
  // A part of a statement is SQL by design; what stands between quotes is meant as a value.
  const bool only_shape = hole.place == SqlPlace::Fragment ||
                          (from.origin == Origin::Unknown && hole.place != SqlPlace::Quoted);
  // No placeholder can stand for a name, and who calls the function knows its tables.
  // Of statements in libraries, 17 of 22 took what only the program itself gave.
  const bool is_small = only_shape || is_setting(check, from) || is_of_catalogue(check, from) ||
                        is_programs_own(check, from) || is_of_schema(check, hole.piece->hole) ||
                        !check.is_of_application(hole.piece->hole) ||
                        is_in_cell(check, hole.piece->hole);
  const Severity severity = is_name ? Severity::Note : is_small ? Severity::Low : Severity::Medium;
  return {severity, certain ? Confidence::Medium : Confidence::Low, hole, from};
}

// is_condition: a text without a statement around it compares something: "name = 'x'".
bool is_condition(const names::Value& text) {
  constexpr std::string_view kOperators[] = {"=", "<", ">", " LIKE ", " like ", " IN ", " in "};
  return std::ranges::any_of(text.pieces, [&](const names::Piece& piece) {
    return !piece.hole.exists() && std::ranges::any_of(kOperators, [&](std::string_view one) {
      return piece.text.find(one) != std::string_view::npos;
    });
  });
}

// is_compared: in such a text, a value that is put in, not a name, a part or a constant.
bool is_compared(const SqlHole& hole) {
  return !hole.piece->is_known && (hole.place == SqlPlace::Quoted || hole.place == SqlPlace::Value);
}

Fault worst_fault(CheckContext& check, const Item& text, const Sink& sink) {
  Fault worst;
  for (const Item& one : names::alternatives(text)) {
    if (!one.value->is(ValueKind::Text)) {
      continue;
    }
    const SqlText sql = read_sql(*one.value);
    const bool is_sql = sql.is_statement || (sink.is_certain && (sql.is_fragment || sql.is_other));
    if (!is_sql && !(sink.is_sql_by_itself && is_condition(*one.value))) {
      continue;
    }
    for (const SqlHole& hole : sql.holes) {
      if (!is_sql && !is_compared(hole)) {
        continue;
      }
      Fault fault = fault_of(check, hole);
      // Where no parameter can be bound, formatting is the only way: bad if others choose the text.
      if (sql.takes_no_values && fault.from.origin < Origin::Remote) {
        fault.severity = std::min(fault.severity, Severity::Low);
      }
      worst = fault.is_worse_than(worst) ? fault : worst;
    }
  }
  return worst;
}

std::string message_of(CheckContext& check, const Call& call, const Fault& fault) {
  const std::string sink = "`" + std::string(call.text()) + "`";
  if (fault.hole.piece->is_known) {
    return "the SQL for " + sink + " has a value formatted between its quotes, here the constant " +
           check.quoted(fault.hole.piece->hole);
  }
  const char* what = fault.hole.place == SqlPlace::Name ? " has a name" : " has a part";
  return "the SQL for " + sink + what + " formatted into it from " + check.describe(fault.from);
}

void report(CheckContext& check, const Call& call, const Fault& fault) {
  Report report = {.at = call.node(),
                   .severity = fault.severity,
                   .confidence = fault.confidence,
                   .message = message_of(check, call, fault),
                   .mend = fault.hole.place == SqlPlace::Name && !fault.hole.piece->is_known
                               ? "choose the name from a fixed set in the code; values go into "
                                 "bound parameters"
                               : "write a placeholder in its place, without quotes, and pass the "
                                 "value as a bound parameter"};
  const NodeId hole = fault.hole.piece->hole;
  if (!check.outline().encloses(call.node(), hole)) {
    report.related.push_back({check.span(hole), "formatted in here"});
  }
  check.report(std::move(report));
}

// worst_part is the worst of what is put into one part of a query.
Fault worst_part(CheckContext& check, const names::Value& part) {
  Fault worst;
  if (!part.is(ValueKind::Text)) {
    return worst;
  }
  for (const names::Piece& piece : part.pieces) {
    const SqlHole hole = {&piece, SqlPlace::Value};
    const Fault fault = piece.hole.exists() ? fault_of(check, hole) : Fault{};
    worst = fault.is_worse_than(worst) ? fault : worst;
  }
  return worst;
}

// Model.objects.extra(where=["name = '%s'" % name], select={"rank": f"score * {factor}"})
void look_at_extra(CheckContext& check, const Call& call) {
  for (const std::string_view keyword : {"where", "select", "tables", "order_by"}) {
    const Argument argument = call.argument({Parameter::kKeywordOnly, keyword});
    if (!argument.is_given()) {
      continue;
    }
    const names::Value& given = check.value(argument.node);
    Fault worst;
    const auto add = [&](const names::Value& part) {
      const Fault fault = worst_part(check, part);
      worst = fault.is_worse_than(worst) ? fault : worst;
    };
    for (const Item& item : given.items) {
      add(*item.value);
    }
    for (const names::Entry& entry : given.entries) {
      add(*entry.value);
    }
    if (worst.hole.piece != nullptr) {
      return report(check, call, worst);
    }
  }
}

void look_at(CheckContext& check, const Call& call) {
  if (call.method() == "extra") {
    return look_at_extra(check, call);
  }
  const std::optional<Sink> sink = sink_of(check, call);
  if (!sink || !sink->text.is_given()) {
    return;
  }
  const Item text = {&check.value(sink->text.node), sink->text.node};
  const Fault fault = worst_fault(check, text, *sink);
  if (fault.hole.piece != nullptr) {
    report(check, call, fault);
  }
}

constexpr auto kExtra = std::to_array<std::string_view>({"extra"});
constexpr auto kCallees = callees(kFunctions, kMethods, kExtra);

}  // namespace

namespace rules {
extern constinit const RuleCode formatted_sql = {"formatted-sql", {on_call(look_at, kCallees)}};
}  // namespace rules

}  // namespace av::match
