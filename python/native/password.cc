// antivenom._password: hashing without the GIL, and bcrypt itself for antivenom.compat.bcrypt.

#include <antivenom/password.h>

#include <array>
#include <memory>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>
#include <utility>

#include "python/native/inputs.h"

namespace nb = nanobind;

namespace {

using av::password::Algorithm;
using av::password::Caps;
using av::password::Costs;
using av::password::Pepper;
using av::password::Policy;
using av::python::Bytes;
using av::python::unlocked;
using av::python::value_of;

constexpr std::array<std::pair<std::string_view, Algorithm>, 5> kAlgorithms = {{
    {"argon2id", Algorithm::Argon2id},
    {"bcrypt", Algorithm::Bcrypt},
    {"scrypt", Algorithm::Scrypt},
    {"pbkdf2-sha256", Algorithm::Pbkdf2Sha256},
    {"pbkdf2-sha512", Algorithm::Pbkdf2Sha512},
}};

// PyPolicy is a policy with the peppers it points to; never changed once made.
struct PyPolicy {
  PyPolicy() = default;
  PyPolicy(const PyPolicy&) = delete;
  PyPolicy& operator=(const PyPolicy&) = delete;
  PyPolicy(PyPolicy&&) = default;
  PyPolicy& operator=(PyPolicy&&) = default;
  ~PyPolicy() = default;

