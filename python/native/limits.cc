// antivenom._limits: what antivenom.compat.limits needs to be fast: accounts in memory, and the
// strategies' `hit`, which builds the key as the peer does and asks an account, in one call.

#include "runtime/limit/accounts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <optional>
#include <string>
#include <string_view>
#include <structmember.h>
#include <tuple>
#include <utility>
#include <vector>

#include "python/native/errors.h"

namespace nb = nanobind;
namespace lim = av::limit;

namespace {

constexpr double kNanoseconds = 1e9;
constexpr std::int64_t kMostAmount = std::int64_t{1} << 62;

std::int64_t to_ns(double seconds) {
  return std::llround(seconds * kNanoseconds);
}

double to_seconds(std::int64_t ns) {
  return static_cast<double>(ns) / kNanoseconds;
}

// Periods longer than the clock can add are as good as for ever.
std::int64_t period_ns(double seconds) {
  constexpr double kMost = 4e9;
  return seconds < kMost ? to_ns(seconds) : to_ns(kMost);
}

// WallTime is time.time(): the system's clock as long as nobody replaced that function, which is
// how tests stop the time.
class WallTime {
 public:
  WallTime() {
    PyObject* module = PyImport_ImportModule("time");
    names_ = module == nullptr ? nullptr : PyModule_GetDict(module);
    name_ = PyUnicode_InternFromString("time");
    original_ = names_ == nullptr ? nullptr : PyDict_GetItemWithError(names_, name_);
    Py_XINCREF(original_);  // all three for as long as the process
  }

  // now_ns may throw what a replacement throws.
  [[nodiscard]] std::int64_t now_ns() const {
    PyObject* function = PyDict_GetItemWithError(names_, name_);
    if (function == original_ || function == nullptr) {
      timespec now = {};
      clock_gettime(CLOCK_REALTIME, &now);
      return std::int64_t{now.tv_sec} * std::int64_t{1'000'000'000} + now.tv_nsec;
    }
    return to_ns(nb::cast<double>(nb::borrow(function)()));
  }

 private:
  PyObject* names_;
  PyObject* name_;
  PyObject* original_;
};

const WallTime& wall_time() {
  static const WallTime kTime;
  return kTime;
}

// Accounts is one storage.
struct Accounts {
  std::unique_ptr<lim::Ledger> ledger;
  bool is_plain = true;  // false when Python code replaced one of the storage's methods
};

Accounts* new_accounts(std::optional<std::string_view> shared, std::size_t capacity) {
  auto made = shared ? lim::Ledger::shared(std::string(*shared), capacity)
                     : lim::Ledger::in_memory(capacity);
  if (!made) {
    const std::string message = made.error().message;
    av::python::raise(av::python::error_class("LimitError")(message));
  }
  return new Accounts{*std::move(made)};
}

// Fields of a peer's RateLimitItem, so that `hit` need not ask for attributes. `seal` writes what
// its keys end in, once; fields that were set to something else since are Python's to read.
struct Item {
  static constexpr std::size_t kMostEnd = 62;

  PyObject_HEAD PyObject* name_space;
  PyObject* granularity;  // its name
  long long amount;
  long long multiples;
  long long seconds;  // of the granularity
  PyObject* sealed_granularity;
  long long sealed_amount;
  long long sealed_multiples;
  std::uint8_t end_size;           // 0: not sealed
  std::array<char, kMostEnd> end;  // "/amount/multiples/granularity"

