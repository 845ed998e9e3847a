#pragma once
// binding_collector.h — fills a Bindings in one pass over the nodes.

#include "analysis/names/bindings.h"

namespace av::names {

// collect_bindings fills `out`, whose outline is set and which is empty otherwise.
void collect_bindings(Bindings& out);

}  // namespace av::names
