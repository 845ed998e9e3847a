// Any bytes are a literal or are not: what is read, written and read again is the same value, and a
// failure lies within the text.

#include <antivenom/literal.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace literal = av::literal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  literal::Options options;
  options.max_int_digits = 400;
  literal::Place place;
  const auto value = literal::parse(text, options, &place);
  if (!value) {
    if (place.offset > size || value.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  options.max_int_digits = 4300;
  options.max_bytes = 16 * size + 64;
  const std::string written = literal::to_python(*value);
  const auto again = literal::parse(written, options);
  if (!again || !(literal::to_python(*again) == written)) {
    std::abort();
  }
  static_cast<void>(literal::to_json(*value));
  return 0;
}
