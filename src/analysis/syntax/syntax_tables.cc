// syntax_tables.cc — the tables behind name_of, spelling_of and info_of.

#include "analysis/syntax/feature.h"
#include "analysis/syntax/token.h"
#include "analysis/syntax/tree.h"

#include <iterator>

namespace av::syntax {

std::string_view name_of(NodeKind kind) {
  static constexpr std::string_view kNames[] = {
#define AV_NODE(kind, children, what) #kind,
#include "analysis/syntax/nodes.def"
#undef AV_NODE
  };
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view spelling_of(TokenKind kind) {
  static constexpr std::string_view kSpellings[] = {
#define AV_TOKEN(name, spelling) spelling,
#include "analysis/syntax/tokens.def"
#undef AV_TOKEN
  };
  return kSpellings[static_cast<std::size_t>(kind)];
}

std::string version_text(Version version) {
  return std::to_string(version / 100) + "." + std::to_string(version % 100);
}

const FeatureInfo& info_of(Feature feature) {
  static constexpr FeatureInfo kInfos[] = {
#define AV_FEATURE(name, since, until, what) {since, until, what},
#include "analysis/syntax/features.def"
#undef AV_FEATURE
  };
  return kInfos[static_cast<std::size_t>(feature)];
}

}  // namespace av::syntax
