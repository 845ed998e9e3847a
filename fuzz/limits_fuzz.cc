// Any text is limits or is refused; limits that are read are within bounds, and written again mean
// the same.

#include <antivenom/limit.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace lim = av::limit;
  const auto limits =
      lim::parse_limits(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!limits) {
    require(!limits.error().message.empty());
    return 0;
  }
  require(!limits->empty());
  for (const lim::Limit& limit : *limits) {
    require(lim::check_limit(limit, lim::Strategy::Gcra).has_value());
    const auto again = lim::parse_limits(lim::to_text(limit));
    require(again.has_value() && again->size() == 1 && again->front() == limit);
  }
  return 0;
}
