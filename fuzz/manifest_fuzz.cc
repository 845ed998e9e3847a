// Any bytes are a manifest with good and bad lines; a good one written again means the same.

#include <antivenom/digest.h>

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
  using av::digest::ManifestStyle;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto end : {ManifestStyle::End::Newline, ManifestStyle::End::Zero}) {
    const auto manifest = av::digest::parse_manifest(text, {.end = end});
    for (const auto& entry : manifest->entries) {
      const std::string line = av::digest::manifest_line(entry.path, entry.method, entry.digest,
                                                         {ManifestStyle::Line::Tagged, end});
      const auto again = av::digest::parse_manifest(line, {.end = end});
      require(again->entries.size() == 1 && again->entries[0].path == entry.path &&
              again->entries[0].method == entry.method && again->entries[0].digest == entry.digest);
    }
  }
  return 0;
}
