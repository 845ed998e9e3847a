#include "analysis/names/value.h"

#include "tests/names/sample.h"

namespace {

using av::names::Item;
using av::names::Sample;
using av::names::Value;

// What is asked of the value of the last f's argument.
template <class Question>
auto ask(const std::string& expr, Question question) {
  Sample sample("f(" + expr + ")\n");
  return question(sample.names().value(sample.node(expr)));
}

TEST_CASE("truth is Python's, where it is certain") {
  const auto truth = [](const Value& value) { return value.truth(); };
  for (const char* expr : {"1", "True", "'a'", "[x]", "{'a': x}", "0.5", "(x,)"}) {
    CHECK_MESSAGE(ask(expr, truth) == true, expr);
  }
  for (const char* expr : {"0", "False", "''", "[]", "{}", "None", "0.0", "()"}) {
    CHECK_MESSAGE(ask(expr, truth) == false, expr);
  }
  for (const char* expr : {"x", "f'{x}'", "[*x]", "1 if x else 0"}) {
    CHECK_FALSE_MESSAGE(ask(expr, truth).has_value(), expr);
  }
  CHECK(ask("1 if x else 2", truth) == true);
}

TEST_CASE("constant is constant down to the last element") {
  const auto constant = [](const Value& value) { return value.is_constant(); };
  for (const char* expr : {"1", "'a'", "['a', ('b', {'c': None})]", "f'a{1}'"}) {
    CHECK_MESSAGE(ask(expr, constant), expr);
  }
  for (const char* expr : {"x", "['a', x]", "{'a': x}", "f'a{x}'", "[*x]", "{**x}"}) {
    CHECK_FALSE_MESSAGE(ask(expr, constant), expr);
  }
}

TEST_CASE("the last entry of a key counts") {
  const auto entry = [](const Value& value) {
    const auto* found = value.entry_of("a");
    return found == nullptr ? -1 : found->value->integer;
  };
  CHECK(ask("{'a': 1, 'b': 2, 'a': 3}", entry) == 3);
  CHECK(ask("{'b': 2}", entry) == -1);
  CHECK(ask("{'a': 1, **x}", entry) == -1);
  CHECK(ask("{**x, 'a': 1}", entry) == 1);
}

TEST_CASE("one of several lists them") {
  const auto count = [](const Value& value) {
    const Item item = {&value, value.node};
    return av::names::alternatives(item).size();
  };
  CHECK(ask("1 if x else 2", count) == 2);
  CHECK(ask("1", count) == 1);
  CHECK(ask("1 if x else 1", count) == 1);
}

TEST_CASE("equal constants are the same, containers never") {
  Sample sample("f('a', b'a', 'a', 1, 1, [1])\n");
  const auto& call = sample.tree().children(sample.node("f('a', b'a', 'a', 1, 1, [1])"));
  const auto value = [&](std::uint32_t i) -> const Value& { return sample.names().value(call[i]); };
  CHECK(are_same(value(1), value(3)));
  CHECK_FALSE(are_same(value(1), value(2)));
  CHECK(are_same(value(4), value(5)));
  CHECK_FALSE(are_same(value(6), value(6)));
}

}  // namespace
