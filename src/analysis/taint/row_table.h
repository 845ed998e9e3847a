#pragma once
// row_table.h — rows by number: equal ones have one number.
//
// A table may lie on another one that nobody changes meanwhile: it finds the rows of that, and
// numbers its own from there on.  So several threads each add to a table of their own, and what
// they added is put into the common one later.

#include "analysis/taint/hash_index.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace av::taint {

// RowTable keeps rows that have hash() and ==.
template <class Row>
class RowTable {
 public:
  // lie_on empties it and puts it on another table.
  void lie_on(const RowTable& below) {
    clear();
    below_ = &below;
    first_ = below.size();
  }
  void clear() {
    rows_.clear();
    index_.clear();
    below_ = nullptr;
    first_ = 0;
  }

  std::uint32_t add(const Row& row) {
    const std::uint64_t hash = row.hash();
    if (below_ != nullptr) {
      if (const std::optional<std::uint32_t> known = below_->find(row, hash)) {
        return *known;
      }
    }
    const std::uint32_t next = size();
    const std::uint32_t found = index_.find_or_add(
        hash, next, [&](std::uint32_t known) { return rows_[known - first_] == row; });
    if (found == next) {
      rows_.push_back(row);
    }
    return found;
  }

  [[nodiscard]] const Row& operator[](std::uint32_t number) const {
    return number < first_ ? (*below_)[number] : rows_[number - first_];
  }
  // size is how many there are, those below included.
  [[nodiscard]] std::uint32_t size() const {
    return first_ + static_cast<std::uint32_t>(rows_.size());
  }
  // own is what was added to this table, in the order of its numbers.
  [[nodiscard]] std::span<const Row> own() const { return rows_; }

 private:
  [[nodiscard]] std::optional<std::uint32_t> find(const Row& row, std::uint64_t hash) const {
    return index_.find(hash, [&](std::uint32_t known) { return rows_[known - first_] == row; });
  }

  const RowTable* below_ = nullptr;  // which lies on none itself
  std::uint32_t first_ = 0;
  std::vector<Row> rows_;
  HashIndex index_;
};

}  // namespace av::taint
