#pragma once
// sql_text.h — is a text SQL, and where in it are its holes?
//
// A light reading of SQL's outside: quotes, comments and keywords; no dialect.  Linear.

#include "analysis/names/value.h"

#include <cstdint>
#include <vector>

namespace av::match {

// SqlPlace is what stands at a hole.
enum class SqlPlace : std::uint8_t {
  Value,     // where a value belongs: WHERE x = {}, VALUES ({})
  Quoted,    // between the quotes of a string
  Name,      // a table, column or order: FROM {}, ORDER BY {}
  Fragment,  // a part of the statement: WHERE {}
  Comment,   // behind -- or in /* */
};

// SqlHole is one hole of the text.
struct SqlHole {
  const names::Piece* piece;
  SqlPlace place;
};

// SqlText is what read_sql found.
struct SqlText {
  // is_statement: starts as a statement does, with the keywords that go with it.
  bool is_statement = false;
  // is_other: starts with a word that only in SQL's company means SQL: EXEC, CALL, KILL.
  bool is_other = false;
  // is_fragment: starts with a hole, and clauses follow.
  bool is_fragment = false;
  // takes_no_values: a statement in which databases allow no bound parameters: CREATE, PRAGMA.
  bool takes_no_values = false;
  std::vector<SqlHole> holes;
};

// read_sql reads a text with holes (ValueKind::Text).
SqlText read_sql(const names::Value& text);

}  // namespace av::match
