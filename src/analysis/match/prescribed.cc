#include "analysis/match/prescribed.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <array>
#include <optional>

namespace av::match {
namespace {

using syntax::NodeId;

// Of the rules about cryptography, which AV4 begins, those about what is too weak.
bool is_of_strength(const knowledge::Rule& rule) {
  constexpr std::uint16_t kStrength[] = {326, 327, 328, 329, 760, 780, 916};
  return rule.id.starts_with("AV4") && std::ranges::any_of(rule.cwes, [&](std::uint16_t cwe) {
           return std::ranges::find(kStrength, cwe) != std::end(kStrength);
         });
}

// Of a key or a password that is written in the program.
bool is_of_key(const knowledge::Rule& rule) {
  constexpr std::uint16_t kKeys[] = {321, 798};
  return std::ranges::any_of(rule.cwes, [&](std::uint16_t cwe) {
    return std::ranges::find(kKeys, cwe) != std::end(kKeys);
  });
}

// Of what a site and who asks it agree on: cryptography and keys.
bool is_of_talk(const knowledge::Rule& rule) {
  return rule.id.starts_with("AV4") || is_of_key(rule);
}

// A page that keeps who asks for it busy is one that he chose to ask for.
bool is_of_slow_patterns(const knowledge::Rule& rule) {
  constexpr std::uint16_t kSlowPattern = 1333;
  return std::ranges::find(rule.cwes, kSlowPattern) != rule.cwes.end();
}

constexpr auto kFormats = std::to_array<std::string_view>(
    {"asn1",    "bip32",    "bip39", "dnssec",   "gpg",      "jose",     "jwe",    "kdbx",
     "keepass", "kerberos", "krb5",  "kwallet",  "mschap",   "ntlm",     "oauth1", "pbe",
     "pbes",    "pbes1",    "dpapi", "htdigest", "htpasswd", "ha1",      "msnrpc", "a1",
     "dcerpc",  "gssapi",   "rdp",   "spnego",   "msrpce",   "netlogon", "nrpc",   "pmk",
     "pbes2",   "pem",      "pgp",   "openpgp",  "pkcs1",    "pkcs12",   "pkcs5",  "pkcs7",
     "pkcs8",   "ppk",      "putty", "radius",   "sasl",     "scram",    "smb",    "snmp",
     "ssh",     "sshv1",    "tls",   "vnc",      "wep",      "wpa",      "wpa2",   "xmldsig"});

// rfc5849, rfc_5849 and pkcs_12 name what they follow as well.
bool speaks_of_format(std::string_view name) {
  const Words words(name);
  return std::ranges::any_of(words.all(), [](const std::string& word) {
    return word == "pkcs" || word.starts_with("rfc") ||
           std::ranges::find(kFormats, word) != kFormats.end();
  });
}

// imports_format: the file speaks a protocol by what it imports: `from package.dcerpc import epm`.
// `ssl` and its like are for the connection, and say nothing of what the program encrypts itself.
bool imports_format(const syntax::Tree& tree) {
  constexpr std::string_view kProtocols[] = {"dcerpc", "gssapi",   "kerberos", "krb5", "ntlm",
                                             "radius", "rdp",      "smb",      "snmp", "spnego",
                                             "vnc",    "netlogon", "samr"};
  for (const NodeId statement : tree.children(tree.root())) {
    if (!tree.is(statement, syntax::NodeKind::Import) &&
        !tree.is(statement, syntax::NodeKind::ImportFrom)) {
      continue;
    }
    if (Words(tree.text_of(statement)).has_any(kProtocols)) {
      return true;
    }
  }
  return false;
}

// is_scraper: a folder of what asks web sites as their own pages and apps do: with the keys and the
// ciphers that those have, which are nobody's secret.
bool is_scraper(std::string_view path) {
  constexpr std::string_view kFolders[] = {"extractor/", "extractors/", "scraper/", "scrapers/"};
  return std::ranges::any_of(kFolders, [path](std::string_view folder) {
    const std::size_t at = path.find(folder);
    return at != path.npos && (at == 0 || path[at - 1] == '/');
  });
}

// host_label is `player` of `https?://(?:www\.)?player\.com/`: the last word before an escaped dot
// and what ends a host; none where the pattern leaves the host open.
std::optional<std::string_view> host_label(std::string_view pattern) {
  constexpr std::size_t kLeastLabel = 3;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  std::optional<std::string_view> found;
  for (std::size_t dot = pattern.find("\\."); dot != pattern.npos;
       dot = pattern.find("\\.", dot + 2)) {
    std::size_t start = dot;
    while (start > 0 && is_letter(pattern[start - 1])) {
      --start;
    }
    const std::string_view label = pattern.substr(start, dot - start);
    const bool is_host =
        dot + 2 < pattern.size() && (is_letter(pattern[dot + 2]) || pattern[dot + 2] == '(');
    if (is_host && label.size() >= kLeastLabel && label != "www") {
      found = label;
    }
  }
  return found;
}

// is_written_for_site: the file knows the addresses of one site by a pattern, and asks that site:
// as the site's own pages do, with their keys.
bool is_written_for_site(std::string_view text) {
  constexpr std::string_view kPattern = "https?://";
  constexpr std::size_t kMostFile = 200'000;
  constexpr std::size_t kLongest = 160;
  constexpr int kMostPatterns = 20;
  text = text.substr(0, kMostFile);
  std::size_t at = text.find(kPattern);
  for (int i = 0; i < kMostPatterns && at != text.npos;
       ++i, at = text.find(kPattern, at + kPattern.size())) {
    std::string_view pattern = text.substr(at + kPattern.size(), kLongest);
    pattern = pattern.substr(0, pattern.find_first_of("\n\"'"));
    const auto label = host_label(pattern);
    if (!label) {
      continue;
    }
    for (std::size_t plain = text.find("https://"); plain != text.npos;
         plain = text.find("https://", plain + 1)) {
      const std::string_view address = text.substr(plain + 8, kLongest);
      if (address.substr(0, address.find_first_of("/\n\"'")).find(*label) != address.npos) {
        return true;
      }
    }
  }
  return false;
}

// only_separates: hmac.new(b"session", token): of two parts the secret one is the message, and the
// constant says what it is for.
bool only_separates(CheckContext& check, NodeId call) {
  const syntax::Tree& tree = check.tree();
  if (!tree.is(call, syntax::NodeKind::Call) ||
      !tree.text_of(tree.child(call, 0)).starts_with("hmac.")) {
    return false;
  }
  constexpr std::string_view kSecrets[] = {"token", "secret", "password", "passwd"};
  const auto is_secret = [&check, &kSecrets](std::string_view name) {
    return check.secret_kind(name) != SecretKind::None || Words(name).has_any(kSecrets);
  };
  std::uint32_t place = 0;  // the callee's, the key's, the message's
  for (const NodeId part : tree.children(call)) {
    const bool is_message = tree.is(part, syntax::NodeKind::Keyword)
                                ? check.names().spelling(tree.child(part, 0)) == "msg"
                                : place == 2;
    ++place;
    if (is_message && std::ranges::any_of(names_in(check, part), is_secret)) {
      return true;
    }
  }
  return false;
}

// A PDF knows newer ciphers as well: there only a function that is called after the old one, as
// rc4_encrypt is, has no choice; the program chose it where such a function is called.
bool is_called_after_cipher(CheckContext& check, NodeId at) {
  constexpr std::string_view kCiphers[] = {"ecb", "rc4", "arc4"};
  const auto is_of_pdf = [](const std::string& word) {
    return word.starts_with("pdf") || word.ends_with("pdf");
  };
  return Words(function_name(check, at)).has_any(kCiphers) &&
         std::ranges::any_of(Words(check.path()).all(), is_of_pdf);
}

// is_called_after_reading: decrypt_hash, XorDeobfuscate.  With some ciphers both ways are one.
bool is_called_after_reading(std::string_view function) {
  constexpr std::string_view kReads[] = {"decipher", "decrypt", "deobfuscate", "descramble",
                                         "unscramble"};
  constexpr std::string_view kWrites[] = {"cipher", "encipher", "encrypt", "obfuscate", "scramble"};
  const Words words(function);
  return words.has_any(kReads) && !words.has_any(kWrites);
}

// only_decrypts: the function around reads what others wrote: they chose the cipher, the nonce and
// the padding.
bool only_decrypts(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  constexpr std::uint16_t kWriters[] = {327, 329, 780};
  constexpr std::size_t kMostText = 8000;
  const NodeId function = check.outline().function_of(at);
  const bool is_writers = std::ranges::any_of(rule.cwes, [&kWriters](std::uint16_t cwe) {
    return std::ranges::find(kWriters, cwe) != std::end(kWriters);
  });
  if (!is_writers || !function.exists()) {
    return false;
  }
  const std::string_view text = check.tree().text_of(function).substr(0, kMostText);
  return is_called_after_reading(function_name(check, at)) ||
         (text.find(".decrypt") != std::string_view::npos &&
          text.find(".encrypt") == std::string_view::npos);
}

// is_of_versions: of the rules about TLS, those about a version that is too old.
bool is_of_versions(const knowledge::Rule& rule) {
  constexpr std::uint16_t kWeakEncryption = 326;
  return rule.id.starts_with("AV6") &&
         std::ranges::find(rule.cwes, kWeakEncryption) != rule.cwes.end();
}

// knows_stored_formats: a function that tells {SHA} from others checks what its users brought.
bool knows_stored_formats(CheckContext& check, NodeId at) {
  constexpr std::size_t kMostText = 8000;
  const NodeId function = check.outline().function_of(at);
  return function.exists() &&
         check.tree().text_of(function).substr(0, kMostText).find("{SHA") != std::string_view::npos;
}

// is_librarys: a library's function has its cipher from whom it talks to.  Of hashes of passwords
// names tell whose they are: the rules look at those.
bool is_librarys(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  constexpr std::uint16_t kPasswords = 916;
  return std::ranges::find(rule.cwes, kPasswords) == rule.cwes.end() &&
         !check.is_of_application(at);
}

}  // namespace

bool is_prescribed(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  if (((is_of_talk(rule) || is_of_slow_patterns(rule)) && is_scraper(check.path())) ||
      (is_of_talk(rule) && is_written_for_site(check.tree().text()))) {
    return true;
  }
  if ((is_of_key(rule) && only_separates(check, at)) ||
      (is_of_versions(rule) && !check.is_of_application(at))) {
    return true;
  }
  return is_of_strength(rule) &&
         (is_librarys(check, rule, at) || knows_stored_formats(check, at) ||
          speaks_of_format(check.path()) || imports_format(check.tree()) ||
          Words(function_name(check, at)).has("legacy") || only_decrypts(check, rule, at) ||
          is_called_after_cipher(check, at) ||
          std::ranges::any_of(names_around(check, at), speaks_of_format));
}

}  // namespace av::match
