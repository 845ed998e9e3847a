#include "base/stop.h"

#include "base/assert.h"

#include <array>
#include <csignal>
#include <cstddef>

namespace av::base {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): a handler has no argument of its
// own, and dispositions are the process's
std::atomic<StopFlag*> signal_flag = nullptr;
std::array<struct sigaction, kSignals.size()> former_actions = {};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

void on_signal(int signal) {
  StopFlag* const flag = signal_flag.load(std::memory_order_relaxed);
  if (flag != nullptr) {
    flag->request(signal);
  }
}

}  // namespace

SignalStop::SignalStop(StopFlag& flag) {
  AV_ASSERT(signal_flag.load() == nullptr);
  signal_flag.store(&flag);
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  // No SA_RESTART: a read that waits for input must end.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &former_actions[i]);
    if (former_actions[i].sa_handler != SIG_IGN) {  // nohup stays nohup
      sigaction(kSignals[i], &action, nullptr);
    }
  }
}

SignalStop::~SignalStop() {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], &former_actions[i], nullptr);
  }
  signal_flag.store(nullptr);
}

}  // namespace av::base
