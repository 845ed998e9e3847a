// Any bytes are the body of a string literal in every reading: its problems lie in it, a text's
// value is UTF-8 (with surrogates), and the repr of a value reads back as that value.

#include "base/utf8.h"
#include "lexis/repr.h"
#include "lexis/strings.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using av::lexis::DecodedString;
using av::lexis::StringReading;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

bool is_text(std::string_view value) {
  while (!value.empty()) {
    const auto step = av::base::decode_utf8(value, av::base::Surrogates::Allowed);
    if (!step.valid) {
      return false;
    }
    value.remove_prefix(step.length);
  }
  return true;
}

std::string value_of_literal(const std::string& literal) {
  const auto parts = av::lexis::split_string(literal);
  require(parts.closed);
  DecodedString decoded;
  av::lexis::decode_string(parts.body, av::lexis::reading_of(parts.prefix), decoded);
  require(decoded.problems.empty() && decoded.unknown_escapes.empty());
  return decoded.value;
}

void check(std::string_view body, const StringReading& reading) {
  DecodedString decoded;
  av::lexis::decode_string(body, reading, decoded);
  std::size_t last = 0;
  for (const av::lexis::StringProblem& problem : decoded.problems) {
    require(problem.offset >= last && problem.length > 0);
    require(problem.offset + problem.length <= body.size());
    last = problem.offset + problem.length;
  }
  if (av::lexis::reads_as_written(body, reading)) {
    require(decoded.value == body && decoded.problems.empty());
  }
  if (reading.sort == StringReading::Sort::Bytes) {
    require(value_of_literal(av::lexis::bytes_repr(decoded.value)) == decoded.value);
  } else if (is_text(body)) {
    require(is_text(decoded.value));
    require(value_of_literal(av::lexis::text_repr(decoded.value)) == decoded.value);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  for (unsigned choice = 0; choice < 16; ++choice) {
    const auto has = [choice](unsigned bit) { return (choice & bit) != 0; };
    check(body, {.sort = has(1) ? StringReading::Sort::Bytes : StringReading::Sort::Text,
                 .raw = has(2),
                 .braces = has(4) ? StringReading::Braces::Doubled : StringReading::Braces::Plain,
                 .python2 = has(8)});
  }
  return 0;
}
