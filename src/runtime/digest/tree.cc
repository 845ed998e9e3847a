#include "base/memory.h"
#include "base/workers.h"
#include "runtime/digest/file.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <sys/stat.h>

namespace av::digest {
namespace {

constexpr std::size_t kStackBytes = std::size_t{512} << 10;

// Found is one file to hash.
struct Found {
  std::string path;
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
      add_file(path, 0);
    }
  }

  void add_file(std::string path, int flags) {
    files_.push_back({std::move(path), flags});
    if (progress_ != nullptr) {
      ++progress_->files;
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
        add_listed(joined(path, entry->d_name), entry->d_type);
      }
    }
    if (errno != 0) {
      tree_.failures.push_back({path, file_error(path, errno)});
    }
  }

  // add_listed asks the system only where the listing does not tell what a name is.
  void add_listed(std::string path, unsigned char type) {
    struct stat status = {};
    if (type == DT_UNKNOWN) {
      if (lstat(path.c_str(), &status) != 0) {
        tree_.failures.push_back({path, file_error(path, errno)});
        return;
      }
      type = static_cast<unsigned char>(IFTODT(status.st_mode));
    }
    if (type == DT_DIR) {
      folders_.push_back(std::move(path));
    } else if (type == DT_REG) {
      // What was a file a moment ago may be a link or a pipe by now: neither is followed.
      add_file(std::move(path), O_NOFOLLOW | O_NONBLOCK);
    } else {
      tree_.skipped.push_back(std::move(path));
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

// HashAll hashes in parallel: first what one buffer holds, in the order of the list; then the
// larger files, largest first, so that no thread is left with one at the end.
class HashAll {
 public:
  HashAll(const std::vector<Job>& jobs, const TreeOptions& options)
      : jobs_(jobs),
        progress_(options.progress),
        threads_(options.threads == 0 ? base::processor_count() : options.threads),
        buffers_(threads_),
        sizes_(jobs.size()),
        results_(jobs.size()) {}

  std::vector<std::optional<Result<Digest>>> run() {
    std::vector<std::size_t> order(jobs_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    run_in(order, kBufferBytes);
    std::erase_if(order, [&](std::size_t item) { return sizes_[item] <= kBufferBytes; });
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t item) { return sizes_[item]; });
    run_in(order, std::numeric_limits<std::uint64_t>::max());
    return std::move(results_);
  }

 private:
  // run_in hashes the jobs of `order` of at most `most` bytes, and notes the sizes of the others.
  void run_in(const std::vector<std::size_t>& order, std::uint64_t most) {
    const base::StopFlag never;
    base::run_workers(order.size(), {threads_, kStackBytes}, never,
                      [&](unsigned worker, std::size_t item) {
                        if (progress_ != nullptr && progress_->stop) {
                          return;
                        }
                        // Nothing may be thrown out of a thread: the file's answer says it.
                        if (!base::had_memory([&] { hash_one(worker, order[item], most); })) {
                          results_[order[item]] = base::out_of_memory();
                        }
                      });
  }

  void hash_one(unsigned worker, std::size_t item, std::uint64_t most) {
    const Job& job = jobs_[item];
    Result<Opened> opened = open_file(job.file->path, job.file->open_flags);
    const std::uint64_t size = opened ? opened->size() : 0;
    if (progress_ != nullptr && sizes_[item] == 0) {
      progress_->bytes += size;
    }
    sizes_[item] = size;
    if (size > most) {
      return;
    }
    results_[item] = opened ? hash_opened(job.file->path, *opened, work(worker, job.method))
                            : Result<Digest>(tl::unexpected<Error>(std::move(opened).error()));
    if (progress_ != nullptr) {
      ++progress_->files_done;
    }
  }

  FileWork work(unsigned worker, Method method) {
    std::unique_ptr<std::byte[]>& buffer = buffers_[worker];
    if (buffer == nullptr) {
      buffer.reset(new std::byte[kBufferBytes]);
    }
    return {method, {buffer.get(), kBufferBytes}, progress_};
  }

  const std::vector<Job>& jobs_;
  Progress* progress_;
  unsigned threads_;
  std::vector<std::unique_ptr<std::byte[]>> buffers_;
  std::vector<std::uint64_t> sizes_;
  std::vector<std::optional<Result<Digest>>> results_;
};

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
  const auto results = HashAll(jobs, options).run();
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
    files.push_back({entry.path, 0});
  }
  if (options.progress != nullptr) {
    options.progress->files += files.size();
  }
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    jobs.push_back({&files[i], manifest.entries[i].method});
  }
  const auto results = HashAll(jobs, options).run();
  std::vector<Checked> verdicts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    verdicts.push_back(verdict_on(manifest.entries[i], results[i]));
  }
  return verdicts;
}

}  // namespace av::digest
