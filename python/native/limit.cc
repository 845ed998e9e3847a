// antivenom._limit: limiters, gates, clients' addresses.  A hit takes less than a microsecond, so
// the GIL is held; what makes, empties or asks other processes releases it.

#include <antivenom/limit.h>
#include <antivenom/limit_http.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "python/native/errors.h"

namespace nb = nanobind;
namespace lim = av::limit;

namespace {

constexpr double kNanoseconds = 1e9;
constexpr double kMostSeconds = 4e9;

[[noreturn]] void raise(const std::string& message) {
  av::python::raise(av::python::error_class("LimitError")(message));
}

[[noreturn]] void raise(const av::Error& error) {
  raise(error.hint.empty() ? error.message : error.message + " (" + error.hint + ")");
}

template <class T>
T value_of(av::Result<T>&& result) {
  if (!result) {
    raise(result.error());
  }
  return av::take_value(std::move(result));
}

// unlocked does work without the GIL.
template <class Work>
auto unlocked(Work work) {
  const nb::gil_scoped_release released;
  return work();
}

double to_seconds(lim::Duration duration) {
  return static_cast<double>(duration.count()) / kNanoseconds;
}

lim::Duration to_duration(double seconds) {
  const bool is_in_range = seconds >= 0 && seconds <= kMostSeconds;  // which no NaN is
  if (!is_in_range) {
    raise("seconds are from 0 to 4e9");
  }
  return lim::Duration(std::llround(seconds * kNanoseconds));
}

template <class T>
T one_of(std::string_view what, std::string_view given,
         std::initializer_list<std::pair<std::string_view, T>> known) {
  std::string names;
  for (const auto& [name, value] : known) {
    if (name == given) {
      return value;
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  raise(std::string(what) + " is one of " + names);
}

lim::Strategy strategy_of(std::string_view name) {
  return one_of<lim::Strategy>("strategy", name,
                               {{"fixed-window", lim::Strategy::FixedWindow},
                                {"sliding-window", lim::Strategy::SlidingWindow},
                                {"moving-window", lim::Strategy::MovingWindow},
                                {"gcra", lim::Strategy::Gcra},
                                {"token-bucket", lim::Strategy::TokenBucket}});
}

// Fallback of on_full and on_error; raising is done here.
lim::Options::Fallback fallback_of(std::string_view what, std::string_view name) {
  return one_of<lim::Options::Fallback>(what, name,
                                        {{"deny", lim::Options::Fallback::Deny},
                                         {"allow", lim::Options::Fallback::Allow},
                                         {"raise", lim::Options::Fallback::Deny}});
}

// A clock that is a Python function of steady seconds.
class PythonClock : public av::Clock {
 public:
  explicit PythonClock(nb::object function) : function_(std::move(function)) {}
  [[nodiscard]] std::chrono::nanoseconds wall() const override { return steady(); }
  [[nodiscard]] std::chrono::nanoseconds steady() const override {
    const nb::gil_scoped_acquire acquired;
    return to_duration(nb::cast<double>(function_()));
  }

 private:
  nb::object function_;
};

// Decision with the limit it is about.
struct Decision {
  lim::Decision what;
  lim::Limit limit;
};

// A storage written in Python: antivenom.limit.Storage.
class PythonStorage : public lim::Storage {
 public:
  enum class Failures : std::uint8_t { Dropped, Kept };

  PythonStorage(nb::object object, Failures failures)
      : object_(std::move(object)), failures_(failures) {}

  av::Result<lim::Decision> hit(const lim::Limit& limit, const lim::Hit& hit) override {
    return ask("hit", limit, hit);
  }
  av::Result<lim::Decision> test(const lim::Limit& limit, const lim::Hit& hit) override {
    return ask("test", limit, hit);
  }
  av::Result<void> clear(const lim::Limit& limit, std::string_view key) override {
    object_.attr("clear")(limit, bytes_of(key));
    return {};
  }
  av::Result<void> reset() override {
    object_.attr("reset")();
    return {};
  }

  // take_failure is what Python raised at this thread's last hit or test, if it did.
  static std::optional<nb::python_error> take_failure() {
    return std::exchange(kept(), std::nullopt);
  }

 private:
  static nb::bytes bytes_of(std::string_view key) { return nb::bytes(key.data(), key.size()); }

  av::Result<lim::Decision> ask(const char* method, const lim::Limit& limit, const lim::Hit& hit) {
    try {
      return nb::cast<const Decision&>(object_.attr(method)(limit, bytes_of(hit.key), hit.cost))
          .what;
    } catch (nb::python_error& error) {
      if (!error.matches(PyExc_Exception)) {
        throw;  // an interrupt is no failure of the storage
      }
      if (failures_ == Failures::Kept) {
        kept().emplace(std::move(error));
      }
    } catch (const nb::cast_error&) {
      kept().reset();
    }
    return av::fail(av::ErrorCode::Io, "the storage gave no decision");
  }

  static std::optional<nb::python_error>& kept() {
    static thread_local std::optional<nb::python_error> failure;
    return failure;
  }

  nb::object object_;
  Failures failures_;
};

lim::Limit new_limit(std::uint32_t amount, double period, std::uint32_t burst) {
  return {amount, to_duration(period), burst};
}

// "memory://" is nothing, "shm://name" a table's name.
std::optional<std::string> shared_name(std::string_view storage) {
  constexpr std::string_view kShared = "shm://";
  if (storage == "memory://") {
    return std::nullopt;
  }
  if (!storage.starts_with(kShared)) {
    raise("storage is memory://, shm://name, or an object with a storage's methods");
  }
  storage.remove_prefix(kShared.size());
  return std::string(storage.starts_with('/') ? "" : "/") + std::string(storage);
}

// Identifiers one after the other, each with its length, so that no two lists are one key.
void append_identifier(std::string& key, nb::handle part) {
  Py_ssize_t size = 0;
  const char* text = nullptr;
  nb::object made;
  if (PyLong_Check(part.ptr())) {
    made = nb::str(part);
    part = made;
  }
  if (PyBytes_Check(part.ptr())) {
    char* bytes = nullptr;
    PyBytes_AsStringAndSize(part.ptr(), &bytes, &size);
    text = bytes;
  } else if (PyUnicode_Check(part.ptr())) {
    text = PyUnicode_AsUTF8AndSize(part.ptr(), &size);
  } else {
    throw nb::type_error("identifiers are str, bytes or int");
  }
  if (text == nullptr) {
    throw nb::python_error();
  }
  key.append(std::to_string(size)).push_back(':');
  key.append(text, static_cast<std::size_t>(size));
}

std::string key_of(const nb::args& identifiers) {
  std::string key;
  for (const nb::handle part : identifiers) {
    append_identifier(key, part);
  }
  return key;
}

class Limiter {
 public:
  Limiter(const nb::object& storage, std::string_view strategy, std::size_t capacity,
          std::string_view on_full, std::string_view on_error, const nb::object& clock)
      : raises_(on_error == "raise"),
        clock_(clock.is_none() ? nullptr : std::make_unique<PythonClock>(clock)) {
    if (on_full == "raise") {
      raise("on_full is one of deny, allow");
    }
    lim::Options options;
    options.strategy = strategy_of(strategy);
    options.capacity = capacity;
    options.on_full = fallback_of("on_full", on_full);
    options.on_error = fallback_of("on_error", on_error);
    options.clock = clock_.get();
    limiter_.emplace(make(storage, options));
  }

  Decision hit(nb::handle limit, const nb::args& identifiers, std::uint32_t cost) {
    const std::string key = key_of(identifiers);
    return decide(limit, [&](const lim::Limit& one) { return limiter_->hit(one, key, cost); });
  }

  Decision test(nb::handle limit, const nb::args& identifiers, std::uint32_t cost) {
    const std::string key = key_of(identifiers);
    return decide(limit, [&](const lim::Limit& one) { return limiter_->test(one, key, cost); });
  }

  void clear(nb::handle limit, const nb::args& identifiers) {
    const std::string key = key_of(identifiers);
    for (const lim::Limit& one : limits_of(limit)) {
      value_of(limiter_->clear(one, key));
    }
  }

  // All keys at once take milliseconds.
  void reset() {
    value_of(is_native_ ? unlocked([&] { return limiter_->reset(); }) : limiter_->reset());
  }

 private:
  lim::Limiter make(const nb::object& storage, const lim::Options& options) {
    is_native_ = PyUnicode_Check(storage.ptr());
    if (!is_native_) {
      using Failures = PythonStorage::Failures;
      auto python =
          std::make_unique<PythonStorage>(storage, raises_ ? Failures::Kept : Failures::Dropped);
      return lim::Limiter::over(std::move(python), options);
    }
    const auto name = shared_name(nb::cast<std::string_view>(storage));
    return value_of(unlocked([&] {
      return name ? lim::Limiter::shared(*name, options) : lim::Limiter::in_memory(options);
    }));
  }

  // The first limit that refuses decides; of those that allow, the one with least left.
  template <class Ask>
  Decision decide(nb::handle limit, Ask ask) {
    std::optional<Decision> tightest;
    for (const lim::Limit& one : limits_of(limit)) {
      const Decision decision = {ask(one), one};
      if (decision.what.failed && raises_) {
        raise_failure();
      }
      if (!decision.what.allowed) {
        return decision;
      }
      if (!tightest || decision.what.remaining < tightest->what.remaining) {
        tightest = decision;
      }
    }
    return *tightest;
  }

  [[noreturn]] static void raise_failure() {
    std::optional<nb::python_error> cause = PythonStorage::take_failure();
    const nb::object error =
        av::python::error_class("LimitError")("the storage failed, nothing was decided");
    if (cause) {
      error.attr("__cause__") = cause->value();
    }
    av::python::raise(error);
  }

  // A text is read once; what is kept is bounded, as limits may come from outside.
  std::vector<lim::Limit> limits_of(nb::handle limit) {
    std::vector<lim::Limit> limits;
    if (nb::isinstance<lim::Limit>(limit)) {
      limits.push_back(nb::cast<const lim::Limit&>(limit));
    } else if (PyUnicode_Check(limit.ptr())) {
      return limits_in(nb::cast<std::string>(limit));
    } else {
      limits = nb::cast<std::vector<lim::Limit>>(limit);
    }
    check(limits);
    return limits;
  }

  std::vector<lim::Limit> limits_in(const std::string& text) {
    constexpr std::size_t kMostTexts = 1024;
    const nb::ft_lock_guard guard(texts_lock_);
    const auto found = texts_.find(text);
    if (found != texts_.end()) {
      return found->second;
    }
    if (texts_.size() >= kMostTexts) {
      texts_.clear();
    }
    std::vector<lim::Limit> limits = value_of(lim::parse_limits(text));
    check(limits);
    return texts_.emplace(text, std::move(limits)).first->second;
  }

  void check(const std::vector<lim::Limit>& limits) const {
    if (limits.empty()) {
      raise("there is no limit in the list");
    }
    for (const lim::Limit& limit : limits) {
      value_of(lim::check_limit(limit, limiter_->options().strategy));
    }
  }

  bool raises_;
  bool is_native_ = true;
  std::unique_ptr<PythonClock> clock_;
  std::optional<lim::Limiter> limiter_;
  std::unordered_map<std::string, std::vector<lim::Limit>> texts_;
  nb::ft_mutex texts_lock_;
};

// Gate of the library, which permits keep alive.
struct Gate {
  lim::Gate gate;

  static Gate* make(std::string_view storage, std::size_t capacity, std::string_view on_full) {
    lim::Options options;
    options.capacity = capacity;
    options.on_full = fallback_of("on_full", on_full);
    const auto name = shared_name(storage);
    return new Gate{value_of(unlocked(
        [&] { return name ? lim::Gate::shared(*name, options) : lim::Gate::in_memory(options); }))};
  }

  std::pair<bool, std::uint64_t> enter(std::uint32_t most, const nb::args& identifiers) {
    if (most < 1 || most > lim::Gate::kMost) {
      raise("a gate lets in 1 to 65535 at one time");
    }
    const std::string key = key_of(identifiers);
    const lim::Place place = unlocked([&] { return gate.enter(key, most); });
    return {place.allowed, place.id};
  }

  bool leave(std::uint64_t id, const nb::args& identifiers) {
    const std::string key = key_of(identifiers);
    return unlocked([&] { return gate.leave(key, id); });
  }

  std::uint32_t taken(const nb::args& identifiers) {
    const std::string key = key_of(identifiers);
    return unlocked([&] { return gate.taken(key); });
  }
};

// Clients tells whose a request is.
class Clients {
 public:
  Clients(const std::vector<std::string>& trusted, std::string_view field, unsigned v4_prefix,
          unsigned v6_prefix)
      : field_(one_of<lim::Forwarded::Field>(
            "field", field,
            {{"x-forwarded-for", lim::Forwarded::Field::XForwardedFor},
             {"forwarded", lim::Forwarded::Field::Forwarded}})),
        bits_{v4_prefix, v6_prefix} {
    if (v4_prefix > 32 || v6_prefix > 128) {
      raise("a prefix is from 0 to 32 for IPv4, to 128 for IPv6");
    }
    for (const std::string& one : trusted) {
      if (one == "unix") {
        trusts_local_ = true;
      } else {
        trusted_.push_back(value_of(lim::parse_network(one)));
      }
    }
  }

  // A peer that is no address came by a local socket: nothing is known of it but what it forwards.
  [[nodiscard]] std::string key(std::string_view peer, std::string_view forwarded) const {
    auto address = lim::parse_address(peer);
    std::vector<lim::Network> trusted = trusted_;
    if (!address) {
      if (!trusts_local_) {
        return "local";
      }
      address = lim::Address{};
      trusted.push_back({*address, 32});
    }
    const lim::Address client = lim::client_of(*address, {field_, forwarded}, trusted);
    return client == lim::Address{} ? "local" : lim::key_of(client, bits_);
  }

 private:
  lim::Forwarded::Field field_;
  lim::KeyOptions bits_;
  std::vector<lim::Network> trusted_;
  bool trusts_local_ = false;
};

std::vector<lim::HeaderField> headers(const Decision& self, std::string_view convention,
                                      std::string_view name) {
  const auto which = one_of<lim::Convention>(
      "convention", convention, {{"x", lim::Convention::X}, {"ietf", lim::Convention::Ietf}});
  return lim::header_fields(which, {name, self.limit}, self.what, av::real_clock().wall());
}

Decision* new_decision(const lim::Limit& limit, bool allowed, std::uint32_t remaining,
                       double retry_after, double reset) {
  lim::Decision what;
  what.allowed = allowed;
  what.limit = limit.burst == 0 ? limit.amount : limit.burst;
  what.remaining = remaining;
  what.retry_after = to_duration(retry_after);
  what.reset = to_duration(reset);
  return new Decision{what, limit};
}

// Decided by on_error: a storage in Python did not answer.
Decision* failed_decision(const lim::Limit& limit, bool allowed) {
  lim::Decision what;
  what.allowed = allowed;
  what.failed = true;
  what.limit = limit.burst == 0 ? limit.amount : limit.burst;
  what.retry_after = allowed ? lim::Duration(0) : limit.period;
  what.reset = limit.period;
  return new Decision{what, limit};
}

std::string repr_of(const Decision& self) {
  return "Decision(allowed=" + std::string(self.what.allowed ? "True" : "False") +
         ", limit=" + std::to_string(self.what.limit) +
         ", remaining=" + std::to_string(self.what.remaining) +
         ", retry_after=" + std::to_string(to_seconds(self.what.retry_after)) +
         ", reset=" + std::to_string(to_seconds(self.what.reset)) + ")";
}

using namespace nb::literals;  // NOLINT(google-build-using-namespace): argument names

void add_limit(nb::module_& module) {
  nb::class_<lim::Limit>(module, "Limit",
                         "An amount in a period: ``Limit(100, 60)`` is 100 in 60 seconds.\n\n"
                         "period is in seconds. ``burst`` is how many at once, for gcra and\n"
                         "token-bucket; 0 is amount. Raises LimitError.")
      .def(nb::new_([](std::uint32_t amount, double period, std::uint32_t burst) {
             return new lim::Limit(new_limit(amount, period, burst));
           }),
           "amount"_a, "period"_a, nb::kw_only(), "burst"_a = 0)
      .def_static(
          "parse", [](std::string_view text) { return value_of(lim::parse_limits(text)); },
          "text"_a,
          "Read ``\"100/minute; 5 per 2 hours\"``: one limit or several, apart by ; or ,.\n\n"
          "Units are second to year; a month is 30 days, a year 365. Raises LimitError.")
      .def_ro("amount", &lim::Limit::amount)
      .def_prop_ro("period", [](const lim::Limit& self) { return to_seconds(self.period); })
      .def_ro("burst", &lim::Limit::burst)
      .def(
          "__eq__",
          [](const lim::Limit& self, nb::handle other) {
            return nb::isinstance<lim::Limit>(other) && self == nb::cast<const lim::Limit&>(other);
          },
          nb::arg("other").none(), nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__",
           [](const lim::Limit& self) {
             return Py_ssize_t{self.amount} * 31 + self.period.count() % 1'000'003;
           })
      .def("__repr__", [](const lim::Limit& self) {
        return "Limit(" + std::to_string(self.amount) + ", " +
               std::string(nb::str(nb::repr(nb::float_(to_seconds(self.period)))).c_str()) + ")";
      });
}

void add_decision(nb::module_& module) {
  nb::class_<Decision>(module, "Decision",
                       "The answer to a hit; true when it was allowed. Times are seconds.")
      .def(nb::new_(&new_decision), "limit"_a, nb::kw_only(), "allowed"_a, "remaining"_a,
           "retry_after"_a = 0.0, "reset"_a = 0.0)
      .def_prop_ro("allowed", [](const Decision& self) { return self.what.allowed; })
      .def_prop_ro(
          "full", [](const Decision& self) { return self.what.full; },
          "Decided by ``on_full``: there was no slot for a new key.")
      .def_prop_ro(
          "failed", [](const Decision& self) { return self.what.failed; },
          "Decided by ``on_error``: the storage did not answer.")
      .def_prop_ro(
          "limit", [](const Decision& self) { return self.limit; },
          "The limit that decided: the first that refused, or the one with least left.")
      .def_prop_ro("remaining", [](const Decision& self) { return self.what.remaining; })
      .def_prop_ro(
          "retry_after", [](const Decision& self) { return to_seconds(self.what.retry_after); },
          "Seconds until the same hit would be allowed; 0 when it was.")
      .def_prop_ro(
          "reset", [](const Decision& self) { return to_seconds(self.what.reset); },
          "Seconds until all of the limit is there again.")
      .def("headers", &headers, "convention"_a = "x", "name"_a = "default",
           "Header fields for the answer to a request: pairs of name and value.\n\n"
           "``\"x\"``: X-RateLimit-Limit, -Remaining, -Reset (seconds since 1970);\n"
           "``\"ietf\"``: RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers\n"
           "has them, with ``name`` as the policy's. Retry-After with both, when refused.")
      .def("__bool__", [](const Decision& self) { return self.what.allowed; })
      .def("__repr__", &repr_of);
}

constexpr const char* kLimiterDoc = R"(Counts hits, exactly, in memory of fixed size.

storage: "memory://", of this process; "shm://name", shared by this user's processes on this
machine; or an object with the methods of antivenom.limit.Storage.
strategy: "gcra", "token-bucket", "fixed-window", "sliding-window" or "moving-window".
capacity: keys; beyond it those whose time is over make room, then those that used least. A key
that is blocked keeps its slot. on_full: "deny" or "allow" a new key when all slots are blocked.
on_error: "deny", "allow" or "raise" (LimitError) when the storage does not answer.
clock: a function of steady seconds; it holds for shm:// only when all give the same.

Raises LimitError when the storage cannot be had. Safe under threads and fork.
Sources: ITU-T I.371 for gcra; the windows are those that the library limits defines.)";

constexpr const char* kHitDoc = R"(Take ``cost`` from what the identifiers may do, if it is there.

limit: "100/minute; 1000/hour", a Limit, or a list of Limits; every one must allow. Those before
the first that refuses have counted. identifiers: str, bytes or int; together they are the key.
Raises LimitError for limits that are none, and TypeError for other identifiers.)";

void add_limiter(nb::module_& module) {
  nb::class_<Limiter>(module, "Limiter", kLimiterDoc)
      .def(nb::init<const nb::object&, std::string_view, std::size_t, std::string_view,
                    std::string_view, const nb::object&>(),
           "storage"_a = "memory://", nb::kw_only(), "strategy"_a = "gcra", "capacity"_a = 65'536,
           "on_full"_a = "deny", "on_error"_a = "deny", "clock"_a.none() = nb::none(),
           nb::sig("def __init__(self, storage: str | object = 'memory://', *, strategy: str = "
                   "'gcra', capacity: int = 65536, on_full: str = 'deny', on_error: str = 'deny', "
                   "clock: collections.abc.Callable[[], float] | None = None) -> None"))
      .def("hit", &Limiter::hit, "limit"_a, "identifiers"_a, "cost"_a = 1,
           nb::sig("def hit(self, limit: str | Limit | collections.abc.Sequence[Limit], "
                   "*identifiers: str | bytes | int, cost: int = 1) -> Decision"),
           kHitDoc)
      .def("test", &Limiter::test, "limit"_a, "identifiers"_a, "cost"_a = 1,
           nb::sig("def test(self, limit: str | Limit | collections.abc.Sequence[Limit], "
                   "*identifiers: str | bytes | int, cost: int = 1) -> Decision"),
           "Say what hit would, and take nothing.")
      .def("clear", &Limiter::clear, "limit"_a, "identifiers"_a,
           nb::sig("def clear(self, limit: str | Limit | collections.abc.Sequence[Limit], "
                   "*identifiers: str | bytes | int) -> None"),
           "Forget what the identifiers did under a limit.")
      .def("reset", &Limiter::reset, "Forget everything of everybody.");
}

void add_gate(nb::module_& module) {
  nb::class_<Gate>(module, "Gate", "Native part of antivenom.limit.Gate.")
      .def(nb::new_(&Gate::make), "storage"_a, "capacity"_a, "on_full"_a)
      .def("enter", &Gate::enter, "most"_a, "identifiers"_a,
           nb::sig("def enter(self, most: int, *identifiers: str | bytes | int) -> tuple[bool, "
                   "int]"))
      .def("leave", &Gate::leave, "id"_a, "identifiers"_a,
           nb::sig("def leave(self, id: int, *identifiers: str | bytes | int) -> bool"))
      .def("taken", &Gate::taken, "identifiers"_a,
           nb::sig("def taken(self, *identifiers: str | bytes | int) -> int"));
}

void add_clients(nb::module_& module) {
  nb::class_<Clients>(
      module, "Clients",
      "Whose a request is: the key to limit by.\n\n"
      "trusted: networks of your own proxies (\"10.0.0.0/8\"), and \"unix\" for one that connects\n"
      "by a local socket. Only what those wrote in ``field`` (\"x-forwarded-for\" or\n"
      "\"forwarded\") is believed. ipv4_prefix, ipv6_prefix: bits of an address that are one\n"
      "client; whoever has one IPv6 address has a /64. Raises LimitError for no network.")
      .def(nb::init<const std::vector<std::string>&, std::string_view, unsigned, unsigned>(),
           "trusted"_a = std::vector<std::string>(), nb::kw_only(), "field"_a = "x-forwarded-for",
           "ipv4_prefix"_a = 32, "ipv6_prefix"_a = 64)
      .def("key", &Clients::key, "peer"_a, "forwarded"_a = "",
           "The client's address or network: ``\"192.0.2.1\"``, ``\"2001:db8:0:1::/64\"``.\n\n"
           "peer: the connection's address. forwarded: the field's value, several joined by\n"
           "commas. ``\"local\"`` when the peer is no address and forwards none.");
}

}  // namespace

NB_MODULE(_limit, module) {
  module.doc() = "Native part of antivenom.limit.";
  add_limit(module);
  add_decision(module);
  add_limiter(module);
  add_gate(module);
  add_clients(module);
  module.def(
      "key_of",
      [](const nb::args& identifiers) {
        const std::string key = key_of(identifiers);
        return nb::bytes(key.data(), key.size());
      },
      "identifiers"_a, nb::sig("def key_of(*identifiers: str | bytes | int) -> bytes"),
      "The key that a storage counts under.");
  module.def("failed_decision", &failed_decision, "limit"_a, "allowed"_a,
             "The decision of ``on_error``.");
  module.def(
      "remove_shared",
      [](std::string_view storage) {
        const auto name = shared_name(storage);
        if (name) {
          value_of(lim::Limiter::remove_shared(*name));
        }
      },
      "storage"_a,
      "Take the name of a shared storage away (``\"shm://name\"``); who has it open keeps it.");
}
