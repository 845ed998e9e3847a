#include "tests/support/folder.h"
#include <antivenom/fernet.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <vector>

using av::ErrorCode;
using av::fernet::kChunkBytes;
using av::fernet::kSealHeaderBytes;
using av::fernet::kTagBytes;
using av::fernet::open_file;
using av::fernet::Opener;
using av::fernet::seal_file;
using av::fernet::Sealer;
using av::fernet::SealKey;
using av::fernet::SealOptions;
using av::fernet::SealProgress;
using av::secret::bytes_of;
using av::secret::SecretBytes;
using av::test::Folder;

namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t kSealedChunk = kChunkBytes + kTagBytes;

std::string text_of_size(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    text[i] = static_cast<char>(i * 11 + i / 16384);
  }
  return text;
}

Bytes sealed(const SealKey& key, const std::string& text, std::size_t step = 1 << 20) {
  auto sealer = Sealer::begin(key, bytes_of("test"));
  Bytes result;
  for (std::size_t i = 0; i < text.size(); i += step) {
    REQUIRE(sealer->update(bytes_of(std::string_view(text).substr(i, step)), result));
  }
  REQUIRE(sealer->finish(result));
  return result;
}

// opened is the text, or "refused".
std::string opened(const SealKey& key, const Bytes& data, std::size_t step = 1 << 20,
                   std::string_view context = "test") {
  auto opener = Opener::begin(key, bytes_of(context));
  SecretBytes plain;
  for (std::size_t i = 0; i < data.size(); i += step) {
    const auto piece = std::span(data).subspan(i, std::min(step, data.size() - i));
    if (!opener->update(piece, plain)) {
      return "refused";
    }
  }
  return opener->finish(plain) ? std::string(plain.expose_text()) : "refused";
}

}  // namespace

TEST_CASE("sealed data has the stated length and opens, however it is cut up") {
  const SealKey key = SealKey::generate();
  for (const std::size_t size : {0U, 1U, 16383U, 16384U, 16385U, 32768U, 50000U}) {
    const std::string text = text_of_size(size);
    const std::size_t chunks = size / kChunkBytes + 1;
    for (const std::size_t step : {1U << 20, 16384U, 1000U}) {
      const Bytes data = sealed(key, text, step);
      CHECK(data.size() == kSealHeaderBytes + size + chunks * kTagBytes);
      CHECK(opened(key, data, step) == text);
      CHECK(opened(key, data, 777) == text);
    }
  }
}

TEST_CASE("a cut, swapped, repeated, dropped or altered chunk is refused") {
  const SealKey key = SealKey::generate();
  const Bytes data = sealed(key, text_of_size(3 * kChunkBytes + 100));
  const auto begin = data.begin() + kSealHeaderBytes;
  const auto chunk = [&](std::ptrdiff_t i) { return begin + i * std::ptrdiff_t{kSealedChunk}; };

  Bytes swapped = data;
  std::swap_ranges(swapped.begin() + kSealHeaderBytes,
                   swapped.begin() + kSealHeaderBytes + kSealedChunk,
                   swapped.begin() + kSealHeaderBytes + kSealedChunk);
  CHECK(opened(key, swapped) == "refused");
  Bytes repeated(data.begin(), chunk(1));
  repeated.insert(repeated.end(), chunk(0), data.end());
  CHECK(opened(key, repeated) == "refused");
  Bytes dropped(data.begin(), chunk(1));
  dropped.insert(dropped.end(), chunk(2), data.end());
  CHECK(opened(key, dropped) == "refused");
  for (std::size_t size = 0; size < data.size(); size += size < 100 ? 1 : 997) {
    CHECK(opened(key, Bytes(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size))) ==
          "refused");
  }
  for (std::ptrdiff_t whole = 0; whole <= 3; ++whole) {
    CHECK(opened(key, Bytes(data.begin(), chunk(whole))) == "refused");
  }
  for (std::size_t i = 0; i < data.size(); i += i < 200 ? 1 : 1009) {
    Bytes altered = data;
    altered[i] ^= std::byte{1};
    CHECK(opened(key, altered) == "refused");
  }
  Bytes longer = data;
  longer.push_back(std::byte{0});
  CHECK(opened(key, longer) == "refused");
}

TEST_CASE("another key or context is refused, at the header") {
  const SealKey key = SealKey::generate();
  const Bytes data = sealed(key, "text");
  CHECK(opened(SealKey::generate(), data) == "refused");
  CHECK(opened(key, data, 1 << 20, "other") == "refused");
  auto opener = Opener::begin(key, bytes_of("other"));
  SecretBytes plain;
  CHECK_FALSE(opener->update(std::span(data).first(kSealHeaderBytes), plain));
  CHECK_FALSE(opener->update(data, plain));
  CHECK_FALSE(opener->finish(plain));
  CHECK(plain.empty());
}

