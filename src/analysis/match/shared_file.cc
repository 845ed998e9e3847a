#include "analysis/match/shared_file.h"

#include "analysis/match/call.h"
#include "analysis/match/names_in.h"
#include "analysis/match/secret_words.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

constexpr std::uint16_t kPermissions = 732;

// any_call: a call in the function around `at`, at most kMostNodes before its end, that fits.
template <class Fits>
bool any_call(CheckContext& check, NodeId at, const Fits& fits) {
  constexpr std::uint32_t kMostNodes = 5000;
  const NodeId function = check.outline().function_of(at);
  if (!function.exists()) {
    return false;
  }
  const std::uint32_t last = function.index();  // what is in a node has lower numbers
  for (std::uint32_t i = last - std::min(last, kMostNodes); i < last; ++i) {
    const NodeId id(i);
    if (check.tree().is(id, NodeKind::Call) && check.outline().encloses(function, id) &&
        fits(Call(check.names(), id))) {
      return true;
    }
  }
  return false;
}

bool is_called(const Call& call, std::string_view name) {
  const std::string_view text = call.text();
  return text.substr(text.rfind('.') + 1) == name;
}

// is_socket: the function binds a Unix socket to the same path.
bool is_socket(CheckContext& check, NodeId at, std::string_view path) {
  return check.tree().text().find("AF_UNIX") != std::string_view::npos &&
         any_call(check, at, [&](const Call& call) {
           const auto& given = call.arguments().positional;
           return is_called(call, "bind") && given.size() == 1 &&
                  check.tree().text_of(given[0]) == path;
         });
}

bool speaks_of_lock(std::string_view name) {
  constexpr std::string_view kWords[] = {"lock", "lockfile", "locks", "mutex", "flock"};
  return Words(name).has_any(kWords);
}

// is_lock: the path or the function is called a lock, or what the path is opened as is locked; and
// nothing in the function reads or writes a file, so that there is nothing to change.
bool is_lock(CheckContext& check, NodeId at, NodeId path) {
  const bool is_locked = speaks_of_lock(target_name(check, path)) ||
                         speaks_of_lock(function_name(check, at)) ||
                         any_call(check, at, [](const Call& call) {
                           return is_called(call, "flock") || is_called(call, "lockf");
                         });
  return is_locked && !any_call(check, at, [](const Call& call) {
           constexpr std::string_view kUses[] = {"dump",      "pread",    "pwrite",
                                                 "read",      "readline", "load",
                                                 "readlines", "write",    "writelines"};
           return std::ranges::any_of(
               kUses, [&call](std::string_view name) { return is_called(call, name); });
         });
}

// is_fake: the folders, classes or functions around are called after what stands in for something.
bool is_fake(CheckContext& check, NodeId at) {
  return is_imitation(check.path()) || std::ranges::any_of(names_around(check, at), is_imitation);
}

}  // namespace

bool is_meant_to_be_shared(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  if (std::ranges::find(rule.cwes, kPermissions) == rule.cwes.end() ||
      !check.tree().is(at, NodeKind::Call)) {
    return false;
  }
  const Call call(check.names(), at);
  const auto& given = call.arguments().positional;
  return is_fake(check, at) ||
         (!given.empty() &&
          (is_socket(check, at, check.tree().text_of(given[0])) || is_lock(check, at, given[0])));
}

}  // namespace av::match
