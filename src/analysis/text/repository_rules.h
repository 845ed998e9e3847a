#pragma once
// repository_rules.h — what git leaves out of a folder, by the lists around it.
//
// Read are .git/info/exclude and the .gitignore files from the repository's root down; not the
// user's own list, so that a result does not depend on who scans.  What lies in a repository inside
// another is ruled by its own lists only.  Files that git tracks although a list names them are
// left out, too: the lists are read, not the index.

#include "analysis/text/gitignore.h"
#include "base/descriptor.h"
#include <antivenom/result.h>

#include <string>
#include <string_view>
#include <vector>

namespace av::text {

// RepositoryRules are the lists that apply at one place of a walk.  Paths given to it are relative
// to the repository's root.
class RepositoryRules {
 public:
  // around reads the lists of the folders around the folder `real_path` (absolute, without links),
  // its own not yet.  `base` becomes the path of that folder in the repository: empty or ending in
  // a slash; outside of repositories it is empty.
  static RepositoryRules around(const std::string& real_path, std::string& base,
                                std::vector<Error>& problems);

  // enter_root adds .git/info/exclude of a repository whose root is open at `folder`.
  Result<void> enter_root(const base::Descriptor& folder);

  // enter adds the .gitignore in the folder open at `folder`, whose path in the repository is
  // `base`.  The caller calls leave() once for each enter() that succeeded.
  Result<void> enter(const base::Descriptor& folder, std::string_view base);
  void leave() { stack_.pop(); }

  [[nodiscard]] IgnoreVerdict verdict(std::string_view path, EntryKind kind) const {
    return stack_.verdict(path, kind);
  }

 private:
  IgnoreStack stack_;
};

}  // namespace av::text
