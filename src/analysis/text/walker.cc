#include "analysis/text/walker.h"

#include "analysis/text/file_bytes.h"
#include "analysis/text/shebang.h"
#include "analysis/text/source_kind.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <utility>

namespace av::text {
namespace {

constexpr int kOpenFile = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Suffixes of files that nobody gives a Python script: they need not be looked into.
constexpr std::array<std::string_view, 24> kDataSuffixes = {
    ".c",   ".cc",  ".cfg", ".css",  ".csv",  ".gif",  ".h",  ".html",
    ".ini", ".jpg", ".js",  ".json", ".lock", ".md",   ".mo", ".png",
    ".po",  ".pyc", ".rst", ".so",   ".svg",  ".toml", ".ts", ".txt"};

// The last dot of a name and what follows it; empty for `name` and for `.name`.
std::string_view suffix_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot);
}

// Whether a file without a Python suffix may be a script: it has no suffix, or may be executed.
bool may_be_script(const base::Descriptor& at, const std::string& name) {
  const std::string_view suffix = suffix_of(name);
  if (suffix.empty()) {
    return true;
  }
  if (std::find(kDataSuffixes.begin(), kDataSuffixes.end(), suffix) != kDataSuffixes.end()) {
    return false;
  }
  struct stat status = {};
  return fstatat(at.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         (status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0;
}

// Whether the first line of a regular file names Python.
bool has_python_shebang(const base::Descriptor& at, const std::string& name) {
  const base::Descriptor file(openat(at.get(), name.c_str(), kOpenFile));
  struct stat status = {};
  if (!file.is_open() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return false;
  }
  std::array<char, kShebangBytes> start{};
  const ssize_t size = read(file.get(), start.data(), start.size());
  return size > 0 && is_python_shebang({start.data(), static_cast<std::size_t>(size)});
}

// Kernel interfaces that look like folders; reading there can have effects.
bool is_kernel_folder(const base::Descriptor& at) {
  struct statfs system = {};
  if (fstatfs(at.get(), &system) != 0) {
    return false;
  }
  constexpr std::array<std::uint32_t, 6> kKinds = {
      0x9FA0 /* proc */,        0x62656572 /* sysfs */,      0x64626720 /* debugfs */,
      0x74726163 /* tracefs */, 0x73636673 /* securityfs */, 0x1CD1 /* devpts */};
  return std::find(kKinds.begin(), kKinds.end(), static_cast<std::uint32_t>(system.f_type)) !=
         kKinds.end();
}

struct FreeMemory {
  void operator()(char* memory) const { std::free(memory); }
};

// The absolute path without links; empty when there is none.
std::string real_path_of(const std::string& path) {
  const std::unique_ptr<char, FreeMemory> real(realpath(path.c_str(), nullptr));
  return real ? std::string(real.get()) : std::string();
}

std::string with_slash(std::string path) {
  if (!path.empty() && path.back() != '/') {
    path.push_back('/');
  }
  return path;
}

// Extends paths by one folder for as long as it lives.
class Descent {
 public:
  Descent(std::initializer_list<std::string*> paths, const std::string& name) {
    for (std::string* path : paths) {
      extended_[count_++] = {path, path->size()};
      *path += name;
      *path += '/';
    }
  }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent() {
    for (std::size_t i = 0; i < count_; ++i) {
      extended_[i].first->resize(extended_[i].second);
    }
  }

 private:
  std::array<std::pair<std::string*, std::size_t>, 4> extended_{};
  std::size_t count_ = 0;
};

}  // namespace

bool is_python_name(std::string_view name) {
  const SourceKind kind = kind_of_name(name);
  return kind == SourceKind::Python || kind == SourceKind::Notebook;
}

bool Walker::is_wanted_name(std::string_view name) const {
  return is_python_name(name) || (options_.markdown && kind_of_name(name) == SourceKind::Markdown);
}

Walker::Walker(DiscoveryOptions options, Discovery& found)
    : options_(std::move(options)), found_(found) {
  for (const std::string& pattern : options_.exclude) {
    excludes_.add(pattern);
  }
}

void Walker::add_named(const std::string& path, const std::string& shown_path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) {
    return skip(shown_path, file_error(shown_path, errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return skip(shown_path,
                {ErrorCode::InvalidArgument, shown_path + " is not a regular file", {}});
  }
  take(shown_path, real_path_of(path));
}

void Walker::walk(base::Descriptor folder, const std::string& shown_path,
                  const std::string& real_path) {
  roots_.push_back(with_slash(real_path));
  if (!is_first_visit(folder)) {
    return;
  }
  const auto listing = FolderListing::list(folder);
  if (!listing) {
    const std::string name = shown_path.empty() ? "." : shown_path;
    return skip(name, file_error(name, listing.error()));
  }
  place_ = {with_slash(shown_path), with_slash(real_path), {}, {}};
  if (const std::string root = with_slash(options_.exclude_root);
      !root.empty() && place_.real.starts_with(root)) {
    place_.in_excludes = place_.real.substr(root.size());
  }
  std::vector<Error> problems;
  rules_ = RepositoryRules::around(real_path, place_.in_repository, problems);
  for (Error& problem : problems) {
    skip(place_.shown + ".gitignore", std::move(problem));
  }
  is_environment_root_ = is_virtual_environment(*listing);
  this->folder(folder, *listing, 0);
}

void Walker::folder(const base::Descriptor& at, const FolderListing& listing, std::uint32_t depth) {
  if (!listing.has(".gitignore")) {
    return entries(at, listing, depth);
  }
  const Result<void> entered = rules_.enter(at, place_.in_repository);
  if (!entered) {
    skip(place_.shown + ".gitignore", entered.error());
    return entries(at, listing, depth);
  }
  entries(at, listing, depth);
  rules_.leave();
}

void Walker::entries(const base::Descriptor& at, const FolderListing& listing,
                     std::uint32_t depth) {
  for (const ListedEntry& entry : listing.entries()) {
    if (is_full_ || (options_.stop != nullptr && options_.stop->requested())) {
      return;
    }
    this->entry(at, entry, depth);
  }
}

void Walker::entry(const base::Descriptor& at, const ListedEntry& entry, std::uint32_t depth) {
  switch (entry.kind) {
    case ListedKind::Folder:
      return subfolder(at, entry.name, depth + 1);
    case ListedKind::File:
      return file(at, entry.name);
    case ListedKind::Link:
      if (!reason_against(entry.name, EntryKind::File)) {
        links_.push_back({place_.shown + entry.name, is_wanted_name(entry.name)});
      }
      return;
    case ListedKind::Other:
      if (is_wanted_name(entry.name)) {
        leave_out(place_.shown + entry.name, LeftOutReason::SpecialFile);
      }
      return;
  }
}

void Walker::subfolder(const base::Descriptor& at, const std::string& name, std::uint32_t depth) {
  if (const auto reason = reason_against(name, EntryKind::Folder)) {
    return leave_out(place_.shown + name, *reason);
  }
  const std::string shown_path = place_.shown + name;
  if (depth > options_.max_depth) {
    hit_limit("folders are nested deeper than " + std::to_string(options_.max_depth));
    return skip(shown_path, {ErrorCode::LimitExceeded, shown_path + " is nested too deeply", {}});
  }
  const base::Descriptor opened(openat(at.get(), name.c_str(), kOpenFolder));
  if (!opened.is_open()) {
    const bool is_gone = errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
    return is_gone ? void() : skip(shown_path, file_error(shown_path, errno));
  }
  if (!is_first_visit(opened)) {
    return;
  }
  if (is_kernel_folder(opened)) {
    return leave_out(shown_path, LeftOutReason::SpecialFile);
  }
  const auto listing = FolderListing::list(opened);
  if (!listing) {
    return skip(shown_path, file_error(shown_path, listing.error()));
  }
  const bool is_kept =
      excludes_.verdict(place_.in_excludes + name, EntryKind::Folder) == IgnoreVerdict::Kept;
  if (const auto reason = is_kept ? std::nullopt : reason_by_content(name, *listing)) {
    return leave_out(shown_path, *reason);
  }
  descend(opened, name, *listing, depth);
}

void Walker::descend(const base::Descriptor& at, const std::string& name,
                     const FolderListing& listing, std::uint32_t depth) {
  const Descent descent({&place_.shown, &place_.real, &place_.in_repository, &place_.in_excludes},
                        name);
  const bool was_environment_root = std::exchange(is_environment_root_, false);
  if (listing.has(".git")) {
    inner_repository(at, listing, depth);
  } else {
    folder(at, listing, depth);
  }
  is_environment_root_ = was_environment_root;
}

// A repository of its own: the lists of the one around it say nothing here.
void Walker::inner_repository(const base::Descriptor& at, const FolderListing& listing,
                              std::uint32_t depth) {
  RepositoryRules outer_rules = std::exchange(rules_, RepositoryRules());
  std::string outer_base = std::exchange(place_.in_repository, {});
  if (const Result<void> entered = rules_.enter_root(at); !entered) {
    skip(place_.shown + ".git/info/exclude", entered.error());
  }
  folder(at, listing, depth);
  rules_ = std::move(outer_rules);
  place_.in_repository = std::move(outer_base);
}

void Walker::file(const base::Descriptor& at, const std::string& name) {
  const bool is_python = is_wanted_name(name);
  const auto reason = reason_against(name, EntryKind::File);
  if (reason) {
    return is_python ? leave_out(place_.shown + name, *reason) : void();
  }
  if (is_python || (may_be_script(at, name) && has_python_shebang(at, name))) {
    take(place_.shown + name, place_.real + name);
  }
}

void Walker::finish() {
  for (const Link& link : links_) {
    if (!is_full_) {
      this->link(link);
    }
  }
}

void Walker::link(const Link& link) {
  struct stat status = {};
  if (stat(link.path.c_str(), &status) != 0) {
    return link.is_python ? leave_out(link.path, LeftOutReason::Link) : void();
  }
  if (S_ISDIR(status.st_mode)) {
    const bool is_walked = visited_.contains({status.st_dev, status.st_ino});
    return is_walked ? void() : leave_out(link.path, LeftOutReason::Link);
  }
  if (!link.is_python) {
    return;
  }
  const std::string real_path = real_path_of(link.path);
  if (!S_ISREG(status.st_mode)) {
    leave_out(link.path, LeftOutReason::SpecialFile);
  } else if (is_within_roots(real_path)) {
    take(link.path, real_path);
  } else {
    leave_out(link.path, LeftOutReason::Link);
  }
}

void Walker::take(std::string shown_path, std::string real_path) {
  if (!taken_.insert(std::move(real_path)).second) {
    return;
  }
  if (found_.files.size() == options_.max_files) {
    is_full_ = true;
    return hit_limit("there are more than " + std::to_string(options_.max_files) +
                     " Python files; the rest is not analysed");
  }
  std::string path = shown_path;
  found_.files.push_back({std::move(path), std::move(shown_path)});
}

std::optional<LeftOutReason> Walker::reason_against(const std::string& name, EntryKind kind) const {
  switch (excludes_.verdict(place_.in_excludes + name, kind)) {
    case IgnoreVerdict::Ignored:
      return LeftOutReason::Excluded;
    case IgnoreVerdict::Kept:
      return std::nullopt;
    case IgnoreVerdict::Unmentioned:
      break;
  }
  if (kind == EntryKind::Folder) {
    if (const auto reason = reason_by_name(name)) {
      return reason;
    }
    if (is_environment_root_ && is_part_of_environment(name)) {
      return LeftOutReason::VirtualEnvironment;
    }
  }
  const bool is_ignored =
      rules_.verdict(place_.in_repository + name, kind) == IgnoreVerdict::Ignored;
  return is_ignored ? std::optional(LeftOutReason::GitIgnored) : std::nullopt;
}

bool Walker::is_first_visit(const base::Descriptor& at) {
  struct stat status = {};
  return fstat(at.get(), &status) == 0 && visited_.insert({status.st_dev, status.st_ino}).second;
}

bool Walker::is_within_roots(const std::string& real_path) const {
  return std::any_of(roots_.begin(), roots_.end(),
                     [&real_path](const std::string& root) { return real_path.starts_with(root); });
}

void Walker::leave_out(std::string shown_path, LeftOutReason reason) {
  found_.left_out.push_back({std::move(shown_path), reason});
}

void Walker::skip(std::string shown_path, Error why) {
  found_.skipped.push_back({std::move(shown_path), std::move(why)});
}

void Walker::hit_limit(std::string message) {
  const bool is_told = std::any_of(found_.limits.begin(), found_.limits.end(),
                                   [&](const Error& error) { return error.message == message; });
  if (!is_told) {
    found_.limits.push_back({ErrorCode::LimitExceeded, std::move(message), {}});
  }
}

}  // namespace av::text
