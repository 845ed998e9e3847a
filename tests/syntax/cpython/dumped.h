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

inline void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

// source_in is the text that a line of answers.txt or verdicts.txt stands for.
inline std::string source_in(std::string line) {
  replace_all(line, "⏎", "\n");
  replace_all(line, "␍", "\r");
  replace_all(line, "⇥", "\t");
  return line;
}

}  // namespace av::test
