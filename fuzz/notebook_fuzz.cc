// Any bytes as a notebook and as a Markdown page: refused, or read as text whose lines all know
// where they come from, in order.

#include "analysis/text/markdown_code.h"
#include "analysis/text/source.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <tuple>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check(const av::text::Source& source) {
  const std::string_view text = source.text.text();
  const auto lines = std::count(text.begin(), text.end(), '\n');
  require(text.find('\r') == std::string_view::npos);
  require(source.origins.size() == static_cast<std::size_t>(lines));
  require(text.empty() || text.back() == '\n');
  std::tuple<std::uint32_t, std::uint32_t> last;
  for (const av::text::LineOrigin& origin : source.origins) {
    const std::tuple<std::uint32_t, std::uint32_t> here(origin.cell, origin.line);
    require(here > last && origin.file_line >= 1);
    last = here;
  }
  for (const av::text::Notice& notice : source.notices) {
    require(notice.span.start <= notice.span.end && notice.span.end <= text.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto page = av::text::decode_by_name("page.md", bytes);
  require(page.has_value());
  check(*page);
  if (const auto notebook = av::text::decode_by_name("book.ipynb", bytes)) {
    check(*notebook);
  }
  return 0;
}
