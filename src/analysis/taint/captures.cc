#include "analysis/taint/captures.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace av::taint {

// A function uses what the functions in it use, save what is its own.
void find_captures(Unit& unit) {
  std::vector<std::uint32_t> own;
  for (std::size_t i = unit.flow.functions.size(); i > 0; --i) {
    const flow::Function& function = unit.flow.functions[i - 1];
    std::vector<std::uint32_t>& captures = unit.functions[i - 1].captures;
    own.clear();
    for (std::uint32_t p = 0; p < function.place_count; ++p) {
      const flow::Place& place = unit.flow.places[function.first_place + p];
      if (place.kind == flow::Place::Kind::Free) {
        captures.push_back(place.symbol.index());
      } else if (place.symbol.exists()) {
        own.push_back(place.symbol.index());
      }
    }
    std::ranges::sort(own);
    std::ranges::sort(captures);
    const auto doubles = std::ranges::unique(captures);
    captures.erase(doubles.begin(), doubles.end());
    std::erase_if(captures,
                  [&](std::uint32_t symbol) { return std::ranges::binary_search(own, symbol); });
    if (function.around.exists()) {
      std::vector<std::uint32_t>& outer = unit.functions[function.around.index()].captures;
      outer.insert(outer.end(), captures.begin(), captures.end());
    }
  }
}

void name_cells(names::FileNames& names, Unit& unit) {
  const names::Bindings& bindings = names.bindings();
  const auto name_of = [&](const flow::Place& place) {
    return unit.names->intern(bindings.name_of(place.symbol));
  };
  unit.cells.resize(unit.flow.places.size());
  for (std::size_t i = 0; i < unit.flow.places.size(); ++i) {
    const flow::Place& place = unit.flow.places[i];
    if (place.symbol.exists() &&
        bindings.scope_of(place.symbol) == names.outline().module_scope()) {
      unit.cells[i] = name_of(place);
    }
  }
  for (const flow::Function& function : unit.flow.functions) {
    const bool is_class = names.tree().is(function.node, syntax::NodeKind::ClassDef);
    for (std::uint32_t i = 0; is_class && i < function.place_count; ++i) {
      const flow::Place& place = unit.flow.places[function.first_place + i];
      if (place.kind == flow::Place::Kind::Local && place.symbol.exists()) {
        unit.cells[function.first_place + i] = name_of(place);
      }
    }
  }
}

}  // namespace av::taint
