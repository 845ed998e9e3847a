#pragma once
// catalog.h — the rules and models that a thread goes by: ours, and those somebody brings.
//
// A thread without a catalog of its own goes by the process's.  Whoever scans for several people in
// one process gives each a Catalog, so that the pages of one say nothing to the other; what starts
// threads for a scan hands its catalog on (workers.h).
// Threads: any number may read one that nobody installs into.

#include "analysis/knowledge/model_book.h"
#include "analysis/knowledge/rule.h"
#include "analysis/knowledge/rule_book.h"

#include <deque>
#include <set>
#include <string>
#include <vector>

namespace av::knowledge {

// Catalog owns what was installed into it; rules of it must not outlive it.
struct Catalog {
  Catalog();

  std::vector<RuleBook> rule_books;
  std::vector<const Rule*> rules;                     // ours and theirs, ascending by id
  std::deque<ModelBook> models;                       // the last one installed first
  std::set<std::string> rule_folders, model_folders;  // installed, as canonical paths
};

// catalog is the calling thread's.
Catalog& catalog();

// UseCatalog makes a catalog the calling thread's while it lives; they may be nested.
class UseCatalog {
 public:
  explicit UseCatalog(Catalog& catalog);
  UseCatalog(const UseCatalog&) = delete;
  UseCatalog& operator=(const UseCatalog&) = delete;
  UseCatalog(UseCatalog&&) = delete;
  UseCatalog& operator=(UseCatalog&&) = delete;
  ~UseCatalog();

 private:
  Catalog* former_;
};

}  // namespace av::knowledge