  [[nodiscard]] bool is_sealed() const {
    return end_size != 0 && amount == sealed_amount && multiples == sealed_multiples &&
           granularity == sealed_granularity;
  }
};

struct Strategy {
  PyObject_HEAD PyObject* accounts;  // an Accounts, or None when the storage is of another sort
};

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): Python makes them, once
PyTypeObject* item_type = nullptr;
PyTypeObject* accounts_type = nullptr;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

// free_instance ends an object of a heap type, or the base part of one of a class derived from it.
void free_instance(PyObject* self) {
  PyTypeObject* type = Py_TYPE(self);
  const auto release = reinterpret_cast<freefunc>(PyType_GetSlot(type, Py_tp_free));
  release(self);
  Py_DECREF(reinterpret_cast<PyObject*>(type));
}

void free_item(PyObject* self) {
  auto* item = reinterpret_cast<Item*>(self);
  Py_CLEAR(item->name_space);
  Py_CLEAR(item->granularity);
  Py_CLEAR(item->sealed_granularity);
  free_instance(self);
}

void free_strategy(PyObject* self) {
  Py_CLEAR(reinterpret_cast<Strategy*>(self)->accounts);
  free_instance(self);
}

std::string_view utf8_of(PyObject* text) {
  Py_ssize_t size = 0;
  const char* data = PyUnicode_AsUTF8AndSize(text, &size);
  return data == nullptr ? std::string_view()
                         : std::string_view(data, static_cast<std::size_t>(size));
}

PyObject* seal(PyObject* self, PyObject* /*nothing*/) {
  auto& item = *reinterpret_cast<Item*>(self);
  item.end_size = 0;
  if (item.granularity == nullptr || !PyUnicode_Check(item.granularity)) {
    Py_RETURN_NONE;
  }
  const std::string_view unit = utf8_of(item.granularity);
  const std::string end =
      '/' + std::to_string(item.amount) + '/' + std::to_string(item.multiples) + '/';
  if (unit.data() == nullptr) {
    return nullptr;
  }
  Py_INCREF(item.granularity);
  Py_XDECREF(std::exchange(item.sealed_granularity, item.granularity));
  item.sealed_amount = item.amount;
  item.sealed_multiples = item.multiples;
  if (end.size() + unit.size() <= Item::kMostEnd) {
    unit.copy(std::copy(end.begin(), end.end(), item.end.begin()), unit.size());
    item.end_size = static_cast<std::uint8_t>(end.size() + unit.size());
  }
  Py_RETURN_NONE;
}

// Key builds "namespace/identifiers/amount/multiples/granularity", which is the peer's key_for.
class Key {
 public:
  // False with an error set.
  bool add(PyObject* part) {
    const std::string_view text = utf8_of(part);
    if (text.data() == nullptr) {
      return false;
    }
    add(text);
    return true;
  }

  // An identifier that is no str is taken as the peer takes it.
  bool add_identifier(PyObject* part) {
    add(std::string_view("/", 1));
    if (PyUnicode_Check(part)) {
      return add(part);
    }
    const nb::object text =
        nb::steal(PyBytes_Check(part) ? PyUnicode_FromEncodedObject(part, "utf-8", nullptr)
                                      : PyObject_Str(part));
    return text.is_valid() && add(text.ptr());
  }

  void add(std::string_view text) {
    if (long_.empty() && size_ + text.size() <= short_.size()) {
      text.copy(short_.data() + size_, text.size());
      size_ += text.size();
      return;
    }
    if (long_.empty()) {
      long_.assign(short_.data(), size_);
    }
    long_.append(text);
  }

  [[nodiscard]] std::string_view text() const {
    return long_.empty() ? std::string_view(short_.data(), size_) : std::string_view(long_);
  }

