#include "base/assert.h"
#include "runtime/digest/encoding.h"
#include <antivenom/digest.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace av::digest {
namespace {

struct Names {
  Algorithm algorithm;
  std::string_view name;
  std::string_view tag;
};

constexpr std::array kNames = {
    Names{Algorithm::Sha224, "sha224", "SHA224"},
    Names{Algorithm::Sha256, "sha256", "SHA256"},
    Names{Algorithm::Sha384, "sha384", "SHA384"},
    Names{Algorithm::Sha512, "sha512", "SHA512"},
    Names{Algorithm::Sha3_224, "sha3-224", "SHA3-224"},
    Names{Algorithm::Sha3_256, "sha3-256", "SHA3-256"},
    Names{Algorithm::Sha3_384, "sha3-384", "SHA3-384"},
    Names{Algorithm::Sha3_512, "sha3-512", "SHA3-512"},
    Names{Algorithm::Blake2b, "blake2b", "BLAKE2b"},
    Names{Algorithm::Blake2s, "blake2s", "BLAKE2s"},
};

// plain is a name in lower case without - and _, and with sha2's own name left out.
std::string plain(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c != '-' && c != '_') {
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  constexpr std::array<std::string_view, 4> kSha2 = {"sha2224", "sha2256", "sha2384", "sha2512"};
  return std::ranges::find(kSha2, result) == kSha2.end() ? result : "sha" + result.substr(4);
}

// blake2_method reads what follows blake2b or blake2s: a length in bits, or nothing.
std::optional<Method> blake2_method(Algorithm algorithm, std::string_view bits) {
  if (bits.empty()) {
    return Method(algorithm);
  }
  unsigned value = 0;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), value);
  const bool good = error == std::errc() && end == bits.data() + bits.size() && value % 8 == 0 &&
                    value > 0 && value <= 8U * own_bytes(algorithm);
  const bool other_length = value / 8 != own_bytes(algorithm);
  if (!good || (algorithm == Algorithm::Blake2s && other_length)) {
    return std::nullopt;
  }
  return Method(algorithm, static_cast<std::uint8_t>(value / 8));
}

bool has_other_length(Method method) {
  return method.bytes != own_bytes(method.algorithm);
}

const Names& names_of(Method method) {
  return kNames[static_cast<std::size_t>(method.algorithm)];
}

}  // namespace

Result<Method> find_method(std::string_view name) {
  const std::string wanted = plain(name);
  for (const Names& names : kNames) {
    if (wanted == plain(names.name)) {
      return Method(names.algorithm);
    }
  }
  for (const Algorithm algorithm : {Algorithm::Blake2b, Algorithm::Blake2s}) {
    const std::string_view prefix = kNames[static_cast<std::size_t>(algorithm)].name;
    if (wanted.starts_with(prefix)) {
      const auto method = blake2_method(algorithm, std::string_view(wanted).substr(prefix.size()));
      return method
                 ? Result<Method>(*method)
                 : fail(ErrorCode::InvalidArgument,
                        "a length of BLAKE2 is a multiple of 8 bits, at most 512 (BLAKE2s: 256)");
    }
  }
  if (wanted == "md5" || wanted == "sha1" || wanted == "md4") {
    return fail(ErrorCode::Unsupported, std::string(name) + " is broken, and not computed here",
                "use sha256, sha512 or blake2b");
  }
  return fail(ErrorCode::InvalidArgument, "there is no hash `" + std::string(name) + "`",
              "sha224 sha256 sha384 sha512 sha3-256 sha3-384 sha3-512 blake2b blake2b-256 blake2s");
}

std::string name_of(Method method) {
  const std::string name(names_of(method).name);
  return has_other_length(method) ? name + "-" + std::to_string(method.bytes * 8) : name;
}

std::string tag_of(Method method) {
  const std::string tag(names_of(method).tag);
  return has_other_length(method) ? tag + "-" + std::to_string(method.bytes * 8) : tag;
}

Digest::Digest(ByteView bytes) : size_(static_cast<std::uint8_t>(bytes.size())) {
  AV_ASSERT(bytes.size() <= kMaxBytes);
  std::ranges::copy(bytes, bytes_.begin());
}

std::string Digest::hex() const {
  return to_hex(bytes());
}

}  // namespace av::digest
