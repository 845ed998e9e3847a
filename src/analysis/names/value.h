#pragma once
// value.h — what a file shows of an expression's value: a constant, a text with holes, a container
// of such, one of several, or nothing.
//
// Values live in the arena of the FileNames that made them and never change.

#include "analysis/syntax/tree.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace av::names {

// ValueKind says which fields of a Value mean something.
enum class ValueKind : std::uint8_t {
  Unknown,
  None,
  Bool,   // integer is 0 or 1
  Int,    // integer
  Float,  // real
  Text,   // pieces; also bytes
  List,   // items
  Tuple,  // items
  Set,    // items
  Dict,   // entries
  OneOf,  // items: one of them, decided at run time; one may be Unknown
};

struct Value;

// Piece is a stretch of a text: constant (`hole` is none), a hole whose value is not known, or a
// hole whose value is (`text` is what fills it, `is_known`).
struct Piece {
  // Form says what can come out of a hole.
  enum class Form : std::uint8_t {
    Plain,   // any text
    Number,  // only a number: %d, {:.2f}
    Repr,    // a literal: %r, {!r}
  };
  std::string_view text;
  syntax::NodeId hole;
  const Value* value = nullptr;  // of the hole's expression; nullptr for constant pieces
  Form form = Form::Plain;
  bool is_known = true;
};

// Item is an element of a container, and where it is written.
struct Item {
  const Value* value;
  syntax::NodeId node;
};

// Entry is key: value of a dict; `key` is nullptr for **spread.
struct Entry {
  const Value* key;
  const Value* value;
  syntax::NodeId key_node;
  syntax::NodeId value_node;
};

// Value is one value.
struct Value {
  ValueKind kind = ValueKind::Unknown;
  bool is_bytes = false;          // Text
  bool is_known = false;          // Text: every piece is; `whole` is the text
  bool is_open = false;           // container: there may be more than is listed
  bool is_parameter = false;      // OneOf: a parameter's default, or Unknown as its callers say
  std::int64_t integer = 0;       // Bool, Int
  double real = 0;                // Float
  syntax::NodeId node;            // the expression that makes it: where a constant is written
  std::string_view whole;         // Text
  std::span<const Piece> pieces;  // Text; no two constant pieces side by side
  std::span<const Item> items;
  std::span<const Entry> entries;

  [[nodiscard]] bool is(ValueKind wanted) const { return kind == wanted; }
  // text is the constant text, when it is one.
  [[nodiscard]] std::optional<std::string_view> text() const;
  // truth is whether the value counts as true, when that is certain.
  [[nodiscard]] std::optional<bool> truth() const;
  // is_constant: known down to the last element.  False beyond a depth of 8.
  [[nodiscard]] bool is_constant() const;
  // entry_of is the value of a constant text key; nullptr when the dict has no such key, may have
  // another value for it, or is very large.
  [[nodiscard]] const Entry* entry_of(std::string_view key) const;
};

inline bool is_container(const Value& value) {
  return value.is(ValueKind::List) || value.is(ValueKind::Tuple) || value.is(ValueKind::Set) ||
         value.is(ValueKind::Dict);
}

// kUnknownValue is the value of which nothing is known.
extern const Value kUnknownValue;

// or_default is the default of a parameter of which nothing else is known, else `value` itself.
// Who asks for it says that callers may give another.
const Value& or_default(const Value& value);

// alternatives is the items of a OneOf, or `value` itself as the only item.
std::span<const Item> alternatives(const Item& value);

// are_same says whether two constants are equal.  Containers never are.
bool are_same(const Value& a, const Value& b);

}  // namespace av::names
