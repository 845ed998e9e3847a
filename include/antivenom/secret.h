#pragma once
// secret.h — secrets in memory, and where they come from.
//
// SecretBytes holds a password, a key, a plaintext: wiped when it goes, never printed, compared in
// constant time.  The from_ functions read one from where a deployment keeps it.
// Misuse we prevent: copies by accident, printing, comparing with =='s early exit, secrets in
//   files that others may read, a value in an error message.
// Erased: every byte SecretBytes held, on destruction, assignment and wipe().
// Threads: distinct objects from distinct threads; the environment is the process's (see below).
// Errors: name what was looked for and where, never a value or a part of one.

#include <antivenom/result.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace av::secret {

using ByteView = std::span<const std::byte>;

// bytes_of views text as bytes; text_of bytes as text.  Neither copies.
inline ByteView bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
inline std::string_view text_of(ByteView bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

// equal says whether two byte strings are the same.  Constant-time in their contents; the lengths
// are no secret, and different lengths answer at once.
bool equal(ByteView left, ByteView right) noexcept;

// wipe overwrites memory in a way the compiler may not leave out.
void wipe(std::span<std::byte> bytes) noexcept;

// SecretBytes owns bytes that nobody else should see.  Moves, copies only by clone(), has no
// stream output, no order and no hash.
class SecretBytes {
 public:
  SecretBytes() = default;
  // zeros makes `size` zero bytes, to be filled through writable().
  static SecretBytes zeros(std::size_t size);
  // copy_of copies bytes in; wiping the original is the caller's.
  static SecretBytes copy_of(ByteView bytes);
  static SecretBytes copy_of(std::string_view text) { return copy_of(bytes_of(text)); }

  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  ~SecretBytes() { wipe(); }

  [[nodiscard]] SecretBytes clone() const { return copy_of(expose()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  // expose is the one way to the bytes: a view, valid until this object changes or goes.
  [[nodiscard]] ByteView expose() const { return {data_, size_}; }
  [[nodiscard]] std::string_view expose_text() const { return text_of(expose()); }
  [[nodiscard]] std::span<std::byte> writable() { return {data_, size_}; }

  // append and shrink keep the object the only holder: memory left behind is wiped.
  void append(ByteView bytes);
  void shrink(std::size_t size);
  // wipe forgets the bytes and is then empty.
  void wipe() noexcept;

  // Constant-time in the contents.
  friend bool operator==(const SecretBytes& left, const SecretBytes& right) noexcept {
    return equal(left.expose(), right.expose());
  }
  friend std::strong_ordering operator<=>(const SecretBytes&, const SecretBytes&) = delete;
  template <class Traits>
  friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>&,
                                                      const SecretBytes&) = delete;

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// ReadOptions says how the value of a variable or file becomes the secret.
struct ReadOptions {
  std::size_t max_bytes = std::size_t{1} << 20;  // larger is LimitExceeded
  enum class LineEnd : unsigned char { StripOne, Keep } line_end = LineEnd::StripOne;
  // Remove: the variable leaves the environment and its bytes are overwritten, so that neither
  // children nor /proc/PID/environ show it.  No other thread may use the environment meanwhile.
  enum class AfterRead : unsigned char { Keep, Remove } after_read = AfterRead::Keep;
  // Symbolic links are refused as the last part of a path unless Follow (Kubernetes mounts its
  // secrets as links); what they lead to is held to the same permissions.
  enum class Links : unsigned char { Refuse, Follow } links = Links::Refuse;
};

// from_environment reads variable `name`.  NotFound when unset, InvalidArgument when empty.
// line_end does not apply.
Result<SecretBytes> from_environment(std::string_view name, const ReadOptions& options = {});

// from_file reads a regular file that only its owner may read (no permission for group or others),
// owned by this user or root.  Denied when it is open to others or a link; the check is made on
// the opened file, so it cannot be swapped in between.
Result<SecretBytes> from_file(const std::string& path, const ReadOptions& options = {});

// from_credential reads what systemd's LoadCredential= and SetCredential= hand to a service: the
// file `name` in $CREDENTIALS_DIRECTORY.  Source: systemd.exec(5), "Credentials".
Result<SecretBytes> from_credential(std::string_view name, const ReadOptions& options = {});

// from_keyring reads the key of type "user" named `description` from the kernel's keyrings: thread,
// process, then session.  Never asks a user-space helper.  Source: keyrings(7), request_key(2).
Result<SecretBytes> from_keyring(const std::string& description, const ReadOptions& options = {});

// Dotenv is what a .env file assigns, in its order.
class Dotenv {
 public:
  struct Entry {
    std::string name;
    SecretBytes value;
    std::uint32_t line = 0;  // from 1
  };

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  // find is the entry called `name`, or nullptr.
  [[nodiscard]] const Entry* find(std::string_view name) const;

 private:
  friend Result<Dotenv> parse_dotenv(std::string_view text, std::string_view shown_name);
  std::vector<Entry> entries_;
};

// parse_dotenv reads `[export] NAME=VALUE` lines: values bare (to ` #` or the line's end), 'single'
// (as they stand) or "double" quoted (escapes \n \r \t \\ \" \$); quoted ones may span lines.
// Nothing is substituted and nothing is run: $( and ` and ${ outside single quotes are errors,
// because a program that silently kept or expanded them would use another value than was meant.
// So are duplicate names.  `shown_name` is what errors call the text.  Linear time.
Result<Dotenv> parse_dotenv(std::string_view text, std::string_view shown_name = ".env");

// load_dotenv parses a file, read as from_file does.
Result<Dotenv> load_dotenv(const std::string& path, const ReadOptions& options = {});

// load reads a secret by address: env://NAME, file:///absolute/path or file:relative/path,
// systemd://NAME, keyring://DESCRIPTION, dotenv:PATH#NAME.
Result<SecretBytes> load(std::string_view address, const ReadOptions& options = {});

}  // namespace av::secret

namespace av {
using secret::SecretBytes;
}
