// No bytes are a token or sealed data unless made with the key; both kernels agree on that; a
// token made of the input is read again.

#include "runtime/fernet/token.h"
#include <antivenom/fernet.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using av::fernet::Fernet;
  static const Fernet fernet(av::fernet::Key::generate());
  static const av::fernet::SealKey seal_key = av::fernet::SealKey::generate();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  require(!fernet.decrypt(text));
  av::SecretBytes room = av::SecretBytes::zeros(Fernet::message_bound(size));
  require(!open_token(av::fernet::Testing::keys(fernet), text, room.writable(),
                      av::fernet::Speed::Portable));
  const std::string token = fernet.encrypt(av::secret::bytes_of(text));
  require(fernet.decrypt(token)->expose_text() == text);
  require(!av::fernet::Key::parse(text) || size == 44);
  require(!av::fernet::SealKey::parse(text) || size == 35);
  auto opener = av::fernet::Opener::begin(seal_key);
  av::SecretBytes plain;
  const bool updated = opener->update(av::secret::bytes_of(text), plain).has_value();
  require(!(updated && opener->finish(plain)));
  return 0;
}
