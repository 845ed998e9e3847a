#include "analysis/engine/fingerprint.h"

#include "analysis/engine/line_hash.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <openssl/sha.h>
#include <string_view>

namespace av::engine {
namespace {

using text::Span;

constexpr std::size_t kDigestDigits = 32;  // half of SHA-256's: enough to tell findings apart

// append_masked appends a stretch of the file with the secrets in it replaced.
void append_masked(const FileText& file, Span part, std::string& out) {
  std::uint32_t at = part.start;
  const auto secrets = file.secrets.spans();
  auto secret = std::ranges::upper_bound(secrets, part.start, {}, &Span::end);
  for (; secret != secrets.end() && secret->start < part.end; ++secret) {
    if (secret->start > at) {
      out.append(file.text.substr(at, secret->start - at));
    }
    out.append(kMask);
    at = std::min(secret->end, part.end);
  }
  out.append(file.text.substr(at, part.end - at));
}

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// without_layout is a line without white space, but for one space between two words: what a
// formatter changes is no change.
std::string without_layout(std::string_view line) {
  std::string out;
  bool is_apart = false;
  for (const char c : line) {
    if (c == ' ' || c == '\t' || c == '\f' || c == '\v') {
      is_apart = true;
      continue;
    }
    if (is_apart && !out.empty() && is_of_word(out.back()) && is_of_word(c)) {
      out += ' ';
    }
    is_apart = false;
    out += c;
  }
  return out;
}

// digest_of is a part of the digest of a rule and a line.
std::string digest_of(std::string_view rule, std::string_view line) {
  std::string bytes(rule);
  bytes.append(1, '\0').append(line);
  return sha256_of(bytes).substr(0, kDigestDigits);
}

// by_place is the numbers of findings, in the order of where they are.
std::vector<std::size_t> by_place(std::span<const match::Finding* const> findings) {
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return findings[i]->span.start; });
  return order;
}

}  // namespace

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest = {};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += {kHex[byte >> 4U], kHex[byte & 0xFU]};
  }
  return hex;
}

std::string masked_text(const FileText& file) {
  std::string text;
  text.reserve(file.text.size());
  append_masked(file, {0, static_cast<std::uint32_t>(file.text.size())}, text);
  return text;
}

std::vector<Fingerprint> fingerprints_of(const FileText& file,
                                         std::span<const match::Finding* const> findings) {
  std::vector<Fingerprint> result(findings.size());
  std::uint32_t known_line = 0;
  std::map<std::string, std::uint32_t> seen;
  std::string line_text;
  std::map<std::string_view, std::string> digests;  // of the line, by rule: it may be long
  for (const std::size_t i : by_place(findings)) {
    const std::uint32_t line = file.lines.line_at(findings[i]->span.start);
    if (line != known_line) {
      known_line = line;
      const std::uint32_t start = file.lines.line_start(line);
      const auto size = static_cast<std::uint32_t>(file.lines.line_text(line).size());
      line_text.clear();
      append_masked(file, {start, start + size}, line_text);
      line_text = without_layout(line_text);
      digests.clear();
    }
    const auto [slot, is_new] = digests.try_emplace(findings[i]->rule->name);
    if (is_new) {
      slot->second = digest_of(findings[i]->rule->name, line_text);
    }
    result[i].digest = slot->second;
    result[i].occurrence = ++seen[result[i].digest];
  }
  return result;
}

void add_line_hashes(const FileText& file, std::span<const match::Finding* const> findings,
                     std::span<Fingerprint> prints) {
  const std::vector<std::size_t> order = by_place(findings);
  std::vector<std::uint32_t> lines;
  lines.reserve(order.size());
  for (const std::size_t i : order) {
    lines.push_back(file.lines.line_at(findings[i]->span.start));
  }
  const bool masked = !file.secrets.spans().empty();
  const std::string copy = masked ? masked_text(file) : std::string();
  std::vector<std::string> hashes = line_hashes(masked ? copy : file.text, lines);
  for (std::size_t k = 0; k < order.size(); ++k) {
    prints[order[k]].line_hash = std::move(hashes[k]);
  }
}

}  // namespace av::engine
