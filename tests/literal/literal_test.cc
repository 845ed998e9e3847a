#include <antivenom/literal.h>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace lit = av::literal;
using lit::Value;

namespace {

Value read(std::string_view text, const lit::Options& options = {}) {
  auto value = lit::parse(text, options);
  REQUIRE_MESSAGE(value.has_value(), std::string(text), ": ", value.error().message);
  return *std::move(value);
}

std::string error(std::string_view text, const lit::Options& options = {}) {
  const auto value = lit::parse(text, options);
  return value ? "no error" : value.error().message;
}

bool rejects(std::string_view text) {
  return !lit::parse(text).has_value();
}

Value integer(std::int64_t value) {
  return Value(Value::Holder(value));
}

Value text(std::string value) {
  return Value(Value::Holder(std::move(value)));
}

}  // namespace

TEST_CASE("scalars") {
  CHECK(read("None").is<Value::None>());
  CHECK(*read("True").find_as<bool>());
  CHECK_FALSE(*read("False").find_as<bool>());
  CHECK(read("...").is<Value::Ellipsis>());
  CHECK(read("0x1F") == integer(31));
  CHECK(read("1_000") == integer(1000));
  CHECK(read("-7") == integer(-7));
  CHECK(read("+ (7)") == integer(7));
  CHECK(read("9223372036854775807") == integer(INT64_MAX));
  CHECK(read("-9223372036854775808").find_as<Value::BigInt>()->decimal == "-9223372036854775808");
  CHECK(read("0xFFFFFFFFFFFFFFFFFF").find_as<Value::BigInt>()->decimal == "4722366482869645213695");
  CHECK(*read("1e3").find_as<double>() == 1000.0);
  CHECK(*read(".5").find_as<double>() == 0.5);
  CHECK(std::signbit(*read("-0.0").find_as<double>()));
}

TEST_CASE("complex numbers have the signs that CPython gives them") {
  CHECK(*read("-1.5 - 2j").find_as<Value::Complex>() == Value::Complex{-1.5, -2});
  const Value negative = read("-0j");
  CHECK(std::signbit(negative.find_as<Value::Complex>()->real));
  CHECK(std::signbit(negative.find_as<Value::Complex>()->imaginary));
  const Value difference = read("-0.0+0j");
  CHECK_FALSE(std::signbit(difference.find_as<Value::Complex>()->real));
  CHECK(rejects("1" + std::string(400, '0') + "+1j"));
}

TEST_CASE("strings stand side by side, with every prefix") {
  CHECK(read("'a' \"b\"'''c\n'''") == text("abc\n"));
  CHECK(read("r'\\n' u'\\x41'") == text("\\nA"));
  CHECK(read("rb'\\x' Br'y'").find_as<Value::Bytes>()->value == "\\xy");
  CHECK(read("'\\ud800'") == text("\xED\xA0\x80"));
  CHECK(read("'\\N{BULLET}'") == text("\xE2\x80\xA2"));
  CHECK(read("'a\\\r\nb'") == text("ab"));
}

TEST_CASE("containers hold what they hold") {
  const Value value = read("{'a': [1, (2,), (3)], 'b': {4}, 'a': set()}");
  CHECK(value.find("b")->find_as<Value::Set>()->items == std::vector<Value>{integer(4)});
  CHECK(value.find("a")->find_as<Value::Set>()->items.empty());
  CHECK(value.find("c") == nullptr);
  const auto& list = *value.find_as<Value::Dict>()->items[1].items();
  CHECK(list[0] == integer(1));
  CHECK(list[1].is<Value::Tuple>());
  CHECK(list[2] == integer(3));
  CHECK(read("1, 2,").find_as<Value::Tuple>()->items.size() == 2);
  CHECK(read("()").find_as<Value::Tuple>()->items.empty());
  CHECK(read("1").items() == nullptr);
}

TEST_CASE("blanks, comments and line ends") {
  CHECK(read(" \t\n# one\n\f1 # two\n\n  # three") == integer(1));
  CHECK(read("[1,\r\n # x\r2 \\\n]").items()->size() == 2);
  CHECK(error("\n 1") == "line 2, column 2: an indented line");
  CHECK(error("1\n ") == "line 2, column 2: an indented line");
  CHECK(read("1\n \f") == integer(1));
  CHECK(rejects("1\n2"));
  CHECK(rejects("1\\\n2"));
  CHECK(rejects("1 \\\n"));
  CHECK(rejects("'a'\n'b'"));
  CHECK(rejects("-\n1"));
}

