#pragma once
// python_mutator.h — a mutator that keeps text close to Python, so that fuzzing reaches beyond the
// lexer's first error: it splices constructs, deletes and repeats lines, and shifts indentation.
// A fuzz target that includes this file gets it by libFuzzer's custom mutator hook.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace av::fuzz {

inline constexpr std::string_view kFragments[] = {
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    ";",
    "=",
    ":=",
    "->",
    "*",
    "**",
    "@",
    "`",
    "!",
    "\\\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "    ",
    "\f",
    "#",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "f'",
    "f\"{",
    "rf'''",
    "t'",
    "b'",
    "{{",
    "}}",
    "!r",
    ":>{w}",
    "\\N{DASH}",
    "\\x",
    "\\",
    "if a:\n",
    "elif b:\n",
    "else:\n",
    "for a in b:\n",
    "async for a in b",
    "while a:\n",
    "def f(a, /, b: c = d, *e, g, **h) -> i:\n",
    "class A[T: int = str](B, c=d):\n",
    "@a.b(c)\n",
    "try:\n",
    "except A as b:\n",
    "except* A:\n",
    "except A, b:\n",
    "finally:\n",
    "with (a as b, c):\n",
    "with a:\n",
    "match a:\n",
    "case [b, *_] | {'c': d, **e} if f:\n",
    "case A(b, c=d) as e:\n",
    "import a.b as c\n",
    "from ..a import (b as c, d)\n",
    "from __future__ import print_function\n",
    "lazy import a\n",
    "type X[T] = Y\n",
    "print >>a, b\n",
    "exec a in b\n",
    "raise A, b, c\n",
    "raise A from b\n",
    "global a, b\n",
    "nonlocal a\n",
    "del a, b\n",
    "assert a, b\n",
    "return *a, b\n",
    "yield from a",
    "await a",
    "lambda a, *b: c",
    "a if b else c",
    "[a for b in c if d]",
    "{a: b for c in d}",
    "{**a, 'b': c}",
    "not ",
    " and ",
    " or ",
    " in ",
    " is not ",
    " not in ",
    "pass\n",
    "break\n",
    "...",
    "1_000",
    "0x1f",
    "0777",
    "1e5j",
    "1L",
    "ur'a'",
    "\xC3\xBC",
    "\xC2\xA0",
    "\xEF\xBC\xA5",
    "# coding: utf-7\n",
};

inline std::string insert_fragment(std::string text, std::mt19937& random) {
  const std::size_t count = sizeof kFragments / sizeof kFragments[0];
  return text.insert(random() % (text.size() + 1), kFragments[random() % count]);
}

inline std::string delete_stretch(std::string text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  return text.erase(at, 1 + random() % 12);
}

// The line that holds a random place, as offsets of its first byte and behind its line end.
inline std::pair<std::size_t, std::size_t> pick_line(const std::string& text,
                                                     std::mt19937& random) {
  const std::size_t at = random() % text.size();
  const std::size_t before = text.rfind('\n', at);
  const std::size_t behind = text.find('\n', at);
  const std::size_t start = before == std::string::npos || before == at ? at : before + 1;
  return {start, behind == std::string::npos ? text.size() : behind + 1};
}

inline std::string move_line(std::string text, std::mt19937& random) {
  const auto [start, end] = pick_line(text, random);
  const std::string line = text.substr(start, end - start);
  if (random() % 2 == 0) {
    text.erase(start, end - start);
  }
  return text.insert(random() % (text.size() + 1), line);
}

inline std::string shift_indentation(std::string text, std::mt19937& random) {
  const auto [start, end] = pick_line(text, random);
  if (random() % 2 == 0) {
    return text.insert(start, random() % 4 == 0 ? "\t" : "  ");
  }
  const std::size_t blanks = text.find_first_not_of(" \t", start);
  const std::size_t width = (blanks == std::string::npos ? end : blanks) - start;
  return text.erase(start, width / 2);
}

inline std::string repeat_stretch(std::string text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  const std::string stretch = text.substr(at, 1 + random() % 24);
  for (unsigned times = 1 + random() % 16; times > 0; --times) {
    text.insert(at, stretch);
  }
  return text;
}

inline std::string mutate(const std::string& text, std::mt19937& random) {
  if (text.empty()) {
    return insert_fragment(text, random);
  }
  switch (random() % 6) {
    case 0:
      return delete_stretch(text, random);
    case 1:
      return move_line(text, random);
    case 2:
      return shift_indentation(text, random);
    case 3:
      return repeat_stretch(text, random);
    default:
      return insert_fragment(text, random);
  }
}

}  // namespace av::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  std::mt19937 random(seed);
  if (random() % 4 == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  const std::string mutated =
      av::fuzz::mutate(std::string(reinterpret_cast<const char*>(data), size), random);
  const std::size_t length = mutated.size() < max_size ? mutated.size() : max_size;
  std::memcpy(data, mutated.data(), length);
  return length;
}
