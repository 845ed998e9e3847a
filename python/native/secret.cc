// antivenom._secret: the type, and the places secrets are read from.

#include <antivenom/secret.h>

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include "python/native/inputs.h"

namespace nb = nanobind;

namespace {

using av::SecretBytes;
using av::python::Bytes;
using av::python::unlocked;
using av::python::value_of;
using av::secret::ReadOptions;

constexpr const char* kNotShown = "<SecretBytes, not shown>";

SecretBytes get(const std::string& address, std::size_t max_bytes, bool follow_links,
                bool keep_line_end) {
  ReadOptions options;
  options.max_bytes = max_bytes;
  options.links = follow_links ? ReadOptions::Links::Follow : ReadOptions::Links::Refuse;
  options.line_end = keep_line_end ? ReadOptions::LineEnd::Keep : ReadOptions::LineEnd::StripOne;
  // A file may be on a slow disk; the environment must not change under getenv.
  if (address.starts_with("env:")) {
    return value_of(av::secret::load(address, options));
  }
  return unlocked([&] { return av::secret::load(address, options); });
}

SecretBytes take_environment(const std::string& name) {
  ReadOptions options;
  options.after_read = ReadOptions::AfterRead::Remove;
  return value_of(av::secret::from_environment(name, options));
}

nb::dict entries_of(const av::secret::Dotenv& file) {
  nb::dict entries;
  for (const auto& entry : file.entries()) {
    entries[nb::str(entry.name.data(), entry.name.size())] = nb::cast(entry.value.clone());
  }
  return entries;
}

nb::object refuse_copy(const SecretBytes& /*secret*/) {
  throw nb::type_error("a SecretBytes is not pickled or copied");
}

nb::object refuse_hash(const SecretBytes& /*secret*/) {
  throw nb::type_error("a SecretBytes has no hash");
}

nb::object is_equal(const SecretBytes& self, nb::handle other) {
  if (!nb::isinstance<SecretBytes>(other)) {
    return nb::borrow(Py_NotImplemented);
  }
  return nb::bool_(self == nb::cast<const SecretBytes&>(other));
}

nb::object text_of(const SecretBytes& self) {
  const std::string_view text = self.expose_text();
  PyObject* const made =
      PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
  if (made == nullptr) {
    throw nb::python_error();
  }
  return nb::steal(made);
}

void bind_type(nb::module_& module) {
  nb::class_<SecretBytes>(module, "SecretBytes",
                          "Bytes that are never shown, compared in constant time, and wiped when "
                          "the object goes.\n\nNot hashable, not ordered, not copied or pickled.")
      .def(
          "__init__",
          [](SecretBytes* self, nb::handle value) {
            new (self) SecretBytes(SecretBytes::copy_of(Bytes(value).view()));
          },
          nb::arg("value"), nb::sig("def __init__(self, value: " AV_PY_DATA ") -> None"),
          "Copy a value in; str is taken as UTF-8. The original stays where it was.")
      .def("__len__", &SecretBytes::size, nb::lock_self())
      .def("__repr__", [](const SecretBytes&) { return kNotShown; })
      .def("__str__", [](const SecretBytes&) { return kNotShown; })
      .def(
          "__format__", [](const SecretBytes&, nb::handle) { return kNotShown; },
          nb::sig("def __format__(self, format_spec: str, /) -> str"))
      .def("__eq__", &is_equal, nb::lock_self(), nb::arg("other").lock(),
           nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", &refuse_hash, nb::sig("def __hash__(self) -> typing.NoReturn"))
      .def("__reduce__", &refuse_copy, nb::sig("def __reduce__(self) -> typing.NoReturn"))
      .def("__copy__", &refuse_copy, nb::sig("def __copy__(self) -> typing.NoReturn"))
      .def(
          "expose", [](const SecretBytes& self) { return av::python::new_bytes(self.expose()); },
          nb::lock_self(), "The bytes, as a Python object that is not wiped.")
      .def("expose_text", &text_of, nb::lock_self(), nb::sig("def expose_text(self) -> str"),
           "The bytes as UTF-8 text, as a Python object that is not wiped.")
      .def("wipe", &SecretBytes::wipe, nb::lock_self(),
           "Forget the bytes now; empty from then on.");
}

}  // namespace

NB_MODULE(_secret, module) {
  module.doc() = "Native part of antivenom.secret.";
  bind_type(module);
  const ReadOptions defaults;
  module.def("get", &get, nb::arg("address"), nb::kw_only(),
             nb::arg("max_bytes") = defaults.max_bytes, nb::arg("follow_links") = false,
             nb::arg("keep_line_end") = false,
             "Read a secret: env://NAME, file:///PATH, systemd://NAME, keyring://NAME or "
             "dotenv:PATH#NAME.\n\n"
             "max_bytes: the most bytes of the value. follow_links: read through symbolic links. "
             "keep_line_end: do not strip the one line end a file closes with.\n"
             "A file must be its owner's alone (mode 0600 or stricter).\n"
             "Raises NotFoundError, DeniedError, InvalidError, TooMuchError, FileError, which name "
             "what was looked for and never the value. Releases the GIL for files.\n"
             "Sources: systemd.exec(5) for credentials, keyrings(7) for the kernel's keyrings.");
  module.def("take_environment", &take_environment, nb::arg("name"),
             "Read a variable of the process's environment, then overwrite and remove it there.\n\n"
             "os.environ keeps its own copy. No other thread may use the environment meanwhile.\n"
             "Raises NotFoundError, InvalidError.");
  module.def(
      "parse_dotenv",
      [](nb::handle text, const std::string& shown_name) {
        const Bytes bytes(text);
        return entries_of(value_of(av::secret::parse_dotenv(bytes.text(), shown_name)));
      },
      nb::arg("text"), nb::arg("shown_name") = ".env",
      nb::sig("def parse_dotenv(text: " AV_PY_DATA ", shown_name: str = '.env') -> dict[str, "
              "SecretBytes]"),
      "Read the assignments of a .env text. Nothing is substituted: what asks for it raises "
      "InvalidError, which names the line.");
  module.def(
      "load_dotenv",
      [](nb::handle path, bool follow_links) {
        const std::string name = av::python::path_of(path);
        ReadOptions options;
        options.links = follow_links ? ReadOptions::Links::Follow : options.links;
        return entries_of(unlocked([&] { return av::secret::load_dotenv(name, options); }));
      },
      nb::arg("path"), nb::kw_only(), nb::arg("follow_links") = false,
      nb::sig("def load_dotenv(path: str | bytes | os.PathLike[str], *, follow_links: bool = "
              "False) -> dict[str, SecretBytes]"),
      "Read a .env file that only its owner may read. Raises as get and parse_dotenv do.");
}
