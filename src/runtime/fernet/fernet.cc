#include "runtime/digest/encoding.h"
#include "runtime/fernet/token.h"
#include <antivenom/digest.h>
#include <antivenom/fernet.h>

namespace av::fernet {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::int64_t kMostSkew = 60;  // seconds

std::int64_t seconds_of(const Clock& clock) {
  return std::chrono::duration_cast<std::chrono::seconds>(clock.wall()).count();
}

tl::unexpected<Error> fail_invalid() {
  return fail(ErrorCode::InvalidArgument, "the token is not valid for this key");
}

// check_age is asked of authentic tokens only, so that its answer tells a forger nothing.
Result<void> check_age(std::uint64_t seconds, const DecryptOptions& options) {
  if (!options.ttl) {
    return {};
  }
  const Clock& clock = options.clock == nullptr ? real_clock() : *options.clock;
  const std::int64_t now = seconds_of(clock);
  // A time beyond 2^62 is no time; below, no sum of two overflows.
  constexpr std::uint64_t kLatest = std::uint64_t{1} << 62U;
  if (seconds > kLatest || static_cast<std::int64_t>(seconds) > now + kMostSkew) {
    return fail(ErrorCode::Denied, "the token is from the future",
                "are the clocks of the machines set?");
  }
  if (now - static_cast<std::int64_t>(seconds) > options.ttl->count()) {
    return fail(ErrorCode::Denied, "the token has expired");
  }
  return {};
}

TokenParts new_parts(ByteView message, const Clock& clock) {
  TokenParts parts;
  parts.message = message;
  parts.seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds_of(clock), 0));
  digest::fill_random(std::as_writable_bytes(std::span(parts.vector)));
  return parts;
}

std::string token_of(const TokenKeys& keys, const TokenParts& parts) {
  std::string token(Fernet::token_size(parts.message.size()), '\0');
  make_token(keys, parts, token);
  return token;
}

// Opened is an authentic token's message and time.
struct Opened {
  SecretBytes message;
  std::uint64_t seconds = 0;
};

std::optional<Opened> open_with(const TokenKeys& keys, std::string_view token) {
  SecretBytes message = SecretBytes::zeros(Fernet::message_bound(token.size()));
  const auto opened = open_token(keys, token, message.writable());
  if (!opened) {
    return std::nullopt;
  }
  message.shrink(opened->message_bytes);
  return Opened{std::move(message), opened->seconds};
}

}  // namespace

struct Fernet::State : TokenKeys {
  using TokenKeys::TokenKeys;
};

const TokenKeys& Testing::keys(const Fernet& fernet) {
  return *fernet.state_;
}

Key Key::generate() {
  return Key(digest::random_bytes(kKeyBytes));
}

Result<Key> Key::parse(std::string_view text) {
  auto bytes = digest::from_base64(text, digest::kBase64Url);
  if (!bytes || bytes->size() != kKeyBytes) {
    return fail(ErrorCode::InvalidArgument, "a Fernet key is 32 bytes in base64url",
                "44 characters, the last one =; `antivenom fernet keygen` makes one");
  }
  return Key(std::move(*bytes));
}

SecretBytes Key::text() const {
  return digest::secret_base64(bytes_.expose(), digest::kBase64Url);
}

Fernet::Fernet(const Key& key) : state_(std::make_unique<State>(key.expose())) {}
Fernet::Fernet(Fernet&&) noexcept = default;
Fernet& Fernet::operator=(Fernet&&) noexcept = default;
Fernet::~Fernet() = default;

std::size_t Fernet::token_size(std::size_t message_bytes) {
  const std::size_t cipher = message_bytes / kAesBlock * kAesBlock + kAesBlock;
  return (kCipherAt + cipher + kMacBytes + 2) / 3 * 4;
}

std::size_t Fernet::message_bound(std::size_t token_chars) {
  const std::size_t bytes = token_chars / 4 * 3;
  return bytes > kCipherAt + kMacBytes ? bytes - kCipherAt - kMacBytes : 0;
}

std::string Fernet::encrypt(ByteView message, const Clock& clock) const {
  return token_of(*state_, new_parts(message, clock));
}

void Fernet::encrypt_into(ByteView message, std::span<char> token, const Clock& clock) const {
  make_token(*state_, new_parts(message, clock), token);
}

Result<SecretBytes> Fernet::decrypt(std::string_view token, const DecryptOptions& options) const {
  auto opened = open_with(*state_, token);
  if (!opened) {
    return fail_invalid();
  }
  AV_TRY(check_age(opened->seconds, options));
  return std::move(opened->message);
}

Result<std::size_t> Fernet::decrypt_into(std::string_view token, std::span<std::byte> message,
                                         const DecryptOptions& options) const {
  const auto opened = open_token(*state_, token, message);
  if (!opened) {
    return fail_invalid();
  }
  const Result<void> age = check_age(opened->seconds, options);
  if (!age) {
    secret::wipe(message);
    return tl::unexpected<Error>(age.error());
  }
  return opened->message_bytes;
}

Result<std::uint64_t> Fernet::timestamp(std::string_view token) const {
  const auto opened = open_with(*state_, token);
  return opened ? Result<std::uint64_t>(opened->seconds) : fail_invalid();
}

Result<MultiFernet> MultiFernet::create(std::vector<Key> keys) {
  if (keys.empty()) {
    return fail(ErrorCode::InvalidArgument, "MultiFernet needs at least one key");
  }
  std::vector<Fernet> fernets;
  fernets.reserve(keys.size());
  for (const Key& key : keys) {
    fernets.emplace_back(key);
  }
  return MultiFernet(std::move(fernets));
}

std::string MultiFernet::encrypt(ByteView message, const Clock& clock) const {
  return fernets_.front().encrypt(message, clock);
}

Result<SecretBytes> MultiFernet::decrypt(std::string_view token,
                                         const DecryptOptions& options) const {
  for (const Fernet& fernet : fernets_) {
    auto opened = open_with(*fernet.state_, token);
    if (opened) {
      AV_TRY(check_age(opened->seconds, options));
      return std::move(opened->message);
    }
  }
  return fail_invalid();
}

Result<std::uint64_t> MultiFernet::timestamp(std::string_view token) const {
  for (const Fernet& fernet : fernets_) {
    Result<std::uint64_t> seconds = fernet.timestamp(token);
    if (seconds) {
      return seconds;
    }
  }
  return fail_invalid();
}

Result<std::string> MultiFernet::rotate(std::string_view token) const {
  for (const Fernet& fernet : fernets_) {
    const auto opened = open_with(*fernet.state_, token);
    if (opened) {
      TokenParts parts = new_parts(opened->message.expose(), real_clock());
      parts.seconds = opened->seconds;
      return token_of(*fernets_.front().state_, parts);
    }
  }
  return fail_invalid();
}

}  // namespace av::fernet
