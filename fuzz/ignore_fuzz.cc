// Any bytes up to a NUL are a .gitignore, and what follows is a path: an answer comes in time, and
// a pattern made of a path's own bytes, each behind a backslash, matches that path.

#include "analysis/text/gitignore.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::string_view path = bytes.substr(std::min(end + 1, bytes.size()));
  const auto rules = av::text::IgnoreRules::parse(bytes.substr(0, end));
  for (const auto kind : {av::text::EntryKind::File, av::text::EntryKind::Folder}) {
    const auto alone = rules.verdict(path, kind);
    const auto within = rules.verdict_within(path, kind);
    require(within == alone || within == av::text::IgnoreVerdict::Ignored);
  }

  std::string escaped;
  for (const char c : path) {
    escaped += c == '/' ? "" : "\\";
    escaped += c;
  }
  require(av::text::Glob::compile(escaped, av::text::Glob::Sort::Path).matches(path));
  return 0;
}
