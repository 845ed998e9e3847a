#include "analysis/match/prescribed.h"

#include "analysis/match/names_in.h"
#include "analysis/match/words.h"

#include <algorithm>
#include <array>

namespace av::match {
namespace {

// Of the rules about cryptography, which AV4 begins, those about what is too weak.
bool is_of_strength(const knowledge::Rule& rule) {
  constexpr std::uint16_t kStrength[] = {326, 327, 328, 329, 760, 780, 916};
  return rule.id.starts_with("AV4") && std::ranges::any_of(rule.cwes, [&](std::uint16_t cwe) {
           return std::ranges::find(kStrength, cwe) != std::end(kStrength);
         });
}

constexpr auto kFormats = std::to_array<std::string_view>(
    {"asn1",  "bip32",   "bip39",  "dnssec",  "gpg",    "kdbx",   "keepass", "kerberos",
     "krb5",  "kwallet", "mschap", "ntlm",    "oauth1", "pbe",    "pbes",    "pbes1",
     "pbes2", "pem",     "pgp",    "openpgp", "pkcs1",  "pkcs12", "pkcs5",   "pkcs7",
     "pkcs8", "ppk",     "putty",  "radius",  "sasl",   "scram",  "smb",     "snmp",
     "ssh",   "sshv1",   "tls",    "vnc",     "wep",    "wpa",    "wpa2",    "xmldsig"});

// rfc5849, rfc_5849 and pkcs_12 name what they follow as well.
bool speaks_of_format(std::string_view name) {
  const Words words(name);
  return std::ranges::any_of(words.all(), [](const std::string& word) {
    return word == "pkcs" || word.starts_with("rfc") ||
           std::ranges::find(kFormats, word) != kFormats.end();
  });
}

}  // namespace

bool is_prescribed(CheckContext& check, const knowledge::Rule& rule, syntax::NodeId at) {
  return is_of_strength(rule) && (speaks_of_format(check.path()) ||
                                  std::ranges::any_of(names_around(check, at), speaks_of_format));
}

}  // namespace av::match
