#include <antivenom/fernet.h>

#include <iostream>
#include <string>

using av::fernet::Fernet;
using av::fernet::Key;
using av::fernet::Sealer;
using av::fernet::SealKey;

// compiles
bool use(const Key& key, const SealKey& seal_key) {
  const Fernet fernet(key);
  return Sealer::begin(seal_key).has_value() && fernet.encrypt({}).empty();
}

// must not compile: no matching (function|conversion)|could not convert
Fernet tokens_with_a_seal_key(const SealKey& key) {
  return Fernet(key);
}

// must not compile: cannot convert|no viable conversion|no known conversion|no matching
auto seal_with_a_fernet_key(const Key& key) {
  return Sealer::begin(key);
}

// must not compile: no matching (function|conversion)|could not convert
Fernet a_key_out_of_text() {
  return Fernet("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
}

// must not compile: deleted
Key copy(const Key& key) {
  return key;
}

// must not compile: no match for .operator<<|invalid operands|deleted|cannot bind
void print(const Key& key) {
  std::cout << key;
}

// must not compile: unused-result|nodiscard
void ignore(const SealKey& key) {
  av::fernet::open_file("a", "b", key);
}