  std::vector<Pepper> peppers;
  Policy policy;
};

// Number is a cost or cap by its Python name.
struct Number {
  const char* name;
  std::uint32_t Costs::*cost;
};
constexpr std::array kCosts = {
    Number{"memory_kib", &Costs::argon2_memory_kib},
    Number{"passes", &Costs::argon2_passes},
    Number{"lanes", &Costs::argon2_lanes},
    Number{"bcrypt_cost", &Costs::bcrypt_cost},
    Number{"scrypt_log2_n", &Costs::scrypt_log2_n},
    Number{"scrypt_r", &Costs::scrypt_r},
    Number{"scrypt_p", &Costs::scrypt_p},
    Number{"pbkdf2_sha256_rounds", &Costs::pbkdf2_sha256_rounds},
    Number{"pbkdf2_sha512_rounds", &Costs::pbkdf2_sha512_rounds},
};

struct Cap {
  const char* name;
  std::uint32_t Caps::*cap;
};
constexpr std::array kCaps = {
    Cap{"max_passes", &Caps::argon2_passes},
    Cap{"max_lanes", &Caps::lanes},
    Cap{"max_bcrypt_cost", &Caps::bcrypt_cost},
    Cap{"max_pbkdf2_rounds", &Caps::pbkdf2_rounds},
};

Algorithm algorithm_of(std::string_view name) {
  for (const auto& [known, algorithm] : kAlgorithms) {
    if (name == known) {
      return algorithm;
    }
  }
  av::python::raise_invalid(
      "algorithm is argon2id, bcrypt, scrypt, pbkdf2-sha256 or pbkdf2-sha512");
}

const char* name_of(Algorithm which) {
  for (const auto& [name, algorithm] : kAlgorithms) {
    if (algorithm == which) {
      return name.data();
    }
  }
  return "";
}

// cast_to is a keyword's value, or TypeError.
template <class T>
T cast_to(std::string_view name, nb::handle value) {
  T cast = {};
  if (!nb::try_cast(value, cast)) {
    throw nb::type_error(("Policy's " + std::string(name) + " is of another type").c_str());
  }
  return cast;
}

// set takes one keyword; false when the policy has none of that name.
bool set(PyPolicy& made, std::string_view name, nb::handle value) {
  for (const Number& number : kCosts) {
    if (name == number.name) {
      made.policy.costs.*number.cost = cast_to<std::uint32_t>(name, value);
      return true;
    }
  }
  for (const Cap& cap : kCaps) {
    if (name == cap.name) {
      made.policy.caps.*cap.cap = cast_to<std::uint32_t>(name, value);
      return true;
    }
  }
  if (name == "max_memory_kib") {
    made.policy.caps.memory_kib = cast_to<std::uint64_t>(name, value);
  } else if (name == "max_password_bytes") {
    made.policy.caps.password_bytes = cast_to<std::size_t>(name, value);
  } else if (name == "prehash_long" && cast_to<bool>(name, value)) {
    made.policy.long_passwords = Policy::LongPasswords::PreHash;
  } else if (name == "weak_for_tests" && cast_to<bool>(name, value)) {
    made.policy.floor = Policy::Floor::Ignore;
  } else {
    return name == "prehash_long" || name == "weak_for_tests";
  }
  return true;
}

void add_peppers(PyPolicy& made, nb::handle peppers) {
  if (PyMapping_Check(peppers.ptr()) == 0) {
    throw nb::type_error("peppers is a mapping from ids to keys");
  }
  nb::dict all;
  all.update(peppers);
  for (const auto& [id, key] : all) {
    made.peppers.push_back(
        {nb::cast<std::string>(nb::str(id)), av::SecretBytes::copy_of(Bytes(key).view())});
  }
}

// make_policy reads keyword arguments by the tables above.
void make_policy(PyPolicy* self, const std::string& algorithm, const nb::kwargs& options) {
  auto made = std::make_unique<PyPolicy>();
  made->policy.algorithm = algorithm_of(algorithm);
  for (const auto& [key, value] : options) {
    const auto name = nb::cast<std::string>(key);
    if (name == "peppers") {
      add_peppers(*made, value);
    } else if (!set(*made, name, value)) {
      throw nb::type_error(("Policy has no option " + name).c_str());
    }
  }
  new (self) PyPolicy(std::move(*made));
  self->policy.peppers = self->peppers;
  value_of(av::password::check(self->policy));
}

// costs_of is what of the costs the policy's algorithm has.
nb::dict costs_of(const PyPolicy& self) {
  nb::dict costs;
  const std::string_view algorithm = name_of(self.policy.algorithm);
  for (const Number& number : kCosts) {
    const std::string_view name = number.name;
    const bool belongs = algorithm == "argon2id"
                             ? name == "memory_kib" || name == "passes" || name == "lanes"
                         : algorithm == "bcrypt"        ? name == "bcrypt_cost"
                         : algorithm == "scrypt"        ? name.starts_with("scrypt_")
                         : algorithm == "pbkdf2-sha256" ? name == "pbkdf2_sha256_rounds"
                                                        : name == "pbkdf2_sha512_rounds";
    if (belongs) {
      costs[number.name] = self.policy.costs.*number.cost;
    }
  }
  return costs;
}

// repr_of shows what a hash will cost, and of the peppers their ids.
std::string repr_of(const PyPolicy& self) {
  std::string text = std::string("<Policy ") + name_of(self.policy.algorithm);
  for (const auto& [name, cost] : costs_of(self)) {
    text += std::string(" ") + nb::str(name).c_str() + "=" + nb::str(cost).c_str();
  }
  for (const Pepper& pepper : self.peppers) {
    text += " pepper=" + pepper.id;
  }
  return text + ">";
}

std::unique_ptr<PyPolicy> with_costs(const PyPolicy& start, const Costs& costs) {
  auto self = std::make_unique<PyPolicy>();
  for (const Pepper& pepper : start.peppers) {
    self->peppers.push_back({pepper.id, pepper.key.clone()});
  }
  self->policy = start.policy;
  self->policy.costs = costs;
  self->policy.peppers = self->peppers;
  return self;
}

nb::tuple verify(nb::handle password, std::optional<std::string> stored, const PyPolicy& policy) {
  const Bytes bytes(password);
  const av::password::Verified verified =
      unlocked([&] { return av::password::verify(bytes.view(), stored, policy.policy); });
  return nb::make_tuple(verified.ok, verified.new_hash);
}

std::vector<Bytes> all_bytes(const nb::list& values) {
  std::vector<Bytes> all;
  all.reserve(values.size());
  for (const nb::handle value : values) {
    all.emplace_back(value);
  }
  return all;
}

// answers_of has each answer in its place: the value, or an exception that is not raised.
template <class T>
nb::list answers_of(const std::vector<av::Result<T>>& results) {
  nb::list answers;
  for (const auto& result : results) {
    answers.append(result ? nb::cast(*result) : av::python::exception_of(result.error()));
  }
  return answers;
}

nb::list hash_many(const nb::list& passwords, const PyPolicy& policy, unsigned threads) {
  const std::vector<Bytes> held = all_bytes(passwords);
  std::vector<av::secret::ByteView> views;
  views.reserve(held.size());
  for (const Bytes& bytes : held) {
    views.push_back(bytes.view());
  }
  const auto results = [&] {
    const nb::gil_scoped_release release;
    return av::password::hash_many(views, policy.policy, threads);
  }();
  return answers_of(results);
}

nb::list verify_many(const nb::list& passwords, const std::vector<std::string>& stored,
                     const PyPolicy& policy, unsigned threads) {
  const std::vector<Bytes> held = all_bytes(passwords);
  std::vector<av::password::Candidate> candidates;
  for (std::size_t i = 0; i < std::min(held.size(), stored.size()); ++i) {
    candidates.push_back({held[i].view(), stored[i]});
  }
  const auto results = [&] {
    const nb::gil_scoped_release release;
    return av::password::verify_many(candidates, policy.policy, threads);
  }();
  return answers_of(results);
}

nb::object bcrypt_hash(nb::handle password, nb::handle setting) {
  const Bytes bytes(password);
  const Bytes with(setting);
  const std::string hashed =
      unlocked([&] { return av::password::bcrypt_hash(bytes.view(), with.text()); });
  return nb::bytes(hashed.data(), hashed.size());
}

bool bcrypt_check(nb::handle password, nb::handle hashed) {
  const Bytes bytes(password);
  const Bytes with(hashed);
  return unlocked([&] { return av::password::bcrypt_check(bytes.view(), with.text()); });
}

nb::object bcrypt_kdf(nb::handle password, nb::handle salt, std::size_t size,
                      std::uint32_t rounds) {
  const Bytes bytes(password);
  const Bytes with(salt);
  const av::SecretBytes key = unlocked([&] {
    return av::password::bcrypt_kdf({bytes.view(), with.view(), rounds}, size);
  });
  return av::python::new_bytes(key.expose());
}

nb::object bcrypt_salt(std::uint32_t cost, const std::string& prefix) {
  const std::string salt = value_of(av::password::bcrypt_salt(cost, prefix));
  return nb::bytes(salt.data(), salt.size());
}

nb::tuple identify(const std::string& stored, const PyPolicy& policy) {
  const av::password::Info info = value_of(av::password::identify(stored, policy.policy));
  return nb::make_tuple(info.scheme, info.parameters, info.pepper_id, info.needs_rehash);
}

std::unique_ptr<PyPolicy> calibrate(const PyPolicy& start, std::int64_t target_ms,
                                    std::uint32_t memory_kib) {
  av::password::Calibration calibration;
  calibration.target = std::chrono::milliseconds(target_ms);
  calibration.memory_kib = memory_kib;
  const Policy found = unlocked([&] { return av::password::calibrate(calibration, start.policy); });
  return with_costs(start, found.costs);
}

void bind_policy(nb::module_& module) {
  nb::class_<PyPolicy>(
      module, "Policy",
      "How new hashes are made, which old ones will do, and what a stored string may demand.\n\n"
      "Costs below today's guidance (OWASP, Password Storage Cheat Sheet) raise InvalidError. "
      "Costs: memory_kib, passes, lanes for argon2id; bcrypt_cost; scrypt_log2_n, scrypt_r, "
      "scrypt_p; pbkdf2_sha256_rounds; pbkdf2_sha512_rounds. prehash_long: let bcrypt take more "
      "than 72 bytes, by an HMAC-SHA256 that the string is marked with. peppers: keys outside the "
      "database by their ids; the first is used, all are known. The max_ options cap what a stored "
      "string may demand. weak_for_tests switches the guidance off.")
      .def("__repr__", &repr_of)
      .def("__init__", &make_policy, nb::arg("algorithm") = "argon2id", nb::arg("options"),
           nb::sig("def __init__(self, algorithm: str = 'argon2id', *, memory_kib: int = 19456, "
                   "passes: int = 2, lanes: int = 1, bcrypt_cost: int = 12, scrypt_log2_n: int = "
                   "17, scrypt_r: int = 8, scrypt_p: int = 1, pbkdf2_sha256_rounds: int = 600000, "
                   "pbkdf2_sha512_rounds: int = 210000, max_memory_kib: int = 1048576, max_passes: "
                   "int = 32, max_lanes: int = 16, max_bcrypt_cost: int = 17, max_pbkdf2_rounds: "
                   "int = 10000000, max_password_bytes: int = 4096, prehash_long: bool = False, "
                   "peppers: collections.abc.Mapping[str, " AV_PY_DATA "] = {}, weak_for_tests: "
                   "bool = False) -> None"))
      .def_prop_ro("algorithm", [](const PyPolicy& self) { return name_of(self.policy.algorithm); })
      .def_prop_ro("costs", &costs_of, nb::sig("def costs(self) -> dict[str, int]"),
                   "What one hash of the policy costs, by option.")
      .def_prop_ro("pepper_ids", [](const PyPolicy& self) {
        std::vector<std::string> ids;
        ids.reserve(self.peppers.size());
        for (const Pepper& pepper : self.peppers) {
          ids.push_back(pepper.id);
        }
        return ids;
      });
}

void bind_bcrypt(nb::module_& module) {
  module.def("bcrypt_salt", &bcrypt_salt, nb::arg("cost") = 12, nb::arg("prefix") = "2b",
             nb::sig("def bcrypt_salt(cost: int = 12, prefix: str = '2b') -> bytes"));
  module.def("bcrypt_hash", &bcrypt_hash, nb::arg("password"), nb::arg("setting"),
             nb::sig("def bcrypt_hash(password: " AV_PY_DATA ", setting: str | bytes) -> bytes"));
  module.def("bcrypt_check", &bcrypt_check, nb::arg("password"), nb::arg("hashed"),
             nb::sig("def bcrypt_check(password: " AV_PY_DATA ", hashed: str | bytes) -> bool"));
  module.def("bcrypt_kdf", &bcrypt_kdf, nb::arg("password"), nb::arg("salt"), nb::arg("size"),
             nb::arg("rounds"),
             nb::sig("def bcrypt_kdf(password: " AV_PY_DATA ", salt: bytes, size: int, rounds: "
                     "int) -> bytes"));
}

}  // namespace

