#include "analysis/match/sql_text.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;
using av::match::SqlPlace;
using av::match::SqlText;

SqlText read(const std::string& expr, const std::string& before = "") {
  Asked asked(before + "\nf(" + expr + ")\n");
  return av::match::read_sql(asked.names().value(asked.node(expr)));
}

// The places of the holes: v value, q quoted, n name, f fragment, c comment.
std::string places(const std::string& expr, const std::string& before = "") {
  std::string out;
  for (const auto& hole : read(expr, before).holes) {
    out += "vqnfc"[static_cast<int>(hole.place)];
  }
  return out;
}

TEST_CASE("statements in which nothing can be bound") {
  CHECK(read("f'PRAGMA key = {x}'").takes_no_values);
  CHECK(read("f\"alter user a password '{x}'\"").takes_no_values);
  CHECK_FALSE(read("f'SELECT * FROM t WHERE a = {x}'").takes_no_values);
  CHECK_FALSE(read("f'{x} TABLE t'").takes_no_values);
}

TEST_CASE("statements are recognised by their words") {
  for (const char* sql :
       {"select * from t", "  SELECT a\\nFROM t", "INSERT INTO t VALUES (1)", "update t set a = 1",
        "DELETE FROM t", "(SELECT a FROM t)", "WITH a AS (SELECT 1 FROM t) SELECT * FROM a",
        "/* c */ DROP TABLE t", "-- c\\nCREATE TABLE t (a int)", "ALTER TABLE t ADD a"}) {
    CHECK_MESSAGE(read("'" + std::string(sql) + "'").is_statement, sql);
  }
  for (const char* text : {"select one", "update it", "insert coin", "delete me", "hello from me",
                           "please select a from b", "", "drop it on the table"}) {
    CHECK_FALSE_MESSAGE(read("'" + std::string(text) + "'").is_statement, text);
  }
}

TEST_CASE("words that mean SQL only in its company") {
  CHECK(read("f'PRAGMA user_version = {x}'").is_other);
  CHECK(read("f'exec {x}'").is_other);
  CHECK_FALSE(read("f'exec {x}'").is_statement);
  CHECK(read("f'{x} WHERE a = 1'").is_fragment);
  CHECK_FALSE(read("f'{x} and a'").is_fragment);
}

TEST_CASE("what stands at a hole") {
  CHECK(places("f'SELECT * FROM t WHERE a = {x}'") == "v");
  CHECK(places("f\"SELECT * FROM t WHERE a = '{x}'\"") == "q");
  CHECK(places("f\"SELECT * FROM t WHERE a LIKE '%{x}%'\"") == "q");
  CHECK(places("f'SELECT * FROM t WHERE a = \"{x}\"'") == "q");
  CHECK(places("f'SELECT \"{x}\" FROM t'") == "n");
  CHECK(places("f'SELECT {x} FROM {y} ORDER BY {z}'") == "nnn");
  CHECK(places("f'SELECT * FROM `{x}`'") == "n");
  CHECK(places("f'SELECT * FROM t WHERE {x} = 1'") == "n");
  CHECK(places("f'SELECT * FROM t WHERE {x}'") == "f");
  CHECK(places("f'SELECT * FROM t WHERE a IN ({x})'") == "v");
  CHECK(places("f'SELECT * FROM t LIMIT {x}'") == "v");
  CHECK(places("f'INSERT INTO {x} ({y}) VALUES ({z})'") == "nnv");
  CHECK(places("f'UPDATE {x} SET {y} = {z}'") == "nnv");
  CHECK(places("f'SELECT 1 FROM t -- {x}'") == "c");
  CHECK(places("f'SELECT 1 /* {x} */ FROM t'") == "c");
  CHECK(places("f'CREATE TABLE {x} LIKE {y}'") == "nn");
}

TEST_CASE("quotes are followed across pieces") {
  CHECK(places("\"SELECT * FROM t WHERE a = '\" + x + \"' AND b = \" + y") == "qv");
  CHECK(places("f\"SELECT * FROM t WHERE a = 'it''s {x}'\"") == "q");
}

TEST_CASE("a text that starts as one of several is read on") {
  const std::string before =
      "q = 'SELECT * FROM t WHERE true'\nfor w in a:\n  q += \" AND b = '\" + w + \"'\"";
  const SqlText sql = read("q + ' LIMIT 1'", before);
  CHECK(sql.is_statement);
  CHECK(places("q + ' LIMIT 1'", before).find('q') != std::string::npos);
}

}  // namespace
