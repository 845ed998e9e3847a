#pragma once
// spelling.h — names of a file as Python compares them.
//
// Most names are ASCII and are views of the text; others are normalised (NFKC) once and kept.

#include "analysis/syntax/tree.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace av::names {

// Spelling gives the names of one tree.  `tree` must outlive it.  Not thread-safe: it remembers.
class Spelling {
 public:
  explicit Spelling(const syntax::Tree& tree);

  // of is the name a Name or Identifier node stands for.  Valid as long as this and the tree.
  std::string_view of(syntax::NodeId id) { return is_ascii_ ? tree_->text_of(id) : find(id); }
  // dotted is the text of a DottedName without what may stand between its parts.
  std::string_view dotted(syntax::NodeId id);

 private:
  std::string_view find(syntax::NodeId id);
  std::string_view keep(syntax::NodeId id, std::string text);

  const syntax::Tree* tree_;
  bool is_ascii_;                                        // the whole text, as most are
  std::unordered_map<std::uint32_t, std::string> kept_;  // by node; values do not move
};

}  // namespace av::names
