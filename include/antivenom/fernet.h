#pragma once
// fernet.h — messages that only a key's holder can read or make: short tokens, and files of any
// size.
//
// Standards: Fernet 0x80 (github.com/fernet/spec; AES-128-CBC, HMAC-SHA256); C2SP
//   chunked-encryption v1 with SHA-256 and AES-128-GCM for files (c2sp.org/chunked-encryption).
// Misuse we prevent: a Fernet key cannot seal a file nor a SealKey make a token, initialization
//   vectors are never the caller's, nothing is given out that was not authenticated, all faults of
//   a token but its age look alike.
// Constant-time in: keys, MAC and padding.  Erased: keys, what is derived of them, plaintexts.
// Threads: a Fernet, MultiFernet or key from any number; a Sealer or Opener by one at a time.

#include <antivenom/clock.h>
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

namespace av::fernet {

using secret::ByteView;

// Key is a Fernet key: 128 bits that sign and 128 that encrypt.
class Key {
 public:
  static Key generate();
  // parse reads base64url with padding, 44 characters, in its one canonical spelling.
  static Result<Key> parse(std::string_view text);
  [[nodiscard]] SecretBytes text() const;
  [[nodiscard]] Key clone() const { return Key(bytes_.clone()); }
  [[nodiscard]] ByteView expose() const { return bytes_.expose(); }

 private:
  explicit Key(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes bytes_;
};

struct DecryptOptions {
  // A token older than this has expired; nothing: any age.  With an age, a token from more than
  // 60 seconds in the future is refused too, as the peer's is.
  std::optional<std::chrono::seconds> ttl = std::nullopt;
  const Clock* clock = nullptr;  // nullptr: the system's
};

// Fernet makes and reads tokens with one key.
class Fernet {
 public:
  explicit Fernet(const Key& key);
  Fernet(Fernet&&) noexcept;
  Fernet& operator=(Fernet&&) noexcept;
  ~Fernet();

  // token_size is how long the token of a message is: about 4/3 of it and 100.
  static std::size_t token_size(std::size_t message_bytes);

  // encrypt makes the token of `message`, which anybody can see is as old as the clock says.
  // encrypt_into writes it into `token`, exactly token_size(message.size()) characters.
  [[nodiscard]] std::string encrypt(ByteView message, const Clock& clock = real_clock()) const;
  void encrypt_into(ByteView message, std::span<char> token,
                    const Clock& clock = real_clock()) const;

  // decrypt is the message.  InvalidArgument for a token that is no token, was altered or is
  // another key's: which of these is not told.  Denied for one that has expired.
  [[nodiscard]] Result<SecretBytes> decrypt(std::string_view token,
                                            const DecryptOptions& options = {}) const;
  // decrypt_into writes the message into `message`, at least message_bound(token.size()) bytes, and
  // returns its length; after an error `message` is wiped.
  static std::size_t message_bound(std::size_t token_chars);
  [[nodiscard]] Result<std::size_t> decrypt_into(std::string_view token,
                                                 std::span<std::byte> message,
                                                 const DecryptOptions& options = {}) const;

  // timestamp is when an authentic token was made, in seconds since 1970.
  [[nodiscard]] Result<std::uint64_t> timestamp(std::string_view token) const;

 private:
  friend class MultiFernet;
  friend struct Testing;
  struct State;
  std::unique_ptr<State> state_;
};

// MultiFernet encrypts with its first key and reads with any, so that keys can be changed.
class MultiFernet {
 public:
  // create needs at least one key.
  static Result<MultiFernet> create(std::vector<Key> keys);

  [[nodiscard]] std::string encrypt(ByteView message, const Clock& clock = real_clock()) const;
  [[nodiscard]] Result<SecretBytes> decrypt(std::string_view token,
                                            const DecryptOptions& options = {}) const;
  [[nodiscard]] Result<std::uint64_t> timestamp(std::string_view token) const;
  // rotate makes a token of the same message and time with the first key.
  [[nodiscard]] Result<std::string> rotate(std::string_view token) const;

 private:
  explicit MultiFernet(std::vector<Fernet> fernets) : fernets_(std::move(fernets)) {}
  std::vector<Fernet> fernets_;
};

// ---- sealed files

// SealKey is the 128-bit key of sealed files.  Its text starts with avseal1- and ends with four
// bytes of SHA-256, so that it is recognised and a slip of the pen is noticed.
class SealKey {
 public:
  static SealKey generate();
  static Result<SealKey> parse(std::string_view text);
  // from_bytes takes 16 uniformly random bytes, as another implementation's key or a KDF's output.
  static Result<SealKey> from_bytes(ByteView bytes);
  [[nodiscard]] SecretBytes text() const;
  [[nodiscard]] ByteView expose() const { return bytes_.expose(); }

 private:
  explicit SealKey(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes bytes_;
};

inline constexpr std::size_t kChunkBytes = 16384;
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kSealHeaderBytes = 56;  // 24 of salt, 32 of commitment

// Sealer encrypts a stream.  `context` says what the data is ("backup of db1"): the opener must
// give the same.  At most 2^38 chunks, 4 PiB, then LimitExceeded.
class Sealer {
 public:
  static Result<Sealer> begin(const SealKey& key, ByteView context = {});
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;
  ~Sealer();

  // update appends to `sealed` what is ready, the header first; finish the last, short chunk.
  Result<void> update(ByteView plain, std::vector<std::byte>& sealed);
  Result<void> finish(std::vector<std::byte>& sealed);

 private:
  friend struct Testing;
  struct State;
  explicit Sealer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Opener decrypts a stream.  update gives out whole authenticated chunks; only when finish has
// succeeded is the stream known to be complete.  After an error it gives nothing more.
class Opener {
 public:
  static Result<Opener> begin(const SealKey& key, ByteView context = {});
  Opener(Opener&&) noexcept;
  Opener& operator=(Opener&&) noexcept;
  ~Opener();

  Result<void> update(ByteView sealed, SecretBytes& plain);
  Result<void> finish(SecretBytes& plain);

 private:
  struct State;
  explicit Opener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// SealProgress tells another thread how far the work is, and takes its wish to stop.
struct SealProgress {
  std::atomic<std::uint64_t> bytes = 0;  // of the source, 0 while unknown
  std::atomic<std::uint64_t> bytes_done = 0;
  std::atomic<bool> stop = false;
};

struct SealOptions {
  ByteView context = {};
  SealProgress* progress = nullptr;
};

// seal_file and open_file work in constant memory.  Nothing stands at `target` before the last byte
// is written (and, for open_file, authenticated): after any error what was there is there still.
// open_file makes its file readable by its owner alone.
Result<void> seal_file(const std::string& source, const std::string& target, const SealKey& key,
                       const SealOptions& options = {});
Result<void> open_file(const std::string& source, const std::string& target, const SealKey& key,
                       const SealOptions& options = {});

}  // namespace av::fernet
