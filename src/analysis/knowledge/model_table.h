#pragma once
// model_table.h — the hash slots that belong to the frozen tables of model.h.
//
// Made at build time by model_table_source.h; only find_function.cc and find_taint.cc read them.

#include <cstdint>
#include <span>

namespace av::knowledge {

// function_slots, alias_slots and taint_slots: a power of two of numbers, 1 + the row, 0 for a free
// slot.
std::span<const std::uint16_t> function_slots();
std::span<const std::uint16_t> alias_slots();
std::span<const std::uint16_t> taint_slots();

}  // namespace av::knowledge
