#pragma once
// results.h — our errors as Python exceptions, paths, and work without the GIL.

#include <antivenom/result.h>

#include <cstddef>
#include <nanobind/nanobind.h>
#include <string>
#include <string_view>
#include <utility>

#include "python/native/errors.h"

namespace av::python {

// path_of is a str, bytes or os.PathLike as the system writes it.
inline std::string path_of(nanobind::handle value) {
  PyObject* encoded = nullptr;
  if (PyUnicode_FSConverter(value.ptr(), static_cast<void*>(&encoded)) == 0) {
    throw nanobind::python_error();
  }
  const auto held = nanobind::steal<nanobind::bytes>(encoded);
  return {held.c_str(), held.size()};
}

// path_object is a system's path as os.fsdecode gives it.
inline nanobind::object path_object(std::string_view path) {
  PyObject* const made =
      PyUnicode_DecodeFSDefaultAndSize(path.data(), static_cast<Py_ssize_t>(path.size()));
  if (made == nullptr) {
    throw nanobind::python_error();
  }
  return nanobind::steal(made);
}

// class_of is the exception of antivenom._errors for a code.
inline const char* class_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::NotFound:
      return "NotFoundError";
    case ErrorCode::Denied:
      return "DeniedError";
    case ErrorCode::LimitExceeded:
      return "TooMuchError";
    case ErrorCode::Unsupported:
      return "UnsupportedError";
    case ErrorCode::Io:
    case ErrorCode::Changed:
      return "FileError";
    case ErrorCode::InvalidArgument:
      break;
  }
  return "InvalidError";
}

// exception_of is the exception for an error, not raised.
inline nanobind::object exception_of(const Error& error) {
  return error_class(class_of(error.code))(error.message, error.hint);
}

// value_of is a Result's value, or throws its error.
template <class T>
T value_of(Result<T>&& result) {
  if (!result) {
    raise(exception_of(result.error()));
  }
  return take_value(std::move(result));
}

// unlocked runs `work`, which returns a Result, without the GIL.
template <class Work>
auto unlocked(Work work) {
  auto result = [&] {
    const nanobind::gil_scoped_release release;
    return work();
  }();
  return value_of(std::move(result));
}

// Work on fewer bytes than this is done before another thread could take the GIL.
inline constexpr std::size_t kWorthReleasing = 4096;

// Released gives up the GIL where the work is long enough to be worth it.
class Released {
 public:
  explicit Released(std::size_t bytes)
      : state_(bytes >= kWorthReleasing ? PyEval_SaveThread() : nullptr) {}
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
  ~Released() {
    if (state_ != nullptr) {
      PyEval_RestoreThread(state_);
    }
  }

 private:
  PyThreadState* state_;
};

}  // namespace av::python