NB_MODULE(_password, module) {
  nb::module_::import_("antivenom._secret");
  module.doc() = "Native part of antivenom.password.";
  bind_policy(module);
  bind_bcrypt(module);
  module.def(
      "hash",
      [](nb::handle password, const PyPolicy& policy) {
        const Bytes bytes(password);
        return unlocked([&] { return av::password::hash(bytes.view(), policy.policy); });
      },
      nb::arg("password"), nb::arg("policy"),
      nb::sig("def hash(password: " AV_PY_DATA ", policy: Policy) -> str"));
  module.def("verify", &verify, nb::arg("password"), nb::arg("stored").none(), nb::arg("policy"),
             nb::sig("def verify(password: " AV_PY_DATA ", stored: str | None, policy: Policy) -> "
                     "tuple[bool, str | None]"));
  module.def("hash_many", &hash_many, nb::arg("passwords"), nb::arg("policy"), nb::arg("threads"),
             nb::sig("def hash_many(passwords: list[" AV_PY_DATA "], policy: Policy, threads: int) "
                     "-> list[str | Exception]"));
  module.def("verify_many", &verify_many, nb::arg("passwords"), nb::arg("stored"),
             nb::arg("policy"), nb::arg("threads"),
             nb::sig("def verify_many(passwords: list[" AV_PY_DATA "], stored: list[str], policy: "
                     "Policy, threads: int) -> list[bool | Exception]"));
  module.def("calibrate", &calibrate, nb::arg("start"), nb::arg("target_ms"),
             nb::arg("memory_kib"));
  module.def("identify", &identify, nb::arg("stored"), nb::arg("policy"),
             nb::sig("def identify(stored: str, policy: Policy) -> tuple[str, str, str, bool]"));
  module.def(
      "set_memory_bound",
      [](std::uint64_t bytes, std::uint32_t most_waiting) {
        av::password::set_memory_bound({bytes, most_waiting});
      },
      nb::arg("bytes") = std::uint64_t{1} << 30, nb::arg("most_waiting") = 1024,
      "Bound the memory in bytes that Argon2 and scrypt of this process use at one time.\n\n"
      "Calls beyond wait their turn, at most most_waiting of them; more raise TooMuchError.");
}
