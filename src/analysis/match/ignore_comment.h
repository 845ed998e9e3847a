#pragma once
// ignore_comment.h — reads one comment that speaks to a scanner.
//
//   # antivenom: ignore[rule-name, AV102] why it is fine here
//   # antivenom: ignore[rule-name] until=2027-01-31 why it is fine until then
// The reason is required.  Others' comments: # nosec, # noqa: S…

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace av::match {

// IgnoreFault is why a comment to antivenom does nothing.
enum class IgnoreFault : std::uint8_t {
  None,
  NotIgnore,  // "antivenom:" and something other than ignore
  NoRules,    // no [rule-name] behind ignore
  NoReason,
  BadDate,  // until= is no date
  Expired,  // until= is past
};

// IgnoreComment is a comment to antivenom.  Views into the comment.
struct IgnoreComment {
  std::vector<std::string_view> rules;  // ids or names, as written
  std::string_view reason;
  std::optional<std::chrono::sys_days> until;
  IgnoreFault fault = IgnoreFault::None;
};

// read_ignore_comment reads `comment`, from its # on; nullopt when it does not speak to antivenom.
std::optional<IgnoreComment> read_ignore_comment(std::string_view comment,
                                                 std::chrono::sys_days today);

// is_foreign_ignore says whether a comment silences bandit or ruff's security rules.
bool is_foreign_ignore(std::string_view comment);

}  // namespace av::match
