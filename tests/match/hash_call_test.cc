#include "analysis/match/hash_call.h"

#include "tests/match/asked.h"

namespace {

using av::match::Asked;

// "algorithm of data", or "none".
std::string hash(const std::string& imports, const std::string& call) {
  Asked asked(imports + "\n" + call + "\n");
  const auto found = av::match::find_hash_call(asked.check(), asked.call(call));
  if (!found) {
    return "none";
  }
  return found->algorithm + (found->data.is_given()
                                 ? " of " + std::string(asked.tree().text_of(found->data.node))
                                 : "");
}

TEST_CASE("hash calls are recognised") {
  CHECK(hash("import hashlib", "hashlib.md5(x)") == "md5 of x");
  CHECK(hash("import hashlib", "hashlib.sha256()") == "sha256");
  CHECK(hash("import hashlib", "hashlib.new('SHA1', x)") == "sha1 of x");
  CHECK(hash("import hashlib", "hashlib.new(name)") == "none");
  CHECK(hash("import hashlib", "hashlib.sha256().update(x)") == "sha256 of x");
  CHECK(hash("from Crypto.Hash import MD5", "MD5.new(x)") == "md5 of x");
  CHECK(hash("import md5", "md5.new(x)") == "md5 of x");
  CHECK(hash("import hashlib", "hashlib.pbkdf2_hmac('md5', x)") == "none");
  CHECK(hash("", "md5(x)") == "none");
}

TEST_CASE("broken algorithms") {
  CHECK(av::match::is_broken("md5"));
  CHECK(av::match::is_broken("sha1"));
  CHECK_FALSE(av::match::is_broken("sha256"));
  CHECK_FALSE(av::match::is_broken(""));
}

bool is_password(const std::string& argument) {
  const std::string call = "hashlib.sha256(" + argument + ")";
  Asked asked("import hashlib\n" + call + "\n");
  return av::match::hashes_password(asked.check(),
                                    *av::match::find_hash_call(asked.check(), asked.call(call)));
}

TEST_CASE("passwords are known by their names") {
  CHECK(is_password("password"));
  CHECK(is_password("salt + user.passwd.encode()"));
  CHECK(is_password("form['password']"));
  CHECK_FALSE(is_password("data"));
  CHECK_FALSE(is_password("password_hash"));
  CHECK_FALSE(is_password(""));
}

}  // namespace
