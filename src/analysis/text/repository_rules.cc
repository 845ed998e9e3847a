#include "analysis/text/repository_rules.h"

#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace av::text {
namespace {

constexpr std::size_t kMostListBytes = std::size_t{1} << 20;

tl::unexpected<Error> list_error(int system_error) {
  return fail(ErrorCode::Io, "cannot read an ignore list: " +
                                 std::error_code(system_error, std::generic_category()).message());
}

// The text of a list; empty when there is none.  As git, follows no link to it.
Result<std::string> read_list(const base::Descriptor& folder, const char* name) {
  const base::Descriptor file(
      openat(folder.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat status = {};
  if (!file.is_open()) {
    const bool is_absent = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
    return is_absent ? Result<std::string>(std::string()) : list_error(errno);
  }
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::string();
  }
  std::string text(kMostListBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = read(file.get(), text.data() + size, text.size() - size);
    if (count < 0 && errno != EINTR) {
      return list_error(errno);
    }
    if (count == 0) {
      break;
    }
    size += count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  if (size > kMostListBytes) {
    return fail(ErrorCode::LimitExceeded, "an ignore list is larger than 1 MiB; it is not applied");
  }
  text.resize(size);
  return text;
}

base::Descriptor open_folder(const std::string& path) {
  return base::Descriptor(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

bool is_repository_root(const std::string& path) {
  struct stat status = {};
  return stat((path + "/.git").c_str(), &status) == 0;
}

// The nearest folder from `path` up that is a repository's root; empty when there is none.
std::string repository_around(std::string path) {
  while (!path.empty() && path != "/") {
    if (is_repository_root(path)) {
      return path;
    }
    path.resize(path.rfind('/'));
  }
  return {};
}

}  // namespace

RepositoryRules RepositoryRules::around(const std::string& real_path, std::string& base,
                                        std::vector<Error>& problems) {
  const auto check = [&problems](const std::string& folder, Result<void> result) {
    if (!result) {
      Error error = std::move(result).error();
      error.message += " (" + folder + ")";
      problems.push_back(std::move(error));
    }
  };
  RepositoryRules rules;
  base.clear();
  const std::string root = repository_around(real_path);
  if (root.empty()) {
    return rules;
  }
  check(root, rules.enter_root(open_folder(root)));
  // Every folder on the way, the last one excepted: who walks it enters it.
  std::size_t end = root.size();
  while (end < real_path.size()) {
    const std::string folder = real_path.substr(0, end);
    check(folder, rules.enter(open_folder(folder), base));
    end = std::min(real_path.find('/', end + 1), real_path.size());
    base = real_path.substr(root.size() + 1, end - root.size() - 1) + "/";
  }
  return rules;
}

Result<void> RepositoryRules::enter_root(const base::Descriptor& folder) {
  stack_.push(IgnoreRules::parse(AV_TRY(read_list(folder, ".git/info/exclude"))), 0);
  return {};
}

Result<void> RepositoryRules::enter(const base::Descriptor& folder, std::string_view base) {
  stack_.push(IgnoreRules::parse(AV_TRY(read_list(folder, ".gitignore"))), base.size());
  return {};
}

}  // namespace av::text
