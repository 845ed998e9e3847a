#pragma once
// local_values.h — which bindings of a local variable a use of it may see.
//
// A use sees the last binding before it in its block, or what reaches the block's start: one
// binding, or a join that the user of this class gives a variable of its own.  A handler's start
// sees every binding of the blocks it handles (on-demand construction of single assignment; Braun
// et al., 2013, without recursion).
// A function that takes more than its share of work is coarse: each use sees all bindings.

#include "analysis/flow/ir.h"

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace av::calls {

// Reached is what a use sees.
struct Reached {
  enum class Kind : std::uint8_t {
    Nothing,  // unbound, or code that is never reached
    Start,    // what the name is before the function binds it
    Binding,  // index: the Store
    Join,     // index: a join
  };
  Kind kind = Kind::Nothing;
  std::uint32_t index = 0;
};

// Join is where several ways meet with different bindings.
struct Join {
  std::vector<Reached> ways;
};

// LocalValues answers for the functions of one file, one after the other.
class LocalValues {
 public:
  explicit LocalValues(const flow::File& file) : file_(file) {}

  // enter turns to a function.
  void enter(const flow::Function& function);
  // at is what a Load sees.
  Reached at(flow::ValueId load);
  // joins is every join that answers so far have led to, and those these lead to; empties it.  To
  // be called until it is empty.
  std::vector<std::pair<std::uint32_t, Join>> take_joins();
  [[nodiscard]] bool is_coarse() const { return is_coarse_; }

 private:
  using Key = std::uint64_t;
  struct Pending {
    std::uint32_t join;
    std::uint32_t block;
    std::uint32_t place;
  };

  static Key key_of(std::uint32_t block, std::uint32_t place) {
    return (Key{block} << 32U) | place;
  }
  void note_blocks();
  void note_bindings();
  [[nodiscard]] std::uint32_t local_block(std::uint32_t block) const {
    return block - first_block_;
  }
  Reached at_start(std::uint32_t block, std::uint32_t place);
  Reached at_end(std::uint32_t block, std::uint32_t place);
  Reached all_of(std::uint32_t place);
  Reached join_at(std::uint32_t block, std::uint32_t place);
  void fill(const Pending& pending, Join& join);

  const flow::File& file_;
  std::uint32_t first_block_ = 0;
  std::uint32_t first_place_ = 0;
  std::vector<std::vector<std::uint32_t>> before_;   // by block: blocks that lead to it
  std::vector<std::vector<std::uint32_t>> handled_;  // by block: blocks whose exceptions it gets
  std::vector<std::uint32_t> block_of_;              // by instruction, from the function's first
  std::uint32_t first_instr_ = 0;
  std::vector<std::vector<std::uint32_t>> bindings_;  // by place: its Stores and Deletes
  std::unordered_map<Key, std::vector<std::uint32_t>> in_block_;  // those of one block
  std::unordered_map<Key, Reached> starts_;
  std::unordered_map<std::uint32_t, std::uint32_t> all_joins_;  // by place, when coarse
  std::vector<Pending> pending_;
  std::uint32_t join_count_ = 0;  // in the whole file
  std::uint64_t budget_ = 0;
  bool is_coarse_ = false;
};

}  // namespace av::calls
