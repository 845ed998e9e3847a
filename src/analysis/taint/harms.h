#pragma once
// harms.h — which sources matter for which sinks, and in which functions.

#include "analysis/knowledge/taint_model.h"
#include "analysis/taint/references.h"

#include <array>
#include <span>
#include <vector>

namespace av::taint {

// Harms is, by kind of source, the sinks that what it brings does harm in.
using Harms = std::array<knowledge::SinkSet, knowledge::kSourceKinds>;

// all_harms is what does harm at all.
Harms all_harms();
// harms_in leaves out, by island, what that has no sink for, and no source: but for `others`, which
// it may have all the same.
std::vector<Harms> harms_in(const Program& program, const References& references,
                            const Harms& harms, knowledge::SourceSet others);
// sinks_of is those that any source does harm in.
knowledge::SinkSet sinks_of(const Harms& harms);

// sources_in is, by function, the kinds of sources that it brings and that may do harm.  What an
// error tells is thrown and caught everywhere: it counts where one of the callers, or whatever
// they call, does what it does harm in.  `order` has the functions bottom-up.
// `harms`: by island.
std::vector<knowledge::SourceSet> sources_in(const Program& program, const References& references,
                                             std::span<const Harms> harms,
                                             std::span<const FunctionId> order);

}  // namespace av::taint
