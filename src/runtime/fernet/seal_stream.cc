#include "base/assert.h"
#include "runtime/fernet/seal.h"
#include <antivenom/digest.h>

#include <algorithm>

namespace av::fernet {

// ---- Sealer

struct Sealer::State {
  State(ChunkCipher ready, SecretBytes begin) : cipher(std::move(ready)), salt(std::move(begin)) {}

  // add seals one chunk to the end of `sealed`.
  Result<void> add(ByteView plain, std::vector<std::byte>& sealed) {
    const std::size_t start = sealed.size();
    sealed.resize(start + plain.size() + kTagBytes);
    return cipher.seal(plain, std::span(sealed).subspan(start));
  }

  void add_header(std::vector<std::byte>& sealed) {
    if (!has_header) {
      sealed.insert(sealed.end(), salt.expose().begin(), salt.expose().end());
      sealed.insert(sealed.end(), cipher.commitment().begin(), cipher.commitment().end());
      has_header = true;
    }
  }

  ChunkCipher cipher;
  SecretBytes salt;
  SecretBytes waiting;  // less than a chunk
  bool has_header = false;
  bool finished = false;
};

Sealer::Sealer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

Result<Sealer> Sealer::begin(const SealKey& key, ByteView context) {
  SecretBytes salt = digest::random_bytes(kSaltBytes);
  ChunkCipher cipher =
      AV_TRY(ChunkCipher::derive(key, salt.expose(), context, ChunkCipher::Direction::Seal));
  return Sealer(std::make_unique<State>(std::move(cipher), std::move(salt)));
}

Result<void> Sealer::update(ByteView plain, std::vector<std::byte>& sealed) {
  AV_ASSERT(!state_->finished);
  state_->add_header(sealed);
  if (!state_->waiting.empty()) {
    const std::size_t missing = std::min(kChunkBytes - state_->waiting.size(), plain.size());
    state_->waiting.append(plain.first(missing));
    plain = plain.subspan(missing);
    if (state_->waiting.size() == kChunkBytes) {
      AV_TRY(state_->add(state_->waiting.expose(), sealed));
      state_->waiting.shrink(0);
    }
  }
  for (; plain.size() >= kChunkBytes; plain = plain.subspan(kChunkBytes)) {
    AV_TRY(state_->add(plain.first(kChunkBytes), sealed));
  }
  state_->waiting.append(plain);
  return {};
}

Result<void> Sealer::finish(std::vector<std::byte>& sealed) {
  AV_ASSERT(!state_->finished);
  state_->finished = true;
  state_->add_header(sealed);
  return state_->add(state_->waiting.expose(), sealed);
}

// ---- Opener

struct Opener::State {
  State(const SealKey& with, ByteView what)
      : key(SecretBytes::copy_of(with.expose())), context(what.begin(), what.end()) {}

  Result<void> check_header(ByteView header) {
    const SealKey seal_key = AV_TRY(SealKey::from_bytes(key.expose()));
    cipher = AV_TRY(ChunkCipher::derive(seal_key, header.first(kSaltBytes), context,
                                        ChunkCipher::Direction::Open));
    key.wipe();
    if (!secret::equal(cipher->commitment(), header.last(kCommitmentBytes))) {
      return fail(ErrorCode::InvalidArgument,
                  "the data was not sealed with this key and this context");
    }
    return {};
  }

  Result<void> open(ByteView chunk, SecretBytes& plain) {
    room = room.size() == chunk.size() - kTagBytes ? std::move(room)
                                                   : SecretBytes::zeros(chunk.size() - kTagBytes);
    AV_TRY(cipher->open(chunk, room.writable()));
    plain.append(room.expose());
    return {};
  }

  // take moves bytes of `sealed` to `waiting` until that has `size`; says whether it has.
  bool take(ByteView& sealed, std::size_t size) {
    const std::size_t count = std::min(size - waiting.size(), sealed.size());
    waiting.insert(waiting.end(), sealed.begin(),
                   sealed.begin() + static_cast<std::ptrdiff_t>(count));
    sealed = sealed.subspan(count);
    return waiting.size() == size;
  }

  Result<void> update(ByteView sealed, SecretBytes& plain) {
    if (!cipher) {
      if (!take(sealed, kSealHeaderBytes)) {
        return {};
      }
      AV_TRY(check_header(waiting));
      waiting.clear();
    }
    while (!sealed.empty()) {
      if (waiting.empty() && sealed.size() >= kSealedChunkBytes) {
        AV_TRY(open(sealed.first(kSealedChunkBytes), plain));
        sealed = sealed.subspan(kSealedChunkBytes);
      } else if (take(sealed, kSealedChunkBytes)) {
        AV_TRY(open(waiting, plain));
        waiting.clear();
      }
    }
    return {};
  }

  Result<void> finish(SecretBytes& plain) {
    // The last chunk is shorter than the others, so what ends with a whole one was cut.
    if (!cipher || waiting.size() < kTagBytes) {
      return fail(ErrorCode::InvalidArgument, "the sealed data is cut short");
    }
    return open(waiting, plain);
  }

  SecretBytes key;  // until the header is read
  std::vector<std::byte> context;
  std::optional<ChunkCipher> cipher;
  std::vector<std::byte> waiting;  // of the header, then of a chunk
  SecretBytes room;
  bool over = false;  // finished or failed
};

Opener::Opener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;
Opener::~Opener() = default;

Result<Opener> Opener::begin(const SealKey& key, ByteView context) {
  return Opener(std::make_unique<State>(key, context));
}

Result<void> Opener::update(ByteView sealed, SecretBytes& plain) {
  if (state_->over) {
    return fail(ErrorCode::InvalidArgument, "this opener has failed or finished before");
  }
  Result<void> result = state_->update(sealed, plain);
  state_->over = !result;
  return result;
}

Result<void> Opener::finish(SecretBytes& plain) {
  if (state_->over) {
    return fail(ErrorCode::InvalidArgument, "this opener has failed or finished before");
  }
  state_->over = true;
  return state_->finish(plain);
}

}  // namespace av::fernet
