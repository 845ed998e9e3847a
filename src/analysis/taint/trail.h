#pragma once
// trail.h — from a value back to what it was made of, as far as something got lost.
//
// In: a Sight of a function, a kind of sink.  Out: Stops.  At most kMostFollowed values are looked
// at and kMostStops kept.

#include "analysis/taint/sight.h"
#include "analysis/taint/why.h"

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace av::taint {

inline constexpr std::size_t kMostFollowed = 2000;
inline constexpr std::size_t kMostStops = 6;

// Trail follows values of one function.
class Trail {
 public:
  // `inspection` and `sight` must outlive this.
  Trail(const Inspection& inspection, FunctionId function, const Sight& sight,
        knowledge::SinkKind kind);

  // follow goes back from what is given to a sink; `arrived` is what came in there.
  void follow(std::span<const flow::ValueId> given, std::span<const SeenLabel> arrived,
              std::uint32_t sink);
  // stops is what was found: constants only when there is nothing else.
  [[nodiscard]] std::vector<Stop> stops() const;

 private:
  using ValueId = flow::ValueId;
  // Keys name sources and inputs; sorted, each once.
  using Keys = std::vector<std::uint64_t>;

  void look_at(std::uint32_t instr);
  void look_at_load(std::uint32_t instr);
  void look_at_parameter(std::uint32_t instr);
  void look_at_others(std::uint32_t instr);
  void add_lost(const Keys& before, std::uint32_t instr);
  [[nodiscard]] Stop::Reason reason_of(std::uint32_t instr, const Keys& lost) const;
  void add_uncounted(std::uint32_t instr);
  void add_guard(std::uint32_t load, std::uint32_t store);
  void add(Stop::Reason reason, std::uint32_t instr);
  void add(const Stop& made);
  [[nodiscard]] const knowledge::TaintModel* model_at(std::uint32_t instr) const;
  [[nodiscard]] bool is_source(std::uint32_t instr) const;
  void push(std::span<const ValueId> values);
  [[nodiscard]] Keys live(std::span<const ValueId> values) const;
  [[nodiscard]] bool is_live(const Label& label) const;
  [[nodiscard]] std::uint64_t key_of(const Label& label) const;
  [[nodiscard]] std::span<const Label> labels(std::uint32_t instr) const;
  [[nodiscard]] std::vector<ValueId> operands(std::uint32_t instr) const;
  [[nodiscard]] std::vector<std::uint32_t> stores_before(std::uint32_t load) const;
  [[nodiscard]] std::uint32_t local(std::uint32_t place) const;

  const Program& program_;
  const World& world_;
  FunctionId function_;
  const Unit& unit_;
  const Sight& sight_;
  knowledge::SinkKind kind_;
  std::set<std::uint32_t> seen_;
  std::vector<std::uint32_t> open_;
  std::vector<Stop> stops_;
  std::vector<Stop> constants_;
};

}  // namespace av::taint