 private:
  std::array<char, 200> short_;  // without an allocation, for most keys
  std::size_t size_ = 0;
  std::string long_;
};

bool build_key(Key& key, const Item& item, PyObject* const* identifiers, Py_ssize_t count) {
  if (!key.add(item.name_space)) {
    return false;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (!key.add_identifier(identifiers[i])) {
      return false;
    }
  }
  key.add(std::string_view(item.end.data(), item.end_size));
  return true;
}

// Arguments of hit(item, *identifiers, cost=1).
struct Arguments {
  Item* item = nullptr;
  PyObject* const* identifiers = nullptr;
  Py_ssize_t count = 0;
  long long cost = 1;
};

// False with no error set: not what native code takes.
bool read_arguments(PyObject* const* args, Py_ssize_t count, PyObject* names, Arguments& out) {
  const Py_ssize_t named = names == nullptr ? 0 : PyTuple_Size(names);
  if (count < 1 || named > 1 || PyObject_TypeCheck(args[0], item_type) == 0) {
    return false;
  }
  out = {reinterpret_cast<Item*>(args[0]), args + 1, count - 1, 1};
  if (named == 1) {
    PyObject* name = PyTuple_GetItem(names, 0);
    if (PyUnicode_CompareWithASCIIString(name, "cost") != 0) {
      return false;
    }
    out.cost = PyLong_AsLongLong(args[count]);
  }
  const bool is_whole = out.item->name_space != nullptr && out.item->is_sealed() &&
                        PyUnicode_Check(out.item->name_space);
  return is_whole && out.cost >= 0 && out.cost < kMostAmount && out.item->amount > 0 &&
         out.item->amount < kMostAmount && out.item->seconds > 0 && out.item->multiples > 0;
}

// What native code does not take, the class's own `_hit` in Python does.
PyObject* hit_in_python(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* names) {
  PyErr_Clear();
  const nb::object method = nb::steal(PyObject_GetAttrString(self, "_hit"));
  const nb::object positional = nb::steal(PyTuple_New(count));
  const nb::object keywords = nb::steal(PyDict_New());
  if (!method.is_valid() || !positional.is_valid() || !keywords.is_valid()) {
    return nullptr;
  }
  for (Py_ssize_t i = 0; i < count; ++i) {
    Py_INCREF(args[i]);
    PyTuple_SetItem(positional.ptr(), i, args[i]);
  }
  const Py_ssize_t named = names == nullptr ? 0 : PyTuple_Size(names);
  for (Py_ssize_t i = 0; i < named; ++i) {
    if (PyDict_SetItem(keywords.ptr(), PyTuple_GetItem(names, i), args[count + i]) < 0) {
      return nullptr;
    }
  }
  return PyObject_Call(method.ptr(), positional.ptr(), keywords.ptr());
}

using Ask = lim::Account (*)(lim::Ledger&, std::uint64_t, const lim::Amounts&, std::int64_t);

template <lim::Kind kKind, Ask kAsk>
PyObject* hit(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* names) {
  Arguments given;
  auto* strategy = reinterpret_cast<Strategy*>(self);
  const bool is_native = strategy->accounts != nullptr &&
                         Py_TYPE(strategy->accounts) == accounts_type &&
                         read_arguments(args, count, names, given);
  Accounts* accounts =
      is_native ? static_cast<Accounts*>(nb::inst_ptr<void>(nb::handle(strategy->accounts)))
                : nullptr;
  if (accounts == nullptr || !accounts->is_plain) {
    return hit_in_python(self, args, count, names);
  }
  try {
    Key key;
    if (!build_key(key, *given.item, given.identifiers, given.count)) {
      return nullptr;
    }
    const std::uint64_t tag = accounts->ledger->tag_of(kKind, key.text());
    const double seconds =
        static_cast<double>(given.item->seconds) * static_cast<double>(given.item->multiples);
    const auto limit = static_cast<std::uint64_t>(given.item->amount);
    const lim::Account after = kAsk(
        *accounts->ledger, tag, {limit, period_ns(seconds), static_cast<std::uint64_t>(given.cost)},
        wall_time().now_ns());
    return PyBool_FromLong(after.allowed ? 1 : 0);
  } catch (nb::python_error& error) {
    error.restore();
    return nullptr;
  } catch (const nb::builtin_exception& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
    return nullptr;
  } catch (const std::bad_alloc&) {
    return PyErr_NoMemory();
  }
}

template <lim::Kind kKind, Ask kAsk>
PyMethodDef hit_method() {
  return {"hit", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&hit<kKind, kAsk>)),
          METH_FASTCALL | METH_KEYWORDS,
          "hit($self, item, /, *identifiers, cost=1)\n--\n\n"
          "Consume the rate limit: True if ``cost`` could be taken without exceeding it."};
}

PyObject* make_type(const char* name, int size, PyType_Slot* slots) {
  PyType_Spec spec = {name, size, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};
  return PyType_FromSpec(&spec);
}

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): CPython takes them as they are
std::array<PyMemberDef, 6> item_members = {{
    {"namespace", T_OBJECT_EX, offsetof(Item, name_space), 0, nullptr},
    {"_granularity", T_OBJECT_EX, offsetof(Item, granularity), 0, nullptr},
    {"amount", T_LONGLONG, offsetof(Item, amount), 0, nullptr},
    {"multiples", T_LONGLONG, offsetof(Item, multiples), 0, nullptr},
    {"_seconds", T_LONGLONG, offsetof(Item, seconds), 0, nullptr},
    {nullptr, 0, 0, 0, nullptr},
}};

std::array<PyMethodDef, 2> item_methods = {{
    {"_seal", &seal, METH_NOARGS, "_seal($self, /)\n--\n\nWrite what keys end in, once."},
    {nullptr, nullptr, 0, nullptr},
}};

