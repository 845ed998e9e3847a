#include "analysis/taint/forest.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace {

using av::taint::Forest;
using av::taint::kEmpty;
using av::taint::Label;
using av::taint::Limits;
using av::taint::NameId;
using av::taint::PathId;
using av::taint::Paths;
using av::taint::Selector;
using av::taint::TreeId;
using av::taint::Update;

struct Trees {
  Paths paths;
  Limits limits;
  Forest forest{paths, limits};

  TreeId source(std::uint32_t what) {
    Label label;
    label.what = what;
    return forest.leaf(label);
  }
  TreeId input(std::uint32_t index) {
    Label label;
    label.kind = Label::Kind::Input;
    label.what = paths.of({index}).index();
    return forest.leaf(label);
  }
  TreeId put(TreeId tree, Selector part, TreeId value, Update update = Update::Replace) {
    return forest.write(tree, std::span(&part, 1), value, update);
  }
  TreeId guessed(TreeId tree) {
    return forest.map(tree, [](Label& label) {
      label.widen();
      return true;
    });
  }
};

Selector key(std::uint32_t name) {
  return Selector::key(NameId(name));
}

TEST_CASE("a part holds what was put there, its neighbours do not") {
  Trees t;
  const TreeId dict = t.put(kEmpty, key(1), t.source(7));
  CHECK(t.forest.read(dict, key(1)) == t.source(7));
  CHECK(t.forest.read(dict, key(2)) == kEmpty);
  CHECK(t.forest.read(dict, Selector::any()) == t.source(7));
  CHECK(t.put(dict, key(1), kEmpty) == kEmpty);
}

TEST_CASE("a part of what came from outside came from there, unless it was replaced") {
  Trees t;
  const TreeId all = t.source(7);
  CHECK(t.forest.read(all, key(1)) == all);
  const TreeId part_clean = t.put(all, key(1), kEmpty);
  CHECK(t.forest.read(part_clean, key(1)) == kEmpty);
  CHECK(t.forest.read(part_clean, key(2)) == all);
  CHECK(t.put(part_clean, key(1), all) == all);
}

TEST_CASE("what is put at an unknown place may be anywhere") {
  Trees t;
  const TreeId list =
      t.put(t.put(kEmpty, Selector::index(0), t.source(1)), Selector::any(), t.source(2));
  CHECK(t.forest.read(list, Selector::index(1)) == t.source(2));
  CHECK(t.forest.read(list, Selector::index(0)) == t.forest.join(t.source(1), t.source(2)));
}

TEST_CASE("a part of an input is another input, up to a length") {
  Trees t;
  TreeId part = t.forest.read(t.input(0), key(1));
  CHECK(part != t.input(0));
  CHECK(part != t.forest.read(t.input(0), key(2)));
  for (int i = 0; i < 10; ++i) {
    part = t.forest.read(part, key(1));
  }
  CHECK(t.paths.length(PathId(t.forest.labels(part)[0].what)) == av::taint::kMostSteps);
}

TEST_CASE("a text of an input has any part of it") {
  Trees t;
  const TreeId text = t.forest.flatten(t.input(0));
  CHECK(text != t.input(0));
  CHECK(t.forest.read(text, key(1)) == text);
  CHECK(t.forest.join(text, t.forest.read(t.input(0), key(1))) == text);
}

TEST_CASE("joining is the same in any order, and equal trees are one") {
  Trees t;
  const std::array all = {t.put(kEmpty, key(1), t.source(1)), t.put(kEmpty, key(2), t.source(2)),
                          t.source(3), t.put(t.source(3), key(1), kEmpty), t.input(0)};
  for (const TreeId a : all) {
    CHECK(t.forest.join(a, a) == a);
    CHECK(t.forest.join(a, kEmpty) == a);
    for (const TreeId b : all) {
      CHECK(t.forest.join(a, b) == t.forest.join(b, a));
      for (const TreeId c : all) {
        CHECK(t.forest.join(t.forest.join(a, b), c) == t.forest.join(a, t.forest.join(b, c)));
      }
    }
  }
}

TEST_CASE("what exceeds a bound is joined, not lost, and no longer certain") {
  Trees t;
  TreeId wide = kEmpty;
  TreeId deep = t.source(1);
  for (std::uint32_t i = 0; i < 100; ++i) {
    wide = t.put(wide, key(i), t.source(i % 5));
    deep = t.put(kEmpty, key(i), deep);
  }
  CHECK(t.limits.width > 0);
  CHECK(t.limits.depth > 0);
  CHECK(t.forest.labels(t.forest.read(wide, Selector::any())).size() == 5);
  CHECK(t.forest.flatten(deep) == t.guessed(t.source(1)));
  CHECK(t.forest.read(wide, key(1)) == t.guessed(t.forest.read(wide, key(1))));
}

TEST_CASE("a text of an object need not show what its attributes hold") {
  Trees t;
  const Selector name = Selector::attribute(NameId(1));
  CHECK(t.forest.flatten(t.put(kEmpty, name, t.source(1))) == t.guessed(t.source(1)));
  CHECK(t.forest.flatten(t.put(kEmpty, key(1), t.source(1))) == t.source(1));
  CHECK(t.forest.flatten(t.put(kEmpty, Selector::base(), t.source(1))) == t.source(1));
}

TEST_CASE("an object that is made of many inputs is no mixture of them, up to a bound") {
  Trees t;
  const auto object = [&](std::uint32_t parts) {
    TreeId made = kEmpty;
    for (std::uint32_t i = 0; i < parts; ++i) {
      made = t.put(made, Selector::attribute(NameId(i)), t.input(i));
    }
    return made;
  };
  const Selector first = Selector::attribute(NameId(0));
  const TreeId apart = t.forest.narrow(object(30), 20, 48);
  CHECK(t.forest.read(apart, first) == t.input(0));
  CHECK(t.forest.labels(t.forest.read(t.forest.narrow(object(30), 20), first)).size() == 16);
  CHECK(t.forest.labels(t.forest.read(t.forest.narrow(object(30), 20, 25), first)).size() == 16);
}

TEST_CASE("too many parts of an input become the input") {
  Trees t;
  TreeId all = kEmpty;
  for (std::uint32_t i = 0; i < 100; ++i) {
    all = t.forest.join(all, t.forest.read(t.input(0), key(i)));
  }
  CHECK(all == t.guessed(t.forest.flatten(t.input(0))));
  CHECK(t.limits.labels > 0);
}

}  // namespace
