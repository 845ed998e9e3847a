// antivenom._digest: hashes, MACs, trees and manifests, tokens.

#include <antivenom/digest.h>

#include <array>
#include <mutex>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>
#include <utility>
#include <vector>

#include "python/native/inputs.h"
#include "python/native/watched.h"

namespace nb = nanobind;

namespace {

using av::SecretBytes;
using av::digest::Digest;
using av::digest::Encoding;
using av::digest::HmacKey;
using av::digest::ManifestStyle;
using av::digest::Method;
using av::python::Bytes;
using av::python::Released;
using av::python::value_of;

Method method_of(const std::string& name) {
  return value_of(av::digest::find_method(name));
}

nb::bytes bytes_of(const Digest& digest) {
  return av::python::new_bytes(digest.bytes());
}

nb::object hash(nb::handle data, const std::string& algorithm) {
  const Method method = method_of(algorithm);
  const Bytes bytes(data);
  const Digest digest = [&] {
    const Released released(bytes.view().size());
    return av::digest::hash(method, bytes.view());
  }();
  return bytes_of(digest);
}

// PyHasher is a Hasher that one thread at a time may use.
class PyHasher {
 public:
  explicit PyHasher(Method method) : method_(method), hasher_(method) {}
  PyHasher(Method method, av::digest::Hasher hasher)
      : method_(method), hasher_(std::move(hasher)) {}

  void update(nb::handle data) {
    const Bytes bytes(data);
    const Released released(bytes.view().size());
    const std::lock_guard lock(mutex_);
    hasher_.update(bytes.view());
  }
  [[nodiscard]] Digest digest() const {
    const std::lock_guard lock(mutex_);
    return hasher_.clone().finish();
  }
  [[nodiscard]] std::unique_ptr<PyHasher> copy() const {
    const std::lock_guard lock(mutex_);
    return std::make_unique<PyHasher>(method_, hasher_.clone());
  }
  [[nodiscard]] Method method() const { return method_; }

