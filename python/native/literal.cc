// antivenom._literal: Python objects straight from the reader, without a tree between.

#include "base/buffer.h"
#include "base/padded_text.h"
#include "lexis/numbers.h"
#include "runtime/literal/cursor.h"
#include "runtime/literal/reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/string_view.h>
#include <string>
#include <string_view>

#include "python/native/errors.h"

namespace nb = nanobind;

namespace {

using av::literal::Fault;
using av::literal::Number;
using av::literal::Options;

// new_text makes a str of ASCII.
PyObject* new_text(std::string_view value) {
  const auto size = static_cast<Py_ssize_t>(value.size());
#ifdef Py_LIMITED_API
  return PyUnicode_FromStringAndSize(value.data(), size);
#else
  if (size < 2) {  // these the interpreter shares
    return PyUnicode_FromStringAndSize(value.data(), size);
  }
  PyObject* made = PyUnicode_New(size, 127);
  if (made != nullptr) {
    std::memcpy(PyUnicode_1BYTE_DATA(made), value.data(), value.size());
  }
  return made;
#endif
}

// new_dict makes a dict that will have `count` entries.
PyObject* new_dict(std::size_t count) {
#if !defined(Py_LIMITED_API) && PY_VERSION_HEX < 0x030C0000
  constexpr std::size_t kSmall = 5;  // fits what every dict starts with
  if (count > kSmall) {
    return _PyDict_NewPresized(static_cast<Py_ssize_t>(count));
  }
#endif
  static_cast<void>(count);
  return PyDict_New();
}

// StringCache gives the same object for a short string met again: keys come back in record after
// record.  It lives for one reading, and gives up when too few strings come back.
class StringCache {
 public:
  static constexpr std::size_t kMaxLength = 24;

  StringCache() = default;
  StringCache(const StringCache&) = delete;
  StringCache& operator=(const StringCache&) = delete;
  ~StringCache() {
    for (const Entry& entry : entries_) {
      Py_XDECREF(entry.object);
    }
  }

  // helps says whether asking is worth its time.
  [[nodiscard]] bool helps() const { return misses_ < kPatience + 2 * hits_; }

  // find returns a new reference.
  PyObject* find(std::string_view value) {
    Words words = {0, 0, 0, value.size()};
    copy_short(words.data(), value);
    Entry& entry = entries_[slot_of(words)];
    if (entry.object != nullptr && entry.words == words) {
      ++hits_;
      Py_INCREF(entry.object);
      return entry.object;
    }
    ++misses_;
    PyObject* made = new_text(value);
    if (made != nullptr) {
      Py_XDECREF(entry.object);
      Py_INCREF(made);
      entry = {made, words};
    }
    return made;
  }

 private:
  static constexpr std::size_t kSlots = 512;
  static constexpr std::size_t kPatience = 256;
  using Words = std::array<std::uint64_t, 4>;  // the bytes, and how many

  struct Entry {
    PyObject* object = nullptr;
    Words words{};
  };

  // The text behind a literal is padded, so that whole blocks may be read; what is beyond the
  // value is cleared.
  static void copy_short(std::uint64_t* words, std::string_view value) {
    std::size_t left = value.size();
    for (std::size_t i = 0; left > 0; ++i) {
      std::memcpy(words + i, value.data() + 8 * i, 8);
      if (left < 8) {
        words[i] &= ~std::uint64_t{0} >> (64 - 8 * left);
        return;
      }
      left -= 8;
    }
  }

  static std::size_t slot_of(const Words& words) {
    std::uint64_t mixed = words[0] * 0x9E3779B97F4A7C15 ^ words[1] * 0xC2B2AE3D27D4EB4F ^
                          words[2] * 0x165667B19E3779F9 ^ words[3];
    mixed ^= mixed >> 29;
    mixed *= 0x9E3779B97F4A7C15;
    return static_cast<std::size_t>(mixed >> 55);
  }

  std::array<Entry, kSlots> entries_{};
  std::size_t hits_ = 0;
  std::size_t misses_ = 0;
};

// Objects builds Python objects on a stack of owned references.
class Objects {
 public:
  explicit Objects(StringCache* cache) : cache_(cache) {}
  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;
  ~Objects() { drop(stack_.size()); }

  bool none() { return push_shared(Py_None); }
  bool boolean(bool value) { return push_shared(value ? Py_True : Py_False); }
  bool ellipsis() { return push_shared(Py_Ellipsis); }
  bool integer(std::int64_t value) { return push(PyLong_FromLongLong(value)); }
  bool real(double value) { return push(PyFloat_FromDouble(value)); }
  bool complex(double real, double imaginary) {
    return push(PyComplex_FromDoubles(real, imaginary));
  }
  bool bytes(std::string_view value) {
    return push(PyBytes_FromStringAndSize(value.data(), static_cast<Py_ssize_t>(value.size())));
  }

