#include "analysis/engine/repository.h"

#include "analysis/text/source_kind.h"
#include "base/process.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>
#include <vector>

namespace av::engine {
namespace {

namespace fs = std::filesystem;
using base::ProcessOptions;
using base::ProcessResult;

// git runs `git ARGUMENTS`; nothing of the repository's settings that runs programs is heeded.
Result<ProcessResult> git(const std::vector<std::string>& arguments, ProcessOptions options = {}) {
  std::vector<std::string> words = {"git", "-c", "core.fsmonitor=false", "-c",
                                    "core.hooksPath=/dev/null"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  options.environment.emplace_back("GIT_OPTIONAL_LOCKS", "0");
  options.environment.emplace_back("LC_ALL", "C");
  return base::run_process(words, options);
}

// line_of is the first line that a git command prints; it must succeed, or `trouble` is the Error.
Result<std::string> line_of(const std::vector<std::string>& arguments, const Error& trouble) {
  const ProcessResult result = AV_TRY(git(arguments));
  if (result.exit_code != 0) {
    return tl::unexpected<Error>(trouble);
  }
  return result.output.substr(0, result.output.find('\n'));
}

using Names = std::vector<std::string>;

// is_wanted says whether a file of a commit may be scanned.
bool is_wanted(std::string_view mode, std::string_view path, const Names& named) {
  const bool is_script = mode == "100755" || fs::path(path).extension().empty();
  return text::kind_of_name(path) != text::SourceKind::Other || is_script ||
         std::ranges::find(named, path) != named.end();
}

// wanted_paths picks, from `git ls-tree -z`, the files to write out; each ends in NUL.
std::string wanted_paths(std::string_view listing, const Names& named) {
  std::string paths;
  while (!listing.empty()) {
    const std::string_view entry = listing.substr(0, listing.find('\0'));
    listing.remove_prefix(std::min(entry.size() + 1, listing.size()));
    const std::size_t tab = entry.find('\t');
    const std::string_view mode = entry.substr(0, entry.find(' '));
    if (tab != std::string_view::npos && mode.starts_with("100") &&
        is_wanted(mode, entry.substr(tab + 1), named)) {
      paths.append(entry.substr(tab + 1)).append(1, '\0');
    }
  }
  return paths;
}

Error cannot_check_out(const std::string& commit) {
  return {ErrorCode::Io, "git could not write out the files of " + commit, {}};
}

}  // namespace

Result<std::string> repository_root() {
  return line_of({"rev-parse", "--show-toplevel"},
                 {ErrorCode::NotFound, "the current folder is in no git repository", {}});
}

std::string uri_of_remote(std::string remote) {
  std::size_t scheme = remote.find("://");
  if (scheme == std::string::npos) {
    const std::size_t colon = remote.find(':');
    if (remote.empty() || colon == std::string::npos || remote.find('/') < colon) {
      return {};  // a path
    }
    remote[colon] = '/';
    remote.insert(0, "ssh://");
    scheme = 3;
  }
  const std::size_t authority = scheme + 3;
  const std::size_t end = std::min(remote.find('/', authority), remote.size());
  const std::size_t user = remote.rfind('@', end);
  if (user != std::string::npos && user >= authority) {
    remote.erase(authority, user + 1 - authority);
  }
  return remote.starts_with("file:") ? std::string() : remote;
}

Result<Revision> head_revision() {
  Revision revision;
  revision.commit = AV_TRY(line_of({"rev-parse", "--verify", "HEAD"},
                                   {ErrorCode::NotFound, "git knows no commit here", {}}));
  const Error none = {ErrorCode::NotFound, "not set", {}};
  revision.branch = line_of({"symbolic-ref", "--short", "HEAD"}, none).value_or("");
  revision.repository =
      uri_of_remote(line_of({"config", "--get", "remote.origin.url"}, none).value_or(""));
  return revision;
}

Result<std::string> merge_base(const std::string& reference) {
  if (reference.starts_with('-')) {
    return fail(ErrorCode::InvalidArgument, "`" + reference + "` is no revision");
  }
  const std::string root = AV_TRY(repository_root());
  AV_TRY(line_of({"rev-parse", "--verify", "--quiet", reference + "^{commit}"},
                 {ErrorCode::NotFound, "git knows no revision `" + reference + "` here",
                  "in a shallow clone, fetch it first: git fetch origin " + reference}));
  return line_of(
      {"merge-base", reference, "HEAD"},
      {ErrorCode::NotFound, "`" + reference + "` and what is checked out have no common commit",
       "in a shallow clone, fetch more of the history: git fetch --unshallow"});
}

Result<std::vector<std::string>> deleted_since(const std::string& commit) {
  const ProcessResult listed = AV_TRY(git(
      {"diff", "--name-only", "--no-renames", "--diff-filter=D", "--no-ext-diff", "-z", commit}));
  if (listed.exit_code != 0) {
    return fail(ErrorCode::Io, "git could not compare the files with those of " + commit);
  }
  std::vector<std::string> paths;
  for (std::string_view rest = listed.output; !rest.empty();) {
    const std::string_view path = rest.substr(0, rest.find('\0'));
    paths.emplace_back(path);
    rest.remove_prefix(std::min(path.size() + 1, rest.size()));
  }
  return paths;
}

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code code;
  std::string path = (fs::temp_directory_path(code) / "antivenom-XXXXXX").string();
  if (code || mkdtemp(path.data()) == nullptr) {
    return fail(ErrorCode::Io, "cannot make a temporary folder", "set TMPDIR to one with room");
  }
  return TemporaryFolder(std::move(path));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryFolder& TemporaryFolder::operator=(TemporaryFolder&& other) noexcept {
  std::swap(path_, other.path_);
  return *this;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) {
    fs::remove_all(path_, ignored);
  }
}

Result<void> check_out_python(const std::string& commit, const std::string& folder,
                              const std::vector<std::string>& named) {
  const TemporaryFolder own = AV_TRY(TemporaryFolder::create());
  const std::string list = own.path() + "/list";
  const ProcessResult tree = AV_TRY(git({"ls-tree", "-r", "-z", "--full-tree", commit}));
  {
    std::ofstream out(list, std::ios::binary);
    out << wanted_paths(tree.output, named);
    if (tree.exit_code != 0 || !out.flush()) {
      return tl::unexpected<Error>(cannot_check_out(commit));
    }
  }
  // An index of its own: the repository's stays as it is.
  ProcessOptions options;
  options.environment = {{"GIT_INDEX_FILE", own.path() + "/index"}};
  const ProcessResult read = AV_TRY(git({"read-tree", commit}, options));
  options.input = list;
  const std::string root = AV_TRY(repository_root());
  const ProcessResult written = AV_TRY(
      git({"-C", root, "checkout-index", "--prefix=" + folder + "/", "-z", "--stdin"}, options));
  if (read.exit_code != 0 || written.exit_code != 0) {
    return tl::unexpected<Error>(cannot_check_out(commit));
  }
  return {};
}

}  // namespace av::engine
