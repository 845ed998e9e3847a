// antivenom._fernet: tokens written straight into Python's bytes, and sealed files.

#include "runtime/fernet/token.h"
#include <antivenom/fernet.h>

#include <mutex>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <utility>
#include <vector>

#include "python/native/inputs.h"
#include "python/native/watched.h"

namespace nb = nanobind;

namespace {

using av::SecretBytes;
using av::fernet::Fernet;
using av::fernet::Key;
using av::fernet::SealKey;
using av::python::Bytes;
using av::python::Released;
using av::python::value_of;

// Sheet is a Python bytes object being filled.
class Sheet {
 public:
  explicit Sheet(std::size_t size)
      : object_(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size))), size_(size) {
    if (object_ == nullptr) {
      throw nb::python_error();
    }
  }
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  ~Sheet() { Py_XDECREF(object_); }

  [[nodiscard]] std::span<char> chars() const { return {PyBytes_AsString(object_), size_}; }
  [[nodiscard]] std::span<std::byte> bytes() const { return std::as_writable_bytes(chars()); }
  // take gives the object, cut to its first `size` bytes.  The stable interface of CPython cannot
  // cut one: there it is a copy.  What is left behind is wiped.
  nb::object take(std::size_t size) {
    if (size == size_) {
      return nb::steal(std::exchange(object_, nullptr));
    }
#ifdef Py_LIMITED_API
    PyObject* const cut = PyBytes_FromStringAndSize(chars().data(), static_cast<Py_ssize_t>(size));
    av::secret::wipe(bytes());
#else
    av::secret::wipe(bytes().subspan(size));
    _PyBytes_Resize(&object_, static_cast<Py_ssize_t>(size));  // nullptr when it fails
    PyObject* const cut = std::exchange(object_, nullptr);
#endif
    if (cut == nullptr) {
      throw nb::python_error();
    }
    return nb::steal(cut);
  }

 private:
  PyObject* object_;
  std::size_t size_;
};

[[noreturn]] void raise_invalid(const av::Error& error) {
  const bool expired = error.code == av::ErrorCode::Denied;
  av::python::raise(
      av::python::error_class(expired ? "ExpiredToken" : "InvalidToken")(error.message));
}

nb::object encrypt(const Fernet& self, nb::handle data) {
  const Bytes message(data);
  Sheet sheet(Fernet::token_size(message.view().size()));
  {
    const Released released(message.view().size());
    self.encrypt_into(message.view(), sheet.chars());
  }
  return sheet.take(sheet.chars().size());
}

nb::object encrypt_parts(const Fernet& self, nb::handle data, std::uint64_t seconds,
                         nb::handle vector) {
  const Bytes message(data);
  const Bytes chosen(vector);
  av::fernet::TokenParts parts;
  parts.message = message.view();
  if (chosen.view().size() != parts.vector.size()) {
    throw nb::value_error("an initialization vector is 16 bytes");
  }
  parts.seconds = seconds;
  for (std::size_t i = 0; i < parts.vector.size(); ++i) {
    parts.vector[i] = std::to_integer<unsigned char>(chosen.view()[i]);
  }
  Sheet sheet(Fernet::token_size(message.view().size()));
  {
    const Released released(message.view().size());
    make_token(av::fernet::Testing::keys(self), parts, sheet.chars());
  }
  return sheet.take(sheet.chars().size());
}

nb::object decrypt(const Fernet& self, nb::handle token, std::optional<std::int64_t> ttl) {
  const Bytes text(token);
  av::fernet::DecryptOptions options;
  if (ttl) {
    options.ttl = std::chrono::seconds(*ttl);
  }
  Sheet sheet(Fernet::message_bound(text.text().size()));
  const av::Result<std::size_t> size = [&] {
    const Released released(text.text().size());
    return self.decrypt_into(text.text(), sheet.bytes(), options);
  }();
  if (!size) {
    raise_invalid(size.error());
  }
  return sheet.take(*size);
}

// open_parts is message and time of an authentic token, whatever its age; None when it is none.
nb::object open_parts(const Fernet& self, nb::handle token) {
  const Bytes text(token);
  Sheet sheet(Fernet::message_bound(text.text().size()));
  const auto opened = [&] {
    const Released released(text.text().size());
    return open_token(av::fernet::Testing::keys(self), text.text(), sheet.bytes());
  }();
  if (!opened) {
    return nb::none();
  }
  return nb::make_tuple(sheet.take(opened->message_bytes), opened->seconds);
}

std::uint64_t timestamp(const Fernet& self, nb::handle token) {
  const Bytes text(token);
  const auto seconds = [&] {
    const Released released(text.text().size());
    return self.timestamp(text.text());
  }();
  if (!seconds) {
    raise_invalid(seconds.error());
  }
  return *seconds;
}

