#pragma once
// file_names.h — what the names of one Python file mean.
//
// In: a tree.  Out: scopes and bindings by Python's rules, and on demand what an expression refers
// to ("subprocess.run", "an instance of sqlite3.Cursor") and which constant it is.
// Never fails: what cannot be told is unknown.  Construction is linear in the tree; questions are
// answered on demand and remembered, so one FileNames belongs to one thread.

#include "analysis/syntax/tree.h"

#include <memory>

namespace av::names {

// FileNames is the meaning of one file's names.  `tree` must outlive it.
class FileNames {
 public:
  explicit FileNames(const syntax::Tree& tree);
  FileNames(FileNames&&) noexcept;
  FileNames& operator=(FileNames&&) noexcept;
  ~FileNames();

  [[nodiscard]] const syntax::Tree& tree() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace av::names
