#pragma once
// errors.h — raises the exceptions of antivenom._errors from an extension module.

#include <nanobind/nanobind.h>

namespace av::python {

// error_class is a class of antivenom._errors by its name.
inline nanobind::object error_class(const char* name) {
  return nanobind::module_::import_("antivenom._errors").attr(name);
}

// raise throws the exception `error`, an instance of a Python exception class.
[[noreturn]] inline void raise(const nanobind::object& error) {
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.ptr())), error.ptr());
  throw nanobind::python_error();
}

// raise_invalid is for an argument whose value is wrong.
[[noreturn]] inline void raise_invalid(const char* message) {
  raise(error_class("InvalidError")(message));
}

}  // namespace av::python
