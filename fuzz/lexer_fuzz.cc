// Any bytes become tokens whose places ascend, with as many unindents as indents, ending in
// EndOfFile.

#include "analysis/syntax/lexer.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/python_mutator.h"

namespace {

using av::syntax::TokenKind;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check(const av::syntax::Tokens& tokens, std::size_t size) {
  std::uint32_t last = 0;
  long depth = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    require(tokens.start[i] >= last && tokens.end[i] >= tokens.start[i] && tokens.end[i] <= size);
    last = tokens.end[i];
    depth += tokens.kind[i] == TokenKind::Indent ? 1 : 0;
    depth -= tokens.kind[i] == TokenKind::Dedent ? 1 : 0;
    require(depth >= 0);
  }
  require(depth == 0 && tokens.size() != 0);
  require(tokens.kind[tokens.size() - 1] == TokenKind::EndOfFile);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const av::base::PaddedText text(std::string_view(reinterpret_cast<const char*>(data), size));
  av::syntax::Tokens tokens;
  for (const auto dialect : {av::syntax::Dialect::Python2, av::syntax::Dialect::Python3}) {
    lex(text.view(), {dialect, 0}, tokens);
    check(tokens, size);
  }
  return 0;
}
