#pragma once
// exception_sites.h — which classes of exceptions a `raise` or a handler of one file names.
//
// In: the names of a file.  Out: rows of its unit.  What its text does not show has no class.

#include "analysis/taint/callees.h"

#include <cstdint>
#include <unordered_map>

namespace av::taint {

// ExceptionSites writes the rows of one unit.
class ExceptionSites {
 public:
  // All must outlive this.
  ExceptionSites(names::FileNames& names, Callees& callees, Unit& unit)
      : names_(names), tree_(names.tree()), callees_(callees), unit_(unit) {}

  // add_handler notes what an `except` catches; `caught` is its instruction.  The result is the
  // number of the row.
  std::uint32_t add_handler(syntax::NodeId handler, std::uint32_t caught);
  // add_raise notes what a `raise` or `assert` raises, none of the exceptions that only go on.
  std::uint32_t add_raise(syntax::NodeId statement);

 private:
  std::uint32_t add(ExceptionSite site);
  void add_type(syntax::NodeId type);
  ExceptionRow raised(syntax::NodeId value);
  ExceptionRow named(syntax::NodeId type);
  [[nodiscard]] syntax::NodeId handler_around(syntax::NodeId statement) const;
  syntax::NodeId handler_of(syntax::NodeId value);
  [[nodiscard]] std::uint32_t caught_by(syntax::NodeId handler) const;

  names::FileNames& names_;
  const syntax::Tree& tree_;
  Callees& callees_;
  Unit& unit_;
  std::unordered_map<std::uint32_t, std::uint32_t> caught_;  // by handler: its Caught
};

}  // namespace av::taint
