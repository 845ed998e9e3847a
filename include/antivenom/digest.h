#pragma once
// digest.h — hashes, message authentication, key derivation, manifests of files, random tokens.
//
// Standards: SHA-2 FIPS 180-4, SHA-3 FIPS 202, BLAKE2 RFC 7693, HMAC RFC 2104, HKDF RFC 5869.
// Misuse we prevent: there is no MD5 and no SHA-1; a MAC is checked, never compared by hand;
//   tokens come from the kernel's generator and without bias; a tree's result tells what it
//   skipped.
// Constant-time in: MAC checks, and the bytes of keys and tokens while they are encoded.
// Erased: keys, derived keys and the states made from them.
// Threads: functions from any; a Hasher by one thread at a time.

#include <antivenom/result.h>
#include <antivenom/secret.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace av::digest {

using secret::ByteView;
// equal compares in constant time (secret.h).
using secret::equal;

enum class Algorithm : unsigned char {
  Sha224,
  Sha256,
  Sha384,
  Sha512,
  Sha3_224,
  Sha3_256,
  Sha3_384,
  Sha3_512,
  Blake2b,
  Blake2s,
};

inline constexpr std::size_t kMaxBytes = 64;

// Method is an algorithm and the length of its result: the algorithm's own, or for BLAKE2b any
// from 1 to 64 bytes (other lengths are other hashes, not cut ones).
struct Method {
  Algorithm algorithm;
  std::uint8_t bytes;
  // An algorithm with its own length is a method.
  constexpr Method(Algorithm which);  // NOLINT(google-explicit-constructor): see above
  constexpr Method(Algorithm which, std::uint8_t size) : algorithm(which), bytes(size) {}
  friend constexpr bool operator==(Method, Method) = default;
};

constexpr std::uint8_t own_bytes(Algorithm algorithm) {
  constexpr std::array<std::uint8_t, 10> kBytes = {28, 32, 48, 64, 28, 32, 48, 64, 64, 32};
  return kBytes[static_cast<std::size_t>(algorithm)];
}
constexpr Method::Method(Algorithm which) : algorithm(which), bytes(own_bytes(which)) {}

// find_method reads a name in the spellings in use: sha256, SHA-256, SHA2-256, sha3_256, SHA3-256,
// blake2b, BLAKE2b-256, blake2b512.  Unsupported for md5 and sha1, which no longer keep anybody
// from making two files alike.
Result<Method> find_method(std::string_view name);

// name_of is the method's name in lower case ("sha3-256", "blake2b-256"); tag_of what tagged
// manifests call it ("SHA3-256", "BLAKE2b-256").
std::string name_of(Method method);
std::string tag_of(Method method);