std::array<PyMemberDef, 2> strategy_members = {{
    {"_accounts", T_OBJECT_EX, offsetof(Strategy, accounts), 0, nullptr},
    {nullptr, 0, 0, 0, nullptr},
}};
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

template <lim::Kind kKind, Ask kAsk>
PyObject* make_strategy(const char* name) {
  static std::array<PyMethodDef, 2> methods = {hit_method<kKind, kAsk>(),
                                               {nullptr, nullptr, 0, nullptr}};
  std::array<PyType_Slot, 4> slots = {{
      {Py_tp_dealloc, reinterpret_cast<void*>(&free_strategy)},
      {Py_tp_members, strategy_members.data()},
      {Py_tp_methods, methods.data()},
      {0, nullptr},
  }};
  return make_type(name, sizeof(Strategy), slots.data());
}

PyObject* make_item() {
  std::array<PyType_Slot, 4> slots = {{
      {Py_tp_dealloc, reinterpret_cast<void*>(&free_item)},
      {Py_tp_members, item_members.data()},
      {Py_tp_methods, item_methods.data()},
      {0, nullptr},
  }};
  return make_type("antivenom._limits.Item", sizeof(Item), slots.data());
}

// The peer's storage protocol.

// What cannot be counted counts as more than any limit.
std::int64_t count_of(const lim::Account& account) {
  return account.full ? kMostAmount : static_cast<std::int64_t>(account.used);
}

std::int64_t incr(Accounts& self, std::string_view key, double expiry, std::uint64_t amount) {
  return count_of(
      lim::count(*self.ledger, key, {0, period_ns(expiry), amount}, wall_time().now_ns()));
}

std::int64_t decr(Accounts& self, std::string_view key, std::uint64_t amount) {
  return count_of(lim::uncount(*self.ledger, key, amount, wall_time().now_ns()));
}

std::int64_t get(Accounts& self, std::string_view key) {
  return count_of(lim::counted(*self.ledger, key, wall_time().now_ns()));
}

double get_expiry(Accounts& self, std::string_view key) {
  const std::int64_t now = wall_time().now_ns();
  const lim::Account account = lim::counted(*self.ledger, key, now);
  return to_seconds(account.until_ns == 0 ? now : account.until_ns);
}

void clear(Accounts& self, std::string_view key) {
  for (const lim::Kind kind : {lim::Kind::Counter, lim::Kind::Log}) {
    lim::forget(*self.ledger, kind, key);
  }
}

bool acquire_entry(Accounts& self, std::string_view key, std::uint64_t limit, double expiry,
                   std::uint64_t amount) {
  return lim::remember(*self.ledger, key, {limit, period_ns(expiry), amount}, wall_time().now_ns())
      .allowed;
}

std::pair<double, std::uint64_t> get_moving_window(Accounts& self, std::string_view key,
                                                   double expiry) {
  const std::int64_t now = wall_time().now_ns();
  const lim::Account account = lim::in_window(*self.ledger, key, period_ns(expiry), now);
  return {to_seconds(account.used == 0 ? now : account.oldest_ns), account.used};
}

bool acquire_sliding(Accounts& self, std::string_view key, std::uint64_t limit, double expiry,
                     std::uint64_t amount) {
  return lim::slide(*self.ledger, key, {limit, period_ns(expiry), amount}, wall_time().now_ns())
      .allowed;
}

// Counts of the previous and the current window, each with the seconds it still matters.
std::tuple<std::uint64_t, double, std::uint64_t, double> get_sliding(Accounts& self,
                                                                     std::string_view key,
                                                                     double expiry) {
  const std::int64_t period = period_ns(expiry);
  const std::int64_t now = wall_time().now_ns();
  const lim::Account account = lim::slid(*self.ledger, key, period, now);
  const double left = to_seconds((now / period + 1) * period - now);
  return {account.previous, account.previous == 0 ? 0 : left, account.used, left + expiry};
}

void clear_sliding(Accounts& self, std::string_view key) {
  lim::forget(*self.ledger, lim::Kind::Slide, key);
}

