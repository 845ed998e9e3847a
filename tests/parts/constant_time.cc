// Works on secrets that valgrind holds for undefined: a branch or an address that depends on one is
// an error.  Run by constant_time_test.py, one case a run.

#include "runtime/digest/encoding.h"
#include "runtime/fernet/token.h"
#include <antivenom/digest.h>
#include <antivenom/fernet.h>

#include <cstdio>
#include <cstring>
#include <string_view>
#include <valgrind/memcheck.h>
#include <vector>

namespace {

using av::SecretBytes;
using av::secret::bytes_of;
using av::secret::ByteView;

// hide makes bytes secret; reveal says that this may be known: an answer, a ciphertext.
void hide(ByteView bytes) {
  VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
}
template <class T>
T reveal(T answer) {
  VALGRIND_MAKE_MEM_DEFINED(&answer, sizeof answer);
  return answer;
}

std::vector<std::byte> some_bytes(std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<std::byte>(i * 7);
  }
  return bytes;
}

// early_exit is what must be found.
bool early_exit() {
  const auto left = some_bytes(32);
  const auto right = some_bytes(32);
  hide(left);
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i]) {
      return false;
    }
  }
  return true;
}

bool equal() {
  bool right = true;
  for (const std::size_t size : {0U, 1U, 7U, 16U, 33U, 1000U}) {
    const auto one = some_bytes(size);
    auto two = some_bytes(size);
    hide(one);
    hide(two);
    right = right && reveal(av::secret::equal(one, two));
  }
  return right;
}

bool secret_equal() {
  const SecretBytes one = SecretBytes::copy_of(some_bytes(40));
  const SecretBytes two = one.clone();
  hide(one.expose());
  return reveal(one == two);
}

bool mac() {
  const auto key = some_bytes(32);
  hide(key);
  const auto hmac = av::digest::HmacKey::create(av::digest::Algorithm::Sha256, key);
  const av::digest::Digest signed_once = hmac->sign(bytes_of("message"));
  return reveal(hmac->verify(bytes_of("message"), signed_once.bytes()));
}

bool padding() {
  unsigned char block[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 4, 4, 4, 4};
  VALGRIND_MAKE_MEM_UNDEFINED(block, sizeof block);
  return reveal(av::fernet::padding_of(block)) == 4;
}

bool encoding() {
  const auto key = some_bytes(33);
  hide(key);
  const SecretBytes hex = av::digest::secret_hex(key);
  const SecretBytes base64 = av::digest::secret_base64(key);
  return hex.size() == 66 && base64.size() == 44;
}

bool token() {
  const av::fernet::Key key = av::fernet::Key::generate();
  hide(key.expose());
  const av::fernet::Fernet fernet(key);
  SecretBytes message = SecretBytes::copy_of("attack at dawn");
  hide(message.expose());
  return fernet.encrypt(message.expose()).size() == av::fernet::Fernet::token_size(14);
}

}  // namespace

int main(int count, char** arguments) {
  const struct {
    const char* name;
    bool (*work)();
  } cases[] = {{"early_exit", early_exit},
               {"equal", equal},
               {"secret_equal", secret_equal},
               {"mac", mac},
               {"padding", padding},
               {"encoding", encoding},
               {"token", token}};
  for (const auto& one : cases) {
    if (count == 2 && std::strcmp(arguments[1], one.name) == 0) {
      return one.work() ? 0 : 1;
    }
  }
  std::puts("no such case");
  return 2;
}
