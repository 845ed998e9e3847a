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

// sources_of is those that do harm anywhere.
SourceSet sources_of(const Harms& harms) {
  SourceSet all = 0;
  for (std::size_t kind = 0; kind < harms.size(); ++kind) {
    all |= harms[kind] != 0 ? set_of(static_cast<SourceKind>(kind)) : 0;
  }
  return all;
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

std::vector<Harms> harms_in(const Program& program, const References& references,
                            const Harms& harms, SourceSet others) {
  std::vector<SinkSet> sinks(program.island_count());
  std::vector<SourceSet> sources(program.island_count(), others);
  for (std::uint32_t i = 0; i < program.functions().size(); ++i) {
    const std::uint32_t island = program.island(FunctionId(i));
    sinks[island] |= references.sinks[i];
    sources[island] |= references.sources[i];
  }
  std::vector<Harms> all(program.island_count(), harms);
  for (std::size_t island = 0; island < all.size(); ++island) {
    for (std::size_t kind = 0; kind < harms.size(); ++kind) {
      const bool is_there = (sources[island] & set_of(static_cast<SourceKind>(kind))) != 0;
      all[island][kind] &= is_there ? sinks[island] : 0;
    }
  }
  return all;
}

SinkSet sinks_of(const Harms& harms) {
  SinkSet all = 0;
  for (const SinkSet sinks : harms) {
    all |= sinks;
  }
  return all;
}

std::vector<SourceSet> sources_in(const Program& program, const References& references,
                                  std::span<const Harms> harms, std::span<const FunctionId> order) {
  std::vector<SourceSet> counting;  // by island
  counting.reserve(harms.size());
  for (const Harms& one : harms) {
    counting.push_back(sources_of(one));
  }
  std::vector<SourceSet> sources = references.sources;
  const std::vector<SinkSet> around = sinks_around(references, order);
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::uint32_t island = program.island(FunctionId(i));
    const SinkSet told = harms[island][static_cast<std::size_t>(SourceKind::Exception)];
    sources[i] &= counting[island];
    sources[i] &= (around[i] & told) != 0 ? knowledge::kAllSources : ~set_of(SourceKind::Exception);
  }
  return sources;
}

}  // namespace av::taint
