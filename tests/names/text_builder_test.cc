#include "analysis/names/text_builder.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using av::base::Arena;
using av::names::Item;
using av::names::Piece;
using av::names::TextBuilder;
using av::names::Value;
using av::names::ValueKind;
using av::syntax::NodeId;

TEST_CASE("constant pieces side by side become one") {
  Arena arena;
  TextBuilder builder;
  builder.add_text("a");
  builder.add_text("");
  builder.add_text("b");
  const Value* value = builder.finish(arena, NodeId(1), false);
  REQUIRE(value->pieces.size() == 1);
  CHECK(value->whole == "ab");
  CHECK(value->text() == "ab");
  CHECK_FALSE(value->is_bytes);
}

TEST_CASE("a hole keeps the text from being known") {
  Arena arena;
  TextBuilder builder;
  builder.add_text("a");
  builder.add_value({&av::names::kUnknownValue, NodeId(5)}, Piece::Form::Plain);
  builder.add_text("b");
  const Value* value = builder.finish(arena, NodeId(1), true);
  REQUIRE(value->pieces.size() == 3);
  CHECK(value->pieces[1].hole == NodeId(5));
  CHECK_FALSE(value->pieces[1].is_known);
  CHECK(value->pieces[2].text == "b");
  CHECK_FALSE(value->text().has_value());
  CHECK(value->is_bytes);
}

TEST_CASE("a constant that comes by a name fills a hole") {
  Arena arena;
  TextBuilder inner;
  inner.add_text("x");
  const Value* constant = inner.finish(arena, NodeId(7), false);
  TextBuilder builder;
  builder.add_value({constant, NodeId(9)}, Piece::Form::Plain);
  builder.add_value({constant, NodeId(7)}, Piece::Form::Plain);
  const Value* value = builder.finish(arena, NodeId(1), false);
  REQUIRE(value->pieces.size() == 2);
  CHECK(value->pieces[0].hole == NodeId(9));
  CHECK(value->pieces[0].is_known);
  CHECK_FALSE(value->pieces[1].hole.exists());
  CHECK(value->text() == "xx");
}

TEST_CASE("numbers become text") {
  Arena arena;
  Value number;
  number.kind = ValueKind::Int;
  number.integer = -42;
  TextBuilder builder;
  builder.add_value({&number, NodeId(3)}, Piece::Form::Number);
  CHECK(builder.finish(arena, NodeId(1), false)->text() == "-42");
}

TEST_CASE("too long or too many pieces are not followed") {
  Arena arena;
  TextBuilder length;
  length.add_text(std::string(20000, 'a'));
  CHECK(length.finish(arena, NodeId(1), false)->is(ValueKind::Unknown));
  TextBuilder count;
  for (int i = 0; i < 200; ++i) {
    count.add_value({&av::names::kUnknownValue, NodeId(2)}, Piece::Form::Plain);
  }
  CHECK(count.finish(arena, NodeId(1), false)->is(ValueKind::Unknown));
}

}  // namespace
