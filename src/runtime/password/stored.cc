#include "runtime/password/stored.h"

#include "runtime/digest/encoding.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>

namespace av::password {
namespace {

constexpr std::size_t kMostChars = 1024;
constexpr std::size_t kMostSaltBytes = 256;
constexpr std::string_view kPepperMark = "$antivenom-pepper$k=";
// passlib's base64 has a dot for the plus.
constexpr digest::Base64 kAdapted = {'.', '/', digest::Base64::Padding::None};

using Bytes = std::vector<std::byte>;
using Parts = std::vector<std::string_view>;

tl::unexpected<Error> fail_form(std::string_view what) {
  return fail(ErrorCode::InvalidArgument, "the stored string is no " + std::string(what));
}

Parts split(std::string_view text, char at) {
  Parts parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

// number reads a decimal without sign or leading zeros.
std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  const bool canonical = !text.empty() && (text[0] != '0' || text.size() == 1);
  return error == std::errc() && stop == end && canonical ? std::optional(value) : std::nullopt;
}

// named reads "m=65536" when `name` is m.
std::optional<std::uint32_t> named(std::string_view text, std::string_view name) {
  const bool has = text.size() > name.size() && text.starts_with(name) && text[name.size()] == '=';
  return has ? number(text.substr(name.size() + 1)) : std::nullopt;
}

std::optional<Bytes> bytes_from(const std::optional<SecretBytes>& decoded) {
  if (!decoded || decoded->empty() || decoded->size() > kMostSaltBytes) {
    return std::nullopt;
  }
  return Bytes(decoded->expose().begin(), decoded->expose().end());
}

// bytes_of_text is for salts that stand as text.
std::optional<Bytes> bytes_of_text(std::string_view text) {
  if (text.empty() || text.size() > kMostSaltBytes) {
    return std::nullopt;
  }
  const auto bytes = secret::bytes_of(text);
  return Bytes(bytes.begin(), bytes.end());
}

// finish puts salt and digest in; both must be there.
Result<Stored> finish(Stored stored, std::optional<Bytes> salt, std::optional<Bytes> digest,
                      std::string_view what) {
  constexpr std::size_t kLeastDigest = 12;
  if (!salt || !digest || digest->size() < kLeastDigest) {
    return fail_form(what);
  }
  stored.salt = std::move(*salt);
  stored.digest = std::move(*digest);
  return stored;
}

Result<Stored> parse_bcrypt(std::string_view text, Scheme scheme) {
  Stored stored;
  stored.scheme = scheme;
  std::string_view rest;
  stored.bcrypt = AV_TRY(parse_setting(text, &rest));
  const auto digest = rest.size() == kBcryptDigestChars ? from_bcrypt_base64(rest) : std::nullopt;
  if (!digest) {
    return fail_form("bcrypt hash");
  }
  stored.digest = *digest;
  return stored;
}

// $bcrypt-sha256$v=2,t=2b,r=12$salt$digest, and version 1's $bcrypt-sha256$2a,12$salt$digest.
Result<Stored> parse_bcrypt_sha256(const Parts& parts) {
  const std::string_view what = "bcrypt-sha256 hash";
  if (parts.size() != 5) {
    return fail_form(what);
  }
  const Parts options = split(parts[2], ',');
  const bool is_two = options.size() == 3 && options[0] == "v=2" && options[1].starts_with("t=") &&
                      options[2].starts_with("r=");
  if (!is_two && options.size() != 2) {
    return fail_form(what);
  }
  const std::string_view type = is_two ? options[1].substr(2) : options[0];
  const auto cost = number(is_two ? options[2].substr(2) : options[1]);
  if (!cost) {
    return fail_form(what);
  }
  const std::string setting = "$" + std::string(type) + (*cost < 10 ? "$0" : "$") +
                              std::to_string(*cost) + "$" + std::string(parts[3]) +
                              std::string(parts[4]);
  return parse_bcrypt(setting, is_two ? Scheme::BcryptSha256 : Scheme::BcryptSha256V1);
}

// $argon2id$v=19$m=65536,t=3,p=4$salt$digest; without v= it is version 16.
Result<Stored> parse_argon2(const Parts& parts) {
  const std::string_view what = "Argon2 hash";
  Stored stored;
  stored.scheme = parts[1] == "argon2id"  ? Scheme::Argon2id
                  : parts[1] == "argon2i" ? Scheme::Argon2i
                                          : Scheme::Argon2d;
  const bool has_version = parts.size() == 6;
  if (!has_version && parts.size() != 5) {
    return fail_form(what);
  }
  stored.argon2_version = has_version ? named(parts[2], "v").value_or(0) : 0x10;
  const std::size_t at = has_version ? 3 : 2;
  const Parts options = split(parts[at], ',');
  if (options.size() > 3) {
    return fail(ErrorCode::Unsupported, "Argon2 with a keyid or data in the string is not known");
  }
  const bool has_three = options.size() == 3;
  stored.memory_kib = has_three ? named(options[0], "m").value_or(0) : 0;
  stored.passes = has_three ? named(options[1], "t").value_or(0) : 0;
  stored.lanes = has_three ? named(options[2], "p").value_or(0) : 0;
  const bool good = (stored.argon2_version == 0x13 || stored.argon2_version == 0x10) &&
                    stored.passes != 0 && stored.lanes != 0 && stored.lanes <= 0xFFFFFF &&
                    stored.memory_kib / 8 >= stored.lanes;
  if (!good) {
    return fail_form(what);
  }
  const auto salt = bytes_from(digest::from_base64(parts[at + 1], digest::kBase64NoPadding));
  if (salt && salt->size() < 8) {
    return fail_form(what);
  }
  return finish(stored, salt,
                bytes_from(digest::from_base64(parts[at + 2], digest::kBase64NoPadding)), what);
}

// scrypt_of checks what RFC 7914 asks of the parameters.
std::optional<Stored> scrypt_of(std::optional<std::uint32_t> log2_n, std::optional<std::uint32_t> r,
                                std::optional<std::uint32_t> p) {
  if (!log2_n || !r || !p || *log2_n == 0 || *log2_n > 31 || *r == 0 || *p == 0 ||
      std::uint64_t{*r} * *p >= (1U << 30U)) {
    return std::nullopt;
  }
  Stored stored;
  stored.scheme = Scheme::Scrypt;
  stored.log2_n = *log2_n;
  stored.r = *r;
  stored.p = *p;
  return stored;
}

// log2_of is for programs that write N itself, which must be a power of two.
std::optional<std::uint32_t> log2_of(std::optional<std::uint32_t> n) {
  return n && std::has_single_bit(*n) ? std::optional<std::uint32_t>(std::countr_zero(*n))
                                      : std::nullopt;
}

// $scrypt$ln=17,r=8,p=1$salt$digest
Result<Stored> parse_scrypt(const Parts& parts) {
  const std::string_view what = "scrypt hash";
  const Parts options = parts.size() == 5 ? split(parts[2], ',') : Parts();
  if (options.size() != 3) {
    return fail_form(what);
  }
  const auto stored =
      scrypt_of(named(options[0], "ln"), named(options[1], "r"), named(options[2], "p"));
  if (!stored) {
    return fail_form(what);
  }
  return finish(*stored, bytes_from(digest::from_base64(parts[3], digest::kBase64NoPadding)),
                bytes_from(digest::from_base64(parts[4], digest::kBase64NoPadding)), what);
}

// Django: scrypt$N$salt$r$p$digest
Result<Stored> parse_django_scrypt(const Parts& parts) {
  const std::string_view what = "scrypt hash of Django";
  const auto stored = parts.size() == 6
                          ? scrypt_of(log2_of(number(parts[1])), number(parts[3]), number(parts[4]))
                          : std::nullopt;
  if (!stored) {
    return fail_form(what);
  }
  return finish(*stored, bytes_of_text(parts[2]),
                bytes_from(digest::from_base64(parts[5], digest::kBase64)), what);
}

// PBKDF2's rounds go through an int.
constexpr std::uint32_t kMostRounds = 0x7FFFFFFF;

bool are_rounds(std::uint32_t rounds) {
  return rounds != 0 && rounds <= kMostRounds;
}

// Werkzeug: scrypt:N:r:p$salt$hex and pbkdf2:sha256:rounds$salt$hex
Result<Stored> parse_werkzeug(std::string_view text) {
  const std::string_view what = "hash of Werkzeug";
  const Parts parts = split(text, '$');
  const Parts options = split(parts[0], ':');
  std::optional<Stored> stored;
  if (parts.size() == 3 && options[0] == "scrypt" && options.size() == 4) {
    stored = scrypt_of(log2_of(number(options[1])), number(options[2]), number(options[3]));
  } else if (parts.size() == 3 && options[0] == "pbkdf2" && options.size() == 3) {
    stored = Stored{};
    stored->scheme = options[1] == "sha256"   ? Scheme::Pbkdf2Sha256
                     : options[1] == "sha512" ? Scheme::Pbkdf2Sha512
                                              : Scheme::Pbkdf2Sha1;
    stored->rounds = number(options[2]).value_or(0);
    const bool known = options[1] == "sha1" || stored->scheme != Scheme::Pbkdf2Sha1;
    stored = known && are_rounds(stored->rounds) ? stored : std::nullopt;
  }
  if (!stored) {
    return fail_form(what);
  }
  return finish(*stored, bytes_of_text(parts[1]), bytes_from(digest::from_hex(parts[2])), what);
}

struct Pbkdf2Name {
  std::string_view passlib;
  std::string_view django;
  Scheme scheme;
};
constexpr std::array kPbkdf2Names = {
    Pbkdf2Name{"pbkdf2-sha256", "pbkdf2_sha256", Scheme::Pbkdf2Sha256},
    Pbkdf2Name{"pbkdf2-sha512", "pbkdf2_sha512", Scheme::Pbkdf2Sha512},
    Pbkdf2Name{"pbkdf2", "pbkdf2_sha1", Scheme::Pbkdf2Sha1},
};

// $pbkdf2-sha256$rounds$salt$digest of passlib, and PHC's $pbkdf2-sha256$i=rounds,l=32$…
Result<Stored> parse_pbkdf2(const Parts& parts, Scheme scheme) {
  const std::string_view what = "PBKDF2 hash";
  if (parts.size() != 5) {
    return fail_form(what);
  }
  const bool is_phc = parts[2].starts_with("i=");
  Stored stored;
  stored.scheme = scheme;
  stored.rounds = (is_phc ? named(split(parts[2], ',')[0], "i") : number(parts[2])).value_or(0);
  const digest::Base64& form = is_phc ? digest::kBase64NoPadding : kAdapted;
  if (!are_rounds(stored.rounds)) {
    return fail_form(what);
  }
  return finish(stored, bytes_from(digest::from_base64(parts[3], form)),
                bytes_from(digest::from_base64(parts[4], form)), what);
}

// Django: pbkdf2_sha256$rounds$salt$digest
Result<Stored> parse_django_pbkdf2(const Parts& parts, Scheme scheme) {
  const std::string_view what = "PBKDF2 hash of Django";
  Stored stored;
  stored.scheme = scheme;
  stored.rounds = parts.size() == 4 ? number(parts[1]).value_or(0) : 0;
  if (!are_rounds(stored.rounds)) {
    return fail_form(what);
  }
  return finish(stored, bytes_of_text(parts[2]),
                bytes_from(digest::from_base64(parts[3], digest::kBase64)), what);
}

// parse_dollar reads what starts with $.
Result<Stored> parse_dollar(std::string_view text) {
  const Parts parts = split(text, '$');
  const std::string_view name = parts[1];
  if (name.starts_with('2')) {
    return parse_bcrypt(text, Scheme::Bcrypt);
  }
  if (name == "bcrypt-sha256") {
    return parse_bcrypt_sha256(parts);
  }
  if (name == "argon2id" || name == "argon2i" || name == "argon2d") {
    return parse_argon2(parts);
  }
  if (name == "scrypt") {
    return parse_scrypt(parts);
  }
  for (const Pbkdf2Name& known : kPbkdf2Names) {
    if (name == known.passlib) {
      return parse_pbkdf2(parts, known.scheme);
    }
  }
  return fail(ErrorCode::Unsupported, "the stored string is of a scheme not known here",
              "known: argon2, bcrypt, bcrypt-sha256, scrypt, pbkdf2; MD5, SHA-1 and crypt(3)'s "
              "other schemes are not read");
}

// parse_named reads Django's forms, which start with a word.
Result<Stored> parse_named(std::string_view text) {
  const Parts parts = split(text, '$');
  const std::string_view name = parts[0];
  if (name.starts_with("scrypt:") || name.starts_with("pbkdf2:")) {
    return parse_werkzeug(text);
  }
  if (name == "argon2" && parts.size() > 1) {  // argon2$argon2id$…
    return parse_dollar(text.substr(name.size()));
  }
  if (name == "bcrypt" && parts.size() > 2) {  // bcrypt$$2b$…
    return parse_dollar(text.substr(name.size() + 1));
  }
  if (name == "bcrypt_sha256") {
    return parse_bcrypt(text.substr(std::min(text.size(), name.size() + 1)),
                        Scheme::DjangoBcryptSha256);
  }
  if (name == "scrypt") {
    return parse_django_scrypt(parts);
  }
  for (const Pbkdf2Name& known : kPbkdf2Names) {
    if (name == known.django) {
      return parse_django_pbkdf2(parts, known.scheme);
    }
  }
  return fail(ErrorCode::InvalidArgument, "the stored string is no password hash known here");
}

// passlib_options is "v=2,t=2b,r=12".
std::string passlib_options(const BcryptSetting& setting) {
  return std::string("v=2,t=2") + setting.variant + ",r=" + std::to_string(setting.cost);
}

}  // namespace

Result<Stored> parse_stored(std::string_view text) {
  if (text.empty() || text.size() > kMostChars || text.find('\0') != std::string_view::npos) {
    return fail_form("password hash");
  }
  std::string pepper_id;
  if (text.starts_with(kPepperMark)) {
    text.remove_prefix(kPepperMark.size());
    const std::size_t end = std::min(text.find('$'), text.size());
    pepper_id = text.substr(0, end);
    text.remove_prefix(end);
    if (pepper_id.empty() || text.empty()) {
      return fail_form("peppered password hash");
    }
  }
  Stored stored = AV_TRY(text.starts_with('$') ? parse_dollar(text) : parse_named(text));
  stored.pepper_id = std::move(pepper_id);
  return stored;
}

std::string write_stored(const Stored& stored) {
  const std::string mark =
      stored.pepper_id.empty() ? "" : std::string(kPepperMark) + stored.pepper_id;
  const std::string bcrypt = write_setting(stored.bcrypt);
  if (stored.scheme == Scheme::Bcrypt) {
    return mark + bcrypt + to_bcrypt_base64(stored.digest);
  }
  if (stored.scheme == Scheme::BcryptSha256) {
    return mark + "$bcrypt-sha256$" + passlib_options(stored.bcrypt) + "$" +
           bcrypt.substr(bcrypt.size() - kBcryptSaltChars) + "$" + to_bcrypt_base64(stored.digest);
  }
  const bool is_pbkdf2 =
      stored.scheme == Scheme::Pbkdf2Sha256 || stored.scheme == Scheme::Pbkdf2Sha512;
  const digest::Base64& form = is_pbkdf2 ? kAdapted : digest::kBase64NoPadding;
  const std::string version = stored.scheme == Scheme::Argon2id ? "v=19$" : "";
  const std::string options = is_pbkdf2 ? std::to_string(stored.rounds) : parameters_of(stored);
  return mark + "$" + name_of(stored.scheme) + "$" + version + options + "$" +
         digest::to_base64(stored.salt, form) + "$" + digest::to_base64(stored.digest, form);
}

std::string name_of(Scheme scheme) {
  constexpr std::array<std::string_view, 11> kNames = {
      "bcrypt",  "bcrypt-sha256", "bcrypt-sha256-v1", "django-bcrypt-sha256",
      "argon2i", "argon2d",       "argon2id",         "scrypt",
      "pbkdf2",  "pbkdf2-sha256", "pbkdf2-sha512"};
  return std::string(kNames[static_cast<std::size_t>(scheme)]);
}

std::string parameters_of(const Stored& stored) {
  switch (stored.scheme) {
    case Scheme::Argon2i:
    case Scheme::Argon2d:
    case Scheme::Argon2id:
      return "m=" + std::to_string(stored.memory_kib) + ",t=" + std::to_string(stored.passes) +
             ",p=" + std::to_string(stored.lanes);
    case Scheme::Scrypt:
      return "ln=" + std::to_string(stored.log2_n) + ",r=" + std::to_string(stored.r) +
             ",p=" + std::to_string(stored.p);
    case Scheme::Pbkdf2Sha1:
    case Scheme::Pbkdf2Sha256:
    case Scheme::Pbkdf2Sha512:
      return "rounds=" + std::to_string(stored.rounds);
    default:
      return "cost=" + std::to_string(stored.bcrypt.cost);
  }
}

std::uint64_t memory_of(const Stored& stored) {
  if (stored.scheme == Scheme::Scrypt) {
    // r below 2^30 and N up to 2^31: what does not fit in 64 bits is more than any cap.
    const std::uint64_t blocks = (1ULL << stored.log2_n) + stored.p + 2;
    std::uint64_t bytes = 0;
    const bool is_over = __builtin_mul_overflow(128ULL * stored.r, blocks, &bytes);
    return is_over ? std::numeric_limits<std::uint64_t>::max() : bytes;
  }
  return std::uint64_t{stored.memory_kib} * 1024;
}

Result<void> check_caps(const Stored& stored, const Caps& caps) {
  const auto over = [](const std::string& what, std::uint64_t asked, std::uint64_t most) {
    return fail(ErrorCode::LimitExceeded, "the stored string demands " + what + " " +
                                              std::to_string(asked) + ", and the most allowed is " +
                                              std::to_string(most));
  };
  const std::uint64_t kib = memory_of(stored) / 1024;
  const std::uint64_t lanes = std::max(stored.lanes, stored.p);
  if (kib > caps.memory_kib) {
    return over("memory in KiB:", kib, caps.memory_kib);
  }
  if (stored.passes > caps.argon2_passes) {
    return over("passes:", stored.passes, caps.argon2_passes);
  }
  if (lanes > caps.lanes) {
    return over("lanes:", lanes, caps.lanes);
  }
  if (stored.bcrypt.cost > caps.bcrypt_cost) {
    return over("a cost of bcrypt:", stored.bcrypt.cost, caps.bcrypt_cost);
  }
  return stored.rounds > caps.pbkdf2_rounds ? over("rounds:", stored.rounds, caps.pbkdf2_rounds)
                                            : Result<void>();
}

}  // namespace av::password
