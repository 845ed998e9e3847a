#pragma once
// result.h — how antivenom's functions say that they could not do what was asked.
//
// A function that can fail because of its input or of the machine returns Result<T>: the value, or
// an Error that says what went wrong and how to mend it.  Nothing in antivenom's C++ throws but,
// when there is no memory, std::bad_alloc, which leaves nothing locked or half written; functions
// that work on files, limiters and passwords make an Error of that too (LimitExceeded). Thread-safe
// as any value: distinct objects may be used from distinct threads.

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace av {

// ErrorCode says what sort of failure an Error is; callers branch on this, people read the message.
enum class ErrorCode : unsigned char {
  InvalidArgument,  // the caller's input is wrong: a value, an option, a file's content
  NotFound,         // a file, key or name is not there
  Denied,           // the system refused: permissions
  LimitExceeded,    // input larger, deeper or more numerous than the stated limit
  Io,               // reading or writing failed: full disk, broken device, closed pipe
  Unsupported,      // known, and not available here: an encoding, a platform feature
  Changed,          // the thing read changed while it was read
};

// Error is one failure.  `message` says what and where, `hint` how to mend it (may be empty).
// Neither ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::InvalidArgument;
  std::string message;
  std::string hint;
};

// Result holds a T or an Error.  Dropping one is a compiler warning.  Move it: a copy that finds no
// memory ends the process, as tl::expected copies in noexcept functions.
// Use AV_TRY to hand a failure to the caller.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// fail makes the Error side of a Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

// take_value is what AV_TRY yields: the value, or nothing of a Result<void>.
template <class T>
T take_value(Result<T>&& result) {
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

}  // namespace av

// AV_TRY(expression) is the value of a Result, or returns its Error from the enclosing function.
// It stands alone on the right of an =: returning out of the middle of a larger expression would
// leave what that has made so far without its destructor (g++ 12).
#define AV_TRY(expression)                                                                        \
  __extension__({                                                                                 \
    auto av_try_result_ = (expression);                                                           \
    if (!av_try_result_) return ::tl::unexpected<::av::Error>(std::move(av_try_result_).error()); \
    ::av::take_value(std::move(av_try_result_));                                                  \
  })
