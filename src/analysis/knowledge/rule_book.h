#pragma once
// rule_book.h — rules made of pages that were read while the program runs: a user's own.
//
// In: pages (page.h).  Out: the same Rule that the frozen table holds.  Linear.

#include "analysis/knowledge/page.h"
#include "analysis/knowledge/rule.h"
#include <antivenom/result.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace av::knowledge {

// RuleBook owns pages and the rules made of them.
class RuleBook {
 public:
  explicit RuleBook(std::vector<RulePage> pages);
  RuleBook(RuleBook&&) noexcept;
  RuleBook& operator=(RuleBook&&) noexcept;
  ~RuleBook();

  // load reads every .md file below `folder` but README.md, as <chapter>/<name>.md or <name>.md.
  static Result<RuleBook> load(const std::string& folder);

  // rules is ascending by id.
  [[nodiscard]] std::span<const Rule> rules() const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

// install adds a book to the catalog (catalog.h), so that all_rules() and find_rule() know it.
// Error when a rule shares its id or name with one that is known.
Result<void> install(RuleBook book);

// install_folder loads and installs what lies below a folder, unless that was done before.
Result<void> install_folder(const std::string& folder);

// all_rules is those of the catalog: our own and those installed, ascending by id.
std::span<const Rule* const> all_rules();

}  // namespace av::knowledge
