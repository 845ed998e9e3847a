#include "analysis/match/hash_call.h"

#include "analysis/match/callees.h"
#include "analysis/match/names_in.h"
#include "analysis/match/path_table.h"
#include "analysis/match/words.h"

#include <algorithm>

namespace av::match {

using syntax::NodeId;

namespace {

// The modules of pycryptodome's Crypto.Hash, by name.
constexpr auto kCryptoModules = path_table<std::string_view>({
    {"Crypto.Hash.MD2.new", "md2"},
    {"Crypto.Hash.MD4.new", "md4"},
    {"Crypto.Hash.MD5.new", "md5"},
    {"Crypto.Hash.SHA.new", "sha1"},
    {"Crypto.Hash.SHA1.new", "sha1"},
    {"Crypto.Hash.SHA224.new", "sha224"},
    {"Crypto.Hash.SHA256.new", "sha256"},
    {"Crypto.Hash.SHA384.new", "sha384"},
    {"Crypto.Hash.SHA512.new", "sha512"},
});

// Algorithms of the package cryptography, which are arguments of what hashes or signs.
constexpr auto kCryptographyAlgorithms = path_table<std::string_view>({
    {"cryptography.hazmat.primitives.hashes.MD5", "md5"},
    {"cryptography.hazmat.primitives.hashes.SHA1", "sha1"},
    {"cryptography.hazmat.primitives.hashes.SHA256", "sha256"},
    {"cryptography.hazmat.primitives.hashes.SHA512", "sha512"},
});

constexpr auto kAlgorithms = std::to_array<std::string_view>(
    {"md4",      "md5",       "sha",      "sha1",     "sha224",    "sha256",   "sha384",
     "sha512",   "sha3_224",  "sha3_256", "sha3_384", "sha3_512",  "blake2b",  "blake2s",
     "md5-sha1", "ripemd160", "mdc2",     "sm3",      "shake_128", "shake_256"});

static_assert(covers(kHashCallees, kAlgorithms) && covers(kHashCallees, kCryptoModules));

bool is_algorithm(std::string_view name) {
  return std::find(std::begin(kAlgorithms), std::end(kAlgorithms), name) != std::end(kAlgorithms);
}

// hashlib.new(name, data): the first of its names that is one.
std::string algorithm_of_new(const names::Value& name) {
  const names::Item item = {&name, name.node};
  for (const names::Item& one : names::alternatives(item)) {
    if (const auto text = one.value->text()) {
      return lower_case(*text);
    }
  }
  return {};
}

// hashlib.file_digest(file, "md5"), hashlib.file_digest(file, hashlib.md5)
std::string algorithm_of_file(CheckContext& check, const Argument& digest) {
  constexpr std::string_view kHashlib = "hashlib.";
  if (!digest.is_given()) {
    return {};
  }
  for (const names::Meaning& meaning : check.meanings(digest.node).all()) {
    if (meaning.path.starts_with(kHashlib) && is_algorithm(meaning.path.substr(kHashlib.size()))) {
      return std::string(meaning.path.substr(kHashlib.size()));
    }
  }
  return algorithm_of_new(check.value(digest.node));
}

// algorithm_in is the argument of ECDSA(hashes.SHA1()), or the expression itself.
NodeId algorithm_in(CheckContext& check, NodeId expr) {
  const syntax::Tree& tree = check.tree();
  const bool wraps =
      tree.is(expr, syntax::NodeKind::Call) && tree.children(expr).size() == 2 &&
      check.may_be(tree.child(expr, 0), "cryptography.hazmat.primitives.asymmetric.ec.ECDSA");
  return wraps ? tree.child(expr, 1) : expr;
}

// hashes.Hash(hashes.MD5()), key.sign(data, padding, hashes.SHA1()), key.verify(signature, …)
std::optional<HashCall> cryptography_hash(CheckContext& check, const Call& call) {
  constexpr std::uint32_t kMostArguments = 4;
  const auto made_with = [&](const Argument& argument) -> std::optional<HashCall> {
    const NodeId named = argument.is_given() ? algorithm_in(check, argument.node) : NodeId::none();
    const std::string_view algorithm =
        named.exists() ? algorithm_named(check, named) : std::string_view();
    return algorithm.empty() ? std::nullopt
                             : std::optional(HashCall{std::string(algorithm), {}, false, named});
  };
  for (std::uint32_t i = 0; i < call.positional_count() && i < kMostArguments; ++i) {
    if (auto made = made_with(call.argument({i, ""}))) {
      return made;
    }
  }
  return made_with(call.argument({Parameter::kKeywordOnly, "algorithm"}));
}

// h.update(data)
bool is_update(const Call& call) {
  return call.is("hashlib.HASH.update");
}

// maker_of is the call that made the h of h.update(data); none when it may be another.
NodeId maker_of(CheckContext& check, const Call& update) {
  const NodeId bound = check.stands_for(update.receiver());
  const NodeId maker = bound.exists() ? bound : update.receiver();
  return maker.exists() && check.tree().is(maker, syntax::NodeKind::Call) ? maker : NodeId::none();
}

std::string algorithm_of_update(CheckContext& check, const Call& update) {
  const NodeId maker = maker_of(check, update);
  if (!maker.exists()) {
    return {};
  }
  const Call call(check.names(), maker);
  const auto made = is_update(call) ? std::nullopt : find_hash_call(check, call);
  return made ? made->algorithm : std::string();
}

// carries: what the expression makes still is the password: text put together or encoded, not what
// a function made of it.
bool carries(CheckContext& check, NodeId expr) {
  constexpr std::string_view kSame[] = {"encode", "decode", "strip", "lower", "format", "join"};
  constexpr std::size_t kMaxNodes = 50;
  std::vector<NodeId> open = {expr};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const NodeId at = open[i];
    if (i == kMaxNodes) {
      return false;
    }
    if (check.tree().is(at, syntax::NodeKind::Call)) {
      const Call call(check.names(), at);
      const bool is_same =
          call.is("builtins.str") || call.is("builtins.bytes") ||
          std::find(std::begin(kSame), std::end(kSame), call.method()) != std::end(kSame);
      if (!is_same) {
        return false;
      }
    }
    for (const NodeId child : check.tree().children(at)) {
      open.push_back(child);
    }
  }
  return true;
}

// names_of_data is the names in what is hashed, and in what its variables stand for where that
// still is the same text.
std::vector<std::string_view> names_of_data(CheckContext& check, NodeId data) {
  constexpr std::size_t kMostVariables = 8;
  std::vector<std::string_view> names = names_in(check, data);
  std::vector<NodeId> open = {data};
  std::size_t followed = 0;
  for (std::size_t i = 0; i < open.size() && followed < kMostVariables; ++i) {
    const NodeId at = open[i];
    for (const NodeId child : check.tree().children(at)) {
      open.push_back(child);
    }
    const NodeId stands_for = check.stands_for(at);
    if (stands_for.exists() && carries(check, stands_for)) {
      const auto more = names_in(check, stands_for);
      names.insert(names.end(), more.begin(), more.end());
      open.push_back(stands_for);
      ++followed;
    }
  }
  return names;
}

}  // namespace

