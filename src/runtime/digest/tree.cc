#include "base/workers.h"
#include "runtime/digest/file.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <numeric>
#include <sys/stat.h>

namespace av::digest {
namespace {

constexpr std::size_t kStackBytes = std::size_t{512} << 10;

// Found is one regular file to hash.
struct Found {
  std::string path;
  std::uint64_t size = 0;
  int open_flags = 0;
};

struct CloseFolder {
  void operator()(DIR* folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

std::string joined(const std::string& folder, const char* name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

// Walk finds the files below the given paths.
class Walk {
 public:
  Walk(Tree& tree, Progress* progress) : tree_(tree), progress_(progress) {}

  std::vector<Found> run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      add_named(path);
      while (!folders_.empty() && !stopped()) {
        const std::string folder = std::move(folders_.back());
        folders_.pop_back();
        list(folder);
      }
    }
    return std::move(files_);
  }

 private:
  [[nodiscard]] bool stopped() const { return progress_ != nullptr && progress_->stop; }

  // add_named takes a path as given: links are followed, and devices and pipes read.
  void add_named(const std::string& path) {
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0) {
      tree_.failures.push_back({path, file_error(path, errno)});
    } else if (S_ISDIR(status.st_mode)) {
      folders_.push_back(path);
    } else {
      add_file(path, status, 0);
    }
  }

  void add_file(const std::string& path, const struct stat& status, int flags) {
    const auto size = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
    files_.push_back({path, size, flags});
    if (progress_ != nullptr) {
      ++progress_->files;
      progress_->bytes += size;
    }
  }

  void list(const std::string& path) {
    const Folder folder(opendir(path.c_str()));
    if (folder == nullptr) {
      tree_.failures.push_back({path, file_error(path, errno)});
      return;
    }
    for (;;) {
      errno = 0;
      // This DIR is ours alone, so readdir is safe here.
      const dirent* const entry = readdir(folder.get());  // NOLINT(concurrency-mt-unsafe): above
      if (entry == nullptr) {
        break;
      }
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") {
        add_listed(joined(path, entry->d_name));
      }
    }
    if (errno != 0) {
      tree_.failures.push_back({path, file_error(path, errno)});
    }
  }

  void add_listed(const std::string& path) {
    struct stat status = {};
    if (lstat(path.c_str(), &status) != 0) {
      tree_.failures.push_back({path, file_error(path, errno)});
    } else if (S_ISDIR(status.st_mode)) {
      folders_.push_back(path);
    } else if (S_ISREG(status.st_mode)) {
      // What was a file a moment ago may be a link or a pipe by now: neither is followed.
      add_file(path, status, O_NOFOLLOW | O_NONBLOCK);
    } else {
      tree_.skipped.push_back(path);
    }
  }

  Tree& tree_;
  Progress* progress_;
  std::vector<Found> files_;
  std::vector<std::string> folders_;
};

// Job is one file to hash, by its own method.
struct Job {
  const Found* file;
  Method method;
};

// hash_all hashes in parallel, large files first so that no thread is left with one at the end.
std::vector<std::optional<Result<Digest>>> hash_all(const std::vector<Job>& jobs,
                                                    const TreeOptions& options) {
  std::vector<std::size_t> order(jobs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
    return jobs[left].file->size > jobs[right].file->size;
  });
  const unsigned threads = options.threads == 0 ? base::processor_count() : options.threads;
  std::vector<std::unique_ptr<std::byte[]>> buffers(threads);
  std::vector<std::optional<Result<Digest>>> results(jobs.size());
  const base::StopFlag never;
  base::run_workers(
      jobs.size(), {threads, kStackBytes}, never, [&](unsigned worker, std::size_t item) {
        if (options.progress != nullptr && options.progress->stop) {
          return;
        }
        std::unique_ptr<std::byte[]>& buffer = buffers[worker];
        if (buffer == nullptr) {
          buffer.reset(new std::byte[kBufferBytes]);
        }
        const Job& job = jobs[order[item]];
        results[order[item]] = hash_opened(
            job.file->path,
            {job.method, {buffer.get(), kBufferBytes}, options.progress, job.file->open_flags});
        if (options.progress != nullptr) {
          ++options.progress->files_done;
        }
      });
  return results;
}

Checked verdict_on(const Manifest::Entry& entry, const std::optional<Result<Digest>>& result) {
  if (!result) {
    return {Checked::Verdict::Unreadable, {ErrorCode::Changed, "stopped before " + entry.path, {}}};
  }
  if (!*result) {
    const bool missing = result->error().code == ErrorCode::NotFound;
    return {missing ? Checked::Verdict::Missing : Checked::Verdict::Unreadable, result->error()};
  }
  return {**result == entry.digest ? Checked::Verdict::Same : Checked::Verdict::Different, {}};
}

}  // namespace

Tree hash_tree(const std::vector<std::string>& paths, const TreeOptions& options) {
  Tree tree;
  std::vector<Found> files = Walk(tree, options.progress).run(paths);
  std::ranges::sort(files, {}, &Found::path);
  std::vector<Job> jobs;
  for (const Found& file : files) {
    jobs.push_back({&file, options.method});
  }
  const auto results = hash_all(jobs, options);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (results[i] && *results[i]) {
      tree.entries.push_back({std::move(files[i].path), **results[i]});
    } else if (results[i]) {
      tree.failures.push_back({std::move(files[i].path), results[i]->error()});
    }
  }
  std::ranges::sort(tree.failures, {}, &Tree::Failure::path);
  std::ranges::sort(tree.skipped);
  tree.stopped = options.progress != nullptr && options.progress->stop;
  return tree;
}

std::vector<Checked> check_manifest(const Manifest& manifest, const TreeOptions& options) {
  std::vector<Found> files;
  for (const Manifest::Entry& entry : manifest.entries) {
    struct stat status = {};
    const bool found = stat(entry.path.c_str(), &status) == 0;
    const auto size = static_cast<std::uint64_t>(found ? std::max<off_t>(status.st_size, 0) : 0);
    files.push_back({entry.path, size, 0});
    if (options.progress != nullptr) {
      ++options.progress->files;
      options.progress->bytes += size;
    }
  }
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    jobs.push_back({&files[i], manifest.entries[i].method});
  }
  const auto results = hash_all(jobs, options);
  std::vector<Checked> verdicts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    verdicts.push_back(verdict_on(manifest.entries[i], results[i]));
  }
  return verdicts;
}

}  // namespace av::digest
