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
  NameId intern(std::string_view text) { return intern(text, hash_of(text)); }
  // join makes one table of many, which may be closed; `numbers` is, by table and number there,
  // what each text has here.  The same for any number of threads.
  static NameTable join(std::span<const NameTable> tables, unsigned threads,
                        std::vector<std::vector<NameId>>& numbers);
  // close gives back what only a search needs: no more find or intern.
  void close() {
    slots_ = {};
    texts_.shrink_to_fit();
  }
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

  static std::uint32_t hash_of(std::string_view text);
  NameId intern(std::string_view text, std::uint32_t hash);
  // slot_of is where a text is, or would be.
  [[nodiscard]] std::size_t slot_of(std::uint32_t hash, std::string_view text) const;
  void add_texts(const NameTable& other);
  void grow();

  std::string texts_;
  std::vector<std::size_t> ends_;      // by name: where its text ends
  std::vector<std::uint32_t> hashes_;  // by name
  std::vector<Slot> slots_;            // a power of two, less than half full
};

}  // namespace av::taint