 private:
  Method method_;
  mutable std::mutex mutex_;
  av::digest::Hasher hasher_;
};

void make_hmac_key(HmacKey* self, nb::handle key, const std::string& algorithm, bool allow_short) {
  const Bytes bytes(key);
  new (self) HmacKey(value_of(
      HmacKey::create(method_of(algorithm), bytes.view(),
                      allow_short ? HmacKey::KeyLength::Any : HmacKey::KeyLength::AtLeast16)));
}

nb::object sign(const HmacKey& self, nb::handle data) {
  const Bytes bytes(data);
  const Digest mac = [&] {
    const Released released(bytes.view().size());
    return self.sign(bytes.view());
  }();
  return bytes_of(mac);
}

bool verify(const HmacKey& self, nb::handle data, nb::handle mac) {
  const Bytes bytes(data);
  const Bytes given(mac);
  const Released released(bytes.view().size());
  return self.verify(bytes.view(), given.view());
}

SecretBytes hkdf(nb::handle material, std::size_t size, nb::handle salt, nb::handle info,
                 const std::string& algorithm) {
  const Bytes key(material);
  const Bytes salted(salt);
  const Bytes purpose(info);
  return value_of(
      av::digest::hkdf(method_of(algorithm), {key.view(), salted.view(), purpose.view()}, size));
}

nb::object hash_file(nb::handle path, const std::string& algorithm, nb::handle progress) {
  const std::string name = av::python::path_of(path);
  const Method method = method_of(algorithm);
  av::digest::Progress state;
  return bytes_of(value_of(av::python::watched(
      state, progress, [&] { return av::digest::hash_file(name, method, &state); })));
}

nb::object hash_tree(const nb::list& paths, const std::string& algorithm, unsigned jobs,
                     nb::handle progress) {
  std::vector<std::string> names;
  for (const nb::handle path : paths) {
    names.push_back(av::python::path_of(path));
  }
  av::digest::Progress state;
  const av::digest::TreeOptions options = {method_of(algorithm), jobs, &state};
  const av::digest::Tree tree =
      av::python::watched(state, progress, [&] { return av::digest::hash_tree(names, options); });
  nb::dict entries;
  for (const auto& entry : tree.entries) {
    entries[av::python::path_object(entry.path)] = bytes_of(entry.digest);
  }
  nb::dict failures;
  for (const auto& failure : tree.failures) {
    failures[av::python::path_object(failure.path)] = av::python::exception_of(failure.error);
  }
  nb::list skipped;
  for (const std::string& path : tree.skipped) {
    skipped.append(av::python::path_object(path));
  }
  return nb::make_tuple(entries, failures, skipped);
}

constexpr std::array<std::pair<std::string_view, ManifestStyle::Line>, 3> kLines = {{
    {"plain", ManifestStyle::Line::Plain},
    {"binary", ManifestStyle::Line::Binary},
    {"tagged", ManifestStyle::Line::Tagged},
}};

ManifestStyle style_of(std::string_view name, bool zero) {
  for (const auto& [known, line] : kLines) {
    if (name == known) {
      return {line, zero ? ManifestStyle::End::Zero : ManifestStyle::End::Newline};
    }
  }
  av::python::raise_invalid("style is plain, binary or tagged");
}

nb::object manifest(const nb::dict& entries, const std::string& algorithm, const std::string& style,
                    bool zero) {
  const Method method = method_of(algorithm);
  const ManifestStyle how = style_of(style, zero);
  std::string text;
  for (const auto& [path, digest] : entries) {
    const Bytes bytes(digest);
    if (bytes.view().size() != method.bytes) {
      av::python::raise_invalid("a digest is of another algorithm");
    }
    text += av::digest::manifest_line(av::python::path_of(path), method, Digest(bytes.view()), how);
  }
  return nb::bytes(text.data(), text.size());
}

const char* word_of(av::digest::Checked::Verdict verdict) {
  switch (verdict) {
    case av::digest::Checked::Verdict::Same:
      return "same";
    case av::digest::Checked::Verdict::Different:
      return "different";
    case av::digest::Checked::Verdict::Missing:
      return "missing";
    case av::digest::Checked::Verdict::Unreadable:
      break;
  }
  return "unreadable";
}

nb::object check_manifest(nb::handle text, std::optional<std::string> algorithm, bool zero,
                          unsigned jobs, nb::handle progress) {
  const Bytes bytes(text);
  av::digest::ManifestOptions how;
  if (algorithm) {
    how.method = method_of(*algorithm);
  }
  how.end = zero ? ManifestStyle::End::Zero : ManifestStyle::End::Newline;
  const av::digest::Manifest parsed =
      av::python::unlocked([&] { return av::digest::parse_manifest(bytes.text(), how); });
  av::digest::Progress state;
  av::digest::TreeOptions options;
  options.threads = jobs;
  options.progress = &state;
  const auto checked = av::python::watched(
      state, progress, [&] { return av::digest::check_manifest(parsed, options); });
  nb::list verdicts;
  for (std::size_t i = 0; i < checked.size(); ++i) {
    verdicts.append(nb::make_tuple(av::python::path_object(parsed.entries[i].path),
                                   word_of(checked[i].verdict), parsed.entries[i].line));
  }
  return nb::make_tuple(verdicts, parsed.bad_lines);
}

constexpr std::array<std::pair<std::string_view, Encoding>, 7> kEncodings = {{
    {"base64url", Encoding::Base64Url},
    {"hex", Encoding::Hex},
    {"base32", Encoding::Base32},
    {"crockford", Encoding::Crockford},
    {"base58", Encoding::Base58},
    {"decimal", Encoding::Decimal},
    {"uuid4", Encoding::Uuid4},
}};

SecretBytes random_token(const std::string& encoding, std::size_t bits) {
  for (const auto& [name, known] : kEncodings) {
    if (encoding == name) {
      return value_of(av::digest::random_token(known, bits));
    }
  }
  av::python::raise_invalid(
      "encoding is base64url, hex, base32, crockford, base58, decimal or uuid4");
}

#define AV_PY_PATH "str | bytes | os.PathLike[str]"

void bind_hashes(nb::module_& module) {
  module.def(
      "hash", &hash, nb::arg("data"), nb::arg("algorithm") = "sha256",
      nb::sig("def hash(data: " AV_PY_DATA ", algorithm: str = 'sha256') -> bytes"),
      "The digest of data.\n\n"
      "algorithm: sha224 to sha512, sha3-224 to sha3-512, blake2b, blake2b-256 (any multiple "
      "of 8 bits), blake2s. Raises UnsupportedError for md5 and sha1, InvalidError for unknown "
      "names. "
      "Releases the GIL from 4 KiB on.\nSources: FIPS 180-4, FIPS 202, RFC 7693.");
  nb::class_<PyHasher>(module, "Hasher",
                       "Hashes data that comes in pieces; safe under threads.\n\n"
                       "algorithm: as for hash, and raises what that raises.")
      .def(
          "__init__",
          [](PyHasher* self, const std::string& algorithm) {
            new (self) PyHasher(method_of(algorithm));
          },
          nb::arg("algorithm") = "sha256")
      .def("update", &PyHasher::update, nb::arg("data"),
           nb::sig("def update(self, data: " AV_PY_DATA ") -> None"),
           "Add data. Releases the GIL from 4 KiB on.")
      .def(
          "digest", [](const PyHasher& self) { return bytes_of(self.digest()); },
          "The digest of all data so far.")
      .def(
          "hexdigest", [](const PyHasher& self) { return self.digest().hex(); },
          "The digest of all data so far, in hexadecimal.")
      .def("copy", &PyHasher::copy, "A hasher that has seen the same data.")
      .def_prop_ro("name", [](const PyHasher& self) { return name_of(self.method()); })
      .def_prop_ro(
          "digest_size", [](const PyHasher& self) { return int{self.method().bytes}; },
          "Bytes of the digest.");
}

void bind_macs(nb::module_& module) {
  nb::class_<HmacKey>(
      module, "HmacKey",
      "A key for HMAC (RFC 2104) with SHA-2 or SHA-3; any number of threads.\n\n"
      "Keys under 16 bytes raise InvalidError unless allow_short. algorithm: as for "
      "hash, and raises what that raises; also UnsupportedError for BLAKE2.")
      .def("__init__", &make_hmac_key, nb::arg("key"), nb::arg("algorithm") = "sha256",
           nb::kw_only(), nb::arg("allow_short") = false,
           nb::sig("def __init__(self, key: " AV_PY_DATA ", algorithm: str = 'sha256', *, "
                   "allow_short: bool = False) -> None"))
      .def("sign", &sign, nb::arg("data"), nb::sig("def sign(self, data: " AV_PY_DATA ") -> bytes"),
           "The MAC of data. Check one with verify, never with ==. Releases the GIL from 4 KiB on.")
      .def("verify", &verify, nb::arg("data"), nb::arg("mac"),
           nb::sig("def verify(self, data: " AV_PY_DATA ", mac: " AV_PY_DATA ") -> bool"),
           "Whether mac is the MAC of data, in constant time. Releases the GIL from 4 KiB on.");
  module.def(
      "blake2b_keyed",
      [](nb::handle key, nb::handle data, std::uint8_t size) {
        const Bytes with(key);
        const Bytes bytes(data);
        auto mac = [&] {
          const Released released(bytes.view().size());
          return av::digest::blake2b_keyed(with.view(), bytes.view(), size);
        }();
        return bytes_of(value_of(std::move(mac)));
      },
      nb::arg("key"), nb::arg("data"), nb::kw_only(), nb::arg("size") = 64,
      nb::sig("def blake2b_keyed(key: " AV_PY_DATA ", data: " AV_PY_DATA ", *, size: int = 64) -> "
              "bytes"),
      "BLAKE2b's own MAC, of size bytes (1 to 64). key: 1 to 64 bytes. Raises InvalidError. "
      "Releases the GIL from 4 KiB on. Source: RFC 7693.");
  module.def("hkdf", &hkdf, nb::arg("key_material"), nb::arg("size"), nb::kw_only(),
             nb::arg("salt") = nb::bytes("", 0), nb::arg("info") = nb::bytes("", 0),
             nb::arg("algorithm") = "sha256",
             nb::sig("def hkdf(key_material: " AV_PY_DATA ", size: int, *, salt: " AV_PY_DATA
                     " = b'', info: " AV_PY_DATA " = b'', algorithm: str = 'sha256') -> "
                     "antivenom._secret.SecretBytes"),
             "Derive size bytes, at most 255 times the hash's length (RFC 5869).\n\n"
             "key_material must hold the entropy: a password has none. info: what the key is for.\n"
             "Raises TooMuchError for more bytes; for algorithm, what HmacKey raises.");
  module.def(
      "equal",
      [](nb::handle left, nb::handle right) {
        const Bytes one(left);
        const Bytes other(right);
        const Released released(one.view().size());
        return av::digest::equal(one.view(), other.view());
      },
      nb::arg("left"), nb::arg("right"),
      nb::sig("def equal(left: " AV_PY_DATA ", right: " AV_PY_DATA ") -> bool"),
      "Whether two are the same, in time that does not depend on their contents (on their lengths "
      "it does).");
}

void bind_files(nb::module_& module) {
  module.def("hash_file", &hash_file, nb::arg("path"), nb::arg("algorithm") = "sha256",
             nb::kw_only(), nb::arg("progress").none() = nb::none(),
             nb::sig("def hash_file(path: " AV_PY_PATH
                     ", algorithm: str = 'sha256', *, progress: " AV_PY_PROGRESS ") -> bytes"),
             "The digest of a file. progress(bytes done, bytes known of) is called ten times a "
             "second; what it raises stops the work, as Ctrl-C does. Raises NotFoundError, "
             "DeniedError, FileError. Releases the GIL.");
  module.def("hash_tree", &hash_tree, nb::arg("paths"), nb::arg("algorithm"), nb::arg("jobs"),
             nb::arg("progress").none(),
             nb::sig("def hash_tree(paths: list[" AV_PY_PATH "], algorithm: str, jobs: int, "
                     "progress: collections.abc.Callable[[int, int], object] | None) -> "
                     "tuple[dict[str, bytes], dict[str, Exception], list[str]]"));
  module.def(
      "manifest", &manifest, nb::arg("entries"), nb::arg("algorithm") = "sha256", nb::kw_only(),
      nb::arg("style") = "plain", nb::arg("zero") = false,
      nb::sig("def manifest(entries: dict[str, bytes], algorithm: str = 'sha256', *, style: "
              "typing.Literal['plain', 'binary', 'tagged'] = 'plain', zero: bool = False) "
              "-> bytes"),
      "Lines as coreutils' sha256sum (plain, binary) or cksum (tagged) writes them. zero: "
      "lines end in NUL, and names are not escaped. Raises InvalidError for a digest that is "
      "of another algorithm. Source: GNU coreutils' manual, cksum.");
  module.def("check_manifest", &check_manifest, nb::arg("text"), nb::arg("algorithm").none(),
             nb::arg("zero"), nb::arg("jobs"), nb::arg("progress").none(),
             nb::sig("def check_manifest(text: " AV_PY_DATA ", algorithm: str | None, zero: bool, "
                     "jobs: int, progress: collections.abc.Callable[[int, int], object] | None) "
                     "-> tuple[list[tuple[str, str, int]], list[int]]"));
}

void bind_random(nb::module_& module) {
  module.def(
      "random_bytes",
      [](std::size_t size) {
        const Released released(size);
        return av::digest::random_bytes(size);
      },
      nb::arg("size"), nb::sig("def random_bytes(size: int) -> antivenom._secret.SecretBytes"),
      "size bytes of the kernel's generator. Releases the GIL from 4 KiB on. Source: "
      "getrandom(2).");
  module.def("random_token", &random_token, nb::arg("encoding") = "base64url",
             nb::arg("bits") = 256,
             nb::sig("def random_token(encoding: typing.Literal['base64url', 'hex', 'base32', "
                     "'crockford', 'base58', 'decimal', 'uuid4'] = 'base64url', bits: int = 256) "
                     "-> antivenom._secret.SecretBytes"),
             "A token of at least bits bits of entropy, 8 to 4096 (uuid4: 122). Raises "
             "InvalidError. Sources: RFC 4648 for the base64url, base32 and hex letters, RFC 9562 "
             "for uuid4.");
  module.def(
      "random_text",
      [](nb::handle alphabet, std::size_t length) {
        return value_of(av::digest::random_text(Bytes(alphabet).text(), length));
      },
      nb::arg("alphabet"), nb::arg("length"),
      nb::sig("def random_text(alphabet: str, length: int) -> antivenom._secret.SecretBytes"),
      "length characters, each equally likely one of alphabet: 2 to 256 distinct ASCII ones.");
}

}  // namespace

NB_MODULE(_digest, module) {
  nb::module_::import_("antivenom._secret");
  module.doc() = "Native part of antivenom.digest.";
  bind_hashes(module);
  bind_macs(module);
  bind_files(module);
  bind_random(module);
}
