// Any bytes become a tree that keeps the promises of tree.h, however they are read.

#include "analysis/syntax/parser.h"
#include "tests/syntax/sketch.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/python_mutator.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using av::syntax::ParseOptions;
  const av::base::PaddedText text(std::string_view(reinterpret_cast<const char*>(data), size));
  av::syntax::SyntaxArena arena;
  for (const auto reading : {ParseOptions::Reading::FromText, ParseOptions::Reading::Python2}) {
    const av::syntax::Tree tree = parse(text.view(), {reading, 0}, arena);
    if (!av::test::find_broken_nesting(tree).empty()) {
      std::abort();
    }
  }
  return 0;
}
