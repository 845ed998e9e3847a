#pragma once
// dumped.h — a text's dump in one call, for tests.

#include "analysis/syntax/cpython/dump.h"
#include "analysis/syntax/parser.h"

#include <string>
#include <string_view>

namespace av::test {

// source_with is `text` as a file in UTF-8 has it.
inline text::Source source_with(std::string_view text) {
  text::Source source;
  source.path = "test.py";
  source.encoding = "utf-8";
  source.text.assign(text);
  return source;
}

// dumped is what Python `as` prints of `text`.
inline Result<std::string> dumped(std::string_view text, syntax::Version as) {
  using Reading = syntax::ParseOptions::Reading;
  const text::Source source = source_with(text);
  const Reading reading = as < 300 ? Reading::Python2 : Reading::Python3;
  syntax::SyntaxArena arena;
  const syntax::Tree tree =
      syntax::parse(source.text.view(), {.reading = reading, .limits_of = as}, arena);
  return syntax::cpython::dump(tree, source, as);
}

}  // namespace av::test
