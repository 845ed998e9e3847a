#include <antivenom/digest.h>

#include <string>

using av::digest::Algorithm;
using av::digest::HmacKey;
using av::secret::bytes_of;

// compiles
bool use(const HmacKey& key) {
  return key.verify(bytes_of("message"), key.sign(bytes_of("message")).bytes());
}

// must not compile: no member named .Md5|.Md5. is not a member
auto a_broken_hash() {
  return av::digest::hash(Algorithm::Md5, bytes_of("abc"));
}

// must not compile: no match for .operator==|invalid operands
bool compare_a_mac_by_hand(const HmacKey& key) {
  return key.sign(bytes_of("message")) == bytes_of("mac");
}

// must not compile: unused-result|nodiscard|unused
void check_without_looking(const HmacKey& key) {
  key.verify(bytes_of("message"), bytes_of("mac"));
}

// must not compile: cannot convert|no viable conversion|no known conversion|no matching
auto a_key_out_of_text() {
  return HmacKey::create(Algorithm::Sha256, std::string("a password"));
}

// must not compile: deleted|implicitly-deleted
HmacKey copy(const HmacKey& key) {
  return key;
}
