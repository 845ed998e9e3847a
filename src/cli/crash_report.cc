#include "cli/crash_report.h"

#include "base/crash.h"
#include "base/version.h"
#include "cli/command.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <string_view>
#include <unistd.h>

namespace av::cli {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

// Message is put together without the heap, which may be what is broken.
class Message {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      if (size_ < bytes_.size()) {
        const bool plain = c == '\n' || (c >= 0x20 && c < 0x7F);
        bytes_[size_++] = plain ? c : '?';
      }
    }
  }
  void add_number(unsigned number) {
    std::array<char, 10> digits = {};
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number > 0);
    while (count > 0) {
      add({&digits[--count], 1});
    }
  }
  void write() const { static_cast<void>(::write(STDERR_FILENO, bytes_.data(), size_) < 0); }

 private:
  std::array<char, 1024> bytes_ = {};
  std::size_t size_ = 0;
};

[[noreturn]] void on_crash(int signal) {
  Message message;
  message.add("antivenom: internal error (signal ");
  message.add_number(static_cast<unsigned>(signal));
  message.add(", version ");
  message.add(base::version());
  message.add(")");
  const std::string_view work = base::current_work();
  if (!work.empty()) {
    message.add(" while analysing ");
    message.add(work.substr(0, 600));
  }
  message.add("\n  this is a fault of antivenom's; --exclude leaves a file out\n");
  message.write();
  _exit(static_cast<int>(Exit::Internal));
}

}  // namespace

void report_crashes() {
  if (kSanitized) {
    return;
  }
  static const base::SignalStack kMainStack;
  struct sigaction action = {};
  action.sa_handler = on_crash;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_ONSTACK | SA_RESETHAND);
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) {
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace av::cli
