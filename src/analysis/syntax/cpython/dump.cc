#include "analysis/syntax/cpython/dump.h"

#include "analysis/syntax/cpython/printer.h"
#include "analysis/syntax/cpython/rejects.h"

#include <array>

namespace av::syntax::cpython {
namespace {

constexpr std::array<Version, 9> kVersions = {207, 306, 307, 308, 309, 310, 311, 312, 313};
constexpr std::string_view kPrefix = "cpython";

}  // namespace

std::span<const Version> known_versions() {
  return kVersions;
}

std::optional<Version> find_version(std::string_view name) {
  if (name.starts_with(kPrefix)) {
    name.remove_prefix(kPrefix.size());
  }
  for (const Version version : kVersions) {
    if (version_text(version) == name) {
      return version;
    }
  }
  return std::nullopt;
}

std::string version_names() {
  std::string names;
  for (const Version version : kVersions) {
    names.append(names.empty() ? "" : ", ").append(kPrefix).append(version_text(version));
  }
  return names;
}

ParseOptions options_for(Version as) {
  using Reading = ParseOptions::Reading;
  return {.reading = as < 300 ? Reading::Python2 : Reading::Python3, .limits_of = as};
}

Result<std::string> dump(const Tree& tree, const text::Source& source, Version as) {
  if (std::optional<Rejection> rejection = find_rejection(tree, source, as)) {
    const std::uint32_t line = text::LineIndex(tree.text()).line_at(rejection->offset);
    return fail(ErrorCode::InvalidArgument,
                "line " + std::to_string(line) + ": " + std::move(rejection->reason));
  }
  return Printer(tree, source, as).run();
}

}  // namespace av::syntax::cpython