SealKey seal_key_of(nb::handle key) {
  return value_of(SealKey::parse(Bytes(key).text()));
}

using FileWork = av::Result<void> (*)(const std::string&, const std::string&, const SealKey&,
                                      const av::fernet::SealOptions&);

struct FilePair {
  nb::handle source;
  nb::handle target;
};

void run_file(FileWork work, const FilePair& files, nb::handle key, nb::handle context,
              nb::handle progress) {
  const std::string source = av::python::path_of(files.source);
  const std::string target = av::python::path_of(files.target);
  const SealKey seal_key = seal_key_of(key);
  const Bytes what(context);
  av::fernet::SealProgress state;
  value_of(av::python::watched(state, progress, [&] {
    return work(source, target, seal_key, {what.view(), &state});
  }));
}

// Pipe is a Sealer or an Opener that one thread at a time may use.
template <class Stream, class Sink>
class Pipe {
 public:
  Pipe(nb::handle key, nb::handle context)
      : stream_(value_of(Stream::begin(seal_key_of(key), Bytes(context).view()))) {}

  nb::object update(nb::handle data) {
    const Bytes piece(data);
    return run([&](Sink& out) { return stream_.update(piece.view(), out); });
  }
  nb::object finish() {
    return run([&](Sink& out) {
      auto result = stream_.finish(out);
      finished_ = true;
      return result;
    });
  }

 private:
  template <class Work>
  nb::object run(Work work) {
    Sink out;
    av::python::unlocked([&]() -> av::Result<void> {
      const std::lock_guard lock(mutex_);
      if (finished_) {
        return av::fail(av::ErrorCode::InvalidArgument, "this stream is finished");
      }
      return work(out);
    });
    return av::python::new_bytes(view_of(out));
  }
  static av::secret::ByteView view_of(const std::vector<std::byte>& bytes) { return bytes; }
  static av::secret::ByteView view_of(const SecretBytes& bytes) { return bytes.expose(); }

  std::mutex mutex_;
  Stream stream_;
  bool finished_ = false;
};

using PySealer = Pipe<av::fernet::Sealer, std::vector<std::byte>>;
using PyOpener = Pipe<av::fernet::Opener, SecretBytes>;

#define AV_PY_KEY "str | bytes | antivenom._secret.SecretBytes"
#define AV_PY_PATH "str | bytes | os.PathLike[str]"

void bind_fernet(nb::module_& module) {
  nb::class_<Fernet>(module, "Fernet",
                     "Makes and reads tokens with one key: 44 characters of base64url, as "
                     "generate_key makes them.\n\nSource: Fernet Spec, version 0x80. Raises "
                     "InvalidError for a key that is none. Any number of threads may use one.")
      .def(
          "__init__",
          [](Fernet* self, nb::handle key) {
            const Key parsed = value_of(Key::parse(Bytes(key).text()));
            new (self) Fernet(parsed);
          },
          nb::arg("key"), nb::sig("def __init__(self, key: " AV_PY_KEY ") -> None"))
      .def("encrypt", &encrypt, nb::arg("data"),
           nb::sig("def encrypt(self, data: " AV_PY_DATA ") -> bytes"),
           "Make the token of a message. Anybody can see when it was made, to the second.\n\n"
           "Releases the GIL from 4 KiB on.")
      .def("decrypt", &decrypt, nb::arg("token"), nb::kw_only(), nb::arg("ttl").none() = nb::none(),
           nb::sig("def decrypt(self, token: str | bytes, *, ttl: int | None = None) -> bytes"),
           "Read a token. ttl: seconds it is good for, None for any age.\n\n"
           "Raises InvalidToken, and ExpiredToken for an authentic one that is too old, or made "
           "more than 60 seconds in the future. Releases the GIL from 4 KiB on.")
      .def("timestamp", &timestamp, nb::arg("token"),
           nb::sig("def timestamp(self, token: str | bytes) -> int"),
           "When an authentic token was made, in seconds since 1970. Raises InvalidToken. Releases "
           "the GIL from 4 KiB on.");
  // For rotation, and for antivenom.compat.fernet.
  module.def("encrypt_parts", &encrypt_parts, nb::arg("fernet"), nb::arg("data"),
             nb::arg("seconds"), nb::arg("vector"),
             nb::sig("def encrypt_parts(fernet: Fernet, data: bytes, seconds: int, vector: bytes) "
                     "-> bytes"));
  module.def("open_parts", &open_parts, nb::arg("fernet"), nb::arg("token"),
             nb::sig("def open_parts(fernet: Fernet, token: str | bytes) -> tuple[bytes, int] | "
                     "None"));
  module.def(
      "generate_key", [] { return Key::generate().text(); },
      nb::sig("def generate_key() -> antivenom._secret.SecretBytes"), "A new Fernet key.");
}

