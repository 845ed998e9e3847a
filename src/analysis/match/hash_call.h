#pragma once
// hash_call.h — calls that hash something, with which algorithm.

#include "analysis/match/call.h"
#include "analysis/match/check_context.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace av::match {

// HashCall is one such call.
struct HashCall {
  std::string algorithm;      // lower case: "md5", "sha256"
  Argument data;              // what is hashed; absent when it is given later
  bool is_update = false;     // `update` of what another call made
  syntax::NodeId named = {};  // of `sign` and `verify`: the argument that says the algorithm
};

// kHashCallees is what is called in all of them (callees.h).
inline constexpr auto kHashCallees = std::to_array<std::string_view>(
    {"new",      "update",   "sign",      "verify",    "Hash",       "md4",      "md5",
     "sha",      "sha1",     "sha224",    "sha256",    "sha384",     "sha512",   "sha3_224",
     "sha3_256", "sha3_384", "sha3_512",  "blake2b",   "blake2s",    "md5-sha1", "ripemd160",
     "mdc2",     "sm3",      "shake_128", "shake_256", "file_digest"});

// find_hash_call recognises hashlib, Crypto.Hash and the old modules md5 and sha, and `update` of
// what hashlib made.  nullopt when the call is none or the algorithm is not known.
std::optional<HashCall> find_hash_call(CheckContext& check, const Call& call);

// algorithm_named is the algorithm of the package cryptography that an expression refers to; the
// broken one where it may be one of several, empty for others.
std::string_view algorithm_named(CheckContext& check, syntax::NodeId expr);

// is_broken says whether collisions of this algorithm are practical.
bool is_broken(std::string_view algorithm);

// hashes_password says whether the data of a hash call is a password, by the names in it.
bool hashes_password(CheckContext& check, const HashCall& hash);

// is_fed_password says whether an `update` soon behind the call `maker` gives a password to what it
// made.
bool is_fed_password(CheckContext& check, const Call& maker);

}  // namespace av::match
