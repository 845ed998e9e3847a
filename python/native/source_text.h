#pragma once
// source_text.h — what a caller passed as the source of a Python program.

#include <nanobind/nanobind.h>
#include <string>
#include <string_view>

#include "python/native/results.h"

namespace av::python {

// How annotations write what SourceText takes.
#define AV_PY_SOURCE "str | bytes"

// SourceText views a str, which is decoded already, as UTF-8, and bytes, which are as a file has
// them, in place: both are held and never change, so that the GIL may be released meanwhile.
class SourceText {
 public:
  explicit SourceText(nanobind::handle value) : is_text_(PyUnicode_Check(value.ptr())) {
    if (is_text_) {
      take_text(value);
    } else if (PyBytes_Check(value.ptr())) {
      take_bytes(nanobind::borrow(value));
    } else {
      throw nanobind::type_error("a source is str or bytes");
    }
  }

  [[nodiscard]] std::string_view view() const { return view_; }
  [[nodiscard]] bool is_text() const { return is_text_; }

  // check_size raises TooMuchError when there are more than `most` bytes.
  void check_size(std::size_t most) const {
    if (view_.size() > most) {
      raise(error_class("TooMuchError")("the source is larger than " + std::to_string(most) +
                                        " bytes"));
    }
  }

 private:
  void take_text(nanobind::handle value) {
    Py_ssize_t size = 0;
    if (const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size)) {
      kept_ = nanobind::borrow(value);
      view_ = {text, static_cast<std::size_t>(size)};
      return;
    }
    if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) {
      throw nanobind::python_error();
    }
    PyErr_Clear();  // lone surrogates: bytes that are no text
    PyObject* const encoded = PyUnicode_AsEncodedString(value.ptr(), "utf-8", "surrogatepass");
    if (encoded == nullptr) {
      throw nanobind::python_error();
    }
    take_bytes(nanobind::steal(encoded));
  }

  void take_bytes(nanobind::object bytes) {
    kept_ = std::move(bytes);
    char* data = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(kept_.ptr(), &data, &size) != 0) {
      throw nanobind::python_error();
    }
    view_ = {data, static_cast<std::size_t>(size)};
  }

  nanobind::object kept_;
  std::string_view view_;
  bool is_text_;
};

// word is a str as UTF-8; it lives as long as the str.
inline std::string_view word(nanobind::handle value) {
  if (!PyUnicode_Check(value.ptr())) {
    throw nanobind::type_error("a word is a str");
  }
  Py_ssize_t size = 0;
  const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
  if (text == nullptr) {
    throw nanobind::python_error();
  }
  return {text, static_cast<std::size_t>(size)};
}

// text_object is UTF-8 as a str; what is none becomes U+FFFD.
inline nanobind::object text_object(std::string_view text) {
  PyObject* const made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  if (made == nullptr) {
    throw nanobind::python_error();
  }
  return nanobind::steal(made);
}

// tuple_of is a tuple of `count` objects, each made by `make(i)`.
template <class Make>
nanobind::tuple tuple_of(std::size_t count, const Make& make) {
  auto made = nanobind::steal<nanobind::tuple>(PyTuple_New(static_cast<Py_ssize_t>(count)));
  if (!made.is_valid()) {
    throw nanobind::python_error();
  }
  for (std::size_t i = 0; i < count; ++i) {
    nanobind::object item = make(i);
    PyTuple_SetItem(made.ptr(), static_cast<Py_ssize_t>(i), item.release().ptr());
  }
  return made;
}

}  // namespace av::python