TEST_CASE("what is no literal") {
  for (const char* bad : {"",
                          "a",
                          "a()",
                          "1+2",
                          "2j+1",
                          "--1",
                          "1+-2j",
                          "-True",
                          "-'a'",
                          "not 1",
                          "1 if 1 else 2",
                          "[*[]]",
                          "{**{}}",
                          "f'a'",
                          "'a' f'b'",
                          "t'a'",
                          "ur'a'",
                          "'a' b'b'",
                          "b'\xC3\xA9'",
                          "0777",
                          "1L",
                          "1__0",
                          "[,]",
                          "(,)",
                          "{,}",
                          "{1:}",
                          "{:1}",
                          "{1:2, 3}",
                          "{1, 2:3}",
                          "[1",
                          "[1)",
                          "1]",
                          "set",
                          "set(1)",
                          "set()()",
                          "(set)",
                          "set([])",
                          "frozenset()",
                          "'a",
                          "'''a''",
                          "'a\n'",
                          "1;",
                          "x = 1",
                          "..",
                          ".",
                          "'\\x1'",
                          "'\\N{nothing}'",
                          "nan",
                          "1 2",
                          "[1 2]",
                          "-",
                          "1+",
                          "(1+2j)+3j"}) {
    CAPTURE(bad);
    CHECK(rejects(bad));
  }
  CHECK(rejects(std::string_view("1\0", 2)));
  CHECK(rejects("'\xFF'"));
}

TEST_CASE("a key must be hashable, however deep the list in it") {
  CHECK(error("{1: 2, (3, [4]): 5}") ==
        "line 1, column 8: a list, dictionary or set cannot be a key or in a set");
  CHECK(rejects("{[]}"));
  CHECK(rejects("{set()}"));
  CHECK(read("{(1, ()): 2}").is<Value::Dict>());
}

TEST_CASE("limits are exact") {
  CHECK(read("[[1]]", {.max_depth = 2}).is<Value::List>());
  CHECK(error("[[[1]]]", {.max_depth = 2}) ==
        "line 1, column 3: too many open brackets, the limit is 2");
  CHECK(error("-((1))", {.max_depth = 1}) ==
        "line 1, column 3: too many open brackets, the limit is 1");
  CHECK(read("[1, 2]", {.max_items = 3}).is<Value::List>());
  CHECK(error("[1, 2]", {.max_items = 2}) == "line 1, column 1: too many values, the limit is 2");
  CHECK(read("12", {.max_bytes = 2}) == integer(12));
  CHECK(error("123", {.max_bytes = 2}) == "line 1, column 1: more than 2 bytes of text");
  CHECK(read("123", {.max_int_digits = 3}) == integer(123));
  CHECK(rejects(std::string(4301, '1')));
  CHECK(error("1234", {.max_int_digits = 3}) ==
        "line 1, column 1: too many digits, the limit is 3");
  CHECK(read("'ab' 'c'", {.max_string_bytes = 3}) == text("abc"));
  CHECK(error("'ab' 'cd'", {.max_string_bytes = 3}) ==
        "line 1, column 1: too long a string, the limit is 3");
}

TEST_CASE("sorts that are refused") {
  CHECK(error("{1}", {.allow = {.sets = false}}) == "line 1, column 1: sets are not allowed here");
  CHECK(error("set()", {.allow = {.sets = false}}) ==
        "line 1, column 1: sets are not allowed here");
  CHECK(error("[b'']", {.allow = {.bytes = false}}) ==
        "line 1, column 2: bytes are not allowed here");
  CHECK(error("1+2j", {.allow = {.complex = false}}) ==
        "line 1, column 3: complex numbers are not allowed here");
  CHECK(error("...", {.allow = {.ellipsis = false}}) ==
        "line 1, column 1: an ellipsis is not allowed here");
}

TEST_CASE("a failure says where, in lines and characters") {
  lit::Place place;
  const auto value = lit::parse("[1,\r\n'\xC3\xA9', x]", {}, &place);
  REQUIRE_FALSE(value.has_value());
  CHECK(place.line == 2);
  CHECK(place.column == 6);
  CHECK(place.offset == 11);
  CHECK(error("[1, [2") == "line 1, column 5: a bracket that is never closed");
}

TEST_CASE("depth is bounded by memory, not by the stack") {
  const std::string deep = std::string(10'000, '[') + std::string(10'000, ']');
  CHECK(read(deep, {.max_depth = 10'000}).is<Value::List>());
  CHECK_FALSE(lit::parse("[" + deep + "]", {.max_depth = 1'000'000}).has_value());
}

namespace {

// Counts calls and stops at the third.
class Stopping : public lit::Visitor {
 public:
  int calls = 0;
  bool none() override { return ++calls < 3; }
  bool boolean(bool) override { return ++calls < 3; }
  bool ellipsis() override { return ++calls < 3; }
  bool integer(std::int64_t) override { return ++calls < 3; }
  bool big_integer(std::string_view) override { return ++calls < 3; }
  bool real(double) override { return ++calls < 3; }
  bool complex(double, double) override { return ++calls < 3; }
  bool text(std::string_view) override { return ++calls < 3; }
  bool bytes(std::string_view) override { return ++calls < 3; }
  bool list(std::size_t) override { return ++calls < 3; }
  bool tuple(std::size_t) override { return ++calls < 3; }
  bool set(std::size_t) override { return ++calls < 3; }
  bool dict(std::size_t) override { return ++calls < 3; }
};

}  // namespace

TEST_CASE("a visitor can stop the reading") {
  Stopping visitor;
  const auto done = lit::visit("[1, 'a', None, 2]", visitor);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == av::ErrorCode::Changed);
  CHECK(visitor.calls == 3);
}
