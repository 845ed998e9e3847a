#pragma once
// feature.h — which Python versions read a construct; features.def is the list.

#include <cstdint>
#include <string>
#include <string_view>

namespace av::syntax {

// Dialect is how texts that Python 2 and 3 read differently are read.
enum class Dialect : std::uint8_t { Python2, Python3 };

// Version is a Python version as major * 100 + minor: 3.12 is 312, 2.7 is 207.
using Version = std::uint16_t;

// kNewest is the newest version whose grammar the parser knows.
inline constexpr Version kNewest = 315;

// version_text is a version as people write it: "3.12".
std::string version_text(Version version);

// Feature is one construct that not every version reads.
enum class Feature : std::uint8_t {
#define AV_FEATURE(name, since, until, what) name,
#include "analysis/syntax/features.def"
#undef AV_FEATURE
};

// FeatureInfo is what is known of a feature: first version with it, first without it again (0:
// none).
struct FeatureInfo {
  Version since;
  Version until;
  std::string_view what;
};

// info_of looks a feature up.
const FeatureInfo& info_of(Feature feature);

// is_in says whether `version` reads `feature`.
inline bool is_in(Feature feature, Version version) {
  const FeatureInfo& info = info_of(feature);
  return version >= info.since && (info.until == 0 || version < info.until);
}

}  // namespace av::syntax