TEST_CASE("nothing of a chunk is given out before all of it is there and authentic") {
  const SealKey key = SealKey::generate();
  Bytes data = sealed(key, text_of_size(2 * kChunkBytes));
  auto opener = Opener::begin(key, bytes_of("test"));
  SecretBytes plain;
  const auto all = std::span(data);
  REQUIRE(opener->update(all.first(kSealHeaderBytes + kSealedChunk - 1), plain));
  CHECK(plain.empty());
  REQUIRE(opener->update(all.subspan(kSealHeaderBytes + kSealedChunk - 1, 1), plain));
  CHECK(plain.size() == kChunkBytes);
  data[kSealHeaderBytes + kSealedChunk + 5] ^= std::byte{1};
  CHECK_FALSE(opener->update(all.subspan(kSealHeaderBytes + kSealedChunk, kSealedChunk), plain));
  CHECK(plain.size() == kChunkBytes);
}

TEST_CASE("files: sealed and opened, with progress; the opened one is its owner's") {
  const Folder folder;
  const SealKey key = SealKey::generate();
  const std::string text = text_of_size(1000000);
  const std::string source = folder.write("plain", text);
  SealProgress progress;
  const SealOptions options = {bytes_of("backup"), &progress};
  REQUIRE(seal_file(source, folder.path("sealed"), key, options));
  CHECK(progress.bytes == 1000000);
  CHECK(progress.bytes_done == 1000000);
  REQUIRE(open_file(folder.path("sealed"), folder.path("opened"), key, options));
  CHECK(folder.read("opened") == text);
  struct stat status = {};
  REQUIRE(stat(folder.path("opened").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(folder.entries() == 3);
}

TEST_CASE("after any error what stood at the target stands there still, and nothing else") {
  const Folder folder;
  const SealKey key = SealKey::generate();
  const std::string source = folder.write("plain", text_of_size(100000));
  const std::string target = folder.write("target", "old");
  REQUIRE(seal_file(source, folder.path("sealed"), key));
  const std::string good = folder.read("sealed");
  const auto is_refused = [&](const std::string& data, const SealKey& with) {
    const bool failed = !open_file(folder.write("bad", data), target, with);
    return failed && folder.read("target") == "old" && folder.entries() == 4;
  };
  CHECK(is_refused(good.substr(0, good.size() - 1), key));
  CHECK(is_refused(good.substr(0, kSealHeaderBytes + 2 * kSealedChunk), key));
  std::string altered = good;
  altered.back() = static_cast<char>(altered.back() ^ 1);
  CHECK(is_refused(altered, key));
  CHECK(is_refused("", key));
  CHECK(is_refused(good, SealKey::generate()));
  CHECK(open_file(folder.path("sealed"), target, key));
}

TEST_CASE("devices, folders and missing files are refused as targets and sources") {
  const Folder folder;
  const SealKey key = SealKey::generate();
  const std::string source = folder.write("plain", "text");
  CHECK(seal_file(source, "/dev/null", key).error().code == ErrorCode::InvalidArgument);
  CHECK(seal_file(source, folder.path(), key).error().code == ErrorCode::InvalidArgument);
  CHECK(seal_file(folder.path("none"), folder.path("x"), key).error().code == ErrorCode::NotFound);
  CHECK(seal_file(folder.path(), folder.path("x"), key).error().code == ErrorCode::Io);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a full disk leaves nothing behind") {
  const Folder folder;
  const SealKey key = SealKey::generate();
  const std::string source = folder.write("plain", text_of_size(1000000));
  // A limit on file sizes fails writes as a full disk does, in the middle.
  rlimit former = {};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &former) == 0);
  const rlimit small = {300000, former.rlim_max};
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto result = seal_file(source, folder.path("sealed"), key);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &former) == 0);
  std::signal(SIGXFSZ, handler);
  CHECK(result.error().code == ErrorCode::Io);
  CHECK(folder.entries() == 1);
}

TEST_CASE("a wish to stop is an error, and leaves nothing") {
  const Folder folder;
  SealProgress progress;
  progress.stop = true;
  const SealKey key = SealKey::generate();
  CHECK_FALSE(seal_file(folder.write("a", "text"), folder.path("b"), key, {{}, &progress}));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a key's text names itself and notices a slip") {
  const SealKey key = SealKey::generate();
  const std::string text(key.text().expose_text());
  CHECK(text.starts_with("avseal1-"));
  CHECK(text.size() == 35);
  CHECK(std::ranges::equal(SealKey::parse(text)->expose(), key.expose()));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = other[i] == 'x' ? 'y' : 'x';
    const auto parsed = SealKey::parse(other);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().message.find(text.substr(8, 8)) == std::string::npos);
  }
  CHECK_FALSE(SealKey::parse("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="));
  CHECK_FALSE(SealKey::from_bytes(bytes_of("short")));
}
