#pragma once
// repository.h — what a scan asks of git: where the root is, what is checked out, how files were.
//
// Runs the `git` program: who wants these answers has it, and a library would cost every start of
// antivenom its loading.  Hooks and file monitors of the repository are not run.
// Failure: Error that says what git could not tell.

#include "base/stop.h"
#include <antivenom/result.h>

#include <string>
#include <utility>
#include <vector>

namespace av::engine {

// Revision is the state of a repository.
struct Revision {
  std::string repository;  // a URI without user or password; empty without a remote
  std::string commit;
  std::string branch;  // empty when none is checked out
};

// repository_root is the absolute path of the root of the repository that holds the current folder.
Result<std::string> repository_root();

Result<Revision> head_revision();

// uri_of_remote is a remote's address as a URI, without user and password; empty when it is a path.
std::string uri_of_remote(std::string remote);

// merge_base is the commit from which HEAD and `reference` went apart.
Result<std::string> merge_base(const std::string& reference);

// deleted_since is the files of `commit` that are there no longer, relative to the root.
Result<std::vector<std::string>> deleted_since(const std::string& commit);

// TemporaryFolder is a fresh folder that goes away with all that is in it.  Movable.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> create();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// check_out_python writes the files of a commit that a scan reads below `folder`, which must exist:
// Python, notebooks and Markdown by their suffixes, what may be a script, and those `named`,
// relative to the root.
Result<void> check_out_python(const std::string& commit, const std::string& folder,
                              const std::vector<std::string>& named);

}  // namespace av::engine
