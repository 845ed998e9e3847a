#include "analysis/match/check_context.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;
using av::match::Origin;

TEST_CASE("source is quoted on one line, shortened between characters") {
  Asked asked("f(x)\ng(" + std::string(60, 'a') + ")\nh(\n1)\nk('" + std::string(60, 'x') +
              "')\n'ääääääääääääääääääääääääääääääääääääää'\n");
  CHECK(asked.check().quoted(asked.node("f(x)")) == "`f(x)`");
  CHECK(asked.check().quoted(asked.node("h(\n1)")) == "`h(…`");
  const std::string name(60, 'a');
  CHECK(asked.check().quoted(asked.node(name)) == "`" + std::string(40, 'a') + "…`");
  const std::string cut =
      asked.check().quoted(asked.node("'ääääääääääääääääääääääääääääääääääääää'"));
  CHECK(cut.ends_with("ä…`"));
}

TEST_CASE("where the open parts of a value come from") {
  Asked asked("y = input()\nf('a', f'a{b:d}', f'a{y}', 'x' if c else y, ['a', y])\n");
  const auto origin = [&](const char* text) {
    return asked.check().open_origin(asked.node(text)).origin;
  };
  CHECK(origin("'a'") == Origin::Constant);
  CHECK(origin("f'a{b:d}'") == Origin::Harmless);
  CHECK(origin("f'a{y}'") == Origin::Local);
  CHECK(origin("'x' if c else y") == Origin::Local);
  CHECK(origin("['a', y]") == Origin::Local);
}

TEST_CASE("what an expression may be") {
  Asked asked("try:\n  import a as m\nexcept E:\n  import b as m\nm.f\n");
  CHECK(asked.check().may_be(asked.node("m.f"), "a.f"));
  CHECK(asked.check().may_be(asked.node("m.f"), "b.f"));
  CHECK_FALSE(asked.check().may_be(asked.node("m.f"), "c.f"));
}

}  // namespace
