#include "runtime/limit/owner.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace av::limit {
namespace {

constexpr unsigned kStartBits = 42;
constexpr unsigned kSpaceShift = 40;
constexpr std::uint64_t kStartMask = (std::uint64_t{1} << kStartBits) - 1;

struct Facts {
  char state = '\0';  // '\0': not known
  std::uint64_t start = 0;
};

// The fields of /proc/PID/stat after the command's closing bracket: state is the 3rd of all, the
// start the 22nd.
Facts facts_in(std::string_view text) {
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string_view::npos || bracket + 2 >= text.size()) {
    return {};
  }
  text.remove_prefix(bracket + 2);
  Facts facts = {text[0], 0};
  for (int field = 3; field < 22; ++field) {
    const std::size_t space = std::min(text.find(' '), text.size() - 1);
    text.remove_prefix(space + 1);
  }
  std::from_chars(text.data(), text.data() + text.size(), facts.start);
  return facts;
}

Facts facts_of(std::uint64_t process) {
  const std::string path = "/proc/" + std::to_string(process) + "/stat";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return {};
  }
  std::array<char, 1024> text{};
  const ssize_t size = read(file, text.data(), text.size());
  close(file);
  return size <= 0 ? Facts() : facts_in({text.data(), static_cast<std::size_t>(size)});
}

std::uint64_t space_number() {
  struct stat facts = {};
  if (stat("/proc/self/ns/pid", &facts) != 0) {
    return 0;
  }
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;
  return ((facts.st_ino ^ facts.st_dev << 32U) * kMix) >> kSpaceShift << kSpaceShift;
}

// The process that asked is cached; 0 is nobody.
// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): a cache that fork empties
std::atomic<std::uint64_t> cached_process = 0;
std::atomic<std::uint64_t> cached_space = 0;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

void forget_process() {
  cached_process = 0;
}

}  // namespace

Owner this_process() {
  std::uint64_t process = cached_process.load(std::memory_order_acquire);
  if (process == 0) {
    static const int kRegistered = pthread_atfork(nullptr, nullptr, forget_process);
    static_cast<void>(kRegistered);
    const auto number = static_cast<std::uint64_t>(getpid());
    process = number << kStartBits | (facts_of(number).start & kStartMask);
    cached_space = space_number();
    cached_process.store(process, std::memory_order_release);
  }
  return {process, cached_space};
}

bool is_gone(const Owner& owner) {
  const Owner mine = this_process();
  if (mine.space >> kSpaceShift != owner.space >> kSpaceShift || mine.process == owner.process) {
    return false;
  }
  const std::uint64_t number = owner.process >> kStartBits;
  if (kill(static_cast<pid_t>(number), 0) != 0 && errno == ESRCH) {
    return true;
  }
  const Facts facts = facts_of(number);
  return facts.state == 'Z' || facts.state == 'X' ||
         (facts.state != '\0' && (facts.start & kStartMask) != (owner.process & kStartMask));
}

}  // namespace av::limit
