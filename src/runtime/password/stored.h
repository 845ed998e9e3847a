#pragma once
// stored.h — what stored password strings say: PHC, bcrypt's, passlib's, Django's and Werkzeug's.
//
// parse_stored only reads; what the string demands is checked against Caps before anything is
// computed.  Sources: the PHC string format; passlib 1.7 handlers; Django 5 hashers; Werkzeug 3.

#include "runtime/password/bcrypt.h"
#include <antivenom/password.h>

namespace av::password {

enum class Scheme : unsigned char {
  Bcrypt,
  BcryptSha256,        // passlib, version 2: HMAC with the salt
  BcryptSha256V1,      // passlib, version 1: SHA-256
  DjangoBcryptSha256,  // SHA-256 in hexadecimal
  Argon2i,
  Argon2d,
  Argon2id,
  Scrypt,
  Pbkdf2Sha1,
  Pbkdf2Sha256,
  Pbkdf2Sha512,
};

// Stored is one string taken apart.  Costs that its scheme does not have are 0.
struct Stored {
  Scheme scheme = Scheme::Bcrypt;
  std::string pepper_id;
  BcryptSetting bcrypt;  // for the bcrypts
  std::uint32_t argon2_version = 0x13;
  std::uint32_t memory_kib = 0;
  std::uint32_t passes = 0;
  std::uint32_t lanes = 0;
  std::uint32_t log2_n = 0;
  std::uint32_t r = 0;
  std::uint32_t p = 0;
  std::uint32_t rounds = 0;
  std::vector<std::byte> salt;
  std::vector<std::byte> digest;
};

Result<Stored> parse_stored(std::string_view text);

// write_stored writes what we make ourselves: bcrypt and passlib's bcrypt-sha256, PHC for Argon2id
// and scrypt, passlib's form for PBKDF2; with the pepper's mark in front.
std::string write_stored(const Stored& stored);

// name_of and parameters_of are for people.
std::string name_of(Scheme scheme);
std::string parameters_of(const Stored& stored);

// memory_of is how many bytes computing it takes, beyond a few kilobytes.
std::uint64_t memory_of(const Stored& stored);

// check_caps refuses what demands more than it may.
Result<void> check_caps(const Stored& stored, const Caps& caps);

}  // namespace av::password