// A copy as bytes: hash key, capacity, then entries, each followed by its runs.
template <class T>
void append(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

nb::bytes copy(const Accounts& self) {
  std::string out;
  append(out, self.ledger->hash_key());
  append(out, self.ledger->capacity());
  for (const lim::Ledger::AccountCopy& account : self.ledger->copy()) {
    append(out, account.entry);
    append(out, account.runs.size());
    for (const lim::Run& run : account.runs) {
      append(out, run);
    }
  }
  return nb::bytes(out.data(), out.size());
}

// Copies come out of pickles: one that is cut is refused, nothing in it is an address.
class CopyReader {
 public:
  explicit CopyReader(std::string_view text) : text_(text) {}

  template <class T>
  T next() {
    T value{};
    if (text_.size() < sizeof value) {
      throw nb::value_error("a storage's copy is cut");
    }
    std::memcpy(&value, text_.data(), sizeof value);
    text_.remove_prefix(sizeof value);
    return value;
  }
  [[nodiscard]] std::size_t left() const { return text_.size(); }

 private:
  std::string_view text_;
};

Accounts* restore(const nb::bytes& bytes) {
  constexpr std::size_t kMostCapacity = std::size_t{1} << 28;
  CopyReader reader({static_cast<const char*>(bytes.data()), bytes.size()});
  const auto hash_key = reader.next<lim::Ledger::HashKey>();
  const auto capacity = reader.next<std::size_t>();
  std::vector<lim::Ledger::AccountCopy> accounts;
  while (reader.left() > 0) {
    accounts.push_back({reader.next<lim::Entry>(), {}});
    const auto runs = reader.next<std::size_t>();
    const auto kind = accounts.back().entry.kind;
    if (runs > reader.left() / sizeof(lim::Run) || accounts.back().entry.tag == 0 ||
        accounts.back().entry.period_ns <= 0 || kind < lim::Kind::Counter ||
        kind > lim::Kind::Log) {
      throw nb::value_error("a storage's copy is wrong");
    }
    for (std::size_t i = 0; i < runs; ++i) {
      accounts.back().runs.push_back(reader.next<lim::Run>());
    }
  }
  if (capacity > kMostCapacity) {
    throw nb::value_error("a storage's copy is wrong");
  }
  Accounts* made = new_accounts(std::nullopt, capacity);
  made->ledger->restore(hash_key, accounts);
  return made;
}

void add_accounts(nb::module_& module) {
  using namespace nb::literals;  // NOLINT(google-build-using-namespace): argument names
  nb::class_<Accounts> accounts(module, "Accounts",
                                "Accounts of keys, in this process or in shared memory.");
  accounts_type = reinterpret_cast<PyTypeObject*>(accounts.ptr());
  accounts.def(nb::new_(&new_accounts), "shared"_a.none(), "capacity"_a)
      .def_rw("is_plain", &Accounts::is_plain)
      .def("incr", &incr, "key"_a, "expiry"_a, "amount"_a)
      .def("decr", &decr, "key"_a, "amount"_a)
      .def("get", &get, "key"_a)
      .def("get_expiry", &get_expiry, "key"_a)
      .def("clear", &clear, "key"_a)
      .def("acquire_entry", &acquire_entry, "key"_a, "limit"_a, "expiry"_a, "amount"_a)
      .def("get_moving_window", &get_moving_window, "key"_a, "expiry"_a)
      .def("acquire_sliding", &acquire_sliding, "key"_a, "limit"_a, "expiry"_a, "amount"_a)
      .def("get_sliding", &get_sliding, "key"_a, "expiry"_a)
      .def("clear_sliding", &clear_sliding, "key"_a)
      .def("copy", &copy)
      .def_static("restore", &restore, "copy"_a, nb::rv_policy::take_ownership)
      .def(
          "reset", [](Accounts& self) { return self.ledger->reset(); },
          nb::call_guard<nb::gil_scoped_release>());
}

}  // namespace

NB_MODULE(_limits, module) {
  module.doc() = "Native part of antivenom.compat.limits.";
  add_accounts(module);
  PyObject* item = make_item();
  item_type = reinterpret_cast<PyTypeObject*>(item);
  module.attr("Item") = nb::borrow(item);
  module.attr("FixedWindow") =
      nb::steal(make_strategy<lim::Kind::Counter, lim::count>("antivenom._limits.FixedWindow"));
  module.attr("MovingWindow") =
      nb::steal(make_strategy<lim::Kind::Log, lim::remember>("antivenom._limits.MovingWindow"));
  module.attr("SlidingWindow") =
      nb::steal(make_strategy<lim::Kind::Slide, lim::slide>("antivenom._limits.SlidingWindow"));
}