std::string_view algorithm_named(CheckContext& check, NodeId expr) {
  std::string_view found;
  for (const names::Meaning& meaning : check.meanings(expr).all()) {
    const std::string_view* name = kCryptographyAlgorithms.find(meaning.path);
    if (name != nullptr && (found.empty() || is_broken(*name))) {
      found = *name;
    }
  }
  return found;
}

std::optional<HashCall> find_hash_call(CheckContext& check, const Call& call) {
  constexpr std::string_view kHashlib = "hashlib.";
  if (is_update(call)) {
    return HashCall{algorithm_of_update(check, call), call.argument({0, "data"}), true};
  }
  if (call.is("hashlib.new")) {
    const std::string name = algorithm_of_new(call.value({0, "name"}));
    return name.empty() ? std::nullopt : std::optional(HashCall{name, call.argument({1, "data"})});
  }
  if (call.is("cryptography.hazmat.primitives.hashes.Hash") || call.method() == "sign" ||
      call.method() == "verify") {
    return cryptography_hash(check, call);
  }
  if (call.is("hashlib.file_digest")) {
    const std::string name = algorithm_of_file(check, call.argument({1, "digest"}));
    return name.empty() ? std::nullopt : std::optional(HashCall{name, {}});
  }
  const std::string_view* module = call.find(kCryptoModules);
  if (module != nullptr) {
    return HashCall{std::string(*module), call.argument({0, "data"})};
  }
  for (const names::Meaning& meaning : call.meanings().all()) {
    const std::string_view name = meaning.path.starts_with(kHashlib)
                                      ? meaning.path.substr(kHashlib.size())
                                      : std::string_view();
    if (is_algorithm(name)) {
      return HashCall{std::string(name), call.argument({0, "string"})};
    }
  }
  return std::nullopt;
}

bool is_fed_password(CheckContext& check, const Call& maker) {
  // How many nodes behind the call are looked at.
  constexpr std::uint32_t kNear = 400;
  const auto count = static_cast<std::uint32_t>(check.tree().nodes().size());
  const std::uint32_t end = std::min(count, maker.node().index() + kNear);
  for (std::uint32_t i = maker.node().index() + 1; i < end; ++i) {
    if (!check.tree().is(NodeId(i), syntax::NodeKind::Call)) {
      continue;
    }
    const Call call(check.names(), NodeId(i));
    if (is_update(call) && maker_of(check, call) == maker.node() &&
        hashes_password(check, {{}, call.argument({0, "data"}), true})) {
      return true;
    }
  }
  return false;
}

bool is_broken(std::string_view algorithm) {
  constexpr std::string_view kBroken[] = {"md2", "md4", "md5", "sha", "sha1", "md5-sha1", "mdc2"};
  return std::find(std::begin(kBroken), std::end(kBroken), algorithm) != std::end(kBroken);
}

bool hashes_password(CheckContext& check, const HashCall& hash) {
  constexpr std::string_view kPassword[] = {"password", "passwd",   "passphrase",
                                            "pwd",      "passcode", "passwords"};
  // A hash, a name or a count of a password is none itself.
  constexpr std::string_view kOther[] = {"hash",  "hashed", "digest", "file", "path",
                                         "reset", "url",    "id",     "name", "length"};
  if (!hash.data.is_given()) {
    return false;
  }
  const auto names = names_of_data(check, hash.data.node);
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    const Words words(name);
    const bool named = words.has_any(kPassword) || (words.last() == "pass" && name != "pass");
    return named && !words.has_any(kOther);
  });
}

}  // namespace av::match
