#include "analysis/syntax/cpython/dump.h"

#include "analysis/syntax/cpython/printer.h"
#include "analysis/syntax/cpython/rejects.h"

#include <array>

namespace av::syntax::cpython {
namespace {

constexpr std::array<Version, 9> kVersions = {207, 306, 307, 308, 309, 310, 311, 312, 313};

}  // namespace

std::span<const Version> known_versions() {
  return kVersions;
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