// Digest is one result.  Two may be compared with ==: a digest of public data is public; for a MAC
// there is HmacKey::verify.
class Digest {
 public:
  Digest() = default;
  explicit Digest(ByteView bytes);  // at most kMaxBytes
  [[nodiscard]] ByteView bytes() const { return {bytes_.data(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string hex() const;
  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  std::array<std::byte, kMaxBytes> bytes_ = {};
  std::uint8_t size_ = 0;
};

// hash is the digest of `data`.
Digest hash(Method method, ByteView data);

// blake2b_keyed is BLAKE2b's own MAC: `key` is 1 to 64 bytes.
Result<Digest> blake2b_keyed(ByteView key, ByteView data, std::uint8_t bytes = kMaxBytes);

// Hasher takes data in pieces.  After finish() it begins anew.
class Hasher {
 public:
  explicit Hasher(Method method);
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();
  void update(ByteView data);
  Digest finish();
  [[nodiscard]] Hasher clone() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// HmacKey is a key for HMAC, with the work that depends on it alone done once.
// SHA-2 and SHA-3 only: BLAKE2 has a keyed form of its own.
class HmacKey {
 public:
  // create refuses keys shorter than 16 bytes unless Any are allowed: RFC 2104 strongly discourages
  // keys shorter than the hash.
  enum class KeyLength : unsigned char { AtLeast16, Any };
  static Result<HmacKey> create(Method method, ByteView key,
                                KeyLength length = KeyLength::AtLeast16);
  HmacKey(HmacKey&&) noexcept;
  HmacKey& operator=(HmacKey&&) noexcept;
  ~HmacKey();

  // sign is the MAC of `data`; derive is it as a secret, to be a key; verify says whether `mac` is
  // it, in constant time.  Thread-safe.
  [[nodiscard]] Digest sign(ByteView data) const;
  [[nodiscard]] SecretBytes derive(ByteView data) const;
  [[nodiscard]] bool verify(ByteView data, ByteView mac) const;

 private:
  struct State;
  explicit HmacKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// HkdfInput is what HKDF mixes.  `key_material` must hold the entropy: a password is none.
struct HkdfInput {
  ByteView key_material;
  ByteView salt = {};  // may be empty; random is better
  ByteView info = {};  // what the key is for: different infos give independent keys
};

// hkdf derives `size` bytes, at most 255 times the hash's length.  hkdf_expand is its second half
// for key material that is uniformly random already.  SHA-2 and SHA-3 only.
Result<SecretBytes> hkdf(Method method, const HkdfInput& input, std::size_t size);
Result<SecretBytes> hkdf_expand(Method method, ByteView key, ByteView info, std::size_t size);

// Progress tells another thread how far the work is, and takes its wish to stop.
struct Progress {
  std::atomic<std::uint64_t> files = 0;  // found so far
  std::atomic<std::uint64_t> files_done = 0;
  std::atomic<std::uint64_t> bytes = 0;  // found so far
  std::atomic<std::uint64_t> bytes_done = 0;
  std::atomic<bool> stop = false;
};

// hash_file reads a file, or standard input or a pipe, to its end.
Result<Digest> hash_file(const std::string& path, Method method, Progress* progress = nullptr);

struct TreeOptions {
  Method method = Algorithm::Sha256;
  unsigned threads = 0;  // 0: as many as this process may use
  Progress* progress = nullptr;
};

// Tree is the result for files and folders: digests in ascending byte order of the paths, and what
// has none.  Nothing is left out in silence.
struct Tree {
  struct Entry {
    std::string path;
    Digest digest;
  };
  struct Failure {
    std::string path;
    Error error;
  };
  std::vector<Entry> entries;
  std::vector<Failure> failures;     // could not be read, or changed while it was
  std::vector<std::string> skipped;  // inside folders: links, devices, pipes, sockets
  bool stopped = false;
};

// hash_tree hashes files, and every regular file below folders, in parallel.  Symbolic links are
// followed where `paths` name them, nowhere else.
Tree hash_tree(const std::vector<std::string>& paths, const TreeOptions& options = {});

// ---- manifests, as coreutils' *sum tools and cksum write and read them

struct ManifestStyle {
  // Plain: `HEX  PATH`.  Binary: `HEX *PATH`.  Tagged: `SHA256 (PATH) = HEX`.
  enum class Line : unsigned char { Plain, Binary, Tagged } line = Line::Plain;
  // Zero: lines end in NUL and paths are not escaped.  Newline: paths with \, LF or CR are escaped.
  enum class End : unsigned char { Newline, Zero } end = End::Newline;
};

// manifest_line is one line, its end included.
std::string manifest_line(std::string_view path, Method method, const Digest& digest,
                          const ManifestStyle& style = {});

struct Manifest {
  struct Entry {
    std::string path;
    Method method;
    Digest digest;
    std::uint32_t line = 0;  // from 1
  };
  std::vector<Entry> entries;
  std::vector<std::uint32_t> bad_lines;  // neither an entry, nor empty, nor a comment
};

struct ManifestOptions {
  // What untagged lines hold; nothing: SHA-2 of the digest's length.
  std::optional<Method> method = std::nullopt;
  ManifestStyle::End end = ManifestStyle::End::Newline;
  std::size_t max_bytes = std::size_t{1} << 30;
};

// parse_manifest reads all forms above, escaped or not, openssl's `SHA256(PATH)= HEX` too, LF or
// CRLF.  A bad line is recorded, not an error.  Linear time.
Result<Manifest> parse_manifest(std::string_view text, const ManifestOptions& options = {});

// Checked is the verdict on one entry.
struct Checked {
  enum class Verdict : unsigned char { Same, Different, Missing, Unreadable } verdict;
  Error error = {};  // for Unreadable
};

// check_manifest hashes what the entries name, in parallel; results are in the entries' order.
std::vector<Checked> check_manifest(const Manifest& manifest, const TreeOptions& options = {});

// ---- randomness

// fill_random fills from the kernel's generator.  It blocks until that is seeded, early at boot;
// that the kernel has none ends the process.
void fill_random(std::span<std::byte> bytes);
SecretBytes random_bytes(std::size_t size);

// Encoding is how a token is written.  Base32 is RFC 4648 in lower case; Crockford leaves out
// letters that are mistaken for digits; none is padded.
enum class Encoding : unsigned char { Hex, Base64Url, Base32, Crockford, Base58, Decimal, Uuid4 };

// random_token has at least `bits` bits of entropy (Uuid4 always 122), 8 to 4096.
Result<SecretBytes> random_token(Encoding encoding = Encoding::Base64Url, std::size_t bits = 256);

// random_text is `length` characters, each equally likely one of `alphabet` (2 to 256 distinct
// bytes).
Result<SecretBytes> random_text(std::string_view alphabet, std::size_t length);

}  // namespace av::digest