void bind_streams(nb::module_& module) {
  nb::class_<PySealer>(module, "Sealer",
                       "Encrypts a stream (C2SP chunked-encryption v1, SHA-256, AES-128-GCM). "
                       "context: what the data is; the opener must give the same.\n\n"
                       "Raises InvalidError for a key that is none, and after finish. Releases the "
                       "GIL; one thread at a time may use one.")
      .def(nb::init<nb::handle, nb::handle>(), nb::arg("key"),
           nb::arg("context") = nb::bytes("", 0),
           nb::sig("def __init__(self, key: " AV_PY_KEY ", context: str | bytes = b'') -> None"))
      .def("update", &PySealer::update, nb::arg("data"),
           nb::sig("def update(self, data: " AV_PY_DATA ") -> bytes"),
           "Take more of the message; returns what of the sealed data is ready.")
      .def("finish", &PySealer::finish, nb::sig("def finish(self) -> bytes"),
           "The rest of the sealed data. Without it the data does not open.");
  nb::class_<PyOpener>(
      module, "Opener",
      "Decrypts a stream. Only when finish has returned is it known to be whole.\n\n"
      "Raises InvalidError for a key that is none, and after finish. Releases the "
      "GIL; one thread at a time may use one.")
      .def(nb::init<nb::handle, nb::handle>(), nb::arg("key"),
           nb::arg("context") = nb::bytes("", 0),
           nb::sig("def __init__(self, key: " AV_PY_KEY ", context: str | bytes = b'') -> None"))
      .def("update", &PyOpener::update, nb::arg("data"),
           nb::sig("def update(self, data: " AV_PY_DATA ") -> bytes"),
           "Take more sealed data; returns whole authenticated chunks. Raises InvalidError.")
      .def("finish", &PyOpener::finish, nb::sig("def finish(self) -> bytes"),
           "The last chunk. Raises InvalidError when the stream was cut.");
}

void bind_files(nb::module_& module) {
  module.def(
      "generate_seal_key", [] { return SealKey::generate().text(); },
      nb::sig("def generate_seal_key() -> antivenom._secret.SecretBytes"),
      "A new key for sealed files and streams; its text starts with avseal1-.");
  module.def(
      "seal_file",
      [](nb::handle source, nb::handle target, nb::handle key, nb::handle context,
         nb::handle progress) {
        run_file(&av::fernet::seal_file, {source, target}, key, context, progress);
      },
      nb::arg("source"), nb::arg("target"), nb::arg("key"), nb::kw_only(),
      nb::arg("context") = nb::bytes("", 0), nb::arg("progress").none() = nb::none(),
      nb::sig("def seal_file(source: " AV_PY_PATH ", target: " AV_PY_PATH ", key: " AV_PY_KEY
              ", *, context: str | bytes = b'', progress: " AV_PY_PROGRESS ") -> None"),
      "Encrypt a file of any size in constant memory (C2SP chunked-encryption v1).\n\n"
      "The target appears whole or not at all. progress is called ten times a second with the "
      "bytes done and the size (0 while unknown); what it raises stops the work, as Ctrl-C does.\n"
      "Raises NotFoundError, DeniedError, InvalidError, FileError. Releases the GIL.");
  module.def(
      "open_file",
      [](nb::handle source, nb::handle target, nb::handle key, nb::handle context,
         nb::handle progress) {
        run_file(&av::fernet::open_file, {source, target}, key, context, progress);
      },
      nb::arg("source"), nb::arg("target"), nb::arg("key"), nb::kw_only(),
      nb::arg("context") = nb::bytes("", 0), nb::arg("progress").none() = nb::none(),
      nb::sig("def open_file(source: " AV_PY_PATH ", target: " AV_PY_PATH ", key: " AV_PY_KEY
              ", *, context: str | bytes = b'', progress: " AV_PY_PROGRESS ") -> None"),
      "Decrypt a sealed file; the target is readable by its owner alone.\n\n"
      "The target appears only when all of it is authentic: a wrong key or context, a cut, "
      "swapped or repeated chunk raises InvalidError and leaves no file. progress and other "
      "errors as for seal_file. Releases the GIL.");
}

}  // namespace

NB_MODULE(_fernet, module) {
  nb::module_::import_("antivenom._secret");
  module.doc() = "Native part of antivenom.fernet.";
  bind_fernet(module);
  bind_streams(module);
  bind_files(module);
}
