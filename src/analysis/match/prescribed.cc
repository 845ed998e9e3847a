#include "analysis/match/prescribed.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <array>

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

constexpr auto kFormats = std::to_array<std::string_view>(
    {"asn1",     "bip32",    "bip39",  "dnssec",   "gpg",      "jose",  "jwe",     "kdbx",
     "keepass",  "kerberos", "krb5",   "kwallet",  "mschap",   "ntlm",  "oauth1",  "pbe",
     "pbes",     "pbes1",    "dpapi",  "htdigest", "htpasswd", "ha1",   "msnrpc",  "msrpce",
     "netlogon", "nrpc",     "pmk",    "pbes2",    "pem",      "pgp",   "openpgp", "pkcs1",
     "pkcs12",   "pkcs5",    "pkcs7",  "pkcs8",    "ppk",      "putty", "radius",  "sasl",
     "scram",    "smb",      "snmp",   "ssh",      "sshv1",    "tls",   "vnc",     "wep",
     "wpa",      "wpa2",     "xmldsig"});

// rfc5849, rfc_5849 and pkcs_12 name what they follow as well.
bool speaks_of_format(std::string_view name) {
  const Words words(name);
  return std::ranges::any_of(words.all(), [](const std::string& word) {
    return word == "pkcs" || word.starts_with("rfc") ||
           std::ranges::find(kFormats, word) != kFormats.end();
  });
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

}  // namespace

bool is_prescribed(CheckContext& check, const knowledge::Rule& rule, NodeId at) {
  if (is_scraper(check.path()) && (is_of_strength(rule) || is_of_key(rule))) {
    return true;
  }
  return is_of_strength(rule) &&
         (speaks_of_format(check.path()) || Words(function_name(check, at)).has("legacy") ||
          only_decrypts(check, rule, at) || is_called_after_cipher(check, at) ||
          std::ranges::any_of(names_around(check, at), speaks_of_format));
}

}  // namespace av::match
