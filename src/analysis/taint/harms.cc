#include "analysis/taint/harms.h"

namespace av::taint {
namespace {

using knowledge::set_of;
using knowledge::SinkKind;
using knowledge::SinkSet;
using knowledge::SourceKind;
using knowledge::SourceSet;

// How often sinks are carried over the functions: a cycle may need more than one round.
constexpr int kRounds = 3;

// sinks_around is, by function, the sinks that what it returns, throws or passes on may get to by
// calls.
std::vector<SinkSet> sinks_around(const References& program, std::span<const FunctionId> order) {
  std::vector<SinkSet> sinks = program.sinks;
  for (int round = 0; round < kRounds; ++round) {
    for (const FunctionId one : order) {
      for (const FunctionId callee : program.needs[one.index()]) {
        sinks[one.index()] |= sinks[callee.index()];
      }
    }
  }
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = order.size(); i > 0; --i) {
      for (const FunctionId user : program.users[order[i - 1].index()]) {
        sinks[order[i - 1].index()] |= sinks[user.index()];
      }
    }
  }
  return sinks;
}

}  // namespace

Harms all_harms() {
  Harms harms = {};
  for (std::size_t source = 0; source < harms.size(); ++source) {
    for (std::size_t sink = 0; sink < knowledge::kSinkKinds; ++sink) {
      const auto kind = static_cast<SinkKind>(sink);
      if (knowledge::does_harm(static_cast<SourceKind>(source), kind)) {
        harms[source] |= set_of(kind);
      }
    }
  }
  return harms;
}

Harms harms_in(const References& program, Harms harms, SourceSet others) {
  SinkSet sinks = 0;
  for (const SinkSet some : program.sinks) {
    sinks |= some;
  }
  SourceSet sources = others;
  for (const SourceSet some : program.sources) {
    sources |= some;
  }
  for (std::size_t kind = 0; kind < harms.size(); ++kind) {
    const bool is_there = (sources & set_of(static_cast<SourceKind>(kind))) != 0;
    harms[kind] &= is_there ? sinks : 0;
  }
  return harms;
}

SinkSet sinks_of(const Harms& harms) {
  SinkSet all = 0;
  for (const SinkSet sinks : harms) {
    all |= sinks;
  }
  return all;
}

std::vector<SourceSet> sources_in(const References& program, const Harms& harms,
                                  std::span<const FunctionId> order) {
  SourceSet counting = 0;
  for (std::size_t kind = 0; kind < harms.size(); ++kind) {
    counting |= harms[kind] != 0 ? set_of(static_cast<SourceKind>(kind)) : 0;
  }
  std::vector<SourceSet> sources = program.sources;
  const std::vector<SinkSet> around = sinks_around(program, order);
  const SinkSet told = harms[static_cast<std::size_t>(SourceKind::Exception)];
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i] &= counting;
    sources[i] &= (around[i] & told) != 0 ? knowledge::kAllSources : ~set_of(SourceKind::Exception);
  }
  return sources;
}

}  // namespace av::taint
