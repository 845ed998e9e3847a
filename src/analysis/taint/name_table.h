#pragma once
// name_table.h — numbers for texts, so that names are compared and kept as numbers.

#include "analysis/taint/selector.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::taint {

// NameTable gives texts numbers, counted up from 0.  All texts lie in one string: what text() gives
// is good until the next new text.
class NameTable {
 public:
  NameId intern(std::string_view text);
  // join makes one table of several; `numbers` is, by table and number there, what each text has
  // here.  That depends on the texts alone: not on which table has them, nor on their order.
  static NameTable join(std::span<const NameTable* const> tables, unsigned threads,
                        std::vector<std::vector<NameId>>& numbers);
  // find is none for a text that nobody interned.
  [[nodiscard]] NameId find(std::string_view text) const;
  [[nodiscard]] std::string_view text(NameId id) const {
    const std::size_t start = id.index() == 0 ? 0 : ends_[id.index() - 1];
    return std::string_view(texts_).substr(start, ends_[id.index()] - start);
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    NameId id;  // none: the slot is free
  };

  struct Part;

  static std::uint32_t hash_of(std::string_view text);
  // slot_of is where a text is, or would be.
  [[nodiscard]] std::size_t slot_of(std::uint32_t hash, std::string_view text) const;
  void append(const Part& part);
  void make_slots(std::size_t count);

  std::string texts_;
  std::vector<std::size_t> ends_;      // by name: where its text ends
  std::vector<std::uint32_t> hashes_;  // by name
  std::vector<Slot> slots_;            // a power of two, less than half full
};

}  // namespace av::taint
