// Any bytes are a .env file or an error at one of its lines; what is read says where it stands.

#include <antivenom/secret.h>

#include <algorithm>
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
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  const auto parsed = av::secret::parse_dotenv(text, "f");
  if (!parsed) {
    require(parsed.error().message.starts_with("f:"));
    return 0;
  }
  std::uint32_t last = 0;
  for (const auto& entry : parsed->entries()) {
    require(entry.line >= last && entry.line <= lines && !entry.name.empty());
    require(parsed->find(entry.name) == &entry);
    last = entry.line;
  }
  return 0;
}
