#pragma once
// inputs.h — Python values as bytes and paths, and our errors as Python exceptions, for the parts
// that deal in secrets and files.

#include <antivenom/secret.h>

#include <nanobind/nanobind.h>
#include <string>
#include <string_view>
#include <utility>

#include "python/native/errors.h"

namespace av::python {

// How annotations write what Bytes takes.
#define AV_PY_DATA "str | bytes | bytearray | memoryview | antivenom._secret.SecretBytes"

// Bytes views what a caller passed as data: bytes and other buffers, str as UTF-8, SecretBytes.
// Buffers are held in place, a secret is copied, so that the GIL may be released meanwhile.
class Bytes {
 public:
  explicit Bytes(nanobind::handle value) : kept_(nanobind::borrow(value)) {
    if (PyUnicode_Check(value.ptr())) {
      Py_ssize_t size = 0;
      const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
      if (text == nullptr) {
        throw nanobind::python_error();
      }
      view_ = secret::bytes_of({text, static_cast<std::size_t>(size)});
    } else if (nanobind::isinstance<SecretBytes>(value)) {
      // Another thread may wipe the object once this one lets go of it.
      const nanobind::ft_object_guard guard(value);
      copy_ = nanobind::cast<const SecretBytes&>(value).clone();
      view_ = copy_.expose();
    } else {
      if (PyObject_GetBuffer(value.ptr(), &buffer_, PyBUF_SIMPLE) != 0) {
        throw nanobind::python_error();
      }
      has_buffer_ = true;
      view_ = {static_cast<const std::byte*>(buffer_.buf), static_cast<std::size_t>(buffer_.len)};
    }
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  Bytes(Bytes&& other) noexcept
      : kept_(std::move(other.kept_)),
        copy_(std::move(other.copy_)),
        buffer_(other.buffer_),
        has_buffer_(std::exchange(other.has_buffer_, false)),
        view_(other.view_) {}
  Bytes& operator=(Bytes&&) = delete;
  ~Bytes() {
    if (has_buffer_) {
      PyBuffer_Release(&buffer_);
    }
  }

  [[nodiscard]] secret::ByteView view() const { return view_; }
  [[nodiscard]] std::string_view text() const { return secret::text_of(view_); }

 private:
  nanobind::object kept_;
  SecretBytes copy_;
  Py_buffer buffer_ = {};
  bool has_buffer_ = false;
  secret::ByteView view_;
};

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

// new_bytes makes a Python bytes object of a view.
inline nanobind::bytes new_bytes(secret::ByteView view) {
  return nanobind::bytes(view.data(), view.size());
}

}  // namespace av::python
