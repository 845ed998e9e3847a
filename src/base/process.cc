#include "base/process.h"

#include "base/descriptor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace av::base {
namespace {

constexpr int kSignalBase = 128;

Error failure(std::string_view what, int code) {
  return {code == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
          "cannot run " + std::string(what) + ": " + std::generic_category().message(code),
          {}};
}

// Words is strings as exec wants them: pointers, the last one null.
class Words {
 public:
  explicit Words(std::vector<std::string> words) : words_(std::move(words)) {
    for (std::string& word : words_) {
      pointers_.push_back(word.data());
    }
    pointers_.push_back(nullptr);
  }
  [[nodiscard]] char* const* get() const { return pointers_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> pointers_;
};

Words environment_of(const ProcessOptions& options) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string_view name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& [key, value] : options.environment) {
      replaced = replaced || key == name;
    }
    if (!replaced) {
      all.emplace_back(text);
    }
  }
  for (const auto& [key, value] : options.environment) {
    all.emplace_back(key).append("=").append(value);
  }
  return Words(std::move(all));
}

// FileActions is what becomes of the child's standard descriptors.
class FileActions {
 public:
  FileActions(const ProcessOptions& options, int output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, options.input.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    if (options.errors == ProcessOptions::Errors::Drop) {
      posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  FileActions(FileActions&&) = delete;
  FileActions& operator=(FileActions&&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_ = {};
};

// SpawnAttributes gives the child the usual reaction to a closed pipe, whatever ours is.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  SpawnAttributes(SpawnAttributes&&) = delete;
  SpawnAttributes& operator=(SpawnAttributes&&) = delete;
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_ = {};
};

// start spawns the child, which writes to `output`.
Result<pid_t> start(std::span<const std::string> arguments, const ProcessOptions& options,
                    int output) {
  const Words words({arguments.begin(), arguments.end()});
  const Words environment = environment_of(options);
  const FileActions actions(options, output);
  const SpawnAttributes attributes;
  pid_t child = 0;
  const int code = posix_spawnp(&child, words.get()[0], actions.get(), attributes.get(),
                                words.get(), environment.get());
  if (code != 0) {
    return tl::unexpected<Error>(failure(arguments.front(), code));
  }
  return child;
}

// read_all reads to the end; false when there is more than `limit`.
bool read_all(int descriptor, std::size_t limit, std::string& output) {
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size <= 0) {
      return true;
    }
    if (output.size() + static_cast<std::size_t>(size) > limit) {
      return false;
    }
    output.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalBase + WTERMSIG(status);
}

}  // namespace

Result<ProcessResult> run_process(std::span<const std::string> arguments,
                                  const ProcessOptions& options) {
  std::array<int, 2> ends = {};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return tl::unexpected<Error>(failure(arguments.front(), errno));
  }
  Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const pid_t child = AV_TRY(start(arguments, options, writing.get()));
  writing = Descriptor();
  ProcessResult result;
  const bool whole = read_all(reading.get(), options.max_output_bytes, result.output);
  reading = Descriptor();  // a child that still writes is ended by SIGPIPE
  result.exit_code = wait_for(child);
  if (!whole) {
    return fail(ErrorCode::LimitExceeded, arguments.front() + " printed more than " +
                                              std::to_string(options.max_output_bytes) + " bytes");
  }
  return result;
}

}  // namespace av::base
