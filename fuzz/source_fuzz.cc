// Any bytes become a source of valid UTF-8, with notices in order and inside the text, whose lines
// tile it.  With more than one byte, the first chooses a codec, so that all of them are reached.

#include "analysis/text/lines.h"
#include "analysis/text/source.h"
#include "base/utf8.h"
#include "lexis/decoding.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_lines(std::string_view text) {
  const av::text::LineIndex lines(text);
  std::uint32_t last = 0;
  for (std::uint32_t line = 2; line <= lines.line_count(); ++line) {
    const std::uint32_t start = lines.line_start(line);
    require(start > last && start <= text.size());
    require(text[start - 1] == '\n' || text[start - 1] == '\r');
    require(lines.line_at(start) == line && lines.line_at(start - 1) == line - 1);
    last = start;
  }
}

void check_source(std::string_view bytes) {
  const av::text::Source source = av::text::decode("", bytes);
  const std::string_view text = source.text.text();
  require(av::base::find_invalid_utf8(text) == std::string_view::npos);
  std::uint32_t last = 0;
  for (const av::text::Notice& notice : source.notices) {
    require(notice.span.start >= last && notice.span.end >= notice.span.start);
    require(notice.span.end <= text.size());
    last = notice.span.start;
  }
  check_lines(text);
}

void check_codec(const av::lexis::Codec& codec, std::string_view bytes) {
  const av::lexis::Decoded decoded = av::lexis::decode_bytes(codec, bytes);
  require(av::base::find_invalid_utf8(decoded.text) == std::string_view::npos);
  std::size_t last = 0;
  for (const av::lexis::DamagedRun& run : decoded.damage) {
    require(run.start >= last && run.end > run.start && run.end <= decoded.text.size());
    last = run.end;
  }
  require(decoded.damage.size() <= decoded.damaged_runs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_source(bytes);
  if (size > 1) {
    const auto& codecs = av::lexis::all_codecs();
    check_codec(codecs[data[0] % codecs.size()], bytes.substr(1));
  }
  return 0;
}