  bool text(std::string_view value, bool is_ascii) {
    if (is_ascii) {
      const bool cached =
          cache_ != nullptr && value.size() <= StringCache::kMaxLength && cache_->helps();
      return push(cached ? cache_->find(value) : new_text(value));
    }
    return push(
        PyUnicode_DecodeUTF8(value.data(), static_cast<Py_ssize_t>(value.size()), "surrogatepass"));
  }

  bool big_integer(const Number& number) { return push(new_integer(number)); }

  // The interpreter adds, so that zeros have the signs its version gives them.
  bool sum(const Number& left, bool is_minus, double imaginary) {
    const nb::object a = nb::steal(new_real(left));
    const nb::object b = nb::steal(PyComplex_FromDoubles(0, imaginary));
    if (!a.is_valid() || !b.is_valid()) {
      return false;
    }
    return push(is_minus ? PyNumber_Subtract(a.ptr(), b.ptr()) : PyNumber_Add(a.ptr(), b.ptr()));
  }

  bool list(std::size_t count) {
    PyObject* made = PyList_New(static_cast<Py_ssize_t>(count));
    return gather(made, count,
                  [made](Py_ssize_t i, PyObject* item) { PyList_SetItem(made, i, item); });
  }

  bool tuple(std::size_t count) {
    PyObject* made = PyTuple_New(static_cast<Py_ssize_t>(count));
    return gather(made, count,
                  [made](Py_ssize_t i, PyObject* item) { PyTuple_SetItem(made, i, item); });
  }

  bool set(std::size_t count) {
    PyObject* made = PySet_New(nullptr);
    PyObject** items = top(count);
    for (std::size_t i = 0; made != nullptr && i < count; ++i) {
      if (PySet_Add(made, items[i]) < 0) {
        Py_CLEAR(made);
      }
    }
    drop(count);
    return push(made);
  }

  bool dict(std::size_t count) {
    PyObject* made = new_dict(count);
    PyObject** items = top(2 * count);
    for (std::size_t i = 0; made != nullptr && i < 2 * count; i += 2) {
      if (PyDict_SetItem(made, items[i], items[i + 1]) < 0) {
        Py_CLEAR(made);
      }
    }
    drop(2 * count);
    return push(made);
  }

  nb::object result() {
    PyObject* value = stack_.back();
    stack_.pop();
    return nb::steal(value);
  }

 private:
  static PyObject* new_integer(const Number& number) {
    std::string text = number.is_negative ? "-" : "";
    text += number.token;
    return PyLong_FromString(text.c_str(), nullptr, 0);
  }

  static PyObject* new_real(const Number& number) {
    switch (number.sort) {
      case Number::Sort::Small:
        return PyLong_FromLongLong(number.small);
      case Number::Sort::Big:
        return new_integer(number);
      default:
        return PyFloat_FromDouble(number.real);
    }
  }

  bool push(PyObject* owned) {
    if (owned == nullptr) {
      return false;
    }
    stack_.push(owned);
    return true;
  }

  bool push_shared(PyObject* object) {
    Py_INCREF(object);
    return push(object);
  }

  PyObject** top(std::size_t count) { return stack_.data() + (stack_.size() - count); }

  // gather moves the last `count` values into `made` and pushes that.
  template <class Place>
  bool gather(PyObject* made, std::size_t count, Place place) {
    if (made == nullptr) {
      return false;
    }
    PyObject** items = top(count);
    for (std::size_t i = 0; i < count; ++i) {
      place(static_cast<Py_ssize_t>(i), items[i]);
    }
    stack_.pop(count);
    return push(made);
  }

  void drop(std::size_t count) {
    PyObject** items = top(count);
    for (std::size_t i = 0; i < count; ++i) {
      Py_DECREF(items[i]);
    }
    stack_.pop(count);
  }

  StringCache* cache_;
  av::base::Buffer<PyObject*> stack_;
};

// CollectorPause keeps the cycle collector from looking at containers while they are built.  No
// Python code runs meanwhile and the GIL is held, so nobody sees it; without a GIL others would.
class CollectorPause {
 public:
#ifdef Py_GIL_DISABLED
  CollectorPause() = default;
#else
  CollectorPause() : was_enabled_(PyGC_Disable() != 0) {}
#endif
  CollectorPause(const CollectorPause&) = delete;
  CollectorPause& operator=(const CollectorPause&) = delete;
  ~CollectorPause() {
    if (was_enabled_) {
      PyGC_Enable();
    }
  }

