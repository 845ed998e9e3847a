#pragma once
// inputs.h — Python values as bytes, for the parts that deal in secrets and files.

#include <antivenom/secret.h>

#include <nanobind/nanobind.h>
#include <string_view>
#include <utility>

#include "python/native/results.h"

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

// new_bytes makes a Python bytes object of a view.
inline nanobind::bytes new_bytes(secret::ByteView view) {
  return nanobind::bytes(view.data(), view.size());
}

}  // namespace av::python
