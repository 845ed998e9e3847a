// Published answers: the vectors of github.com/fernet/spec, as cryptography-vectors 48 holds them.

#include "runtime/fernet/token.h"
#include <antivenom/fernet.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using av::ErrorCode;
using av::FakeClock;
using av::fernet::DecryptOptions;
using av::fernet::Fernet;
using av::fernet::Key;
using av::fernet::make_token;
using av::fernet::MultiFernet;
using av::fernet::open_token;
using av::fernet::padding_of;
using av::fernet::Speed;
using av::fernet::Testing;
using av::fernet::TokenParts;
using av::secret::bytes_of;
using av::secret::SecretBytes;
using std::chrono::seconds;

namespace {

constexpr std::string_view kKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr std::string_view kToken =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPg"
    "JobwOz7JcbmrR64jVmpU4IwqDA==";
constexpr std::int64_t kMade = 499162800;  // 1985-10-26T01:20:00-07:00

struct Invalid {
  const char* fault;
  std::string_view token;
  std::int64_t now;
};

constexpr Invalid kInvalid[] = {
    {"incorrect mac",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtw"
     "caX1YdykQUFBQUFBQUFBQQ==",
     499162801},
    {"too short", "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==", 499162801},
    {"invalid base64",
     "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtw"
     "caX1YdykRtfsH-p1YsUD2Q==",
     499162801},
    {"payload size not multiple of block size",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6o"
     "xq5nmxbx_v7mrfyudzUm",
     499162801},
    {"payload padding error",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYRE"
     "u2FWke6CnJNYIbkuKNqOhw==",
     499162801},
    {"far-future TS (unacceptable clock skew)",
     "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJ"
     "mw2Xc2a6kBd-iX9b_qXQcw==",
     499162801},
    {"expired TTL",
     "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtw"
     "caX1YdykRtfsH-p1YsUD2Q==",
     499162891},
    {"incorrect IV (causes padding error)",
     "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgH"
     "Sv49TF2AUEZ1TIvcZjK1zQ==",
     499162801},
};

Fernet published() {
  return Fernet(*Key::parse(kKey));
}

std::string message_of(std::size_t size) {
  std::string message(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    message[i] = static_cast<char>(i * 7 + i / 251);
  }
  return message;
}

std::string made_by(const Fernet& fernet, const std::string& message, Speed speed) {
  const TokenParts parts = {bytes_of(message),
                            static_cast<std::uint64_t>(kMade),
                            {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};
  std::string token(Fernet::token_size(message.size()), '?');
  make_token(Testing::keys(fernet), parts, token, speed);
  return token;
}

}  // namespace

TEST_CASE("the published token is made, by either kernel, and read") {
  const Fernet fernet = published();
  CHECK(made_by(fernet, "hello", Speed::Fastest) == kToken);
  CHECK(made_by(fernet, "hello", Speed::Portable) == kToken);
  const FakeClock clock{seconds(kMade + 1)};
  CHECK(fernet.decrypt(kToken, {seconds(60), &clock})->expose_text() == "hello");
  CHECK(*fernet.timestamp(kToken) == kMade);
}

TEST_CASE("the published invalid tokens are refused") {
  const Fernet fernet = published();
  for (const Invalid& invalid : kInvalid) {
    CAPTURE(invalid.fault);
    const FakeClock clock{seconds(invalid.now)};
    CHECK_FALSE(fernet.decrypt(invalid.token, {seconds(60), &clock}));
  }
}

TEST_CASE("all faults but age look alike") {
  const Fernet fernet = published();
  const FakeClock late{seconds(kMade + 61)};
  CHECK(fernet.decrypt(kToken, {seconds(60), &late}).error().code == ErrorCode::Denied);
  CHECK(fernet.decrypt(kToken, {seconds(61), &late}));
  CHECK(fernet.decrypt(kToken, {std::nullopt, &late}));
  const FakeClock early{seconds(kMade - 61)};
  CHECK(fernet.decrypt(kToken, {seconds(60), &early}).error().code == ErrorCode::Denied);
  CHECK(fernet.decrypt(kToken, {std::nullopt, &early}));
  const FakeClock hardly{seconds(kMade - 60)};
  CHECK(fernet.decrypt(kToken, {seconds(60), &hardly}));
  const std::string other = Fernet(Key::generate()).encrypt(bytes_of("hello"));
  const std::string wrong = fernet.decrypt(other).error().message;
  CHECK(fernet.decrypt("junk").error().message == wrong);
  CHECK(fernet.decrypt(kInvalid[0].token).error().message == wrong);
  CHECK(fernet.decrypt(kInvalid[4].token).error().message == wrong);
}

TEST_CASE("both kernels agree on every length, around pieces too") {
  const Fernet fernet = published();
  std::vector<std::size_t> sizes = {12000, 12200, 12224, 12240, 12256, 12263, 12272,  12287,
                                    12288, 12289, 12304, 24576, 24551, 36864, 100000, 1 << 20};
  for (std::size_t size = 0; size < 300; ++size) {
    sizes.push_back(size);
  }
  for (const std::size_t size : sizes) {
    CAPTURE(size);
    const std::string message = message_of(size);
    const std::string token = made_by(fernet, message, Speed::Fastest);
    REQUIRE(token == made_by(fernet, message, Speed::Portable));
    for (const Speed speed : {Speed::Fastest, Speed::Portable}) {
      SecretBytes room = SecretBytes::zeros(Fernet::message_bound(token.size()));
      const auto opened = open_token(Testing::keys(fernet), token, room.writable(), speed);
      REQUIRE(opened);
      REQUIRE(opened->message_bytes == size);
      REQUIRE(room.expose_text().substr(0, size) == message);
    }
  }
}

TEST_CASE("any changed, added or missing character is refused") {
  const Fernet fernet = published();
  const std::string token = fernet.encrypt(bytes_of(message_of(50)));
  for (std::size_t i = 0; i < token.size(); ++i) {
    for (const char c : {'A', 'B', '-', '+', '=', ' ', '\n', '\0', '\x80'}) {
      std::string changed = token;
      changed[i] = c;
      CHECK(fernet.decrypt(changed).has_value() == (changed == token));
    }
    CHECK_FALSE(fernet.decrypt(token.substr(0, i)));
  }
  for (const char* more : {"A", "=", "====", "AAAA", "\n"}) {
    CHECK_FALSE(fernet.decrypt(token + more));
  }
}

TEST_CASE("base64 has one spelling: unused bits and padding are checked") {
  const Fernet fernet = published();
  std::string loose(kToken);
  REQUIRE(loose.ends_with("DA=="));
  loose[loose.size() - 3] = 'B';  // the same bytes to a lenient reader
  CHECK_FALSE(fernet.decrypt(loose));
  CHECK_FALSE(fernet.decrypt(loose.substr(0, loose.size() - 2)));
}

TEST_CASE("what failed is wiped from the caller's memory") {
  const Fernet fernet = published();
  std::string token = fernet.encrypt(bytes_of(message_of(5000)));
  token[token.size() - 10] = token[token.size() - 10] == 'A' ? 'B' : 'A';
  SecretBytes room = SecretBytes::zeros(Fernet::message_bound(token.size()));
  CHECK_FALSE(fernet.decrypt_into(token, room.writable()));
  CHECK(room == SecretBytes::zeros(room.size()));
}

TEST_CASE("padding: 1 to 16 equal bytes, and nothing else") {
  for (unsigned last = 0; last < 256; ++last) {
    std::array<unsigned char, 16> block;
    block.fill(static_cast<unsigned char>(last));
    CHECK(padding_of(block.data()) == (last >= 1 && last <= 16 ? last : 0));
    for (unsigned i = 0; i < 15; ++i) {
      std::array<unsigned char, 16> other = block;
      other[i] ^= 0x40;
      const bool outside = i < 16 - last;
      CHECK(padding_of(other.data()) == (last >= 1 && last <= 16 && outside ? last : 0));
    }
  }
}

TEST_CASE("keys: one spelling of 32 bytes") {
  const Key key = Key::generate();
  CHECK(key.text().size() == 44);
  CHECK(Key::parse(key.text().expose_text())->expose().size() == 32);
  CHECK(Key::parse(kKey)->text().expose_text() == kKey);
  for (const char* text : {"", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4",
                           "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e5=",
                           "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=", "AAAA"}) {
    const auto parsed = Key::parse(text);
    CHECK_FALSE(parsed);
    CHECK(parsed.error().message.find("cw_0") == std::string::npos);
  }
}

TEST_CASE("several keys: the first makes, all read, rotation keeps the time") {
  std::vector<Key> keys;
  keys.push_back(Key::generate());
  keys.push_back(*Key::parse(kKey));
  const Fernet first(keys.front());
  const auto multi = MultiFernet::create(std::move(keys));
  CHECK(first.decrypt(multi->encrypt(bytes_of("x")))->expose_text() == "x");
  CHECK(multi->decrypt(kToken)->expose_text() == "hello");
  const std::string rotated = *multi->rotate(kToken);
  CHECK(first.decrypt(rotated)->expose_text() == "hello");
  CHECK(*first.timestamp(rotated) == kMade);
  CHECK(*multi->timestamp(kToken) == kMade);
  const std::string foreign = Fernet(Key::generate()).encrypt(bytes_of("x"));
  CHECK_FALSE(multi->decrypt(foreign));
  CHECK_FALSE(multi->rotate(foreign));
  CHECK_FALSE(multi->timestamp(foreign));
  CHECK_FALSE(MultiFernet::create({}));
}

TEST_CASE("no two tokens are the same, from any thread") {
  const Fernet fernet = published();
  std::vector<std::vector<std::string>> tokens(4);
  std::vector<std::thread> threads;
  for (auto& mine : tokens) {
    threads.emplace_back([&fernet, &mine] {
      for (int i = 0; i < 100; ++i) {
        mine.push_back(fernet.encrypt(bytes_of("same")));
        REQUIRE(fernet.decrypt(mine.back())->expose_text() == "same");
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::vector<std::string> all;
  for (const auto& mine : tokens) {
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);
  CHECK(std::ranges::adjacent_find(all) == all.end());
}