 private:
  bool was_enabled_ = false;
};

const char* reason_of(av::ErrorCode code) {
  switch (code) {
    case av::ErrorCode::LimitExceeded:
      return "limit";
    case av::ErrorCode::Denied:
      return "refused";
    default:
      return "malformed";
  }
}

[[noreturn]] void raise(const Fault& fault, std::string_view text) {
  const av::literal::Place place = av::literal::place_of(text, fault.offset);
  const std::string message = av::literal::to_error(fault, place).message;
  av::python::raise(av::python::error_class("LiteralError")(std::string_view(message), place.line,
                                                            place.column, reason_of(fault.code)));
}

// An integer longer than sys.set_int_max_str_digits() allows is the one refusal of the
// interpreter's own; everything else (no memory) is passed on.
[[noreturn]] void raise_stopped() {
  nb::python_error error;
  if (!error.matches(PyExc_ValueError)) {
    throw error;
  }
  av::python::raise(av::python::error_class("LiteralError")(nb::str(error.value()), 1, 1, "limit"));
}

nb::object read(std::string_view text, const Options& options) {
  constexpr std::size_t kWorthCaching = 512;
  Fault fault;
  if (!av::literal::check_text(text, options, fault)) {
    raise(fault, text);
  }
  const av::base::PaddedText padded(text);
  const bool is_large = text.size() >= kWorthCaching;
  const std::unique_ptr<StringCache> cache(is_large ? new StringCache : nullptr);
  Objects objects(cache.get());
  av::literal::Reader<Objects> reader(padded.view(), options, objects);
  bool done = false;
  {
    const CollectorPause pause;
    done = reader.read();
  }
  if (done) {
    return objects.result();
  }
  if (reader.stopped()) {
    raise_stopped();
  }
  raise(reader.fault(), text);
}

std::string_view view_of(nb::handle text) {
  Py_ssize_t size = 0;
  if (PyUnicode_Check(text.ptr())) {
    const char* data = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
    if (data == nullptr) {
      PyErr_Clear();
      raise({av::ErrorCode::InvalidArgument, "a lone surrogate", 0}, {});
    }
    return {data, static_cast<std::size_t>(size)};
  }
  char* bytes = nullptr;
  if (!PyBytes_Check(text.ptr())) {
    throw nb::type_error("text must be str or bytes");
  }
  PyBytes_AsStringAndSize(text.ptr(), &bytes, &size);
  return {bytes, static_cast<std::size_t>(size)};
}

// The sorts that `allow` names; None is all.
av::literal::Sorts sorts_of(nb::handle allow) {
  av::literal::Sorts sorts;
  if (allow.is_none()) {
    return sorts;
  }
  sorts = {false, false, false, false};
  for (const nb::handle item : allow) {
    const auto name = nb::cast<std::string_view>(item);
    bool* flag = name == "set"        ? &sorts.sets
                 : name == "bytes"    ? &sorts.bytes
                 : name == "complex"  ? &sorts.complex
                 : name == "ellipsis" ? &sorts.ellipsis
                                      : nullptr;
    if (flag == nullptr) {
      av::python::raise_invalid("allow takes 'set', 'bytes', 'complex' and 'ellipsis'");
    }
    *flag = true;
  }
  return sorts;
}

nb::object loads(nb::handle text, std::size_t max_bytes, std::uint32_t max_depth,
                 std::size_t max_items, std::size_t max_int_digits, std::size_t max_string_bytes,
                 nb::handle allow) {
  const Options options = {max_bytes,      max_items, max_string_bytes,
                           max_int_digits, max_depth, sorts_of(allow)};
  return read(view_of(text), options);
}

constexpr const char* kLoadsDoc = R"(Read one Python literal and return its value.

Accepts what ast.literal_eval accepts, with the same value: None, True, False, ..., numbers,
strings, bytes, tuples, lists, dictionaries, sets and set(), signs, and complex sums as 1+2j.
Bytes are read as UTF-8.

max_bytes, max_string_bytes: bytes of UTF-8, of the text and of one string in it.
max_depth: open brackets at one time, 10000 at most.
max_items: values, containers included. max_int_digits: digits of one integer, as written.
allow: which of "set", "bytes", "complex", "ellipsis" are taken; None is all.

Raises LiteralError, which says line and column. Holds the GIL, as it makes objects all the time.
Source: The Python Language Reference, chapters 2 and 6.)";

}  // namespace

NB_MODULE(_literal, module) {
  const Options defaults;
  module.doc() = "Native part of antivenom.literal.";
  module.def(
      "loads", &loads, nb::arg("text"), nb::kw_only(), nb::arg("max_bytes") = defaults.max_bytes,
      nb::arg("max_depth") = defaults.max_depth, nb::arg("max_items") = defaults.max_items,
      nb::arg("max_int_digits") = defaults.max_int_digits,
      nb::arg("max_string_bytes") = defaults.max_string_bytes, nb::arg("allow").none() = nb::none(),
      nb::sig("def loads(text: str | bytes, *, max_bytes: int = 1048576, max_depth: int = "
              "100, max_items: int = 1048576, max_int_digits: int = 4300, max_string_bytes: "
              "int = 1048576, allow: collections.abc.Iterable[str] | None = None) -> "
              "typing.Any"),
      kLoadsDoc);
}
