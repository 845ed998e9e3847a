#include "analysis/taint/deferred.h"

#include "analysis/knowledge/path_marks.h"

#include <algorithm>
#include <iterator>
#include <span>

namespace av::taint {
namespace {

using Given = Deferral::Given;
using Result = Deferral::Result;

constexpr Deferral kDeferringFunctions[] = {
    {"threading.Thread", 1, "target", Given::List, 3, "args", Result::Nothing},
    {"threading.Timer", 1, "function", Given::List, 2, "args", Result::Nothing},
    {"multiprocessing.Process", 1, "target", Given::List, 3, "args", Result::Nothing},
    {"asyncio.to_thread", 0, "func", Given::Rest, 0, "", Result::Whole},
    {"atexit.register", 0, "func", Given::Rest, 0, "", Result::Nothing},
    {"builtins.filter", 0, "", Given::Elements, 0, "", Result::Nothing},
    {"builtins.map", 0, "", Given::Elements, 0, "", Result::Elements},
    {"anyio.to_thread.run_sync", 0, "func", Given::Rest, 0, "", Result::Whole},
    {"django_q.tasks.async_task", 0, "func", Given::Rest, 0, "", Result::Nothing},
    {"gevent.spawn", 0, "", Given::Rest, 0, "", Result::Nothing},
    {"starlette.concurrency.run_in_threadpool", 0, "func", Given::Rest, 0, "", Result::Whole},
};
constexpr Deferral kDeferringMethods[] = {
    {"submit", 0, "fn", Given::Rest, 0, "", Result::Whole},
    {"run_in_executor", 1, "func", Given::Rest, 0, "", Result::Whole},
    {"add_task", 0, "func", Given::Rest, 0, "", Result::Nothing},
    {"map", 0, "", Given::Elements, 0, "", Result::Elements},
    {"imap", 0, "", Given::Elements, 0, "", Result::Elements},
    {"imap_unordered", 0, "", Given::Elements, 0, "", Result::Elements},
    {"enqueue", 0, "f", Given::Rest, 0, "", Result::Nothing},
    {"call_soon_threadsafe", 0, "callback", Given::Rest, 0, "", Result::Nothing},
    {"call_soon", 0, "callback", Given::Rest, 0, "", Result::Nothing},
    {"call_later", 1, "callback", Given::Rest, 0, "", Result::Nothing},
    {"start_soon", 0, "", Given::Rest, 0, "", Result::Nothing},
    {"delay", Deferral::kReceiver, "", Given::Rest, 0, "", Result::Nothing},
    {"send", Deferral::kReceiver, "", Given::Rest, 0, "", Result::Nothing},
    {"apply_async", Deferral::kReceiver, "", Given::List, 0, "args", Result::Nothing},
};

}  // namespace

std::optional<std::uint8_t> find_deferral(const CalledName& called) {
  static const knowledge::PathMarks kFunctionMarks(std::span<const Deferral>(kDeferringFunctions),
                                                   &Deferral::name);
  static const knowledge::PathMarks kMethodMarks(std::span<const Deferral>(kDeferringMethods),
                                                 &Deferral::name);
  const auto place_of = [](std::span<const Deferral> table, std::string_view name) {
    return static_cast<std::uint8_t>(std::ranges::find(table, name, &Deferral::name) -
                                     table.begin());
  };
  constexpr std::uint8_t kFirstMethod = std::size(kDeferringFunctions);
  if (kFunctionMarks.may_have(called.path)) {
    const std::uint8_t place = place_of(kDeferringFunctions, called.path);
    if (place < kFirstMethod) {
      return place;
    }
  }
  if (kMethodMarks.may_have(called.method)) {
    const std::uint8_t place = place_of(kDeferringMethods, called.method);
    if (place < std::size(kDeferringMethods)) {
      return static_cast<std::uint8_t>(kFirstMethod + place);
    }
  }
  return std::nullopt;
}

std::uint8_t passed_callee(const CalledName& called) {
  const auto place = find_deferral(called);
  if (!place) {
    return 0;
  }
  const Deferral& how = deferral_at(*place);
  const bool is_called = how.given == Given::Rest && how.position != Deferral::kReceiver;
  return is_called ? static_cast<std::uint8_t>(how.position + 1U) : std::uint8_t{0};
}

const Deferral& deferral_at(std::uint8_t place) {
  return place < std::size(kDeferringFunctions)
             ? kDeferringFunctions[place]
             : kDeferringMethods[place - std::size(kDeferringFunctions)];
}

}  // namespace av::taint
