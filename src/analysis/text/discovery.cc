#include "analysis/text/discovery.h"

#include "analysis/text/file_bytes.h"
#include "analysis/text/walker.h"
#include "base/descriptor.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace av::text {
namespace {

// A path as it is shown: without "." and empty parts; "" for the current folder.  ".." stays: what
// it leads to depends on links.
std::string tidy(std::string_view path) {
  std::string out(path.starts_with('/') ? "/" : "");
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (!part.empty() && part != ".") {
      out += out.empty() || out.ends_with('/') ? "" : "/";
      out += part;
    }
  }
  return out;
}

// Named is one path the user gave.
struct Named {
  std::string shown_path;  // "" for the current folder
  bool is_folder = false;

  [[nodiscard]] std::string path() const { return shown_path.empty() ? "." : shown_path; }
};

Result<Named> look_at(const std::string& given) {
  struct stat status = {};
  if (stat(given.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return fail(ErrorCode::NotFound, "there is no file or folder " + given,
                  "check the path: it is taken from the current folder, `.`");
    }
    return tl::unexpected(file_error(given, errno));
  }
  return Named{tidy(given), S_ISDIR(status.st_mode)};
}

Result<void> walk(const Named& named, Walker& walker) {
  const std::string path = named.path();
  std::error_code problem;
  const std::filesystem::path real = std::filesystem::canonical(path, problem);
  base::Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (problem || !folder.is_open()) {
    return tl::unexpected(file_error(path, problem ? problem.value() : errno));
  }
  walker.walk(std::move(folder), named.shown_path, real.string());
  return {};
}

// The walk compares paths without links in them.
DiscoveryOptions with_real_root(DiscoveryOptions options) {
  std::error_code problem;
  const auto real = std::filesystem::canonical(options.exclude_root, problem);
  if (!problem) {
    options.exclude_root = real.string();
  }
  return options;
}

template <class Item>
void sort_by_path(std::vector<Item>& items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.shown_path < b.shown_path; });
}

}  // namespace

Result<Discovery> discover(std::span<const std::string> paths, const DiscoveryOptions& options) {
  std::vector<Named> named;
  for (const std::string& path : paths) {
    named.push_back(AV_TRY(look_at(path)));
  }
  sort_by_path(named);
  Discovery found;
  Walker walker(with_real_root(options), found);
  for (const Named& one : named) {
    if (!one.is_folder) {
      walker.add_named(one.path(), one.shown_path);
    }
  }
  for (const Named& one : named) {
    if (one.is_folder) {
      AV_TRY(walk(one, walker));
    }
  }
  walker.finish();
  sort_by_path(found.files);
  sort_by_path(found.skipped);
  sort_by_path(found.left_out);
  return found;
}

}  // namespace av::text
